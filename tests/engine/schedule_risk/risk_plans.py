"""Small plans with uncertainty: tasks in whole days, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from stuurbord.plan import DependencyKind, DependencyRow, Plan, PlanDraft, TaskRow, freeze, instant
from stuurbord.plan.calendar import DAY, HOUR, ROUND_THE_CLOCK, STANDARD, Calendar
from stuurbord.plan.model import Table, table
from stuurbord.plan.uncertainty import Estimates, Impacts, RiskEvents, RiskModel

WORKDAY = 8 * HOUR
MONDAY = instant(datetime.fromisoformat("2026-03-02"))
"""Midnight before Monday 2 March 2026."""


def at(text: str) -> int:
    """Return an instant of 2026: ``03-02T08:00``."""
    return instant(datetime.fromisoformat(f"2026-{text}"))


def plan_of(
    tasks: Iterable[TaskRow],
    links: Iterable[DependencyRow] = (),
    calendar: Calendar = STANDARD,
    start: int = MONDAY + 8 * HOUR,
    **facts: Any,
) -> Plan:
    """Return a plan of these rows."""
    draft = PlanDraft(start=start, calendar=calendar.name, calendars=[calendar], tasks=list(tasks))
    draft.dependencies = list(links)
    for name, value in facts.items():
        setattr(draft, name, value)
    plan, findings = freeze(draft)
    assert findings == ()
    return plan


def task(uid: int, days: float = 1.0, **facts: Any) -> TaskRow:
    """Return a task of so many working days."""
    return TaskRow(uid, facts.pop("name", f"Task {uid}"), duration=round(days * WORKDAY), **facts)


def link(before: int, after: int, kind: DependencyKind = DependencyKind.FS, lag: int = 0) -> DependencyRow:
    """Return a dependency."""
    return DependencyRow(before, after, kind, lag)


def days_plan(durations: Mapping[str, float], links: Iterable[str] = (), **facts: Any) -> Plan:
    """Return a plan in which every day is worked; ``"AB"`` links A to B. The uid is the letter's place."""
    uid = {name: number for number, name in enumerate(durations)}
    rows = [TaskRow(uid[name], name, duration=round(days * DAY)) for name, days in durations.items()]
    dependencies = [DependencyRow(uid[one[0]], uid[one[1]]) for one in links]
    return plan_of(rows, dependencies, ROUND_THE_CLOCK, MONDAY, **facts)


def rows(kind: type[Table], **columns: Any) -> Any:
    """Return a table of these columns; a single value holds for all rows."""
    n_rows = max(len(values) for values in columns.values() if isinstance(values, (list, tuple)))
    made = {
        name: values if isinstance(values, (list, tuple)) else [values] * n_rows
        for name, values in columns.items()
    }
    return table(kind, {name: list(values) for name, values in made.items()}, n_rows)


def spread(points: Mapping[int, tuple[float, float, float]], unit: int = DAY, **facts: Any) -> RiskModel:
    """Return a model with three points per uid, in ``unit`` seconds."""
    low, likely, high = zip(*points.values(), strict=True)
    estimates = rows(
        Estimates,
        task_uid=list(points),
        low=[one * unit for one in low],
        likely=[one * unit for one in likely],
        high=[one * unit for one in high],
        is_amount=True,
        **facts,
    )
    return RiskModel(estimates=estimates)


def event(probability: float, task_uid: int, days: float, unit: int = DAY, **facts: Any) -> RiskModel:
    """Return a model with one event that makes one task so much longer."""
    events = rows(RiskEvents, code=["R-1"], name=["Event"], probability=[probability])
    seconds = [float(days * unit)]
    impacts = rows(Impacts, event_idx=[0], task_uid=[task_uid], low=seconds, likely=seconds, high=seconds)
    return RiskModel(events=events, impacts=impacts, **facts)
