"""From instants to pixels, and the two rows of labels above: weeks in months, months in years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stuurbord.plan.calendar import DAY, day_number, moment
from stuurbord.web.reader import reader

ZOOMS = ("day", "week", "month", "quarter")
_PIXELS_PER_DAY = {"day": 22.0, "week": 8.0, "month": 1.4, "quarter": 0.55}
_BEFORE, AFTER = 12, 96
"""Room at the edges: the name of a gate stands at the right of its diamond."""
_LONGEST_YEARS = 60
_LEAST_STEP = 26.0
"""Pixels between two labels of the lower row, so that they do not touch."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale and what is written at it."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timescale:
    """A straight scale over a run of days.

    Parameters
    ----------
    first_day, last_day
        Days since 1970-01-01, both shown.
    zoom
        One of `ZOOMS`: what the lower row of labels counts.
    """

    first_day: int
    last_day: int
    zoom: str
    pixels_per_day: float
    after: int = AFTER

    @classmethod
    def at_zoom(cls, start: int, finish: int, zoom: str, room: int) -> Timescale:
        """Return the scale over two instants at a zoom; unknown: the finest that fits ``room`` pixels."""
        first, last = _days(start, finish)
        needed = {one: (last - first + 1) * _PIXELS_PER_DAY[one] for one in ZOOMS}
        if zoom not in ZOOMS:
            fitting = [one for one in ZOOMS if needed[one] + _BEFORE + AFTER <= room]
            zoom = fitting[0] if fitting else ZOOMS[-1]
        return cls(first, last, zoom, _PIXELS_PER_DAY[zoom])

    @classmethod
    def filling(cls, start: int, finish: int, width: int, after: int = _BEFORE) -> Timescale:
        """Return the scale over two instants that fills a box of ``width`` pixels."""
        first, last = _days(start, finish)
        pixels = max(width - _BEFORE - after, 1) / (last - first + 1)
        zoom = next((one for one in ZOOMS if pixels >= _PIXELS_PER_DAY[one]), ZOOMS[-1])
        return cls(first, last, zoom, pixels, after)

    @property
    def width(self) -> int:
        return round((self.last_day - self.first_day + 1) * self.pixels_per_day) + _BEFORE + self.after

    def x(self, instant: int) -> float:
        """Return the position of an instant, within the drawing."""
        days = instant / DAY - self.first_day
        return min(max(_BEFORE + days * self.pixels_per_day, 0.0), float(self.width))

    def x_of_day(self, day: date) -> float:
        return self.x(day_number(day) * DAY)

    @property
    def first_label(self) -> str:
        """The month or year in which the scale begins."""
        return self._upper_label(moment(self.first_day * DAY).date())

    def upper(self) -> Iterator[Tick]:
        """Yield the months (of weeks and days) or the years (of months and quarters)."""
        following = _next_month if self.zoom in ("day", "week") else _next_year
        return self._ticks(following, self._upper_label)

    def _upper_label(self, day: date) -> str:
        return f"{reader().month(day)} {day.year}" if self.zoom in ("day", "week") else str(day.year)

    def lower(self) -> Iterator[Tick]:
        """Yield the days, Mondays, months or quarters."""
        if self.zoom == "day":
            return self._ticks(lambda day: day + timedelta(days=1), lambda day: str(day.day))
        if self.zoom == "week":
            return self._ticks(_next_monday, lambda day: f"{day:%d/%m}")
        months = 1 if self.zoom == "month" else 3
        while self.pixels_per_day * 30 * months < _LEAST_STEP and months < 12:
            months *= 2 if months != 1 else 3
        return self._ticks(lambda day: _next_months(day, months), lambda day: reader().short_month(day))

    def _ticks(self, following: Callable[[date], date], label: Callable[[date], str]) -> Iterator[Tick]:
        day = moment(self.first_day * DAY).date() - timedelta(days=1)
        last = moment(self.last_day * DAY).date()
        while (day := following(day)) <= last:
            yield Tick(self.x_of_day(day), label(day))


def _days(start: int, finish: int) -> tuple[int, int]:
    first, last = start // DAY, max(finish, start) // DAY
    return first, min(last, first + _LONGEST_YEARS * 366)


def _next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def _next_month(day: date) -> date:
    return _next_months(day, 1)


def _next_months(day: date, step: int) -> date:
    """Return the first day of the next month that is a multiple of ``step`` after January."""
    month = day.year * 12 + (day.month - 1) // step * step + step
    return date(month // 12, month % 12 + 1, 1)


def _next_year(day: date) -> date:
    return date(day.year + 1, 1, 1)
