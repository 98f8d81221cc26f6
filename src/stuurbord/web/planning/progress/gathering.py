"""What was told, task by task, beside what the plan says: the last word of each, and what it contradicts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Max

from stuurbord.errors import Finding
from stuurbord.plan.changes.change import TASKS
from stuurbord.web.clock import today
from stuurbord.web.planning.models import ProposalState, TaskReport
from stuurbord.web.planning.progress.judging import Told, Until, doubts, refusals
from stuurbord.web.planning.progress.own_tasks import TaskFacts, facts_by_uid
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of


class ReportState(StrEnum):
    """What became of a report."""

    WAITING = "waiting"
    PROPOSED = "proposed"
    USED = "used"


def state_of(report: TaskReport) -> ReportState:
    """Tell what became of a report: that of the proposal it went into, as far as its task was accepted."""
    proposal = report.used_in
    if proposal is None:
        return ReportState.WAITING
    if proposal.state == ProposalState.OPEN:
        return ReportState.PROPOSED
    if proposal.state != ProposalState.ACCEPTED:
        return ReportState.WAITING
    rows = proposal.accepted
    is_taken = rows is None or [TASKS, str(report.task_uid)] in rows
    return ReportState.USED if is_taken else ReportState.WAITING


def told_in(report: TaskReport) -> Told:
    """Return what a report tells."""
    return Told(
        report.percent, report.actual_start, report.actual_finish, report.remaining_days, report.remark
    )


@dataclass(frozen=True, slots=True)
class Gathered:
    """The last word on a task that is not in the plan yet.

    Attributes
    ----------
    task
        What the plan says; None where it no longer has the task.
    errors
        Why it cannot go into a proposal on this status date.
    differs
        Whether another person told something else of the same task on the same day before.
    is_same
        Whether the plan says all of it already.
    is_old_base
        Whether the plan changed since it was told.
    """

    report: TaskReport
    task: TaskFacts | None
    state: ReportState
    errors: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    differs: tuple[TaskReport, ...]
    is_same: bool
    is_old_base: bool

    @property
    def can_go(self) -> bool:
        return self.task is not None and not self.errors and self.state == ReportState.WAITING


def gathered(project: Project, status_date: date) -> list[Gathered]:
    """Return the last reports that are not in the plan yet, in the order of the plan.

    Parameters
    ----------
    status_date
        On which they would go into the plan.
    """
    if project.current_revision_id is None:
        return []
    reports = [one for one in last_reports(project).values() if state_of(one) != ReportState.USED]
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    facts = facts_by_uid(plan, schedule, {one.task_uid for one in reports})
    others = _others(project, reports)
    until = Until(status_date, max(today(), status_date))
    rows = [
        _row(one, facts.get(one.task_uid), others.get(one.task_uid, []), until, project.current_revision_id)
        for one in reports
    ]
    place = {uid: idx for idx, uid in enumerate(facts)}
    return sorted(rows, key=lambda row: place.get(row.report.task_uid, len(place)))


def last_reports(project: Project) -> dict[int, TaskReport]:
    """Return task → the last report on it."""
    return {uid: one for (_project, uid), one in last_reports_in([project.pk]).items()}


def last_reports_in(
    project_ids: Collection[int], uids: Collection[int] | None = None
) -> dict[tuple[int, int], TaskReport]:
    """Return (project, task) → the last report on it, in one query."""
    rows = TaskReport.objects.filter(project__in=project_ids)
    if uids is not None:
        rows = rows.filter(task_uid__in=uids)
    newest = rows.order_by().values("project", "task_uid").annotate(newest=Max("pk")).values("newest")
    found = TaskReport.objects.filter(pk__in=newest).select_related("author", "person", "used_in")
    return {(one.project_id, one.task_uid): one for one in found.defer("used_in__changes", "used_in__effect")}


def _others(project: Project, reports: list[TaskReport]) -> dict[int, list[TaskReport]]:
    """Return task → what others told of it on the day of the last report."""
    last = {one.task_uid: one for one in reports}
    rows = TaskReport.objects.filter(project=project, task_uid__in=list(last)).select_related("author")
    found: dict[int, list[TaskReport]] = {}
    for row in rows:
        one = last[row.task_uid]
        if row.pk != one.pk and row.as_of == one.as_of and row.author_id != one.author_id:
            found.setdefault(row.task_uid, []).append(row)
    return found


def _row(
    report: TaskReport, task: TaskFacts | None, others: list[TaskReport], until: Until, revision_id: int
) -> Gathered:
    told = told_in(report)
    return Gathered(
        report=report,
        task=task,
        state=state_of(report),
        errors=tuple(refusals(told, task, until)) if task else (),
        doubts=tuple(doubts(told, task, until)) if task else (),
        differs=tuple(one for one in others if told_in(one) != told),
        is_same=task is not None and says_same(told, task),
        is_old_base=task is not None and report.base_id != revision_id,
    )


def says_same(told: Told, task: TaskFacts) -> bool:
    """Tell whether the plan says all of this already."""
    remaining = told.remaining_days is None or abs(float(told.remaining_days) - task.remaining_days) < 0.01
    return (
        told.percent == task.percent
        and told.actual_start in (None, task.actual_start)
        and told.actual_finish in (None, task.actual_finish)
        and (remaining or told.percent == 100)
    )
