"""A plan as columns for the planning page: one list per fact, one entry per task, as short as can be.

Instants are seconds since 1970-01-01 (local), durations and floats working seconds; null where not given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Integers

_FACTS = ("duration", "deadline", "constraint", "constraint_date", "actual_start", "actual_finish")
_DATES = ("start", "finish", "late_finish", "total_float", "free_float")


def columns(plan: Plan, schedule: Schedule) -> dict[str, Any]:
    """Return everything the page draws and edits of a plan."""
    tasks = plan.tasks
    return {
        "n": len(tasks),
        "uid": tasks.uid.tolist(),
        "wbs": list(tasks.wbs),
        "name": list(tasks.name),
        "level": tasks.outline_level.tolist(),
        "gate": list(tasks.gate),
        "calendar": [_calendar_name(plan, idx) for idx in tasks.calendar_idx.tolist()],
        "percent": np.round(tasks.percent_complete, 4).tolist(),
        "flags": flags(plan, schedule),
        "people": people(plan),
        "links": links(plan, schedule),
        **{name: known(getattr(tasks, name)) for name in _FACTS},
        **{name: known(getattr(schedule, name)) for name in _DATES},
        **baseline_columns(plan),
        "plan": {
            "name": plan.name,
            "start": schedule.project_start,
            "finish": schedule.project_finish,
            "status_date": None if plan.status_date == NONE else plan.status_date,
            "seconds_per_day": plan.seconds_per_day,
            "from_finish": plan.from_finish,
            "calendars": sorted({one.name for one in plan.calendars}),
            "resources": [
                [int(uid), name]
                for uid, name in zip(plan.resources.uid.tolist(), plan.resources.name, strict=True)
            ],
        },
    }


SUMMARY, MILESTONE, MANUAL, INACTIVE, CRITICAL, ELAPSED, LEGAL, EXTERNAL = (1 << bit for bit in range(8))
"""Bits of the column ``flags``."""


def flags(plan: Plan, schedule: Schedule) -> list[int]:
    """Return what is true of each task, as a sum of bits."""
    tasks = plan.tasks
    bits = (
        tasks.is_summary * SUMMARY
        + tasks.is_milestone * MILESTONE
        + tasks.is_manual * MANUAL
        + ~tasks.is_active * INACTIVE
        + schedule.is_critical * CRITICAL
        + tasks.is_elapsed * ELAPSED
        + tasks.is_external * EXTERNAL
    )
    made: list[int] = bits.tolist()
    return made


def links(plan: Plan, schedule: Schedule) -> list[list[int]]:
    """Return per link: rows of predecessor and successor, kind, lag, unit, and 1 where it sets the start."""
    rows = plan.dependencies
    drives = np.zeros(len(rows), np.int64)
    driving = schedule.driving_dependency_idx
    drives[driving[driving >= 0]] = 1
    table = (rows.predecessor_idx, rows.successor_idx, rows.kind, rows.lag, rows.lag_unit, drives)
    made: list[list[int]] = np.stack(table, axis=1).tolist() if len(rows) else []
    return made


def people(plan: Plan) -> list[list[list[float]]]:
    """Return per task the uids of who works on it with their units."""
    found: list[list[list[float]]] = [[] for _ in range(len(plan.tasks))]
    rows = plan.assignments
    uids = plan.resources.uid.tolist()
    for task, resource, units in zip(
        rows.task_idx.tolist(), rows.resource_idx.tolist(), rows.units.tolist(), strict=True
    ):
        if resource >= 0:
            found[task].append([uids[resource], round(units, 4)])
    return found


def baseline_columns(plan: Plan) -> dict[str, Any]:
    """Return the dates of the promise that counts, empty lists where there is none."""
    baseline = plan.baselines.get(0)
    if baseline is None:
        return {"baseline_start": [], "baseline_finish": []}
    return {"baseline_start": known(baseline.start), "baseline_finish": known(baseline.finish)}


def known(values: Integers) -> list[int | None]:
    """Return a column with null where nothing is given."""
    listed: list[int | None] = values.tolist()
    if (values == NONE).any():
        return [None if value == NONE else value for value in listed]
    return listed


def _calendar_name(plan: Plan, idx: int) -> str:
    return plan.calendars[idx].name if idx >= 0 else ""


def changed_rows(before: dict[str, Any], after: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return what differs between two sets of columns with the same rows: positions and values per column."""
    found = {}
    for name in names:
        rows = [
            at for at, pair in enumerate(zip(before[name], after[name], strict=True)) if pair[0] != pair[1]
        ]
        if rows:
            found[name] = [rows, [after[name][row] for row in rows]]
    return found
