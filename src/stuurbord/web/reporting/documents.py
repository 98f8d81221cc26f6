"""A stored report as a document, and its files: made anew while it is written, kept once it is approved."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone

from stuurbord.language import language
from stuurbord.reports.document import Document, write_docx, write_pdf
from stuurbord.reports.project_reports import Cover, build
from stuurbord.web.reporting.models import ProjectReport

FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class Damaged(ValueError):
    """A kept file is no longer what was approved."""


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


def file_of(report: ProjectReport, form: str) -> bytes:
    """Return a file of a report: the kept bytes once it is frozen.

    Raises
    ------
    Damaged
        If the kept bytes do not have the hash that was written down at the approval.
    """
    if report.is_frozen:
        kept = bytes(getattr(report, form) or b"")
        if hashlib.sha256(kept).hexdigest() != getattr(report, f"{form}_sha256"):
            raise Damaged(report.subject)
        return kept
    document, spoken = document_of(report), language(report.language)
    return write_docx(document, spoken) if form == "docx" else write_pdf(document, spoken)


def is_intact(report: ProjectReport) -> bool:
    """Return whether facts and files of a frozen report still have the hashes of its approval."""
    if hashlib.sha256(report.facts.encode()).hexdigest() != report.facts_sha256:
        return False
    try:
        return all(file_of(report, form) for form in FORMS) if report.is_frozen else True
    except Damaged:
        return False
