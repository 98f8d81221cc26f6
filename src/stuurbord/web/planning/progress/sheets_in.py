"""A progress sheet comes back: judged row by row, shown first; only what is chosen becomes a report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import N_, Finding, NotPermitted, Severity, UnreadableFile, Where, errors_in
from stuurbord.exchange.progress_sheet import ReadProgress, ToldRow, read
from stuurbord.exchange.tabular.limits import Limits
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.lists.file_names import plain_name
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.models import ProgressSheet, ProgressSheetState, ReportSource, TaskReport
from stuurbord.web.planning.progress.gathering import says_same
from stuurbord.web.planning.progress.judging import Told, Until, doubts, refusals
from stuurbord.web.planning.progress.own_tasks import TaskFacts, facts_by_uid
from stuurbord.web.planning.progress.reporting import Keeping, Reporting, keep
from stuurbord.web.planning.progress.rounds import as_of_day, open_round
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of, schedule_of

MOST_KEPT: Final = 5_000
"""Rows that tell something; more people than that do not fill in one sheet."""
MOST_FINDINGS: Final = 500


@dataclass(frozen=True, slots=True)
class SentRow:
    """What one row of a file tells, as it is kept until somebody decides.

    Attributes
    ----------
    findings
        What was noticed in its cells.
    """

    uid: int | None
    revision: int | None
    name: str
    percent: int | None
    actual_start: date | None
    actual_finish: date | None
    remaining_days: Decimal | None
    remark: str
    cell: str
    findings: tuple[Finding, ...]

    def to_record(self) -> dict[str, Any]:
        """Return plain data to store."""
        return {
            "uid": self.uid,
            "revision": self.revision,
            "name": self.name,
            "percent": self.percent,
            "actual_start": self.actual_start and self.actual_start.isoformat(),
            "actual_finish": self.actual_finish and self.actual_finish.isoformat(),
            "remaining_days": None if self.remaining_days is None else str(self.remaining_days),
            "remark": self.remark,
            "cell": self.cell,
            "findings": [one.to_record() for one in self.findings],
        }

    @classmethod
    def from_record(cls, stored: dict[str, Any]) -> SentRow:
        """Return the row that `to_record` stored."""
        days = {
            name: date.fromisoformat(stored[name]) if stored[name] else None
            for name in ("actual_start", "actual_finish")
        }
        remaining = stored["remaining_days"]
        return cls(
            **stored
            | days
            | {
                "remaining_days": None if remaining is None else Decimal(remaining),
                "findings": tuple(Finding.from_record(one) for one in stored["findings"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as it reads on the plan as it is now."""

    number: int
    sent: SentRow
    task: TaskFacts | None
    told: Told | None
    findings: tuple[Finding, ...]
    is_same: bool
    base_id: int | None = None

    @property
    def can_go(self) -> bool:
        return self.told is not None and not errors_in(self.findings)


def receive(actor: Any, project: Project, file_name: str, content: bytes) -> ProgressSheet:
    """Read a file and keep what it tells, for its sender to review; nothing is reported yet.

    Raises
    ------
    NotPermitted
        If no task of this project is this person's to report on.
    UnreadableFile
        If it cannot be read, or is of another project.
    """
    require(actor, Permission.VIEW, project.scopes)
    _require_reporter(actor, project)
    name = plain_name(file_name)
    found = read(content, name, Limits(file_bytes=settings.STUURBORD_UPLOAD_LIMIT))
    _check_project(found, project, name)
    rows = _sent_rows(found)
    sheet = ProgressSheet(
        project=project,
        file_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        rows=[one.to_record() for one in rows],
        findings=[one.to_record() for one in _of_the_file(found, project)][:MOST_FINDINGS],
        created_by=actor if actor.pk else None,
    )
    with transaction.atomic():
        sheet.save()
        _record(actor, "progress.receive_sheet", sheet, {"rows": len(rows), "sha256": sheet.sha256})
    return sheet


