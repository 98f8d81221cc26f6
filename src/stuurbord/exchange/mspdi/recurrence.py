"""Recurring calendar exceptions as Microsoft Project describes them, worked out to days."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import islice


class Recurrence(IntEnum):
    """Numbers of the element ``Type``."""

    DAILY = 1
    YEARLY_ON_DAY = 2
    YEARLY_BY_POSITION = 3
    MONTHLY_ON_DAY = 4
    MONTHLY_BY_POSITION = 5
    WEEKLY = 6
    EVERY_N_DAYS = 7


_RANKS = {
    Recurrence.DAILY: 1,
    Recurrence.EVERY_N_DAYS: 1,
    Recurrence.YEARLY_ON_DAY: 2,
    Recurrence.YEARLY_BY_POSITION: 2,
    Recurrence.MONTHLY_ON_DAY: 3,
    Recurrence.MONTHLY_BY_POSITION: 3,
    Recurrence.WEEKLY: 4,
}
_LAST = 4


@dataclass(frozen=True, slots=True)
class Pattern:
    """A recurrence between two days, both included.

    Attributes
    ----------
    period
        Every so many days, weeks or months.
    days_of_week
        Bits, 1 = Sunday … 64 = Saturday.
    month
        0 = January.
    month_item, month_position
        Which kind of day (0 day, 1 weekday, 2 weekend day, 3 Sunday … 9 Saturday), and the first to
        fourth (0–3) or last (4) of them.
    occurrences
        At most so many; 0 means no bound.
    """

    kind: int
    first: date
    last: date
    period: int = 1
    days_of_week: int = 0
    month: int = 0
    month_day: int = 1
    month_item: int = 0
    month_position: int = 0
    occurrences: int = 0

    @property
    def is_single_run(self) -> bool:
        """Every day from first to last: how Microsoft Project stores what does not recur."""
        return self.kind not in _RANKS or (_RANKS[Recurrence(self.kind)] == 1 and self.period <= 1)

    @property
    def rank(self) -> int:
        """Which exception holds on a day that several cover: the lowest."""
        return 0 if self.is_single_run else _RANKS[Recurrence(self.kind)]

    def days(self) -> Iterator[date]:
        """Yield the days, ascending."""
        within = (day for day in self._unbounded() if self.first <= day <= self.last)
        return islice(within, max(self.occurrences, 0) or None)

    def _unbounded(self) -> Iterator[date]:
        if self.kind in (Recurrence.DAILY, Recurrence.EVERY_N_DAYS):
            return _every(self.first, self.last, max(self.period, 1))
        if self.kind == Recurrence.WEEKLY:
            return self._weekly()
        if self.kind in (Recurrence.YEARLY_ON_DAY, Recurrence.YEARLY_BY_POSITION):
            months: Iterator[tuple[int, int]] = (
                (year, self.month % 12 + 1) for year in range(self.first.year, self.last.year + 1)
            )
        else:
            months = _months(self.first, self.last, max(self.period, 1))
        is_by_position = self.kind in (Recurrence.YEARLY_BY_POSITION, Recurrence.MONTHLY_BY_POSITION)
        found = ((self._positioned if is_by_position else self._numbered)(*month) for month in months)
        return (day for day in found if day is not None)

    def _weekly(self) -> Iterator[date]:
        """Yield the chosen days of every n-th week, weeks counted from the Sunday before the first day."""
        sunday = self.first - timedelta(days=(self.first.weekday() + 1) % 7)
        for start in _every(sunday, self.last, 7 * max(self.period, 1)):
            for number in range(7):
                if self.days_of_week >> number & 1:
                    yield start + timedelta(days=number)

    def _numbered(self, year: int, month: int) -> date | None:
        n_days = calendar.monthrange(year, month)[1]
        return date(year, month, self.month_day) if 1 <= self.month_day <= n_days else None

    def _positioned(self, year: int, month: int) -> date | None:
        n_days = calendar.monthrange(year, month)[1]
        all_days = (date(year, month, number) for number in range(1, n_days + 1))
        days = [day for day in all_days if _is_item(day, self.month_item)]
        if self.month_position == _LAST:
            return days[-1]
        return days[self.month_position] if 0 <= self.month_position < len(days) else None


def _every(first: date, last: date, step: int) -> Iterator[date]:
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1, step))


def _months(first: date, last: date, step: int) -> Iterator[tuple[int, int]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, step):
        yield number // 12, number % 12 + 1


def _is_item(day: date, item: int) -> bool:
    is_weekend = day.weekday() >= 5
    if item >= 3:
        return (day.weekday() + 1) % 7 == (item - 3) % 7
    return item == 0 or (item == 1) != is_weekend
