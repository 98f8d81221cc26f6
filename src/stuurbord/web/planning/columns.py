"""A plan as columns for the planning page: one list per fact, one entry per task, as short as can be.

Instants are seconds since 1970-01-01 (local), durations and floats working seconds; null where not given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import legal_until
from stuurbord.engine.progress_line import progress_line
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Integers

_FACTS = (
    "duration",
    "deadline",
    "constraint",
    "constraint_date",
    "actual_start",
    "actual_finish",
    "stop",
    "resume",
    "work",
    "cost",
)
_DATES = ("start", "finish", "late_finish", "total_float", "free_float")


def columns(plan: Plan, schedule: Schedule) -> dict[str, Any]:
    """Return everything the page draws and edits of a plan."""
    return {
        "n": len(plan.tasks),
        **{name: plain(values) for name, values in raw_columns(plan, schedule).items()},
        "people": people(plan),
        "links": links(plan, schedule),
        **baseline_columns(plan),
        "progress_at": known(progress_line(plan, schedule)),
        "plan": facts(plan, schedule),
    }


def raw_columns(plan: Plan, schedule: Schedule) -> dict[str, Integers | Sequence[Any]]:
    """Return the columns with one value per task, as arrays where they are numbers.

    Two plans are compared on these: of twenty thousand rows only those that differ become plain data.
    """
    tasks = plan.tasks
    return {
        "uid": tasks.uid,
        "wbs": tasks.wbs,
        "name": tasks.name,
        "level": tasks.outline_level,
        "gate": tasks.gate,
        "legal_basis": tasks.legal_basis,
        "legal_until": legal_until(plan, schedule),
        "calendar": calendar_names(plan),
        "percent": np.round(tasks.percent_complete, 4),
        "flags": flags(plan, schedule),
        **{name: getattr(tasks, name) for name in _FACTS},
        **{name: getattr(schedule, name) for name in _DATES},
    }


def facts(plan: Plan, schedule: Schedule) -> dict[str, Any]:
    """Return what the page has to know of the plan as a whole."""
    return {
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
    }


SUMMARY, MILESTONE, MANUAL, INACTIVE, CRITICAL, ELAPSED, LEGAL, EXTERNAL = (1 << bit for bit in range(8))
"""Bits of the column ``flags``."""


def flags(plan: Plan, schedule: Schedule) -> Integers:
    """Return what is true of each task, as a sum of bits."""
    tasks = plan.tasks
    bits: Integers = (
        tasks.is_summary * SUMMARY
        + tasks.is_milestone * MILESTONE
        + tasks.is_manual * MANUAL
        + ~tasks.is_active * INACTIVE
        + schedule.is_critical * CRITICAL
        + tasks.is_elapsed * ELAPSED
        + np.array([bool(text) for text in tasks.legal_basis], np.int64) * LEGAL
        + tasks.is_external * EXTERNAL
    )
    return bits


def links(plan: Plan, schedule: Schedule) -> list[list[int]]:
    """Return per link: rows of predecessor and successor, kind, lag, unit, and 1 where it sets the start."""
    made: list[list[int]] = link_table(plan, schedule).tolist()
    return made


def link_table(plan: Plan, schedule: Schedule) -> Integers:
    """Return `links` as an array of shape (n_links, 6)."""
    rows = plan.dependencies
    drives = np.zeros(len(rows), np.int64)
    driving = schedule.driving_dependency_idx
    drives[driving[driving >= 0]] = 1
    table = (rows.predecessor_idx, rows.successor_idx, rows.kind, rows.lag, rows.lag_unit, drives)
    made: Integers = np.stack(table, axis=1)
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


def plain(values: Integers | Sequence[Any]) -> list[Any]:
    """Return a column as plain data."""
    return known(values) if isinstance(values, np.ndarray) else list(values)


def calendar_names(plan: Plan) -> list[str]:
    """Return per task the name of its own calendar, empty where it follows the project's."""
    names = [*(one.name for one in plan.calendars), ""]  # position −1 is the last
    return [names[idx] for idx in plan.tasks.calendar_idx.tolist()]


def changed_rows(before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return what differs between two sets of columns with the same rows: positions and values per column.

    Parameters
    ----------
    before, after
        As `raw_columns` gives them, or plain.
    """
    found = {}
    for name in names:
        rows = _unequal(before[name], after[name])
        if rows:
            values = after[name]
            taken = values[rows] if isinstance(values, np.ndarray) else [values[row] for row in rows]
            found[name] = [rows, plain(taken)]
    return found


def _unequal(old: Any, new: Any) -> list[int]:
    if isinstance(old, np.ndarray):
        unequal: list[int] = np.flatnonzero(old != new).tolist()
        return unequal
    if old == new:
        return []
    return [at for at, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
