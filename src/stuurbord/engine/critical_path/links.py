"""What a dependency asks of its successor, and in return allows its predecessor.

Working lag is counted on the successor's calendar, elapsed lag on the clock, a percentage is a share of
the predecessor's duration. A link binds the successor's start (FS, SS) or finish (FF, SF).
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
        is_elapsed = unit == LagUnit.ELAPSED
        if unit == LagUnit.PERCENT:
            lag, is_elapsed = round(durations[before] * lag / _PERCENT), elapsed[before]
        from_start = kind in (DependencyKind.SS, DependencyKind.SF)
        to_finish = kind in (DependencyKind.FF, DependencyKind.SF)
        links.append(Link(idx, before, after, from_start, to_finish, lag, is_elapsed))
    return links


def earliest(link: Link, start: int, finish: int, clock: WorkingTime) -> int:
    """Return the bound on the successor when its predecessor runs from ``start`` to ``finish``."""
    t = start if link.from_start else finish
    if not link.lag:
        return t
    if link.is_elapsed:
        return t + link.lag
    worked = clock.before(t) + link.lag
    # A lead before a start lands on a morning, everything else on the end of the work counted.
    is_start = link.lag < 0 and not link.to_finish
    return clock.start_at(worked) if is_start else clock.finish_at(worked)


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


def latest_as_named(link: Link, start: int, finish: int, clock: WorkingTime) -> int:
    """Return the same bound as Microsoft Project names it: with a lead, before the pause, not behind it."""
    if link.lag < 0 and not link.is_elapsed:
        return clock.finish_at(clock.before(finish if link.to_finish else start) - link.lag)
    return latest(link, start, finish, clock)


def put_off(t: int, delay: int, is_working: bool, clock: WorkingTime) -> int:
    """Return an instant put off by a levelling delay, on the clock or in working time."""
    return clock.start_at(clock.before(t) + delay) if delay and is_working else t + delay


def brought_forward(t: int, delay: int, is_working: bool, clock: WorkingTime) -> int:
    """Return the instant that a levelling delay put off to ``t`` at the latest."""
    return clock.start_at(clock.before(t) - delay) if delay and is_working else t - delay
