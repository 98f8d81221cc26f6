"""From reports to one proposal: their progress and the new status date, with what comes of it shown first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import Progress, edited
from stuurbord.engine.editing.dates import clock_of
from stuurbord.plan import NONE, Plan
from stuurbord.plan.calendar import DAY, WorkingTime, day_number, working_time
from stuurbord.plan.changes import Change, changed, difference
from stuurbord.plan.changes.change import PLAN
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.planning import actions
from stuurbord.web.planning.actions import Refused, Wanted
from stuurbord.web.planning.effects import effect
from stuurbord.web.planning.mandates import mandate
from stuurbord.web.planning.models import Proposal, ProposalSource, TaskReport
from stuurbord.web.planning.progress.gathering import Gathered, gathered, told_in
from stuurbord.web.planning.progress.judging import Told, finish_meant, start_meant
from stuurbord.web.planning.progress.own_tasks import TaskFacts, day_of, seconds_per_day
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of, schedule_of


@dataclass(frozen=True, slots=True)
class Tried:
    """What reports make of a plan.

    Attributes
    ----------
    effect
        As `stuurbord.web.planning.effects.effect`.
    reasons
        Why somebody with a mandate has to decide on it; empty within what was agreed.
    """

    rows: tuple[Gathered, ...]
    new_plan: Plan
    new_schedule: Schedule
    effect: dict[str, Any]
    reasons: tuple[str, ...]


def tried(project: Project, report_ids: Collection[int], status_date: date) -> Tried:
    """Return what the chosen reports come to on a status date; nothing is kept.

    Raises
    ------
    InvalidPlan
        If the plan cannot take one of them.
    Refused
        If there is nothing to propose, or one of them does not fit this status date; with the sentence.
    """
    assert project.current_revision_id is not None  # there are no reports without a plan
    base = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    _check_status_date(base[0], status_date)
    rows = _chosen(project, report_ids, status_date)
    new_plan = with_reports(base[0], rows, status_date)
    after = new_plan, forecast_schedule(new_plan)
    asked = mandate(project, base, after, difference(base[0], new_plan))
    return Tried(tuple(rows), *after, effect(base, after), asked.reasons)


@transaction.atomic
def propose(actor: Any, project: Project, report_ids: Collection[int], status_date: date) -> Proposal:
    """Make one proposal of the chosen reports and the status date; the others remain.

    Raises
    ------
    InvalidPlan, Refused
        As `tried`.
    """
    require(actor, Permission.IMPORT_PLAN, project.scopes)
    locked = Project.objects.select_for_update(of=("self",)).select_related("portfolio").get(pk=project.pk)
    found = tried(locked, report_ids, status_date)
    revision = locked.current_revision
    assert revision is not None  # tried on it
    made = actions.propose(actor, locked, revision, found.new_plan, _wanted(found, status_date))
    TaskReport.objects.filter(pk__in=[row.report.pk for row in found.rows]).update(used_in=made)
    record(
        actor,
        "progress.propose",
        locked.subject,
        {"proposal": made.number, "n_reports": len(found.rows), "status_date": status_date.isoformat()}
        | {"reports": [row.report.pk for row in found.rows]},
        portfolio_id=locked.portfolio_id,
        project_id=locked.pk,
    )
    return made


def with_reports(plan: Plan, rows: Sequence[Gathered], status_date: date) -> Plan:
    """Return the plan with what the reports tell, standing at the status date.

    Days become the begin and the end of work on that day; where the plan has the very day already, its own
    time of day stays.
    """
    edits = [
        _edit(plan, row.task, told_in(row.report)) for row in rows if row.task is not None and not row.is_same
    ]
    moved_on = Change(PLAN, "", "status_date", None, status_instant(plan, status_date))
    return changed(edited(plan, edits, forecast_schedule), [moved_on])


def status_instant(plan: Plan, day: date) -> int:
    """Return the end of the working day of the plan; its own instant where it stands there already."""
    if day_of(plan.status_date) == day:
        return int(plan.status_date)
    number = day_number(day)
    return _end(working_time(plan.calendar, number - 366, number + 366), number)


def _check_status_date(plan: Plan, status_date: date) -> None:
    stands = day_of(plan.status_date)
    if stands is not None and status_date < stands:
        text = _("The plan stands at {day} already. Choose that day or a later one.")
        raise Refused(text.format(day=f"{stands:%d/%m/%Y}"))
    if status_date > today():
        raise Refused(_("This status date has yet to come."))


def _chosen(project: Project, report_ids: Collection[int], status_date: date) -> list[Gathered]:
    wanted = set(report_ids)
    rows = [row for row in gathered(project, status_date) if row.report.pk in wanted]
    if not rows:
        raise Refused(_("Choose at least one report."))
    if len(rows) < len(wanted) or not all(row.can_go or row.errors for row in rows):
        raise Refused(_("Somebody reported again, or one of these is in a proposal already. Look again."))
    if errors := [one.message(_) for row in rows for one in row.errors]:
        raise Refused(" ".join(errors[:5]))
    return rows


def _edit(plan: Plan, task: TaskFacts, told: Told) -> Progress:
    idx = plan.tasks.uid.tolist().index(task.uid)
    start, finish = start_meant(told, task), finish_meant(told, task)
    remaining = NONE
    if told.remaining_days is not None and told.percent < 100:
        remaining = round(float(told.remaining_days) * seconds_per_day(plan, idx))
    elif told.percent == task.percent:
        remaining = int(plan.tasks.remaining_duration[idx])
    return Progress(
        task.uid,
        told.percent / 100,
        actual_start=_instant(plan, idx, start, int(plan.tasks.actual_start[idx]), at_end=task.is_milestone),
        actual_finish=_instant(plan, idx, finish, int(plan.tasks.actual_finish[idx]), at_end=True),
        remaining_duration=remaining,
    )


def _instant(plan: Plan, idx: int, day: date | None, known: int, *, at_end: bool) -> int:
    if day is None:
        return NONE
    if day_of(known) == day:
        return known
    number = day_number(day)
    clock = clock_of(plan, idx, number * DAY)
    return _end(clock, number) if at_end else _begin(clock, number)


def _begin(clock: WorkingTime, number: int) -> int:
    """Return when work begins on a day; where nobody works then, at the hour of the next working day."""
    return number * DAY + int(clock.next_start(number * DAY)) % DAY


def _end(clock: WorkingTime, number: int) -> int:
    """Return when work ends on a day; where nobody works then, at the hour of the working day before."""
    return number * DAY + (int(clock.previous_finish((number + 1) * DAY)) - 1) % DAY + 1


def _wanted(found: Tried, status_date: date) -> Wanted:
    day = f"{status_date:%d/%m/%Y}"
    title = ngettext("Progress on {day}: {n} task", "Progress on {day}: {n} tasks", len(found.rows)).format(
        day=day, n=len(found.rows)
    )
    people = sorted({row.report.author.name for row in found.rows if row.report.author})
    remarks = [f"{row.report.task_name}: {row.report.remark}" for row in found.rows if row.report.remark]
    return Wanted(title, ProposalSource.PROGRESS, "\n".join([_told_by(people), *remarks]).strip())


def _told_by(people: list[str]) -> str:
    return _("Told by {names}.").format(names=", ".join(people)) if people else ""
