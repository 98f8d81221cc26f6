"""Calendars of MSPDI: base calendars, those of resources derived from them, and what deviates when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from typing import Final

from stuurbord.errors import N_
from stuurbord.exchange.calendar_records import CalendarRecord, merged
from stuurbord.exchange.clock_texts import clock_range, instant_of
from stuurbord.exchange.mspdi.cells import Cells
from stuurbord.exchange.mspdi.fields import Row
from stuurbord.exchange.mspdi.recurrence import Pattern
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.calendar import (
    OFFICE_HOURS,
    CalendarException,
    Ranges,
    WorkWeek,
    day_number,
    moment,
)

_FIRST_DAY: Final = date(1900, 1, 1)
_LAST_DAY: Final = date(2199, 12, 31)
_MOST_EXCEPTIONS: Final = 100_000
"""Of all calendars of a file together, recurring ones worked out."""


@dataclass(slots=True)
class CalendarReader:
    """Takes ``Calendar`` elements one by one."""

    report: ReadingReport
    records: list[CalendarRecord] = field(default_factory=list)
    _n_exceptions: int = 0
    _told_too_many: str = ""

    def add(self, cells: Cells) -> None:
        """Take one element."""
        row = Row(cells, self.report)
        uid = row.whole("UID")
        week = self._below(row, "WeekDays", "WeekDay")
        found = self._below(row, "Exceptions", "Exception")
        # Since 2007 the exceptions stand in their own list and again among the days, for older versions.
        found = found or [day for day in week if day.whole("DayType") == 0]
        name = row.line("Name") or f"#{uid}"
        work_weeks = [self._work_week(one, name) for one in self._below(row, "WorkWeeks", "WorkWeek")]
        self._tell_overlap(work_weeks, name)
        self.records.append(
            CalendarRecord(
                uid,
                name,
                row.whole("BaseCalendarUID", -1),
                self._days(week, name),
                self._exceptions(found, name),
                work_weeks,
            )
        )

    def _tell_overlap(self, weeks: list[WorkWeek], calendar: str) -> None:
        """Tell of work weeks that share days, which Microsoft Project lets nobody enter."""
        spans = sorted((week.first_day, week.last_day) for week in weeks)
        if any(before[1] >= after[0] for before, after in pairwise(spans)):
            text = N_("Work weeks of calendar “{calendar}” overlap; on a shared day the first one counts.")
            self.report.tell("calendar_work_weeks_overlap", text, calendar=calendar)

    def _below(self, row: Row, name: str, inner: str) -> list[Row]:
        """Return the rows of a list within a row."""
        lists = [Row(one, self.report) for one in row.under(name)]
        return [Row(one, self.report) for each in lists for one in each.under(inner)]

    def _days(self, week: Iterable[Row], calendar: str) -> dict[int, Ranges]:
        """Return weekday (0 = Monday) → ranges; MSPDI counts 1 = Sunday … 7 = Saturday."""
        return {
            (row.whole("DayType") - 2) % 7: self._ranges(row, calendar, by_default=OFFICE_HOURS)
            for row in week
            if 1 <= row.whole("DayType") <= 7
        }

    def _work_week(self, row: Row, calendar: str) -> WorkWeek:
        first, last = self._period(row) or (_FIRST_DAY, _LAST_DAY)
        days = self._days(self._below(row, "WeekDays", "WeekDay"), calendar)
        return WorkWeek(
            day_number(first),
            day_number(last),
            tuple(days.get(number) for number in range(7)),
            row.line("Name"),
        )

    def _exceptions(self, rows: Iterable[Row], calendar: str) -> list[CalendarException]:
        """Return the exceptions with the one that holds first: rank of recurrence, then document order."""
        ranked: list[tuple[int, CalendarException]] = []
        for row in rows:
            pattern = self._pattern(row)
            if pattern is None:
                text = N_("An exception of calendar “{calendar}” has no usable dates; it is ignored.")
                self.report.tell("calendar_exception", text, calendar=calendar)
                continue
            ranges, name = self._ranges(row, calendar, by_default=()), row.line("Name")
            for first, last in self._runs(pattern, calendar):
                ranked.append((pattern.rank, CalendarException(first, last, ranges, name)))
        return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]

    def _runs(self, pattern: Pattern, calendar: str) -> list[tuple[int, int]]:
        if pattern.is_single_run:
            runs = [(day_number(pattern.first), day_number(pattern.last))]
        else:
            free = max(_MOST_EXCEPTIONS - self._n_exceptions, 0) + 1
            runs = [(day_number(day), day_number(day)) for day in islice(pattern.days(), free)]
        self._n_exceptions += len(runs)
        if self._n_exceptions <= _MOST_EXCEPTIONS:
            return runs
        if self._told_too_many != calendar:
            text = N_("Calendar “{calendar}” has more exceptions than are read; the rest is ignored.")
            self.report.tell("calendar_too_many_exceptions", text, calendar=calendar)
            self._told_too_many = calendar
        return []

    def _pattern(self, row: Row) -> Pattern | None:
        period = self._period(row)
        if period is None:
            return None
        return Pattern(
            row.whole("Type", 1),
            *period,
            row.whole("Period", 1),
            row.whole("DaysOfWeek"),
            row.whole("Month"),
            row.whole("MonthDay", 1),
            row.whole("MonthItem"),
            row.whole("MonthPosition"),
            row.whole("Occurrences") if row.is_true("EnteredByOccurrences") else 0,
        )

    def _period(self, row: Row) -> tuple[date, date] | None:
        """Return the first and last day; the last one ends at 23:59."""
        for cells in row.under("TimePeriod"):
            period = Row(cells, self.report)
            first, last = (instant_of(period.text(name)) for name in ("FromDate", "ToDate"))
            if first is None:
                return None
            days = [
                min(max(_day(value), _FIRST_DAY), _LAST_DAY)
                for value in (first, first if last is None else last)
            ]
            return (days[0], days[1]) if days[0] <= days[1] else None
        return None

    def _ranges(self, row: Row, calendar: str, by_default: Ranges) -> Ranges:
        if not row.is_true("DayWorking"):
            return ()
        found = []
        for texts in self._below(row, "WorkingTimes", "WorkingTime"):
            pair = clock_range(texts.text("FromTime"), texts.text("ToTime"))
            if pair is None:
                text = N_("A working time of calendar “{calendar}” cannot be read; it is ignored.")
                self.report.tell("calendar_working_time", text, calendar=calendar)
            else:
                found.append(pair)
        return merged(found) if found else by_default


def _day(value: int) -> date:
    return moment(value).date()
