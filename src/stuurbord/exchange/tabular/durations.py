"""Durations as planners write them: ``5d``, ``3w``, ``4u``, ``1d 4u``, ``2mnd``, ``3ed`` (on the clock).

Dutch, English and French units are read. Microsoft Project's Dutch edition writes *d, w, mnd, u, m(in)*;
people who plan in Excel mean months by a lone *m*, and that reading is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from stuurbord.errors import N_, Severity
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.numbers import read_number
from stuurbord.exchange.tabular.problem import CellProblem, Notation

DAY_ON_CLOCK: Final = 86_400
_UNITS: Final = {
    "s": "s sec",
    "min": "min mins minuut minuten minute minutes",
    "h": "u uu uur uren h hr hrs hour hours heure heures",
    "d": "d dg dag dagen day days j jour jours wd werkdag werkdagen",
    "w": "w wk wks week weken weeks sem semaine semaines",
    "mo": "m mnd maand maanden mo mon mons month months mois",
}
_UNIT_OF: Final = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_PART = re.compile(r"([\d.,]+)\s*(e?)([a-z]*)\??")
_MOST: Final = 100 * 366 * DAY_ON_CLOCK


@dataclass(frozen=True, slots=True)
class WorkingUnits:
    """What a day, a week and a month of work are, in seconds; Microsoft Project's defaults."""

    day: int = 8 * 3600
    week: int = 40 * 3600
    month: int = 20 * 8 * 3600

    def seconds(self, unit: str, is_elapsed: bool) -> int:
        """Return the seconds of one unit, working or on the clock."""
        if unit in ("s", "min", "h"):
            return {"s": 1, "min": 60, "h": 3600}[unit]
        if is_elapsed:
            return DAY_ON_CLOCK * {"d": 1, "w": 7, "mo": 30}[unit]
        return {"d": self.day, "w": self.week, "mo": self.month}[unit]


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of time in seconds, working or (``is_elapsed``) on the clock."""

    seconds: int
    is_elapsed: bool = False


def read_duration(value: Value, units: WorkingUnits, default_unit: str = "d") -> Duration:
    """Return a duration; a number without unit counts ``default_unit`` (days).

    Raises
    ------
    CellProblem
        If the text is no duration; with severity INFO and a value if a lone *m* is read as months.
    """
    if not isinstance(value, str):
        return _checked(read_number(value, Notation()) * units.seconds(default_unit, False), False, value)
    text = value.casefold().strip().replace("\u00a0", " ")
    position, total, elapsed, has_lone_m = 0, Decimal(0), set(), False
    while position < len(text):
        part = _PART.match(text, position)
        is_bare = part is not None and part[0].strip() == text
        unit = _UNIT_OF.get(part[3] or (default_unit if is_bare else "")) if part else None
        if part is None or unit is None:
            raise _expected(value)
        total += read_number(part[1], Notation()) * units.seconds(unit, bool(part[2]))
        elapsed.add(bool(part[2]))
        has_lone_m |= part[3] == "m"
        position = part.end()
        while position < len(text) and text[position] in " +":
            position += 1
    if len(elapsed) != 1:
        raise _expected(value)
    found = _checked(total, elapsed == {True}, value)
    if has_lone_m:
        told = N_("“{value}” is read as months. Write mnd for months or min for minutes.")
        raise CellProblem("minutes_or_months", told, Severity.INFO, found, value=value.strip()[:60])
    return found


def write_duration(duration: Duration, units: WorkingUnits, hour: str = "u") -> str:
    """Return the shortest text that reads back as the same duration: ``5d``, ``1d 4u``, ``30min``.

    Parameters
    ----------
    hour
        How the reader's language abbreviates an hour.
    """
    mark = "e" if duration.is_elapsed else ""
    rest, parts = duration.seconds, []
    for unit, shown in (("d", "d"), ("h", hour), ("min", "min"), ("s", "s")):
        size = units.seconds(unit, duration.is_elapsed)
        number, rest = divmod(rest, size)
        if number:
            parts.append(f"{number}{mark}{shown}")
    return " ".join(parts) or f"0{mark}d"


def _checked(total: Decimal, is_elapsed: bool, value: Value) -> Duration:
    if not 0 <= total <= _MOST:
        told = N_("“{value}” is not a duration between 0 days and 100 years.")
        raise CellProblem("duration_out_of_range", told, value=str(value)[:60])
    return Duration(int(total.quantize(Decimal(1), ROUND_HALF_UP)), is_elapsed)


def _expected(value: Value) -> CellProblem:
    told = N_("“{value}” is not a duration. Write 5d (days), 3w (weeks), 4u (hours) or 2mnd (months).")
    return CellProblem("not_a_duration", told, value=str(value).strip()[:60])
