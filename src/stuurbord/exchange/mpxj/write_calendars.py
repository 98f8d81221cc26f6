"""Calendars as Primavera keeps them: one week and single days that deviate from it, without parents."""

from __future__ import annotations

from typing import Any, Final

from stuurbord.plan.calendar import DAY, Calendar, OutsideHorizon, Ranges, working_time

_FIRST_DAY: Final = 5_113
"""1 January 1984."""
_LAST_DAY: Final = 65_744
"""1 January 2150."""


def calendar_record(calendar: Calendar) -> dict[str, Any]:
    """Return name, week and deviating days, worked out from the calendar and all its parents."""
    week = [_merged(_ranges_of_week(calendar, weekday)) for weekday in range(7)]
    return {
        "name": calendar.name,
        "days": [_texts(ranges) for ranges in week],
        "exceptions": [
            {"first": first, "last": last, "hours": _texts(ranges)}
            for first, last, ranges in _deviations(calendar, week)
        ],
    }


def _ranges_of_week(calendar: Calendar, weekday: int) -> Ranges:
    one: Calendar | None = calendar
    while one is not None:
        ranges = one.days[weekday]
        if ranges is not None:
            return ranges
        one = one.parent
    return ()


def _deviations(calendar: Calendar, week: list[Ranges]) -> list[tuple[int, int, Ranges]]:
    """Return runs of days (since 1970-01-01) on which other hours hold than in the week."""
    first, last = _known_days(calendar)
    if first > last:
        return []
    try:
        compiled = working_time.__wrapped__(calendar, first, last + 1)
    except OutsideHorizon:
        hours: dict[int, list[tuple[int, int]]] = {}
    else:
        hours = _by_day(compiled.starts.tolist(), compiled.ends.tolist())
    runs: list[tuple[int, int, Ranges]] = []
    for day in range(first, last + 1):
        ranges = tuple(hours.get(day, ()))
        if ranges == week[(day + 3) % 7]:  # 1 January 1970 was a Thursday
            continue
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == ranges:
            runs[-1] = runs[-1][0], day, ranges
        else:
            runs.append((day, day, ranges))
    return runs


def _known_days(calendar: Calendar) -> tuple[int, int]:
    """Return the first and last day of which the calendar or a parent says something of its own."""
    first, last = _LAST_DAY, _FIRST_DAY
    one: Calendar | None = calendar
    while one is not None:
        runs = [(run.first_day, run.last_day) for run in one.exceptions]
        runs += [(run.first_day, run.last_day) for run in one.work_weeks]
        for begins, ends in runs:
            first, last = min(first, begins), max(last, ends)
        one = one.parent
    return max(first, _FIRST_DAY), min(last, _LAST_DAY)


def _by_day(starts: list[int], ends: list[int]) -> dict[int, list[tuple[int, int]]]:
    """Return day → ranges in seconds since midnight; what runs over midnight is cut there."""
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in zip(starts, ends, strict=True):
        while start < end:
            day = start // DAY
            stop = min(end, (day + 1) * DAY)
            found.setdefault(day, []).append((start - day * DAY, stop - day * DAY))
            start = stop
    return found


def _merged(ranges: Ranges) -> Ranges:
    made: list[tuple[int, int]] = []
    for start, end in ranges:
        if made and made[-1][1] == start:
            made[-1] = made[-1][0], end
        else:
            made.append((start, end))
    return tuple(made)


def _texts(ranges: Ranges) -> list[list[str]]:
    return [[_clock(start), _clock(end)] for start, end in ranges]


def _clock(seconds: int) -> str:
    minutes = seconds // 60 % 1440  # the end of a day is written as its beginning
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
