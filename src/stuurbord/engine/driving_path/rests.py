"""Why a calendar rests: the weekend, a named holiday, another week pattern, or the hours of the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from stuurbord.plan.calendar import DAY, Calendar, Ranges

_MOST_DAYS: Final = 800
"""A pause of years is told by its first days."""


class RestKind(StrEnum):
    """What makes a day, or the rest of it, free of work."""

    WEEKDAY = "weekday"
    """The calendar never works on this day of the week."""
    EXCEPTION = "exception"
    """A holiday or closing day."""
    WORK_WEEK = "work_week"
    """A week pattern that holds for a while."""
    HOURS = "hours"
    """The day has working hours, but not these."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A run of days, or part of one, on which a calendar does not work.

    Attributes
    ----------
    first_day, last_day
        Days since 1970-01-01, both included.
    name
        Of the exception or the week pattern, as the plan calls it; else empty.
    calendar
        Name of the calendar that rests.
    """

    first_day: int
    last_day: int
    kind: RestKind
    name: str
    calendar: str


def rests(calendars: tuple[Calendar, ...], since: int, until: int) -> tuple[Rest, ...]:
    """Return why none of the time between two instants works on all of these calendars."""
    found: list[Rest] = []
    last_day = min((until - 1) // DAY, since // DAY + _MOST_DAYS)
    for day in range(since // DAY, last_day + 1):
        begin, end = max(since - day * DAY, 0), min(until - day * DAY, DAY)
        rest = _rest_of_day(calendars, day, begin, end)
        if rest is None:
            continue
        if found and replace(found[-1], first_day=day, last_day=day) == rest:
            found[-1] = replace(found[-1], last_day=day)
        else:
            found.append(rest)
    return tuple(found)


def closing_days(calendars: tuple[Calendar, ...], since: int, until: int) -> tuple[Rest, ...]:
    """Return the holidays and closing days that work between two instants passes over, each once."""
    first, last = since // DAY, (until - 1) // DAY
    found = []
    for calendar in calendars:
        level: Calendar | None = calendar
        while level is not None:
            for one in level.exceptions:
                day = max(one.first_day, first)
                if not one.ranges and day <= min(one.last_day, last) and _week_works(calendar, day):
                    until_day = min(one.last_day, last)
                    found.append(Rest(day, until_day, RestKind.EXCEPTION, one.name, calendar.name))
            level = level.parent
    return tuple(sorted(set(found), key=lambda one: (one.first_day, one.name)))


def day_rule(calendar: Calendar, day: int) -> tuple[RestKind, str, Ranges]:
    """Return which rule of a calendar decides a day, its name, and the working ranges it gives."""
    for exception in calendar.exceptions:
        if exception.first_day <= day <= exception.last_day:
            return RestKind.EXCEPTION, exception.name, exception.ranges
    weekday = (day + 3) % 7  # 1 January 1970 was a Thursday
    for week in calendar.work_weeks:
        ranges = week.days[weekday]
        if week.first_day <= day <= week.last_day and ranges is not None:
            return RestKind.WORK_WEEK, week.name, ranges
    own = calendar.days[weekday]
    if own is not None:
        return RestKind.WEEKDAY, "", own
    return (RestKind.WEEKDAY, "", ()) if calendar.parent is None else day_rule(calendar.parent, day)


def _rest_of_day(calendars: tuple[Calendar, ...], day: int, begin: int, end: int) -> Rest | None:
    """Return why the seconds of a day from ``begin`` to ``end`` do not work; None if they do."""
    by_hours: Rest | None = None
    for calendar in calendars:
        kind, name, ranges = day_rule(calendar, day)
        if not ranges:
            return Rest(day, day, kind, name, calendar.name)
        if not any(start < end and begin < stop for start, stop in ranges):
            by_hours = by_hours or Rest(day, day, RestKind.HOURS, "", calendar.name)
    return by_hours


def _week_works(calendar: Calendar, day: int) -> bool:
    """Tell if the exception on a day is in force and takes a day that would have worked."""
    kind, _, ranges = day_rule(calendar, day)
    if kind is not RestKind.EXCEPTION or ranges:
        return False
    week = calendar.days[(day + 3) % 7]
    level = calendar.parent
    while week is None and level is not None:
        week, level = level.days[(day + 3) % 7], level.parent
    return bool(week)
