"""The links between the activities of a plan, and what one in return allows its predecessor.

Lag is counted on the clock that the rules of the plan name, elapsed lag round the clock, a percentage is a
share of the predecessor's duration. A link binds the successor's start (FS, SS) or finish (FF, SF).
"""

from __future__ import annotations

from typing import NamedTuple

from stuurbord.plan.calendar import WorkingTime
from stuurbord.plan.model import DependencyKind, LagUnit, Plan

_PERCENT = 10_000  # a percentage lag is stored in hundredths of a percent


class Link(NamedTuple):
    """A dependency between active tasks, with its lag resolved to seconds."""

    idx: int
    predecessor: int
    successor: int
    from_start: bool
    """The predecessor's start counts (SS, SF), not its finish."""
    to_finish: bool
    """The successor's finish is bound (FF, SF), not its start."""
    lag: int
    is_elapsed: bool


def links_of(plan: Plan, is_active: list[bool]) -> list[Link]:
    """Return the links whose ends both take part."""
    dependencies = plan.dependencies
    columns = (
        dependencies.predecessor_idx,
        dependencies.successor_idx,
        dependencies.kind,
        dependencies.lag,
        dependencies.lag_unit,
    )
    durations, elapsed = plan.tasks.duration.tolist(), plan.tasks.is_elapsed.tolist()
    links = []
    for idx, (before, after, kind, lag, unit) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        if not (is_active[before] and is_active[after]):
            continue
        is_elapsed = unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT)
        if LagUnit(unit).is_share:
            lag, is_elapsed = round(durations[before] * lag / _PERCENT), is_elapsed or elapsed[before]
        from_start = kind in (DependencyKind.SS, DependencyKind.SF)
        to_finish = kind in (DependencyKind.FF, DependencyKind.SF)
        links.append(Link(idx, before, after, from_start, to_finish, lag, is_elapsed))
    return links


def latest(link: Link, start: int, finish: int, clock: WorkingTime) -> int:
    """Return the last instant that the predecessor may last to when its successor may run so.

    A pause of the successor's clock behind that instant is room as well: who works then may use it.
    """
    t = finish if link.to_finish else start
    if not link.lag:
        return t
    if link.is_elapsed:
        return t - link.lag
    return clock.start_at(clock.before(t) - link.lag)
