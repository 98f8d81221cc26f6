"""Belgian public holidays and the closing days of the Flemish administration, from dated data.

The rules are read once from ``belgian_holidays.toml``; a plan stores the days themselves in its calendar,
so a later version of this data never moves a date that somebody decided on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from stuurbord.plan.calendar import OFFICE_HOURS, Calendar, CalendarException, day_number

LAYERS = ("legal", "flemish_administration")


def belgian_holidays(
    years: Iterable[int], layers: Iterable[str] = LAYERS, language: str = "nl"
) -> dict[date, str]:
    """Return date → name, ascending, of the closing days in these years.

    Raises
    ------
    ValueError
        If a layer is not one of `LAYERS`.
    """
    wanted = set(layers)
    if not wanted <= set(LAYERS):
        raise ValueError(f"layers {sorted(wanted - set(LAYERS))} are not among {LAYERS}")
    days = {
        _day(rule, year): str(rule["name"][language])
        for year in years
        for rule in _rules()
        if rule["layer"] in wanted and rule.get("from", 0) <= year <= rule.get("until", 9999)
    }
    return dict(sorted(days.items()))


def flemish_administration(first_year: int, last_year: int) -> Calendar:
    """Return the calendar of the Flemish administration: office hours, all closing days of these years."""
    closed = belgian_holidays(range(first_year, last_year + 1))
    return Calendar(
        f"Vlaamse administratie {first_year}–{last_year}",
        (OFFICE_HOURS,) * 5 + ((), ()),
        tuple(CalendarException(day_number(day), day_number(day), name=name) for day, name in closed.items()),
    )


def easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar.

    References
    ----------
    Anonymous Gregorian algorithm, J. Meeus, *Astronomical Algorithms* (1991), chapter 8.

    >>> easter(2027)
    datetime.date(2027, 3, 28)
    """
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def _rules() -> tuple[dict[str, Any], ...]:
    text = files("stuurbord.plan").joinpath("belgian_holidays.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["holiday"])


def _day(rule: dict[str, Any], year: int) -> date:
    if "easter" in rule:
        return easter(year) + timedelta(days=rule["easter"])
    return date(year, rule["month"], rule["day"])
