"""W(t) and its two inverses on lists, by bisection; `buckets` has the same on arrays.

See `stuurbord.plan.calendar.WorkingTime`, whose answers these give.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from stuurbord.engine.critical_path.kernels.columns import ClockColumns


def before(clocks: ClockColumns, clock: int, t: int) -> int:
    """Return the working seconds between the horizon's first day and ``t``."""
    if not clocks.begin[clock] <= t <= clocks.end[clock]:
        clocks.outside[0] = 1
        return 0
    first = clocks.first[clock]
    i = bisect_right(clocks.starts, t, first, clocks.first[clock + 1] - 1) - 1
    return 0 if i < first else clocks.cum[i] + min(t, clocks.ends[i]) - clocks.starts[i]


def start_at(clocks: ClockColumns, clock: int, work: int) -> int:
    """Return the last instant with W(t) = work: where work that comes next begins."""
    first, last = clocks.first[clock], clocks.first[clock + 1] - 1
    if not 0 <= work < clocks.cum[last]:
        clocks.outside[0] = 1
        return clocks.begin[clock]
    i = bisect_right(clocks.cum, work, first, last) - 1
    return clocks.starts[i] + work - clocks.cum[i]


def finish_at(clocks: ClockColumns, clock: int, work: int) -> int:
    """Return the first instant with W(t) = work: where work that came before ends."""
    first, last = clocks.first[clock], clocks.first[clock + 1] - 1
    if not 0 <= work <= clocks.cum[last]:
        clocks.outside[0] = 1
        return clocks.begin[clock]
    i = max(bisect_left(clocks.cum, work, first, last) - 1, first)
    return clocks.starts[i] + work - clocks.cum[i]


def worked_and_next(clocks: ClockColumns, clock: int, t: int) -> tuple[int, int]:
    """Return W(t), and ``t`` itself if work goes on just after it, else the start of the next range."""
    if not clocks.begin[clock] <= t <= clocks.end[clock]:
        clocks.outside[0] = 1
        return 0, clocks.begin[clock]
    first, last = clocks.first[clock], clocks.first[clock + 1] - 1
    i = bisect_right(clocks.starts, t, first, last) - 1
    if i >= first and t < clocks.ends[i]:
        return clocks.cum[i] + t - clocks.starts[i], t
    i = max(i + 1, first)
    if i == last:
        clocks.outside[0] = 1
    return clocks.cum[i], clocks.starts[i] if i < last else clocks.end[clock]


def worked_and_previous(clocks: ClockColumns, clock: int, t: int) -> tuple[int, int]:
    """Return W(t), and ``t`` itself if work goes on just before it, else the end of the previous range."""
    if not clocks.begin[clock] <= t <= clocks.end[clock]:
        clocks.outside[0] = 1
        return 0, clocks.begin[clock]
    first = clocks.first[clock]
    i = bisect_left(clocks.starts, t, first, clocks.first[clock + 1] - 1) - 1
    if i < first:
        return 0, clocks.starts[first]
    finish = min(t, clocks.ends[i])
    return clocks.cum[i] + finish - clocks.starts[i], finish
