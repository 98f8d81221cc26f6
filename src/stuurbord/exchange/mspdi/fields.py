"""How MSPDI writes dates, durations, lags and money, read from text and written to it."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from stuurbord.errors import N_
from stuurbord.exchange.clock_texts import instant_of
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


class Cells:
    """An element's children, with their names, texts, and how many children each has itself."""

    __slots__ = ("children", "n_inner", "names", "texts")

    def __init__(self, element: etree._Element) -> None:
        self.children = children = list(element)
        self.names: list[Any] = [child.tag for child in children]
        self.texts: list[Any] = [child.text for child in children]
        self.n_inner = [len(child) for child in children]


class Row:
    """The texts of one element's children by name, and how to read them.

    A text that cannot be read is told once and counts as not given.
    """

    __slots__ = ("_report", "_texts", "lists", "place")

    def __init__(
        self, element: etree._Element, report: ReadingReport, place: str = "", cells: Cells | None = None
    ) -> None:
        self._report, self.place = report, place
        cells = cells or Cells(element)
        names = list(map(local_names, cells.names))
        self._texts: dict[str, str | None] = dict(zip(names, cells.texts, strict=True))
        self.lists: dict[str, list[etree._Element]] = {}
        """Children that have children of their own."""
        if any(cells.n_inner):
            for name, child, n_inner in zip(names, cells.children, cells.n_inner, strict=True):
                if n_inner:
                    self.lists.setdefault(name, []).append(child)
                    self._texts[name] = None

    def has(self, name: str) -> bool:
        return self._texts.get(name) is not None

    def text(self, name: str) -> str:
        return self._texts.get(name) or ""

    def line(self, name: str) -> str:
        """Return a text on one line: names with line breaks exist."""
        text = self.text(name)
        return text if text.isprintable() else re.sub(r"[\r\n\t]+", " ", text)

    def whole(self, name: str, default: int = 0) -> int:
        """Return a whole number that any table can hold; ``0.00`` occurs where the schema wants one."""
        text = self._texts.get(name)
        if text is None:
            return default
        try:
            value = int(text)
        except ValueError:
            return round(self.number(name, default))
        if abs(value) > _LARGEST:
            self._unreadable(name)
            return default
        return value

    def number(self, name: str, default: float = 0.0) -> float:
        text = self._texts.get(name)
        if text is None:
            return default
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not abs(value) <= _LARGEST:
            self._unreadable(name)
            return default
        return value

    def is_true(self, name: str, default: bool = False) -> bool:
        text = self._texts.get(name)
        return default if text is None else text.strip().lower() in ("1", "true")

    def instant(self, name: str) -> int:
        """Return a date and time; the null date of .NET (year 1) counts as not given."""
        text = self._texts.get(name)
        if text is None or text.startswith("0001-"):
            return NONE
        value = instant_of(text)
        if value is None:
            self._unreadable(name)
            return NONE
        return value

    def seconds(self, name: str, seconds_per_day: int = DAY, default: int = NONE) -> int:
        """Return a duration; a day in it, which Microsoft Project never writes, counts as a working day."""
        text = self._texts.get(name)
        if text is None:
            return default
        value = seconds_of(text, seconds_per_day)
        if value is None:
            self._unreadable(name)
            return default
        return value

    def cents(self, name: str, default: int = 0) -> int:
        """Return an amount of money; MSPDI counts it in hundredths, as we do."""
        return round(self.number(name, default))

    def _unreadable(self, name: str) -> None:
        text = N_("“{value}” cannot be read as {field}; it counts as not given.")
        value = self.text(name).strip()[:60]
        self._report.tell("unreadable_value", text, place=self.place, value=value, field=name)


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


def date_text(value: int) -> str | None:
    """Return an instant as MSPDI writes it; None for `NONE`."""
    return None if value == NONE else moment(value).isoformat(timespec="seconds")


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
