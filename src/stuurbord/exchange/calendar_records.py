"""Calendars as a file tells them, made into the calendars of a plan: parents found, names unique."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from stuurbord.errors import N_
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.calendar import OFFICE_HOURS, Calendar, CalendarException, Ranges, WorkWeek

_MOST_PARENTS: Final = 20
_OPEN_MONDAY_TO_FRIDAY: Final = (OFFICE_HOURS,) * 5 + ((), ())


@dataclass(frozen=True, slots=True)
class CalendarRecord:
    """A calendar whose parent is known by number.

    Attributes
    ----------
    days
        Weekday (0 = Monday) → ranges; one that is absent is the parent's.
    exceptions
        The one that holds on a day first; they may overlap.
    """

    uid: int
    name: str
    parent_uid: int | None
    days: dict[int, Ranges]
    exceptions: list[CalendarException]
    work_weeks: list[WorkWeek]

    @property
    def is_empty(self) -> bool:
        """It deviates in nothing from its parent."""
        return not (self.days or self.exceptions or self.work_weeks)


def calendars_of(
    records: Iterable[CalendarRecord], report: ReadingReport
) -> tuple[list[Calendar], dict[int, str]]:
    """Return the calendars in their order, and number → name.

    One that deviates in nothing gives way to its parent: files hold one for each resource. A name that
    another calendar already has gets a number.
    """
    by_uid = {one.uid: one for one in records}
    making = _Making(by_uid, report, {}, {})
    for uid in by_uid:
        making.calendar(uid, ())
    names = {uid: calendar.name for uid, calendar in making.made.items()}
    own = [making.made[uid] for uid in by_uid if making.taken.get(names[uid]) == uid]
    return own, names


@dataclass(slots=True)
class _Making:
    records: dict[int, CalendarRecord]
    report: ReadingReport
    made: dict[int, Calendar]
    taken: dict[str, int]
    numbers: dict[str, int] = field(default_factory=dict)
    """Name → the number that a calendar of this name got last."""

    def calendar(self, uid: int, below: tuple[int, ...]) -> Calendar:
        if uid in self.made:
            return self.made[uid]
        record = self.records[uid]
        parent = self._parent(record, below)
        if parent is not None and record.is_empty:
            self.made[uid] = parent
            return parent
        name = self._unique(record.name)
        self.taken[name] = uid
        week = tuple(record.days.get(number, () if parent is None else None) for number in range(7))
        self.made[uid] = Calendar(
            name,
            _OPEN_MONDAY_TO_FRIDAY if parent is None and not record.days else week,
            tuple(without_overlap(record.exceptions)),
            tuple(record.work_weeks),
            parent,
        )
        return self.made[uid]

    def _parent(self, record: CalendarRecord, below: tuple[int, ...]) -> Calendar | None:
        uid = record.parent_uid
        if uid is None or uid not in self.records or uid == record.uid:
            return None
        if uid in below:
            text = N_("Calendar “{calendar}” is derived from itself; that is ignored.")
            self.report.tell("calendar_circle", text, calendar=record.name)
            return None
        parent = self.calendar(uid, (*below, record.uid)) if len(below) < _MOST_PARENTS else None
        if parent is not None and _n_parents(parent) < _MOST_PARENTS:
            return parent
        text = N_("Calendar “{calendar}” is derived from too long a row of others; that is ignored.")
        self.report.tell("calendar_too_deep", text, calendar=record.name)
        return None

    def _unique(self, name: str) -> str:
        number, unique = self.numbers.get(name, 1), name
        while unique in self.taken:
            number += 1
            unique = f"{name} ({number})"
        self.numbers[name] = number
        return unique


def _n_parents(calendar: Calendar) -> int:
    """Return how many calendars it is derived from, one from the other."""
    number = 0
    while calendar.parent is not None:
        number, calendar = number + 1, calendar.parent
    return number


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return the ranges ascending and apart: files hold them in any order, and overlapping."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)


def without_overlap(exceptions: Iterable[CalendarException]) -> list[CalendarException]:
    """Return exceptions that never share a day, in their order; the first to cover a day keeps it.

    Microsoft Project knows no two exceptions on one day, so this is also how they are written.
    """
    kept: list[CalendarException] = []
    firsts: list[int] = []  # what is taken: runs apart from each other, ascending
    lasts: list[int] = []
    for one in exceptions:
        if one.first_day > one.last_day:
            continue
        lower, upper = bisect_left(lasts, one.first_day), bisect_right(firsts, one.last_day)
        day = one.first_day
        for at in range(lower, upper):
            if day < firsts[at]:
                kept.append(CalendarException(day, firsts[at] - 1, one.ranges, one.name))
            day = lasts[at] + 1
        if day <= one.last_day:
            kept.append(CalendarException(day, one.last_day, one.ranges, one.name))
        # What it touches becomes one run with it, so no run is passed over twice.
        firsts[lower:upper] = [min([one.first_day, *firsts[lower : lower + 1]])]
        lasts[lower:upper] = [max([one.last_day, *lasts[max(upper - 1, lower) : upper]])]
    return kept