def judged(actor: Any, sheet: ProgressSheet) -> list[Judged]:
    """Return the rows of a sheet as they read now, for who sent it."""
    project = sheet.project
    if project.current_revision_id is None:
        return []
    rows = [SentRow.from_record(one) for one in sheet.rows]
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    found = facts_by_uid(plan, schedule, {one.uid for one in rows if one.uid is not None})
    facts: dict[int | None, TaskFacts] = {**found}
    who = Reporting.of(actor, project)
    times = Counter(one.uid for one in rows)
    numbers = {one.revision for one in rows if one.revision}
    made_from = PlanRevision.objects.filter(project=project, number__in=numbers).order_by()
    revisions = dict(made_from.values_list("number", "pk"))
    until = Until(as_of_day(project, open_round(project)), today())
    context = _Context(project, who, until, revisions, times)
    return [context.row(number, row, facts.get(row.uid)) for number, row in enumerate(rows)]


@transaction.atomic
def take(actor: Any, sheet: ProgressSheet, chosen: Collection[int]) -> list[TaskReport]:
    """Make reports of the chosen rows; the others are left.

    Raises
    ------
    Refused
        If it was decided already, nothing is chosen, or a chosen row cannot go in by now.
    """
    require(actor, Permission.VIEW, sheet.project.scopes)
    locked = _locked(actor, sheet)
    project = locked.project
    rows = [row for row in judged(actor, locked) if row.number in set(chosen)]
    if not rows:
        raise Refused(_("Choose at least one row."))
    if not all(row.can_go for row in rows):
        raise Refused(_("The plan has changed meanwhile: a chosen row cannot go in any more. Look again."))
    as_of, who = as_of_day(project, open_round(project)), Reporting.of(actor, project)
    made = []
    for row in rows:
        assert row.task is not None  # it can go
        assert row.told is not None
        how = Keeping(as_of, who.owner_speaking(row.task), ReportSource.SHEET, row.base_id)
        made.append(keep(actor, project, row.task, row.told, how))
    _decide(locked, ProgressSheetState.TAKEN)
    _record(actor, "progress.take_sheet", locked, {"rows": len(made)})
    return made


@transaction.atomic
def discard(actor: Any, sheet: ProgressSheet) -> None:
    """Leave a sheet for what it is; nothing of it is reported."""
    require(actor, Permission.VIEW, sheet.project.scopes)
    locked = _locked(actor, sheet)
    _decide(locked, ProgressSheetState.DISCARDED)
    _record(actor, "progress.discard_sheet", locked, {})


@dataclass(frozen=True, slots=True)
class _Context:
    project: Project
    who: Reporting
    until: Until
    revisions: dict[int, int]
    times: Counter[int | None]

    def row(self, number: int, sent: SentRow, task: TaskFacts | None) -> Judged:
        findings = list(sent.findings)
        place = Where(cell=sent.cell)
        if task is None:
            findings.append(Finding("task_gone", _UNKNOWN, Severity.ERROR, place, {"name": sent.name or "?"}))
            return Judged(number, sent, None, None, tuple(findings), is_same=False)
        told = told_of(sent, task)
        if not self.who.may_report(task):
            findings.append(Finding("not_own_task", _NOT_OWN, Severity.ERROR, place, {"task": task.name}))
        if self.times[sent.uid] > 1:
            findings.append(Finding("task_twice", _TWICE, Severity.ERROR, place, {"task": task.name}))
        base = self.revisions.get(sent.revision or 0)
        if base != self.project.current_revision_id:
            findings.append(Finding("older_plan", _OLDER, Severity.WARNING, place, {"task": task.name}))
        judged_ = [*refusals(told, task, self.until), *doubts(told, task, self.until)]
        findings += [replace(one, where=place) for one in judged_]
        return Judged(number, sent, task, told, tuple(findings), says_same(told, task), base)


_UNKNOWN = N_("The plan no longer has “{name}”; this row is left out.")
_NOT_OWN = N_("“{task}” is not yours to report on.")
_TWICE = N_("“{task}” stands in more than one row. Which of them counts?")
_OLDER = N_("“{task}” was told on an earlier plan. Compare with what the plan says now.")


