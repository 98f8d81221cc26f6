"""Which mark separates decimals in a table of amounts as text, judged on all of its cells together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Final

from stuurbord.errors import N_
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.numbers import LONGEST, MOST_EURO, read_number
from stuurbord.exchange.tabular.problem import CellProblem, Notation, shown

_PLAIN: Final = re.compile(r"[+-]?\d{1,40}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,3})?")
"""As programs write numbers, with more digits and exponents than people use."""
_MARKS: Final = re.compile(r"[.,]")
_LIKE_A_NUMBER: Final = re.compile(r"[-+−(€\s\u00a0\u202f]*\d[\d.,'\s\u00a0\u202f]*[)€\s]*")


def decimal_mark(texts: Iterable[str], separator: str) -> str:
    """Return ``.`` or ``,``, or nothing if no cell tells them apart.

    In a file that separates its columns by commas, numbers are taken to have a point.

    >>> decimal_mark(["1.234,5", "12"], ";"), decimal_mark(["12.125"], ","), decimal_mark(["12.125"], ";")
    (',', '.', '')
    """
    for text in texts:
        if not _LIKE_A_NUMBER.fullmatch(text):
            continue
        marks = _MARKS.findall(text)
        if len(set(marks)) == 2:
            return str(marks[-1])
        if len(marks) > 1:
            return "," if marks[0] == "." else "."
        if len(marks) == 1 and not re.search(r"\d{1,3}[.,]\d{3}(?!\d)", text):
            return str(marks[0])
    return "." if separator == "," else ""


def read_cents(value: Value, decimal: str) -> int:
    """Return an amount in cents.

    Raises
    ------
    CellProblem
        If the cell is no amount, or one below zero: cumulative values never are.
    """
    amount = _number(value, decimal)
    if abs(amount) >= MOST_EURO:
        told = N_("“{value}” is larger than any budget; check the amount.")
        raise CellProblem("amount_out_of_range", told, value=shown(value))
    cents = int((amount * 100).to_integral_value(ROUND_HALF_EVEN))
    if cents < 0:
        told = N_("“{value}” is below zero, which no cumulative value is; it is left out.")
        raise CellProblem("amount_below_zero", told, value=shown(value))
    return cents


def _number(value: Value, decimal: str) -> Decimal:
    if isinstance(value, str):
        text = re.sub(r"€|\beur(?:o)?\b", "", value[: LONGEST + 1], flags=re.IGNORECASE).strip()
        if len(value) <= LONGEST and decimal != "," and _PLAIN.fullmatch(text) and _is_plain(text, decimal):
            try:
                return Decimal(text)
            except InvalidOperation:  # pragma: no cover - the pattern leaves nothing else
                pass
        value = text if len(value) <= LONGEST else value
    return read_number(value, Notation(decimal=decimal))


def _is_plain(text: str, decimal: str) -> bool:
    """Tell whether a point in this text is the decimal one: 1.234 may be a thousand where nobody said."""
    return decimal == "." or re.fullmatch(r"[+-]?\d{1,3}\.\d{3}", text) is None
