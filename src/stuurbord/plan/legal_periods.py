"""Periods that a law sets, counted in days or in working days.

References
----------
Regulation (EEC, Euratom) No 1182/71 of the Council of 3 June 1971 determining the rules applicable to
periods, dates and time limits, article 3: the day of the event is not counted (1); a period in days ends with
the last hour of its last day (2, b); holidays, Saturdays and Sundays count, unless the period is in working
days (3); a last day on one of these moves to the next working day (4); a period of two days or more holds at
least two working days (5). https://eur-lex.europa.eu/eli/reg/1971/1182/oj
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from stuurbord.plan.calendar import DAY, MINUTE, Calendar, CalendarException, Ranges, day_number
from stuurbord.plan.holidays import belgian_holidays

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_LAST_MINUTE: Final[Ranges] = ((DAY - 2 * MINUTE, DAY - MINUTE),)
"""23:58 to 23:59: what ends in it still carries the date of that day."""
LAST_MINUTE: Final = MINUTE
"""Working seconds of a task on `last_days` that stands for the last day of a period."""
TO_NEXT_DAY: Final = 2 * MINUTE
"""Seconds on the clock from the end of such a task into the next day, for what takes no time itself."""


@dataclass(frozen=True, slots=True)
class LegalPeriod:
    """A period that a law sets.

    Attributes
    ----------
    first_day
        The first day that counts: the day after the event.
    last_day
        The day with whose last hour the period ends; always a working day.
    next_day
        The first day on which what has to wait for the period may happen, whatever day of the week it is.
    """

    first_day: date
    last_day: date
    next_day: date


def legal_period(start: date, days: int, holidays: Collection[date] | None = None) -> LegalPeriod:
    """Return a period of so many calendar days after the day of an event.

    Parameters
    ----------
    start
        The day of the event (the dispatch of a notice, the sending of a decision), which is not counted.
    holidays
        Public holidays around the period; None: the Belgian ones.

    Raises
    ------
    ValueError
        If ``days`` < 1.

    References
    ----------
    Regulation 1182/71, article 3, paragraphs 1, 2 (b), 4 and 5.

    >>> legal_period(date(2026, 4, 24), 15).last_day
    datetime.date(2026, 5, 11)
    """
    if days < 1:
        raise ValueError(f"days {days} < 1")
    last = start + days * _DAY
    n_needed = 2 if days > 1 else 1
    n_working = _n_working(start + _DAY, last, holidays)
    while n_working < n_needed or not is_working_day(last, holidays):
        last += _DAY
        n_working += is_working_day(last, holidays)
    return LegalPeriod(start + _DAY, last, last + _DAY)


def working_days_period(start: date, days: int, holidays: Collection[date] | None = None) -> LegalPeriod:
    """Return a period of so many working days after the day of an event.

    Raises
    ------
    ValueError
        If ``days`` < 1.

    References
    ----------
    Regulation 1182/71, articles 2 (2) and 3 (3).

    >>> working_days_period(date(2026, 12, 24), 1).last_day
    datetime.date(2026, 12, 28)
    """
    if days < 1:
        raise ValueError(f"working days {days} < 1")
    last, n_left = start, days
    while n_left:
        last += _DAY
        n_left -= is_working_day(last, holidays)
    return LegalPeriod(start + _DAY, last, last + _DAY)


def is_working_day(day: date, holidays: Collection[date] | None = None) -> bool:
    """Tell whether a day is no Saturday, no Sunday and no public holiday (None: the Belgian ones)."""
    closed = legal_holidays(day.year, day.year) if holidays is None else holidays
    return day.weekday() < _SATURDAY and day not in closed


@lru_cache(maxsize=256)
def legal_holidays(first_year: int, last_year: int) -> frozenset[date]:
    """Return the Belgian public holidays of some years, both included.

    The extra closing days of the Flemish administration are none: they are not laid down for everybody.
    """
    return frozenset(belgian_holidays(range(first_year, last_year + 1), ("legal",)))


def last_days(first_year: int, last_year: int) -> Calendar:
    """Return the calendar on which the last day of a legal period falls: the last minutes of working days.

    A task that runs `n` days on the clock from the event, followed by one of `LAST_MINUTE` on this calendar,
    ends on the last day of `legal_period` wherever the event falls, for any period of five days or more.
    """
    closed = sorted(legal_holidays(first_year, last_year))
    return Calendar(
        f"Wettelijke termijnen {first_year}–{last_year}",
        (_LAST_MINUTE,) * 5 + ((), ()),
        tuple(CalendarException(day_number(day), day_number(day)) for day in closed),
    )


def _n_working(first: date, last: date, holidays: Collection[date] | None) -> int:
    n_days = (last - first).days + 1
    return sum(is_working_day(first + step * _DAY, holidays) for step in range(n_days))
