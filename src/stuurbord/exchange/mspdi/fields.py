"""How MSPDI writes dates, durations, lags and money, read from text and written to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.exchange.clock_texts import instant_of
from stuurbord.exchange.mspdi.cells import Cells
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.calendar import DAY, HOUR, NONE, moment

FORMAT: Final = "mspdi"
"""What a plan calls this format that keeps a document of it."""
NAMESPACE: Final = "http://schemas.microsoft.com/project"
ELAPSED_FORMATS: Final = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
"""Numbers of the duration formats that run on the clock: em, eh, ed, ew, emo, e%, and the estimated ones."""
PERCENT_FORMATS: Final = frozenset({19, 20, 51, 52})
DAYS_FORMAT: Final = 7
ELAPSED_DAYS_FORMAT: Final = 8
PERCENT_FORMAT: Final = 19
ELAPSED_PERCENT_FORMAT: Final = 20
TENTH_OF_MINUTE: Final = 6
"""Seconds."""
UNASSIGNED: Final = -65535
"""The resource of an assignment that nobody has yet."""
_LARGEST: Final = 2**53
_DURATION: Final = re.compile(
    r"(-)?P(?:(\d{1,9})D)?(?:T(?:(\d{1,9}(?:\.\d{1,9})?)H)?(?:(\d{1,9}(?:\.\d{1,9})?)M)?(?:(\d{1,12}(?:\.\d{1,9})?)S)?)?"
)


class _LocalNames(dict[Any, str]):
    """Names with their namespace → without it; a file repeats few names very often."""

    def __missing__(self, tag: Any) -> str:
        name = str(tag).rpartition("}")[2]
        if len(self) < _MOST_NAMES:
            self[tag] = name
        return name


_MOST_NAMES: Final = 1 << 12
_LOCAL_NAMES: Final = _LocalNames()
local_names: Final = _LOCAL_NAMES.__getitem__
"""Return an element's name without its namespace."""


class Row:
    """The texts of one element's children by name, and how to read them.

    A text that cannot be read is told once and counts as not given.
    """

    __slots__ = ("_at", "_report", "_texts", "cells", "place")

    def __init__(self, cells: Cells, report: ReadingReport, place: str = "") -> None:
        self._report, self.place, self.cells = report, place, cells
        self._at, self._texts = cells.shape.place, cells.texts

    def under(self, name: str) -> list[Cells]:
        """Return the children of a name that have children of their own."""
        if not self.cells.inner:
            return []
        local = self.cells.shape.local
        return [one for at, one in self.cells.inner.items() if local[at] == name and one.texts]

    def _text(self, name: str) -> str | None:
        at = self._at.get(name)
        return None if at is None else self._texts[at]

    def text(self, name: str) -> str:
        return self._text(name) or ""

    def line(self, name: str) -> str:
        """Return a text on one line: names with line breaks exist."""
        return line_of(self.text(name))

    def whole(self, name: str, default: int = 0) -> int:
        return self._read(name, whole_of, default)  # type: ignore[no-any-return]

    def number(self, name: str, default: float = 0.0) -> float:
        return self._read(name, number_of, default)  # type: ignore[no-any-return]

    def is_true(self, name: str, default: bool = False) -> bool:
        text = self._text(name)
        return default if text is None else truth_of(text)

    def instant(self, name: str) -> int:
        return self._read(name, moment_of, NONE)  # type: ignore[no-any-return]

    def seconds(self, name: str, seconds_per_day: int = DAY, default: int = NONE) -> int:
        """Return a duration; a day in it, which Microsoft Project never writes, counts as a working day."""
        return self._read(name, lambda text: duration_of(text, seconds_per_day), default)  # type: ignore[no-any-return]

    def cents(self, name: str, default: int = 0) -> int:
        return self._read(name, cents_of, default)  # type: ignore[no-any-return]

    def _read(self, name: str, reading: Callable[[str], Any], default: Any) -> Any:
        text = self._text(name)
        if text is None:
            return default
        try:
            return reading(text)
        except ValueError:
            self.tell_unreadable(name)
            return default

    def tell_unreadable(self, name: str) -> None:
        text = N_("“{value}” cannot be read as {field}; it counts as not given.")
        value = self.text(name).strip()[:60]
        self._report.tell("unreadable_value", text, place=self.place, value=value, field=name)


def line_of(text: str) -> str:
    """Return a text on one line."""
    return text if text.isprintable() else re.sub(r"[\r\n\t]+", " ", text)


def whole_of(text: str) -> int:
    """Return a whole number that any table can hold; ``0.00`` occurs where the schema wants one."""
    try:
        value = int(text)
    except ValueError:
        return round(number_of(text))
    if abs(value) > _LARGEST:
        raise ValueError(text)
    return value


def number_of(text: str) -> float:
    """Return a number that any table can hold."""
    value = float(text)
    if not abs(value) <= _LARGEST:
        raise ValueError(text)
    return value


def truth_of(text: str) -> bool:
    """Tell whether a text says yes."""
    return text.strip().lower() in ("1", "true")


def moment_of(text: str) -> int:
    """Return a date and time; the null date of .NET (year 1) counts as not given."""
    if text.startswith("0001-"):
        return NONE
    value = instant_of(text)
    if value is None:
        raise ValueError(text)
    return value


def duration_of(text: str, seconds_per_day: int = DAY) -> int:
    """Return a duration in seconds."""
    value = seconds_of(text, seconds_per_day)
    if value is None:
        raise ValueError(text)
    return value


def cents_of(text: str) -> int:
    """Return an amount of money; MSPDI counts it in hundredths, as we do."""
    return round(number_of(text))


def tenths_of(text: str) -> int:
    """Return seconds of a number of tenths of minutes."""
    return whole_of(text) * TENTH_OF_MINUTE


@lru_cache(maxsize=1 << 12)
def seconds_of(text: str, seconds_per_day: int = DAY) -> int | None:
    """Return an ISO duration in seconds.

    >>> seconds_of("PT7H30M0S")
    27000
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None or text.strip()[-1:] in "PT":
        return None
    sign, days, hours, minutes, seconds = found.groups()
    total = int(days or 0) * seconds_per_day
    total += round(float(hours or 0) * HOUR + float(minutes or 0) * 60 + float(seconds or 0))
    return -total if sign else total


@lru_cache(maxsize=1 << 14)
def date_text(value: int) -> str | None:
    """Return an instant as MSPDI writes it; None for `NONE`."""
    return None if value == NONE else moment(value).isoformat(timespec="seconds")


@lru_cache(maxsize=1 << 12)
def duration_text(value: int) -> str | None:
    """Return a duration as Microsoft Project writes it; None for `NONE`.

    >>> duration_text(27000)
    'PT7H30M0S'
    """
    if value == NONE:
        return None
    hours, rest = divmod(abs(value), HOUR)
    return f"{'-' if value < 0 else ''}PT{hours}H{rest // 60}M{rest % 60}S"


def number_text(value: Any) -> str:
    """Return a number without a needless decimal point."""
    return repr(int(value)) if value == int(value) else repr(float(value))
