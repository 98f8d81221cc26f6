"""Read dates and moments as people type them: the day before the month, unless the year stands in front."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from stuurbord.errors import N_, Severity
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.problem import CellProblem, Notation, short, shown
from stuurbord.language import LANGUAGES, language

FIRST_YEAR, LAST_YEAR = 1970, 2100
LONGEST = 60
"""Characters of a date with its time of day, spaces counted once."""
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_YEAR_MONTH_DAY = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_DAY_NAME_YEAR = re.compile(r"(\d{1,2})\.? ([^\W\d]+)\.? (\d{4})")
_CLOCK = re.compile(r"[ T,]+(\d{1,2})[:.hu](\d{2})(?::(\d{2}))?(?: ?uur)?$")
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone


def read_date(value: Value, notation: Notation) -> date:
    """Return a day."""
    found = read_moment(value, notation)
    return found.date() if isinstance(found, datetime) else found


def read_moment(value: Value, notation: Notation) -> date | datetime:
    """Return a day, or a moment if a time of day stands with it."""
    if isinstance(value, (bool, time, timedelta)):
        raise _expected_date(value)
    if isinstance(value, date):
        return _in_range(value, value)
    if isinstance(value, (int, float)):
        if not 25_569 <= value < 73_415:  # 1970 to 2100 in Excel's days
            raise _expected_date(value)
        found = (_EXCEL_EPOCH + timedelta(days=float(value))).replace(microsecond=0)
        told = N_("The number {value} is read as the date {date}; format the column as a date.")
        day: date = found if found.time() != time() else found.date()
        as_day = f"{found:%d/%m/%Y}"
        raise CellProblem("number_as_date", told, Severity.WARNING, day, value=shown(value), date=as_day)
    return _written_moment(value, notation.date_order)


def _written_moment(text: str, order: str) -> date | datetime:
    text = _SPACES.sub(" ", text).strip()
    if len(text) > LONGEST:
        raise _expected_date(text)
    clock = _CLOCK.search(text)
    day = _written_day(text[: clock.start()] if clock else text, order, text)
    if clock is None:
        return day
    hour, minute, second = (int(part or 0) for part in clock.groups())
    if hour > 23 or minute > 59 or second > 59:
        raise CellProblem(
            "no_such_time", N_("“{value}” has a time of day that does not exist."), value=short(text)
        )
    return datetime.combine(day, time(hour, minute, second))


def _written_day(text: str, order: str, whole: str) -> date:
    if found := _YEAR_MONTH_DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_MONTH_YEAR.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        month, day = (first, second) if order == "mdy" else (second, first)
        year += 2000 if year < 100 else 0
    elif (found := _DAY_NAME_YEAR.fullmatch(text)) and (number := _month(found.group(2))):
        day, month, year = int(found.group(1)), number, int(found.group(3))
    else:
        raise _expected_date(whole)
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(min(max(year, 1), 9999), month)[1]:
        told = N_("{value} does not exist. Write dates as day/month/year, such as 27/11/2026.")
        raise CellProblem("no_such_date", told, value=short(whole))
    return _in_range(date(max(year, 1), month, day), whole)


def _month(name: str) -> int:
    """Return the number of a month in any of the product's languages, 0 if there is none."""
    wanted = plain(name)
    for code in LANGUAGES:
        speech = language(code)
        for number in range(1, 13):
            day = date(2000, number, 1)
            if wanted in (plain(speech.month(day)), plain(speech.short_month(day))):
                return number
    return 0


def _in_range(day: date, value: Value) -> date:
    if FIRST_YEAR <= day.year < LAST_YEAR:
        return day
    told = N_("“{value}” lies outside the years {first}–{last}.")
    raise CellProblem("date_out_of_range", told, value=shown(value), first=FIRST_YEAR, last=LAST_YEAR - 1)


def _expected_date(value: Value) -> CellProblem:
    told = N_("“{value}” is not a date. Write dates as day/month/year, such as 27/11/2026.")
    return CellProblem("not_a_date", told, value=shown(value))
