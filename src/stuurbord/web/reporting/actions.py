"""Changes to reports: each checks permission and version, changes, and writes its audit entry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.reports.project_reports import KINDS, ReportFacts
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.reporting.documents import made_files
from stuurbord.web.reporting.gathering import PERIOD, gather
from stuurbord.web.reporting.models import ProjectReport, ReportState

LONGEST_TEXT = 20_000
WRITE, DECIDE = Permission.EDIT_REGISTER, Permission.DECIDE
_OF_THE_DAY: Final = ("as_of", "period_from", "period_until", "terms_until", "schema")


class NotPossible(ValueError):
    """Not possible now, with a sentence that says why."""


@transaction.atomic
def create_report(
    actor: Any,
    project: Project,
    kind: str,
    as_of: date,
    *,
    period_from: date | None = None,
    exception: str = "",
) -> ProjectReport:
    """Start a report of today's facts; its period begins after the previous report of its kind.

    Registers, plan and forecast hold what counts now. Printed under an earlier day they would tell something
    that nobody knew then; what was known is in the reports that were approved at that time.

    Raises
    ------
    NotPermitted
        If the actor may not write in the registers of the project.
    NotPossible
        If ``as_of`` is another day than today, or there is nothing to report.
    """
    require(actor, WRITE, project.scopes)
    if kind not in KINDS:
        raise NotPossible(_("There is no such kind of report."))
    if as_of != today():
        raise NotPossible(_why_today_only(as_of))
    # Two who start one at the same time may not get the same number.
    Project.objects.select_for_update().only("pk").get(pk=project.pk)
    first = period_from or _next_period(project, kind, as_of)
    if first > as_of:
        raise NotPossible(_("The period begins after the status date."))
    facts = gather(project, as_of, first, as_of, exception, *_previous(project, kind, as_of))
    if kind == "exception" and not facts.exceptions:
        raise NotPossible(_("No exception is open: there is nothing to report."))
    report = ProjectReport(
        project=project,
        kind=kind,
        number=_next_number(project, KINDS[kind].prefix),
        language=reader().code,
        as_of=as_of,
        period_from=first,
        period_until=as_of,
        exception=exception,
        author=actor if actor.pk else None,
        author_name=actor.name,
        writers=[actor.pk] if actor.pk else [],
    )
    _take(report, facts)
    report.save()
    _record(actor, "report.create", report, {"kind": kind, "as_of": as_of, "facts": report.facts_sha256})
    return report


@transaction.atomic
def refresh_report(actor: Any, report: ProjectReport, version: int) -> list[str]:
    """Gather the facts anew, as they are today; return the names of the parts that changed."""
    _require_draft(actor, report)
    as_of, before = today(), report.read_facts
    first = min(report.period_from, as_of)
    earlier = _previous(report.project, report.kind, as_of, report.pk)
    facts = gather(report.project, as_of, first, as_of, report.exception, *earlier)
    changed = changed_parts(before, facts)
    report.as_of, report.period_from, report.period_until = as_of, first, as_of
    _take(report, facts)
    _written_by(actor, report)
    save_version(report, version)
    _record(actor, "report.refresh", report, {"changed": changed, "facts": report.facts_sha256})
    return changed


@transaction.atomic
def write_texts(actor: Any, report: ProjectReport, texts: Mapping[str, str], version: int) -> None:
    """Keep what a person writes per section; a section that is not sent stays as it is."""
    _require_draft(actor, report)
    known = {one.key for one in report.kind_of.sections}
    sent = {key: text.replace("\r\n", "\n").strip() for key, text in texts.items() if key in known}
    too_long = [key for key, text in sent.items() if len(text) > LONGEST_TEXT]
    if too_long:
        raise NotPossible(_("A section may hold {n} characters.").format(n=reader().number(LONGEST_TEXT)))
    changed = sorted(key for key, text in sent.items() if report.texts.get(key, "") != text)
    if not changed:
        return
    report.texts = {**report.texts, **sent}
    _written_by(actor, report)
    save_version(report, version)
    _record(actor, "report.write", report, {"sections": changed})


@transaction.atomic
def submit_report(actor: Any, report: ProjectReport, version: int) -> None:
    """Ask for approval; what must be written has to be there."""
    _require_draft(actor, report)
    missing = report.kind_of.missing(report.texts)
    if missing:
        names = ", ".join(reader().gettext(one.title) for one in missing)
        raise NotPossible(_("Write these sections first: {names}.").format(names=names))
    report.state, report.remark = ReportState.SUBMITTED, ""
    report.submitted_by, report.submitted_at = (actor if actor.pk else None), timezone.now()
    _written_by(actor, report)
    save_version(report, version)
    _record(actor, "report.submit", report, {"facts": report.facts_sha256})


@transaction.atomic
def return_report(actor: Any, report: ProjectReport, version: int, remark: str) -> None:
    """Send a submitted report back to its author, with the reason."""
    _require_submitted(actor, report)
    if not remark.strip():
        raise NotPossible(_("Say why you send it back."))
    report.state, report.remark = ReportState.DRAFT, remark.strip()
    report.submitted_by = report.submitted_at = None
    save_version(report, version)
    _record(actor, "report.return", report, {"remark": report.remark})


@transaction.atomic
def approve_report(actor: Any, report: ProjectReport, version: int) -> None:
    """Approve a submitted report and freeze it: its files are kept as they are now, with their hashes."""
    _require_submitted(actor, report)
    if actor.pk is not None and actor.pk in {*report.writers, report.author_id, report.submitted_by_id}:
        told = _("You wrote in this report yourself: somebody else has to approve it.")
        raise NotPermitted(DECIDE, told)
    report.state = ReportState.FROZEN
    report.approver, report.approver_name = (actor if actor.pk else None), actor.name
    report.approved_at = timezone.now()
    for form, content in made_files(report).items():
        setattr(report, form, content)
        setattr(report, f"{form}_sha256", hashlib.sha256(content).hexdigest())
    save_version(report, version)
    hashes = {"facts": report.facts_sha256, "docx": report.docx_sha256, "pdf": report.pdf_sha256}
    _record(actor, "report.approve", report, hashes)


@transaction.atomic
def withdraw_report(actor: Any, report: ProjectReport, version: int, remark: str) -> None:
    """Withdraw a report that was not approved; it stays to be read."""
    require(actor, WRITE, report.project.scopes)
    if report.state not in (ReportState.DRAFT, ReportState.SUBMITTED):
        raise NotPossible(_("Only a report that was not approved can be withdrawn."))
    if not remark.strip():
        raise NotPossible(_("Say why you withdraw it."))
    report.state, report.remark = ReportState.WITHDRAWN, remark.strip()
    save_version(report, version)
    _record(actor, "report.withdraw", report, {"remark": report.remark})


def changed_parts(before: ReportFacts, after: ReportFacts) -> list[str]:
    """Return the names of the parts of the facts that differ."""
    return [
        name
        for name in ReportFacts.__dataclass_fields__
        if _compared(before, name) != _compared(after, name) and name not in _OF_THE_DAY
    ]


def _compared(facts: ReportFacts, name: str) -> Any:
    """Return a part of the facts without what a day that passes changes by itself."""
    if name == "terms":
        return tuple(replace(one, state="", working_days=None) for one in facts.terms or ())
    return getattr(facts, name)


def _why_today_only(as_of: date) -> str:
    if as_of > today():
        return _("A report tells what is known today; a day to come cannot be its status date.")
    text = _(
        "A report tells what the registers and the plan hold today, and not what they held on {day}. "
        "Make it as of today, or open the approved report of that time."
    )
    return text.format(day=reader().day(as_of))


def _take(report: ProjectReport, facts: ReportFacts) -> None:
    report.facts = facts.to_json()
    report.facts_sha256 = hashlib.sha256(report.facts.encode()).hexdigest()


def _written_by(actor: Any, report: ProjectReport) -> None:
    if actor.pk and actor.pk not in report.writers:
        report.writers = [*report.writers, actor.pk]


def _next_period(project: Project, kind: str, as_of: date) -> date:
    earlier = project.reports.filter(kind=kind, as_of__lt=as_of).exclude(state=ReportState.WITHDRAWN)
    last = earlier.order_by("-as_of").values_list("as_of", flat=True).first()
    return last + timedelta(days=1) if last else as_of - PERIOD


def _previous(
    project: Project, kind: str, as_of: date, but: int | None = None
) -> tuple[ReportFacts | None, str]:
    """Return facts and number of the approved report of this kind before a day."""
    earlier = project.reports.filter(kind=kind, as_of__lt=as_of, state=ReportState.FROZEN).exclude(pk=but)
    last = earlier.order_by("-as_of", "-pk").defer("docx", "pdf").first()
    return (last.read_facts, last.number) if last else (None, "")


def _next_number(project: Project, prefix: str) -> str:
    numbers = project.reports.filter(number__startswith=f"{prefix}-").values_list("number", flat=True)
    return f"{prefix}-{max((int(one.rsplit('-', 1)[1]) for one in numbers), default=0) + 1:03d}"


def _require_draft(actor: Any, report: ProjectReport) -> None:
    require(actor, WRITE, report.project.scopes)
    if not report.is_draft:
        raise NotPossible(_("This report is no draft any more."))


def _require_submitted(actor: Any, report: ProjectReport) -> None:
    require(actor, DECIDE, report.project.scopes)
    if report.state != ReportState.SUBMITTED:
        raise NotPossible(_("This report does not wait for approval."))


def _record(actor: Any, action: str, report: ProjectReport, data: dict[str, Any]) -> None:
    record(
        actor,
        action,
        report.subject,
        {"number": report.number, **data},
        portfolio_id=report.project.portfolio_id,
        project_id=report.project_id,
        version=report.version,
    )
