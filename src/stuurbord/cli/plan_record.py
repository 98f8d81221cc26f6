"""A recomputed plan as ``plan show --json`` prints it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stuurbord.cli.plan_reading import ShownPlan
from stuurbord.cli.terminal import Terminal
from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, moment
from stuurbord.plan.model import Integers

_DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
_FLOATS = ("total_float", "free_float")


def plan_record(shown: ShownPlan, schedule: Schedule, terminal: Terminal) -> dict[str, Any]:
    """Return file, project, dates, tasks and findings; times are local and in ISO form."""
    return {
        "file": shown.file,
        "project": shown.project,
        "start": iso(schedule.project_start),
        "finish": iso(schedule.project_finish),
        "status_date": iso(shown.plan.status_date),
        "tasks": _tasks(shown, schedule),
        "findings": [finding.as_json(terminal.gettext) for finding in (*shown.findings, *schedule.findings)],
    }


def _tasks(shown: ShownPlan, schedule: Schedule) -> list[dict[str, Any]]:
    tasks = shown.plan.tasks
    dates = {name: _each(getattr(schedule, name), iso) for name in _DATES}
    floats = {f"{name}_minutes": _each(getattr(schedule, name), minutes) for name in _FLOATS}
    columns: dict[str, Any] = {
        "id": range(1, len(tasks) + 1),  # the row a planner sees
        "uid": tasks.uid.tolist(),
        "wbs": tasks.wbs,
        "name": tasks.name,
        "summary": tasks.is_summary.tolist(),
        "milestone": tasks.is_milestone.tolist(),
        **dates,
        **floats,
        "critical": schedule.is_critical.tolist(),
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _each(values: Integers, written: Callable[[int], Any]) -> list[Any]:
    return [written(value) for value in values.tolist()]


def iso(instant: int) -> str | None:
    """Return an instant as ``2026-11-20T17:00:00``, or None if it is not given."""
    return None if instant == NONE else moment(instant).isoformat()


def minutes(seconds: int) -> int | float | None:
    """Return working seconds as minutes, whole where they are whole."""
    if seconds == NONE:
        return None
    whole, rest = divmod(seconds, 60)
    return seconds / 60 if rest else whole
