"""Read numbers, amounts and percentages; text in Belgian notation counts as much as a real number."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from stuurbord.errors import N_, Severity
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.problem import CellProblem, Notation, shown

CENT: Final = Decimal("0.01")
_SMALLEST: Final = Decimal("0.0001")
MOST_EURO: Final = Decimal(10) ** 12
LONGEST: Final = 100
"""Characters of a number; longer text is not looked at, since looking takes longer than reading."""
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})+")
_UNIT_OF_DAYS = re.compile(r"\s*(?:d|dag|dagen|days?|jours?|j)\.?$", re.IGNORECASE)


def read_number(value: Value, notation: Notation) -> Decimal:
    """Return a number, exact as written."""
    if isinstance(value, (bool, date, time, timedelta)):
        raise _expected_number(value)
    if isinstance(value, (int, float)):
        return _finite(Decimal(repr(value)), value)
    if len(value.strip()) > LONGEST:
        raise _expected_number(value)
    text = _SPACES.sub("", value).replace("−", "-").replace("'", "")
    negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    digits = text.strip("()").lstrip("+-")
    number = _finite(_unsigned(digits, notation.decimal, value), value)
    return -number if negative else number


def read_euro(value: Value, notation: Notation) -> Decimal:
    """Return euros, rounded to the cent."""
    if isinstance(value, str):
        value = re.sub(r"€|\beur(?:o)?\b", "", value, flags=re.IGNORECASE).strip()
    amount = read_number(value, notation)
    if abs(amount) >= MOST_EURO:
        told = N_("“{value}” is larger than any budget; check the amount.")
        raise CellProblem("amount_out_of_range", told, value=shown(value))
    return amount.quantize(CENT, ROUND_HALF_UP)


def read_figure(value: Value, notation: Notation) -> Decimal:
    """Return a number whose unit stands in a column of its own; a unit written with it is passed over."""
    if isinstance(value, str) and len(value) <= LONGEST:
        value = _UNIT_OF_DAYS.sub("", value.replace("%", "").replace("€", "").strip())
    figure = read_number(value, notation).quantize(_SMALLEST, ROUND_HALF_UP).normalize() + 0
    _check_bounds(figure, notation)
    return figure


def read_percent(value: Value, notation: Notation) -> Decimal:
    """Return a fraction from 0 to 1; ``12,5 %`` and a formatted 0,125 are the same.

    A bare 40 is 40 %; a bare 1.5 is an error: it may be 1,5 % as well as a fraction that is too large.
    """
    has_sign = isinstance(value, str) and "%" in value
    fraction = read_number(value.replace("%", "") if isinstance(value, str) else value, notation)
    if has_sign:
        fraction /= 100
    elif 1 < fraction < 2:
        told = N_("“{value}” may mean {value} % or {hundredfold} %. Write it with a percent sign.")
        hundredfold = shown(float(fraction * 100))
        raise CellProblem("percent_ambiguous", told, value=shown(value), hundredfold=hundredfold)
    elif 2 <= fraction <= 100:
        told = N_("{value} is read as {value} %.")
        raise CellProblem("percent_without_sign", told, Severity.WARNING, fraction / 100, value=shown(value))
    if not 0 <= fraction <= 1:
        raise CellProblem("percent_out_of_range", N_("“{value}” lies outside 0–100 %."), value=shown(value))
    return fraction


def read_whole(value: Value, notation: Notation) -> int:
    """Return a whole number within its bounds; ``30 dagen`` is 30."""
    if isinstance(value, str) and len(value := value.strip()) <= LONGEST:
        value = _UNIT_OF_DAYS.sub("", value)
    number = read_number(value, notation)
    if number != number.to_integral_value():
        raise CellProblem("not_whole", N_("“{value}” is not a whole number."), value=shown(value))
    _check_bounds(number, notation)
    return int(number)


def _check_bounds(number: Decimal, notation: Notation) -> None:
    """Refuse what lies outside the bounds of the column; without bounds, beyond what anything counts."""
    least = -(10**9) if notation.least is None else notation.least
    most = 10**9 if notation.most is None else notation.most
    if not least <= number <= most:
        told = N_("{value} lies outside {least}–{most}.")
        bounds = _with_minus(least), _with_minus(most)
        written = shown(float(number))
        raise CellProblem("number_out_of_range", told, value=written, least=bounds[0], most=bounds[1])


def _with_minus(number: int) -> str:
    """Return a bound with the sign that people read as minus."""
    return str(number).replace("-", "−")


def _unsigned(digits: str, decimal: str, value: Value) -> Decimal:
    """Read digits with points and commas: which of them separates thousands?"""
    if decimal:
        thousands = "." if decimal == "," else ","
    elif "." in digits and "," in digits:
        thousands = "." if digits.rfind(",") > digits.rfind(".") else ","
    elif _GROUPED.fullmatch(digits) and ("." in digits or digits.count(",") > 1):
        thousands = "." if "." in digits else ","  # 1.234 is a thousand here, 1,234 is not
    else:
        thousands = ""
    whole, _, fraction = digits.partition("," if thousands == "." else ".") if thousands else _split(digits)
    if thousands and thousands in whole and not _GROUPED.fullmatch(whole):
        raise _expected_number(value)
    whole = whole.replace(thousands, "") if thousands else whole
    if not re.fullmatch(r"[0-9]{1,15}", whole) or not re.fullmatch(r"[0-9]{0,15}", fraction):
        raise _expected_number(value)
    return Decimal(f"{whole}.{fraction or 0}")


def _split(digits: str) -> tuple[str, str, str]:
    return digits.partition("," if "," in digits else ".")


def _finite(number: Decimal, value: Value) -> Decimal:
    try:
        if number.is_finite() and abs(number) < Decimal(10) ** 15:
            return number
    except InvalidOperation:
        pass  # a signalling NaN: no number either
    raise _expected_number(value)


def _expected_number(value: Value) -> CellProblem:
    told = N_("“{value}” is not a number. Write numbers as 1.234,50.")
    return CellProblem("not_a_number", told, value=shown(value))
