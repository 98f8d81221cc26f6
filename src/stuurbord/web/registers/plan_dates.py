"""Milestones take their dates from the current plan; gates that only the plan knows are registered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan, moment
from stuurbord.web.lists.events import lines_changed
from stuurbord.web.lists.register import register_of
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.registers.models import Milestone

_DATES = ("planned_baseline", "planned_forecast", "planned_actual")


@dataclass(frozen=True, slots=True)
class TaskDates:
    """What a plan says of one task's finish."""

    baseline: date | None
    forecast: date | None
    actual: date | None


def on_projects_changed(sender: Any, project_ids: Iterable[int], **kwargs: Any) -> None:
    """Listen to `projects_changed`."""
    date_milestones(project_ids)


def date_milestones(project_ids: Iterable[int]) -> None:
    """Bring the planned dates of all milestones of these projects up to date with their plans."""
    projects = Project.objects.filter(pk__in=list(project_ids), current_revision__isnull=False)
    made: list[Milestone] = []
    for project in projects:
        plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
        milestones = {one.code: one for one in project.milestones.all()}
        stood = {one.pk: _planned(one) for one in milestones.values()}
        made += _register_gates(project, plan, milestones)
        for milestone in milestones.values():
            _take_dates(milestone, plan, schedule)
        # Most changes of a project leave its plan as it is.
        moved = [one for one in milestones.values() if stood.get(one.pk) != _planned(one)]
        Milestone.objects.bulk_update(moved, [*_DATES, "task"], batch_size=200)
    if made:
        lines_changed.send(sender=Milestone, register=register_of(Milestone), lines=made)


def _planned(milestone: Milestone) -> tuple[Any, ...]:
    """Return what the plan says of a milestone."""
    return tuple(getattr(milestone, name) for name in (*_DATES, "task"))


def _register_gates(project: Project, plan: Plan, milestones: dict[str, Milestone]) -> list[Milestone]:
    """Write down the gates that the plan has and the register has not; return them."""
    made = []
    for idx, code in enumerate(plan.tasks.gate):
        if not code:
            continue
        uid = str(plan.tasks.uid[idx])
        if code not in milestones:
            milestones[code] = Milestone.objects.create(
                project=project, code=code, name=plan.tasks.name[idx][:300], is_gate=True, task=uid
            )
            made.append(milestones[code])
        elif not milestones[code].task:
            milestones[code].task = uid
    return made


def _take_dates(milestone: Milestone, plan: Plan, schedule: Schedule) -> None:
    idx = task_position(plan, milestone.task)
    dates = TaskDates(None, None, None) if idx is None else task_dates(plan, schedule, idx)
    milestone.planned_baseline, milestone.planned_forecast = dates.baseline, dates.forecast
    milestone.planned_actual = dates.actual


def task_position(plan: Plan, reference: str) -> int | None:
    """Return the position of the task with this uid or else this WBS code."""
    if reference.isdecimal():
        found = (plan.tasks.uid == int(reference)).nonzero()[0]
        if len(found):
            return int(found[0])
    return plan.tasks.wbs.index(reference) if reference and reference in plan.tasks.wbs else None


def task_dates(plan: Plan, schedule: Schedule, idx: int) -> TaskDates:
    """Return the baseline, forecast and actual finish of a task."""
    baseline = plan.baselines.get(0)
    return TaskDates(
        day_of(baseline.finish[idx]) if baseline else None,
        day_of(schedule.finish[idx]),
        day_of(plan.tasks.actual_finish[idx]),
    )


def day_of(instant: int) -> date | None:
    """Return the date of an instant, or None."""
    return None if instant == NONE else moment(instant).date()
