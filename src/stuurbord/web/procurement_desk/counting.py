"""Working days between today and a term: what is left, or how late it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from stuurbord.plan.legal_periods import is_working_day, legal_holidays, working_days_period

SOON_WORKING_DAYS: Final = 5
"""From so many working days on, a term asks attention."""


def soon_until(today: date) -> date:
    """Return the last day that counts as soon."""
    return working_days_period(today, SOON_WORKING_DAYS).last_day


def last_working_day_until(day: date) -> date:
    """Return a day, or the working day before it if it is none.

    For what has to be done *before* something: a day later would be too late.
    """
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_days_between(first: date, last: date) -> int:
    """Return the working days after one day up to and including another, negative if that comes before.

    >>> working_days_between(date(2026, 12, 24), date(2026, 12, 28))
    1
    """
    if last < first:
        return -working_days_between(last, first)
    n_days = (last - first).days
    n_weeks, n_rest = divmod(n_days, 7)
    n_weekdays = 5 * n_weeks + sum((first + timedelta(days=1 + one)).weekday() < 5 for one in range(n_rest))
    closed = legal_holidays(first.year, last.year)
    return n_weekdays - sum(first < day <= last and day.weekday() < 5 for day in closed)
