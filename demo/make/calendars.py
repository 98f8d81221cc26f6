"""The calendars of the agency: its own, its contractors', and the weekends in which systems are down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from stuurbord.plan.calendar import DAY, OFFICE_HOURS, Calendar, CalendarException, day_number, moment
from stuurbord.plan.holidays import belgian_holidays, flemish_administration

FIRST_YEAR: Final = 2024
LAST_YEAR: Final = 2029
_BUILDERS_LEAVE: Final = (
    (date(2025, 7, 7), date(2025, 7, 25), "Bouwverlof 2025"),
    (date(2026, 7, 6), date(2026, 7, 24), "Bouwverlof 2026"),
    (date(2027, 7, 5), date(2027, 7, 23), "Bouwverlof 2027"),
    (date(2028, 7, 10), date(2028, 7, 28), "Bouwverlof 2028"),
    (date(2025, 12, 24), date(2026, 1, 2), "Winterverlof aannemers 2025"),
    (date(2026, 12, 24), date(2027, 1, 1), "Winterverlof aannemers 2026"),
    (date(2027, 12, 24), date(2028, 1, 3), "Winterverlof aannemers 2027"),
)


def _agency() -> Calendar:
    """Return the calendar the plans were approved with: the locks are served on 15 November.

    The agency's own working rules give that day back in another week; all other closing days of the
    Flemish administration hold.
    """
    usual = flemish_administration(FIRST_YEAR, LAST_YEAR)
    kept = (one for one in usual.exceptions if f"{moment(one.first_day * DAY):%m-%d}" != "11-15")
    return replace(usual, exceptions=tuple(kept))


def _closed(first: date, last: date, name: str) -> CalendarException:
    return CalendarException(day_number(first), day_number(last), name=name)


def _contractor() -> Calendar:
    """Return the building trade's calendar: legal holidays, collective leave, no Flemish closing days."""
    leave = [_closed(*one) for one in _BUILDERS_LEAVE]
    legal = belgian_holidays(range(FIRST_YEAR, LAST_YEAR + 1), ("legal",))
    free = [
        _closed(day, day, name)
        for day, name in legal.items()
        if not any(first <= day <= last for first, last, _ in _BUILDERS_LEAVE)
    ]
    return Calendar("Aannemers, met bouwverlof", (OFFICE_HOURS,) * 5 + ((), ()), (*free, *leave))


def _weekends() -> Calendar:
    """Return the maintenance windows: Saturday and Sunday, except when all changes stop at the year's end."""
    stops = tuple(
        _closed(date(year, 12, 19), date(year + 1, 1, 4), f"Wijzigingsstop eindejaar {year}")
        for year in range(FIRST_YEAR, LAST_YEAR)
    )
    return Calendar("Onderhoudsvenster weekend", ((),) * 5 + (OFFICE_HOURS, OFFICE_HOURS), stops)


AGENCY: Final = _agency()
BY_WORD: Final = {"aannemer": _contractor(), "weekend": _weekends()}
"""Word after ``kal`` in an outline → calendar."""
