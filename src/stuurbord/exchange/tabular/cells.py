"""Read one cell as what its column expects; text in Belgian notation counts as much as a real number.

Each reader takes a cell's value and returns the Python value, or raises `CellProblem` with a sentence
that says what stands there and what is expected. ``""`` means an empty cell and never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from stuurbord.errors import N_, Severity
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.dates import read_date, read_moment
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.numbers import read_euro, read_figure, read_percent, read_whole
from stuurbord.exchange.tabular.problem import CellProblem, Notation, short, shown

_YES = {"ja", "j", "yes", "y", "oui", "o", "x", "waar", "true", "vrai", "1", "1.0"}
_NO = {"nee", "neen", "n", "no", "non", "onwaar", "false", "faux", "0", "0.0"}


def read_text(value: Value, notation: Notation) -> str:
    """Return text; a number typed where text is expected keeps its digits."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value).strip()
    if text[:1] in ("=", "+", "-", "@") and len(text) > 1 and not _is_plain_figure(text):
        told = N_("“{value}” begins like a formula; it is kept as text and never computed.")
        raise CellProblem("formula_like_text", told, Severity.INFO, text, value=short(text))
    return text


def read_code(value: Value, notation: Notation) -> str:
    """Return a code; Excel turns 1-2 and 1.10 into dates and numbers, which is told."""
    if isinstance(value, (date, time, timedelta)):
        told = N_("Excel made a date of this code. Format the column as text and type the code again.")
        raise CellProblem("date_in_code", told)
    return read_text(value, notation)


def read_yes_no(value: Value, notation: Notation) -> bool:
    """Return ja/nee, in any of the three languages."""
    text = str(value).strip().casefold()
    if text in _YES or text in _NO:
        return text in _YES
    raise CellProblem("not_yes_no", N_("“{value}” is neither yes nor no."), value=shown(value))


def read_choice(value: Value, notation: Notation) -> Any:
    """Return the chosen value; the label counts in any language, and so does the code itself."""
    found = notation.choices.get(plain(read_code(value, notation)))
    if found is None:
        told = N_("“{value}” is not in the list. Choose from: {choices}.")
        options = ", ".join(notation.shown_choices)
        raise CellProblem("unknown_choice", told, value=shown(value), choices=options)
    return found


CellReader = Callable[[Value, Notation], Any]
READERS: Final[dict[str, CellReader]] = {
    "text": read_text,
    "code": read_code,
    "euro": read_euro,
    "percent": read_percent,
    "whole": read_whole,
    "number": read_figure,
    "date": read_date,
    "moment": read_moment,
    "yes_no": read_yes_no,
    "choice": read_choice,
}
"""Kind of a column → its reader. Durations and predecessors have a language of their own."""


def _is_plain_figure(text: str) -> bool:
    return re.fullmatch(r"[+-][\d .,]+%?", text) is not None
