"""W(t) and its two inverses on arrays, in constant time: by day, and by a table from work to day.

Compiled in the place of `search`, whose functions these equal. Days are few bytes (work before the day, and
which pattern of ranges it has) and patterns are few, so that all calendars of a plan stay in the cache.
Where several entries qualify, a bisection of a fixed number of steps without branches finds the last: a
wrongly guessed branch would cost as much as a whole look-up.
"""

from __future__ import annotations

from typing import Final

from stuurbord.engine.critical_path.kernels.columns import ClockColumns

SECONDS: Final = 86_400
"""Of a day."""
PATTERN_BITS: Final = 24
"""An entry of ``days`` is the work before that day, then these bits for the pattern's number."""
PATTERN: Final = (1 << PATTERN_BITS) - 1
WORK_BITS: Final = 14
"""A bucket of work is some four and a half hours."""


def before(clocks: ClockColumns, clock: int, t: int) -> int:
    """Return the working seconds between the horizon's first day and ``t``."""
    if t < clocks.begin[clock] or t > clocks.end[clock]:
        clocks.outside[0] = 1
        return 0
    since = t - clocks.begin[clock]
    number = since // SECONDS
    day = clocks.days[clocks.day_first[clock] + number]
    return (day >> PATTERN_BITS) + worked_today(clocks, day & PATTERN, since - number * SECONDS)


def worked_today(clocks: ClockColumns, pattern: int, second: int) -> int:
    """Return the working seconds of a day before a second of it."""
    i = range_before(clocks, pattern, second)
    if i < clocks.pattern_first[pattern]:
        return 0
    return clocks.range_cum[i] + min(second, clocks.range_end[i]) - clocks.range_start[i]


def range_before(clocks: ClockColumns, pattern: int, second: int) -> int:
    """Return the last range of a day that begins at or before a second; before its first if none does."""
    i = clocks.pattern_first[pattern] - 1
    n_left = clocks.pattern_first[pattern + 1] - i
    while n_left > 1:
        half = n_left >> 1
        i += half * (clocks.range_start[i + half] <= second)
        n_left -= half
    return i


def instant_of(clocks: ClockColumns, clock: int, work: int, rest: int) -> int:
    """Return the instant ``rest`` seconds after ``work`` was done, within one range of work."""
    number = clocks.work_table[clocks.work_first[clock] + (work >> WORK_BITS)]
    n_left = clocks.most_days[clock]
    while n_left > 1:
        half = n_left >> 1
        number += half * (clocks.work_days[number + half] >> PATTERN_BITS <= work)
        n_left -= half
    day = clocks.work_days[number]
    today, pattern = work - (day >> PATTERN_BITS), day & PATTERN
    i = clocks.pattern_first[pattern]
    n_left = clocks.pattern_first[pattern + 1] - i
    while n_left > 1:
        half = n_left >> 1
        i += half * (clocks.range_cum[i + half] <= today)
        n_left -= half
    return clocks.midnight[number] + clocks.range_start[i] + today - clocks.range_cum[i] + rest


def start_at(clocks: ClockColumns, clock: int, work: int) -> int:
    """Return the last instant with W(t) = work: where work that comes next begins."""
    if work < 0 or work >= clocks.total[clock]:
        clocks.outside[0] = 1
        return clocks.begin[clock]
    return instant_of(clocks, clock, work, 0)


def finish_at(clocks: ClockColumns, clock: int, work: int) -> int:
    """Return the first instant with W(t) = work: where work that came before ends."""
    if work < 0 or work > clocks.total[clock]:
        clocks.outside[0] = 1
        return clocks.begin[clock]
    if work == 0:
        return instant_of(clocks, clock, 0, 0)
    return instant_of(clocks, clock, work - 1, 1)  # the end of the last second


def worked_and_next(clocks: ClockColumns, clock: int, t: int) -> tuple[int, int]:
    """Return W(t), and ``t`` itself if work goes on just after it, else the start of the next range."""
    if t < clocks.begin[clock] or t > clocks.end[clock]:
        clocks.outside[0] = 1
        return 0, clocks.begin[clock]
    since = t - clocks.begin[clock]
    number = since // SECONDS
    second = since - number * SECONDS
    day = clocks.days[clocks.day_first[clock] + number]
    pattern = day & PATTERN
    done = day >> PATTERN_BITS
    i = range_before(clocks, pattern, second)
    if i >= clocks.pattern_first[pattern]:
        done += clocks.range_cum[i] + min(second, clocks.range_end[i]) - clocks.range_start[i]
        if second < clocks.range_end[i]:
            return done, t
    if i + 1 < clocks.pattern_first[pattern + 1]:
        return done, t - second + clocks.range_start[i + 1]
    return done, start_at(clocks, clock, done)


def worked_and_previous(clocks: ClockColumns, clock: int, t: int) -> tuple[int, int]:
    """Return W(t), and ``t`` itself if work goes on just before it, else the end of the previous range."""
    if t < clocks.begin[clock] or t > clocks.end[clock]:
        clocks.outside[0] = 1
        return 0, clocks.begin[clock]
    since = t - clocks.begin[clock]
    number = since // SECONDS
    second = since - number * SECONDS
    day = clocks.days[clocks.day_first[clock] + number]
    pattern = day & PATTERN
    done = day >> PATTERN_BITS
    i = range_before(clocks, pattern, second - 1)
    if i >= clocks.pattern_first[pattern]:
        ends = min(second, clocks.range_end[i])
        return done + clocks.range_cum[i] + ends - clocks.range_start[i], t - second + ends
    return done, finish_at(clocks, clock, done)
