"""The agenda sheet of ProTrack: hours of the day, days of the week and holidays in three blocks."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from stuurbord.exchange.tabular.book import Rows, Value
from stuurbord.exchange.tabular.labels import plain
from stuurbord.plan import Calendar, CalendarException
from stuurbord.plan.calendar import DAY, HOUR, Ranges, day_number

_HOURS = re.compile(r"(\d{1,2}):00 - (\d{1,2}):00")
_WEEKDAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()


def read_agenda(rows: Rows, name: str) -> Calendar | None:
    """Return the calendar an agenda sheet describes, or ``None`` if it describes none.

    Each hour row and weekday row says Yes or No in the cell beside it; holidays are dates below their head.
    """
    hours: list[int] = []
    working: dict[int, bool] = {}
    holidays: list[int] = []
    for row in rows:
        for position, value in enumerate(row):
            beside = row[position + 1] if position + 1 < len(row) else ""
            if isinstance(value, (date, datetime)):
                holidays.append(day_number(value.date() if isinstance(value, datetime) else value))
            elif isinstance(value, str) and (found := _HOURS.fullmatch(value.strip())):
                hours += [int(found[1])] if _is_yes(beside) else []
            elif isinstance(value, str) and plain(value) in _WEEKDAYS:
                working[_WEEKDAYS.index(plain(value))] = _is_yes(beside)
    ranges = _joined(sorted(set(hours)))
    if not ranges or not any(working.values()):
        return None
    days = tuple(ranges if working.get(number) else () for number in range(7))
    exceptions = tuple(CalendarException(day, day) for day in sorted(set(holidays)))
    return Calendar(name, days, exceptions)


def _is_yes(value: Value) -> bool:
    return str(value).strip().casefold() in ("yes", "ja", "oui")


def _joined(hours: list[int]) -> Ranges:
    """Return ascending hours of the day as ranges, in seconds since midnight."""
    ranges: list[tuple[int, int]] = []
    for hour in hours:
        start = hour * HOUR
        if ranges and ranges[-1][1] == start:
            ranges[-1] = (ranges[-1][0], start + HOUR)
        elif start < DAY:
            ranges.append((start, start + HOUR))
    return tuple(ranges)
