"""The calendars a planning sheet can name, since a sheet has no room for working hours."""

from __future__ import annotations

import re
from typing import Final

from stuurbord.exchange.tabular.durations import Duration, WorkingUnits, read_duration
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.problem import CellProblem
from stuurbord.exchange.workbook.planning_rows import DATES, PlanningRow, PlanSettings
from stuurbord.plan import Calendar
from stuurbord.plan.calendar import DAY, HOUR, ROUND_THE_CLOCK, STANDARD
from stuurbord.plan.holidays import flemish_administration
from stuurbord.plan.legal_periods import last_days

_DAYS_PER_YEAR: Final = 200
_MOST_YEARS: Final = 10
_YEARS = re.compile(r"\b(\d{4})\s*[-–]\s*(\d{4})\b")
_KNOWN: Final = {
    **dict.fromkeys(("standaard", "standard", "ma vr", "mon fri"), STANDARD),
    **dict.fromkeys(
        ("24 uur", "24 hours", "24 heures", "24u", "24h", "dag en nacht", "continu"), ROUND_THE_CLOCK
    ),
}
_FLEMISH_NAMES: Final = ("vlaamse administratie", "flemish administration", "administration flamande")
_LEGAL_NAMES: Final = ("wettelijke termijnen", "legal periods", "delais legaux")


def years_needed(rows: list[PlanningRow], settings: PlanSettings) -> tuple[int, int]:
    """Return the years closing days are needed for.

    Those of all dates, and as many more as the work would take one task after another; ten at most, for
    tasks run side by side.
    """
    dates = [getattr(row, name) for row in rows for name in DATES]
    years = [value.year for value in (*dates, settings.start, settings.status_date) if value is not None]
    if not years:
        return 2020, 2040  # no date at all: the plan is refused for that
    first = min(years)
    reach = first + int(sum(_days(row, settings.default_unit) for row in rows) / _DAYS_PER_YEAR) + 1
    return first, max(*years, min(reach, first + _MOST_YEARS))


def _days(row: PlanningRow, default_unit: str) -> float:
    """Return a row's duration in usual days, 0 where it has none that can be read."""
    try:
        found = read_duration(row.duration, WorkingUnits(), default_unit) if row.duration else Duration(0)
    except CellProblem as problem:
        found = problem.used or Duration(0)
    return found.seconds / WorkingUnits().day


def units_of(calendar: Calendar) -> WorkingUnits:
    """Return a day and a week of work: Microsoft Project's, unless the working week is another one."""
    per_day = [sum(end - start for start, end in ranges or ()) for ranges in calendar.days]
    longest = max(per_day)
    if longest == 0 or longest == DAY:
        return WorkingUnits()
    return WorkingUnits(longest, sum(per_day), 20 * longest)


def office_hours(calendar: Calendar | None) -> tuple[int, int]:
    """Return when a working day opens and closes, in seconds since midnight."""
    for ranges in calendar.days if calendar else ():
        if ranges:
            return ranges[0][0], ranges[-1][1]
    return 8 * HOUR, 17 * HOUR


def calendar_named(name: str, years: tuple[int, int]) -> Calendar | None:
    """Return the calendar people mean by this name, or ``None``.

    Parameters
    ----------
    years
        First and last year of closing days, where the name does not say them itself.
    """
    if not name.strip():
        return flemish_administration(*years)
    words = plain(name)
    if words in _KNOWN:
        return _KNOWN[words]
    made = flemish_administration if words.startswith(_FLEMISH_NAMES) else None
    made = last_days if words.startswith(_LEGAL_NAMES) else made
    if made is None:
        return None
    given = _YEARS.search(name)
    first, last = (int(given[1]), int(given[2])) if given else years
    return made(first, last) if 1990 <= first <= last <= first + 100 else None
