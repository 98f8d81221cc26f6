"""Where the ticks of an axis stand: round amounts, and the first days of months."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from stuurbord.web.reader import reader

_EPOCH: Final = date(1970, 1, 1)
_MONTH: Final = 30.44
_MONTHS_APART: Final = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight scale from values to pixels."""

    first: float
    last: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        span = (self.last - self.first) or 1.0
        return self.left + (value - self.first) * (self.right - self.left) / span

    def within(self, value: float) -> float:
        """Return the pixel of a value, or the nearest end of the scale."""
        return self.at(min(max(value, self.first), self.last))


def round_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round values from ``low`` to ``high``: steps of 1, 2 or 5 times a power of ten.

    >>> round_ticks(0, 19.5)
    [0.0, 5.0, 10.0, 15.0]
    """
    span = high - low
    if not span > 0:
        return [low]
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(one * power for one in (1, 2, 5, 10) if span / (one * power) <= most)
    first = math.ceil(low / step - 1e-9)
    count = math.floor((high - first * step) / step + 1e-9) + 1
    return [(first + one) * step for one in range(count)]


def digits_of(ticks: list[float]) -> int:
    """Return how many decimals tell neighbouring ticks apart."""
    if len(ticks) < 2:
        return 0
    return max(0, -math.floor(math.log10(abs(ticks[1] - ticks[0])) + 1e-9))


@dataclass(frozen=True, slots=True)
class MonthTick:
    """The first of a month: its day since 1970, and what stands below it."""

    day: float
    label: str
    year: str
    """Only under the first tick and under the first of each year."""


def month_ticks(first: float, last: float, width: float) -> list[MonthTick]:
    """Return the months between two days since 1970, as many as there is room for."""
    apart = next(
        (one for one in _MONTHS_APART if (last - first) / _MONTH / one * 44 <= width), _MONTHS_APART[-1]
    )
    on, ticks, shown_year = day_of(first).replace(day=1), [], 0
    while True:
        on = (on + timedelta(days=32)).replace(day=1)
        if number_of(on) > last:
            return ticks
        if (on.year * 12 + on.month - 1) % apart:
            continue
        year = "" if on.year == shown_year else str(on.year)
        label = "" if apart >= 12 else reader().short_month(on)
        ticks.append(MonthTick(number_of(on), label or year, year if label else ""))
        shown_year = on.year


def day_of(number: float) -> date:
    """Return the date of a day since 1970."""
    return _EPOCH + timedelta(days=math.floor(number))


def number_of(day: date) -> float:
    """Return the days since 1970 of a date."""
    return float((day - _EPOCH).days)
