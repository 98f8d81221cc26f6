"""Calendars as a file tells them, made into the calendars of a plan: parents found, names unique."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from stuurbord.errors import N_
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.calendar import OFFICE_HOURS, Calendar, CalendarException, Ranges, WorkWeek

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
        if uid not in below and len(below) < 20:
            return self.calendar(uid, (*below, record.uid))
        text = N_("Calendar “{calendar}” is derived from itself; that is ignored.")
        self.report.tell("calendar_circle", text, calendar=record.name)
        return None

    def _unique(self, name: str) -> str:
        number, unique = 1, name
        while unique in self.taken:
            number += 1
            unique = f"{name} ({number})"
        return unique


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
    firsts: list[int] = []
    lasts: list[int] = []
    for one in exceptions:
        at = max(bisect_right(firsts, one.first_day) - 1, 0)
        day, free = one.first_day, []
        while day <= one.last_day:
            if at >= len(firsts) or firsts[at] > one.last_day:
                free.append((day, one.last_day))
                break
            if lasts[at] < day:
                at += 1
                continue
            if firsts[at] > day:
                free.append((day, firsts[at] - 1))
            day = lasts[at] + 1
            at += 1
        for first, last in free:
            kept.append(CalendarException(first, last, one.ranges, one.name))
            position = bisect_right(firsts, first)
            firsts.insert(position, first)
            lasts.insert(position, last)
    return kept