def told_of(sent: SentRow, task: TaskFacts) -> Told:
    """Return what a row tells; without a share that of the plan stays."""
    percent = task.percent if sent.percent is None else sent.percent
    return Told(percent, sent.actual_start, sent.actual_finish, sent.remaining_days, sent.remark)


def _sent_rows(found: ReadProgress) -> list[SentRow]:
    by_row: dict[str, list[Finding]] = {}
    for one in found.findings:
        by_row.setdefault(_row_of(one.where.cell), []).append(one)
    return [_sent(row, by_row.get(_row_of(row.where.cell), [])) for row in found.rows[:MOST_KEPT]]


def _sent(row: ToldRow, findings: Iterable[Finding]) -> SentRow:
    return SentRow(
        uid=row.uid,
        revision=row.revision,
        name=row.name,
        percent=row.percent,
        actual_start=row.actual_start,
        actual_finish=row.actual_finish,
        remaining_days=row.remaining_days,
        remark=row.remark.replace("\x00", ""),
        cell=row.where.cell,
        findings=tuple(findings),
    )


def _row_of(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _of_the_file(found: ReadProgress, project: Project) -> list[Finding]:
    """Return what concerns the whole file; what concerns a row stays with it."""
    kept = {_row_of(row.where.cell) for row in found.rows}
    findings = [one for one in found.findings if _row_of(one.where.cell) not in kept]
    asked = as_of_day(project, open_round(project)).isoformat()
    told = found.facts.get("status_date", "")
    if told and told != asked:
        text = N_("The sheet asked for {told}; what it tells is read as of {asked}.")
        findings.append(
            Finding("other_status_date", text, Severity.WARNING, fields={"told": told[:10], "asked": asked})
        )
    if len(found.rows) > MOST_KEPT:
        text = N_("The sheet has {n} rows; at most {most} are read.")
        fields = {"n": len(found.rows), "most": MOST_KEPT}
        findings.append(Finding("too_many_rows", text, Severity.ERROR, fields=fields))
    return findings


def _check_project(found: ReadProgress, project: Project, file: str) -> None:
    told = found.facts.get("project", "")
    if told and told != f"{project.portfolio.key}/{project.code}":
        text = N_("This sheet was made for {project}. Bring it in there.")
        shown = told[:80]
        raise UnreadableFile(Finding("other_project", text, Severity.ERROR, Where(file), {"project": shown}))


def _require_reporter(actor: Any, project: Project) -> None:
    if project.current_revision_id is None:
        raise Refused(_("There is no plan yet."))
    who = Reporting.of(actor, project)
    people = {one.pk for found in who.people.values() for one in found}
    if not who.is_planner and who.person_id not in people:
        text = _("No task of this project is yours to report on.")
        raise NotPermitted(Permission.IMPORT_PLAN, text)


def _locked(actor: Any, sheet: ProgressSheet) -> ProgressSheet:
    found = ProgressSheet.objects.select_for_update(of=("self",)).select_related("project__portfolio")
    locked = found.get(pk=sheet.pk)
    if locked.state != ProgressSheetState.READY:
        raise Refused(_("{file} was decided already.").format(file=locked.file_name))
    if locked.created_by_id != actor.pk:
        raise NotPermitted(Permission.VIEW, _("Only who sent it decides on it."))
    return locked


def _decide(sheet: ProgressSheet, state: ProgressSheetState) -> None:
    sheet.state, sheet.decided_at = state, timezone.now()
    sheet.save(update_fields=["state", "decided_at"])


def _record(actor: Any, action: str, sheet: ProgressSheet, data: dict[str, Any]) -> None:
    record(
        actor,
        action,
        sheet.project.subject,
        {"file": sheet.file_name} | data,
        portfolio_id=sheet.project.portfolio_id,
        project_id=sheet.project_id,
    )
