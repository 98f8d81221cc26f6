"""From the records of calendars to what the reader of all formats makes calendars of."""

from __future__ import annotations

from typing import Any, Final

from stuurbord.exchange.calendar_records import CalendarRecord, merged
from stuurbord.exchange.clock_texts import clock_range, instant_of
from stuurbord.plan.calendar import DAY, CalendarException, Ranges, WorkWeek

_RANKS: Final = {"": 0, "DAILY": 1, "YEARLY": 2, "MONTHLY": 3, "WEEKLY": 4}
"""Which exception holds where several cover a day: the lowest, as in Microsoft Project."""


def calendar_of(record: dict[str, Any]) -> CalendarRecord:
    """Return one calendar with its week, exceptions and work weeks."""
    exceptions = sorted(record["exceptions"], key=lambda one: _RANKS.get(one["recurs"], 4))
    days = {
        number: ranges for number, one in enumerate(record["days"]) if (ranges := _ranges(one)) is not None
    }
    return CalendarRecord(
        record["uid"],
        one_line(record["name"]) or f"#{record['uid']}",
        record["parent"],
        days,
        [
            CalendarException(first, last, _ranges(one["hours"]) or (), one["name"])
            for one in exceptions
            if (first := _day(one["start"])) <= (last := _day(one["end"]))
        ],
        [
            WorkWeek(_day(one["start"]), _day(one["end"]), tuple(map(_ranges, one["days"])), one["name"])
            for one in record["weeks"]
        ],
    )


def one_line(text: str) -> str:
    """Return a text without line breaks."""
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text


def _ranges(hours: list[list[str]] | None) -> Ranges | None:
    if hours is None:
        return None
    return merged(pair for one in hours if (pair := clock_range(*one)) is not None)


def _day(text: str) -> int:
    """Return a date as days since 1970-01-01, within what calendars are worked out for."""
    value = instant_of(text)
    return min(max(0 if value is None else value // DAY, -25_567), 84_005)
