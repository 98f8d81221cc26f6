"""What a dependency asks of its successor, and in return allows its predecessor.

Working lag is counted on the successor's calendar, elapsed lag on the clock.
"""

from __future__ import annotations

from stuurbord.engine.critical_path.kernels.columns import (
    ELAPSED_LAG,
    FROM_START,
    HAS_LAG,
    TO_FINISH,
    ClockColumns,
    Links,
)
from stuurbord.engine.critical_path.kernels.search import before, finish_at, start_at


def earliest(clocks: ClockColumns, links: Links, k: int, start: int, finish: int, clock: int) -> int:
    """Return the bound on the successor when its predecessor runs from ``start`` to ``finish``."""
    how = links.how[k]
    t = start if how & FROM_START else finish
    if not how & HAS_LAG:
        return t
    lag = links.lag[k]
    if how & ELAPSED_LAG:
        return t + lag
    worked = before(clocks, clock, t) + lag
    # A lead before a start lands on a morning, everything else on the end of the work counted.
    if lag < 0 and not how & TO_FINISH:
        return start_at(clocks, clock, worked)
    return finish_at(clocks, clock, worked)


def latest(
    clocks: ClockColumns, links: Links, k: int, start: int, finish: int, clock: int, is_before: int
) -> int:
    """Return the last instant that the predecessor may last to when its successor may run so.

    A pause of the successor's clock behind that instant is room as well: who works then may use it. It is
    none if the successor has to begin before ``start`` (``is_before``), or if a lead would place it behind
    the pause in which ``start`` lies.
    """
    how = links.how[k]
    t = finish if how & TO_FINISH else start
    if not how & HAS_LAG:
        return t
    lag = links.lag[k]
    if how & ELAPSED_LAG:
        return t - lag
    work = before(clocks, clock, t)
    if not how & TO_FINISH and (is_before or (lag < 0 and start_at(clocks, clock, work) > t)):
        return finish_at(clocks, clock, work - lag)
    return start_at(clocks, clock, work - lag)


def latest_as_named(clocks: ClockColumns, links: Links, k: int, start: int, finish: int, clock: int) -> int:
    """Return the same bound as Microsoft Project names it: with a lead, before the pause, not behind it."""
    how = links.how[k]
    if how & HAS_LAG and not how & ELAPSED_LAG and links.lag[k] < 0:
        t = finish if how & TO_FINISH else start
        return finish_at(clocks, clock, before(clocks, clock, t) - links.lag[k])
    return latest(clocks, links, k, start, finish, clock, 0)


def put_off(clocks: ClockColumns, clock: int, t: int, delay: int, is_working: int) -> int:
    """Return an instant put off by a levelling delay, on the clock or in working time."""
    return start_at(clocks, clock, before(clocks, clock, t) + delay) if is_working else t + delay


def brought_forward(clocks: ClockColumns, clock: int, t: int, delay: int, is_working: int) -> int:
    """Return the instant that a levelling delay put off to ``t`` at the latest."""
    return start_at(clocks, clock, before(clocks, clock, t) - delay) if is_working else t - delay
