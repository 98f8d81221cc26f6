"""Arithmetic in working time that rests on the three searches."""

from __future__ import annotations

from stuurbord.engine.critical_path.kernels.columns import ClockColumns
from stuurbord.engine.critical_path.kernels.search import before, finish_at


def finish_after(clocks: ClockColumns, clock: int, t: int, duration: int) -> int:
    """Return when ``duration`` working seconds from ``t`` are done; none are done at once."""
    if duration == 0:
        return t
    return finish_at(clocks, clock, before(clocks, clock, t) + duration)


def between(clocks: ClockColumns, clock: int, start: int, end: int) -> int:
    """Return the working seconds from ``start`` to ``end``; negative if ``end`` comes first."""
    return before(clocks, clock, end) - before(clocks, clock, start)
