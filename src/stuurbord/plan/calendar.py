"""Working calendars: what a week looks like, what deviates from it, and arithmetic in working time.

An *instant* is an int64 count of seconds since 1970-01-01 00:00, local and naive: a plan is made in the
wall-clock time of its office. A *duration* is an int64 count of working seconds. Microsoft Project keeps
tenths of minutes, so whole minutes would lose some of its figures; seconds hold them all exactly.

For a calendar, ``W(t)`` is the working time before ``t``: monotone and piecewise linear. It has two
inverses where work pauses, and both are needed: work that *starts* after the pause (the right inverse,
Monday 08:00) and work that *finishes* before it (the left inverse, Friday 17:00).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

Instants = NDArray[np.int64]
InstantOrMany = TypeVar("InstantOrMany", int, Instants)

DAY: Final = 86_400
HOUR: Final = 3_600
MINUTE: Final = 60
NONE: Final = int(np.iinfo(np.int64).min)
"""No instant, no duration: the fact is not given. The same bits as NumPy's NaT."""

Ranges = tuple[tuple[int, int], ...]
"""Working ranges within a day, in seconds since midnight: ``0 <= start < end <= 86400``, ascending."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - planning time is naive by design


def instant(moment: datetime) -> int:
    """Return a naive local moment as seconds since 1970-01-01."""
    if moment.tzinfo is not None:
        raise ValueError(f"planning time is local and naive, not {moment.isoformat()}")
    return round((moment - _EPOCH).total_seconds())


def moment(value: int) -> datetime:
    """Return an instant as a naive local moment."""
    return _EPOCH + timedelta(seconds=int(value))


def day_number(day: date) -> int:
    """Return a date as days since 1970-01-01."""
    return (day - _EPOCH.date()).days


@dataclass(frozen=True, slots=True)
class CalendarException:
    """A run of days that deviates from the week: a holiday (no ranges) or extra work.

    Parameters
    ----------
    first_day, last_day
        Days since 1970-01-01, both included.
    ranges
        Working ranges of each of these days; empty means closed.
    """

    first_day: int
    last_day: int
    ranges: Ranges = ()
    name: str = ""

    def __post_init__(self) -> None:
        if self.first_day > self.last_day:
            raise ValueError(
                f"exception {self.name!r}: first_day {self.first_day} > last_day {self.last_day}"
            )
        _check_ranges(self.ranges, self.name)


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Another week pattern that holds for a while (a summer regime)."""

    first_day: int
    last_day: int
    days: tuple[Ranges | None, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A week of working ranges with its exceptions, possibly derived from a parent.

    Parameters
    ----------
    days
        Seven entries, Monday first: the ranges of that weekday, or ``None`` to ask the parent.
    exceptions
        The first that covers a day holds.
    parent
        Answers where this calendar says nothing. Any rule of this calendar beats any of the parent's,
        as in Microsoft Project.
    """

    name: str
    days: tuple[Ranges | None, ...]
    exceptions: tuple[CalendarException, ...] = ()
    work_weeks: tuple[WorkWeek, ...] = ()
    parent: Calendar | None = None

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise ValueError(f"calendar {self.name!r} has {len(self.days)} days, not 7")
        for ranges in self.days:
            _check_ranges(ranges or (), self.name)

    def __hash__(self) -> int:
        # Cheap on purpose: calendars key caches, and equality still compares everything.
        return hash((self.name, self.days, len(self.exceptions)))


def _check_ranges(ranges: Ranges, name: str) -> None:
    previous = 0
    for start, end in ranges:
        if not previous <= start < end <= DAY:
            raise ValueError(f"calendar {name!r}: working range {start}–{end} is not ascending within a day")
        previous = end


OFFICE_HOURS: Final[Ranges] = ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
STANDARD: Final = Calendar("Standard", (OFFICE_HOURS,) * 5 + ((), ()))
"""Microsoft Project's default: Monday to Friday, 08:00–12:00 and 13:00–17:00."""
ROUND_THE_CLOCK: Final = Calendar("24 hours", (((0, DAY),),) * 7)
"""Every second works: the calendar of elapsed durations."""


class OutsideHorizon(ValueError):
    """An instant or amount of work lies outside the days that a `WorkingTime` was compiled for."""


class WorkingTime:
    """A calendar compiled for a run of days: arithmetic in working time, for one instant or arrays.

    Each method takes and returns an ``int`` or an int64 array of any shape (n,).

    Attributes
    ----------
    starts, ends
        int64 of shape (n_ranges,), instants: the merged working ranges, ascending.
    cum
        int64 of shape (n_ranges + 1,), working seconds before each range; the last is the total.
    """

    __slots__ = ("_cum", "_ends", "_starts", "cum", "ends", "first", "last", "starts")

    def __init__(self, starts: Instants, ends: Instants, first: int, last: int) -> None:
        if len(starts) == 0:
            raise OutsideHorizon("the calendar has no working time in these days")
        self.starts, self.ends, self.first, self.last = starts, ends, first, last
        self.cum = np.concatenate([[0], np.cumsum(ends - starts)]).astype(np.int64)
        # Lists beside the arrays: bisect on them is ten times faster than searchsorted for one value.
        self._starts: list[int] = starts.tolist()
        self._ends: list[int] = ends.tolist()
        self._cum: list[int] = self.cum.tolist()

    def as_lists(self) -> tuple[list[int], list[int], list[int]]:
        """Return starts, ends and cum as lists, which stay as they are."""
        return self._starts, self._ends, self._cum

    def before(self, t: InstantOrMany) -> InstantOrMany:
        """Return W(t): the working seconds between the horizon's first day and ``t``."""
        if isinstance(t, np.ndarray):
            self._check_instants(t)
            idx = np.searchsorted(self.starts, t, side="right") - 1
            inside = np.minimum(t, self.ends[idx]) - self.starts[idx]
            return np.where(idx < 0, 0, self.cum[idx] + inside)
        if not self.first <= t <= self.last:
            raise OutsideHorizon(f"instant {t} lies outside the compiled days")
        i = bisect_right(self._starts, t) - 1
        return 0 if i < 0 else self._cum[i] + min(t, self._ends[i]) - self._starts[i]

    def start_at(self, work: InstantOrMany) -> InstantOrMany:
        """Return the last instant with W(t) = work: where work that comes next begins."""
        if isinstance(work, np.ndarray):
            self._check_work(work, int(self.cum[-1]) - 1)
            idx = np.searchsorted(self.cum, work, side="right") - 1
            return self.starts[idx] + (work - self.cum[idx])
        if not 0 <= work < self._cum[-1]:
            raise OutsideHorizon(f"{work} s of work lie outside the compiled days")
        i = bisect_right(self._cum, work) - 1
        return self._starts[i] + work - self._cum[i]

    def finish_at(self, work: InstantOrMany) -> InstantOrMany:
        """Return the first instant with W(t) = work: where work that came before ends."""
        if isinstance(work, np.ndarray):
            self._check_work(work, int(self.cum[-1]))
            idx = np.maximum(np.searchsorted(self.cum, work, side="left") - 1, 0)
            return self.starts[idx] + (work - self.cum[idx])
        if not 0 <= work <= self._cum[-1]:
            raise OutsideHorizon(f"{work} s of work lie outside the compiled days")
        i = max(bisect_left(self._cum, work) - 1, 0)
        return self._starts[i] + work - self._cum[i]

    def next_start(self, t: InstantOrMany) -> InstantOrMany:
        """Return ``t`` itself if work goes on just after it, else the start of the next range."""
        return self.start_at(self.before(t))

    def previous_finish(self, t: InstantOrMany) -> InstantOrMany:
        """Return ``t`` itself if work goes on just before it, else the end of the previous range."""
        return self.finish_at(self.before(t))

    def finish_after(self, t: InstantOrMany, duration: InstantOrMany) -> InstantOrMany:
        """Return when ``duration`` (≥ 0) working seconds that begin at or after ``t`` are done.

        A duration of zero does not wait for working time: it ends where it begins.
        """
        if isinstance(t, np.ndarray):
            return self._moved(t, np.asarray(duration))
        return t if duration == 0 else self.finish_at(self.before(t) + duration)

    def start_before(self, t: InstantOrMany, duration: InstantOrMany) -> InstantOrMany:
        """Return when ``duration`` (≥ 0) working seconds must begin to be done by ``t``."""
        if isinstance(t, np.ndarray):
            return self._moved(t, -np.asarray(duration))
        return t if duration == 0 else self.start_at(self.before(t) - duration)

    def between(self, start: InstantOrMany, end: InstantOrMany) -> InstantOrMany:
        """Return the working seconds from ``start`` to ``end``; negative if ``end`` comes first."""
        return self.before(end) - self.before(start)

    def _moved(self, t: Instants, work: Instants) -> Instants:
        """Return ``t`` moved on (or back) by working time; where that is zero, ``t`` as it is."""
        t, work = np.broadcast_arrays(t, work)
        result = t.astype(np.int64)
        on, back = work > 0, work < 0
        result[on] = self.finish_at(self.before(t[on]) + work[on])
        result[back] = self.start_at(self.before(t[back]) + work[back])
        return result

    def _check_instants(self, t: Instants) -> None:
        if t.size and not (self.first <= int(t.min()) and int(t.max()) <= self.last):
            raise OutsideHorizon("an instant lies outside the compiled days")

    @staticmethod
    def _check_work(work: Instants, most: int) -> None:
        if work.size and not (int(work.min()) >= 0 and int(work.max()) <= most):
            raise OutsideHorizon("an amount of work lies outside the compiled days")


@lru_cache(maxsize=128)
def working_time(calendar: Calendar, first_day: int, last_day: int) -> WorkingTime:
    """Compile a calendar for a run of days (days since 1970-01-01, both included).

    Raises
    ------
    OutsideHorizon
        If no second of these days is working time.
    """
    patterns: list[Ranges] = [()]
    pattern_of_day = _patterns(calendar, np.arange(first_day, last_day + 1), patterns)
    starts, ends = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for number, ranges in enumerate(patterns):
        midnights = (np.flatnonzero(pattern_of_day == number) + first_day) * DAY
        for start, end in ranges:
            starts.append(midnights + start)
            ends.append(midnights + end)
    all_starts, all_ends = np.concatenate(starts), np.concatenate(ends)
    if not all_starts.size:
        raise OutsideHorizon(f"calendar {calendar.name!r} has no working time")
    order = np.argsort(all_starts, kind="stable")
    merged = _merge(all_starts[order], all_ends[order])
    return WorkingTime(*merged, first_day * DAY, (last_day + 1) * DAY)


def _patterns(calendar: Calendar, days: Instants, patterns: list[Ranges]) -> Instants:
    """Return for each day the position in ``patterns`` (extended here) of the ranges that hold."""

    def position(ranges: Ranges) -> int:
        if ranges not in patterns:
            patterns.append(ranges)
        return patterns.index(ranges)

    found = (
        np.zeros(len(days), np.int64)
        if calendar.parent is None
        else _patterns(calendar.parent, days, patterns)
    )
    weekday = (days + 3) % 7  # 1 January 1970 was a Thursday

    def lay(week: tuple[Ranges | None, ...], covered: NDArray[np.bool_]) -> None:
        for number, ranges in enumerate(week):
            if ranges is not None:
                found[covered & (weekday == number)] = position(ranges)

    lay(calendar.days, np.ones(len(days), np.bool_))
    for week in reversed(calendar.work_weeks):
        lay(week.days, (days >= week.first_day) & (days <= week.last_day))
    first = int(days[0]) if len(days) else 0
    for exception in reversed(calendar.exceptions):
        lower = max(exception.first_day - first, 0)
        upper = max(exception.last_day - first + 1, 0)
        found[lower:upper] = position(exception.ranges)
    return found


def _merge(starts: Instants, ends: Instants) -> tuple[Instants, Instants]:
    """Join ranges that touch, such as a night shift over midnight."""
    is_first = np.concatenate([[True], starts[1:] > ends[:-1]])
    is_last = np.concatenate([is_first[1:], [True]])
    return starts[is_first], ends[is_last]


def intersection(one: WorkingTime, other: WorkingTime) -> WorkingTime:
    """Return the time that works in both: a task calendar combined with a resource calendar.

    Raises
    ------
    OutsideHorizon
        If the two never work at the same time.
    """
    edges = np.unique(np.concatenate([one.starts, one.ends, other.starts, other.ends]))
    lower = max(one.first, other.first)
    upper = min(one.last, other.last)
    edges = edges[(edges >= lower) & (edges <= upper)]
    left, right = edges[:-1], edges[1:]
    works = (one.before(right) - one.before(left) > 0) & (other.before(right) - other.before(left) > 0)
    if not works.any():
        raise OutsideHorizon("the two calendars never work at the same time")
    return WorkingTime(*_merge(left[works], right[works]), lower, upper)
