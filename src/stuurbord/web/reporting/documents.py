"""A stored report as a document, and its files: made anew while it is written, kept once it is approved."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from django.utils import timezone

from stuurbord.language import language
from stuurbord.reports.document import Document, write_docx, write_pdf
from stuurbord.reports.project_reports import Cover, build
from stuurbord.web.audit.kept_files import KeptFile, require_intact
from stuurbord.web.reporting.models import ProjectReport

FORMS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def document_of(report: ProjectReport) -> Document:
    """Return a report as a document."""
    spoken = language(report.language)

    def day(moment: Any) -> str:
        return spoken.day(timezone.localdate(moment)) if moment else ""

    cover = Cover(
        kind=report.kind,
        number=report.number,
        state=report.state,
        author=report.author_name,
        approver=report.approver_name,
        submitted_on=day(report.submitted_at),
        approved_on=day(report.approved_at),
    )
    return build(cover, report.read_facts, report.facts_sha256, report.texts, spoken)


def made_files(report: ProjectReport) -> dict[str, bytes]:
    """Return both files, made now."""
    document, spoken = document_of(report), language(report.language)
    return {"docx": write_docx(document, spoken), "pdf": write_pdf(document, spoken)}


def file_name_of(report: ProjectReport, form: str) -> str:
    """Return the name under which a file is given: ``P-001 VR-001 2026-11-23.pdf``."""
    return f"{report.project.code} {report.number} {report.as_of.isoformat()}.{form}"


def file_of(actor: Any, report: ProjectReport, form: str) -> bytes:
    """Return a file of a report: the kept bytes once it is frozen.

    Raises
    ------
    DamagedFile
        If the kept bytes do not have the hash that was written down at the approval.
    """
    if report.is_frozen:
        where = {"portfolio_id": report.project.portfolio_id, "project_id": report.project_id}
        return require_intact(actor, _kept(report, form), file_name_of(report, form), **where)
    document, spoken = document_of(report), language(report.language)
    return write_docx(document, spoken) if form == "docx" else write_pdf(document, spoken)


def is_intact(report: ProjectReport) -> bool:
    """Return whether facts and files of a frozen report still have the hashes of its approval."""
    if hashlib.sha256(report.facts.encode()).hexdigest() != report.facts_sha256:
        return False
    return not report.is_frozen or all(_kept(report, form).is_intact for form in FORMS)


def _kept(report: ProjectReport, form: str) -> KeptFile:
    content = bytes(getattr(report, form) or b"")
    return KeptFile(content, getattr(report, f"{form}_sha256"), report.subject, "report.approve", form)
