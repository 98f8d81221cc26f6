"""A driving path as one document for programs; the sentences come along in the reader's language."""

from __future__ import annotations

from typing import Any

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.driving_path import DatePath, Step
from stuurbord.language import Language
from stuurbord.plan.assignment_clock import ELAPSED
from stuurbord.plan.calendar import DAY, NONE, moment
from stuurbord.plan.model import DependencyKind, LagUnit, Plan
from stuurbord.reports.date_reasons.sentences import PathWords

_PERCENT = 100  # hundredths of a percent in one percent


def path_record(plan: Plan, schedule: Schedule, path: DatePath, words: Language) -> dict[str, Any]:
    """Return a task, its dates and floats, and the steps of its start, its finish and its late finish.

    Times are local and in ISO form, amounts in minutes. Steps go from the date back: each one's ``since``
    is the next one's ``at``.
    """
    idx, spoken = path.task_idx, PathWords(plan, words)
    dates = ("start", "finish", "late_start", "late_finish")
    return {
        **_task(plan, idx),
        **{name: _iso(int(getattr(schedule, name)[idx])) for name in dates},
        "total_float_minutes": _minutes(int(schedule.total_float[idx])),
        "critical": bool(schedule.is_critical[idx]),
        "start_steps": [_step(spoken, one) for one in path.start],
        "finish_steps": [_step(spoken, one) for one in path.finish],
        "late_steps": [_step(spoken, one) for one in path.late],
    }


def _step(spoken: PathWords, step: Step) -> dict[str, Any]:
    plan = spoken.plan
    known: dict[str, Any] = {
        "kind": step.kind.value,
        "task": _task(plan, step.task_idx),
        "end": step.end.value,
        "at": _iso(step.at),
        "since": _iso(step.since),
        "amount_minutes": None if step.is_origin else _minutes(step.amount),
        "measured": step.is_measured,
    }
    if step.link_idx >= 0:
        known["link"] = _link(plan, step.link_idx)
    if step.above_idx >= 0:
        known["other_task"] = _task(plan, step.above_idx)
    if step.kind == "constraint":
        known["constraint"] = step.constraint.name
    if step.resting:
        known["resting_minutes"] = _minutes(step.resting)
    known |= _clock(plan, step)
    return known | {"sentence": spoken.sentence(step)}


def _clock(plan: Plan, step: Step) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if step.clock is not None:
        is_elapsed = step.clock.calendar_idx == ELAPSED
        calendars = step.clock.calendars(plan.calendars, plan.calendar_idx)
        known["calendars"] = [] if is_elapsed else [one.name for one in calendars]
    if step.assignment_idx >= 0:
        resource = int(plan.assignments.resource_idx[step.assignment_idx])
        known["resource"] = plan.resources.name[resource] if resource >= 0 else None
        known["units"] = float(plan.assignments.units[step.assignment_idx])
    if step.rests:
        known["rests"] = [
            {
                "first": moment(one.first_day * DAY).date().isoformat(),
                "last": moment(one.last_day * DAY).date().isoformat(),
                "kind": one.kind.value,
                "name": one.name,
                "calendar": one.calendar,
            }
            for one in step.rests
        ]
    return known


def _link(plan: Plan, link: int) -> dict[str, Any]:
    links = plan.dependencies
    lag, unit = int(links.lag[link]), LagUnit(int(links.lag_unit[link]))
    is_percent = unit.is_share
    return {
        "predecessor": _task(plan, int(links.predecessor_idx[link])),
        "successor": _task(plan, int(links.successor_idx[link])),
        "kind": DependencyKind(int(links.kind[link])).name,
        "lag": lag / _PERCENT if is_percent else _minutes(lag),
        "lag_unit": unit.name.lower() if is_percent else f"{unit.name.lower()}_minutes",
    }


def _task(plan: Plan, idx: int) -> dict[str, Any]:
    tasks = plan.tasks
    return {"uid": int(tasks.uid[idx]), "wbs": tasks.wbs[idx], "name": tasks.name[idx]}


def _iso(instant: int) -> str | None:
    return None if instant == NONE else moment(instant).isoformat()


def _minutes(seconds: int) -> int | float | None:
    if seconds == NONE:
        return None
    whole, rest = divmod(seconds, 60)
    return seconds / 60 if rest else whole
