"""The first plan of a project: the tasks of its template, from a day on, linked and staffed by role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from stuurbord.plan import (
    AssignmentRow,
    DependencyKind,
    DependencyRow,
    LagUnit,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.holidays import flemish_administration
from stuurbord.rulebooks.methods.checks import LINK
from stuurbord.rulebooks.methods.model import Template, TemplateTask, said

_DAY: Final = 8 * 3600
_CLOCK_DAY: Final = 24 * 3600
_YEARS: Final = 6
"""So far the closing days are known; the plan is made anew long before."""
_KINDS: Final = {one.name: one for one in DependencyKind}


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task of a first plan.

    Attributes
    ----------
    uid
        Its number in the plan.
    low, likely, high
        Working days in a project of this size; days of the calendar where the task is elapsed.
    """

    task: TemplateTask
    uid: int
    low: int
    likely: int
    high: int


def planned_tasks(template: Template, size: str, days: Mapping[str, int] | None = None) -> list[PlannedTask]:
    """Return the tasks of a project of a size with their durations; ``days`` overrules the likely ones."""
    scale = template.scale.get(size, Decimal(1))
    return [
        _planned(task, number * 10, scale if task.scales and not task.is_elapsed else Decimal(1), days or {})
        for number, task in enumerate(template.tasks_for(size), start=1)
    ]


def first_plan(
    template: Template,
    size: str,
    start: date,
    *,
    name: str,
    language: str = "nl",
    days: Mapping[str, int] | None = None,
) -> Plan:
    """Return the plan that a template gives for a project of a size.

    Stages are summaries, gates milestones, roles resources. Dates follow from the links and the calendar of
    the Flemish administration.
    """
    planned = planned_tasks(template, size, days)
    calendar = flemish_administration(start.year, start.year + _YEARS)
    number_of = {one.task.code: one.uid for one in planned}
    plan, _findings = freeze(
        PlanDraft(
            name=name,
            start=instant(datetime.combine(start, time(8))),
            calendar=calendar.name,
            calendars=[calendar],
            tasks=_rows(template, planned, language),
            dependencies=[row for one in planned for row in _links(one, number_of)],
            resources=_resources(template, planned, language),
            assignments=_assignments(template, planned),
        )
    )
    return plan


def _planned(task: TemplateTask, uid: int, scale: Decimal, days: Mapping[str, int]) -> PlannedTask:
    points = [_rounded(one * scale) for one in (task.low, task.likely, task.high)]
    chosen = days.get(task.code)
    if chosen is not None and not task.is_milestone:
        # Who knows better moves the middle; the other two keep their share of it.
        ratio = Decimal(max(chosen, 1)) / Decimal(max(points[1], 1))
        points = [_rounded(points[0] * ratio), max(chosen, 1), _rounded(points[2] * ratio)]
    return PlannedTask(task, uid, *points)


def _rounded(days: Decimal) -> int:
    return max(int(days.to_integral_value()), 1) if days else 0


def _rows(template: Template, planned: Sequence[PlannedTask], language: str) -> list[TaskRow]:
    rows = []
    for number, stage in enumerate(template.stages, start=1):
        within = [one for one in planned if one.task.stage == stage.code]
        if within:
            rows.append(TaskRow(uid=9_000 + number, name=said(stage.title, language)))
            rows += [_row(one, language) for one in within]
    return rows


def _row(one: PlannedTask, language: str) -> TaskRow:
    day = _CLOCK_DAY if one.task.is_elapsed else _DAY
    return TaskRow(
        uid=one.uid,
        name=said(one.task.title, language),
        outline_level=2,
        is_milestone=one.task.is_milestone,
        is_elapsed=one.task.is_elapsed,
        duration=one.likely * day,
        gate=one.task.gate,
        notes=one.task.source,
    )


def _links(one: PlannedTask, number_of: Mapping[str, int]) -> list[DependencyRow]:
    rows = []
    for link in one.task.after:
        found = LINK.match(link)
        if found and found[1] in number_of:
            kind, lag = _KINDS[found[2] or "FS"], int(found[3] or 0) * _DAY
            rows.append(DependencyRow(number_of[found[1]], one.uid, kind, lag, LagUnit.WORKING))
    return rows


def _used(template: Template, planned: Sequence[PlannedTask]) -> dict[str, int]:
    used = {one.task.role for one in planned}
    return {role.key: number for number, role in enumerate(template.roles, start=1) if role.key in used}


def _resources(template: Template, planned: Sequence[PlannedTask], language: str) -> list[ResourceRow]:
    used = _used(template, planned)
    return [
        ResourceRow(uid=used[one.key], name=said(one.title, language))
        for one in template.roles
        if one.key in used
    ]


def _assignments(template: Template, planned: Sequence[PlannedTask]) -> list[AssignmentRow]:
    used = _used(template, planned)
    rows = []
    for one in planned:
        if one.task.role and not one.task.is_milestone and not one.task.is_elapsed:
            units = float(one.task.units)
            work = int(one.likely * _DAY * units)
            rows.append(AssignmentRow(one.uid, one.uid, used[one.task.role], units, work))
    return rows
