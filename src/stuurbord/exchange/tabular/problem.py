"""What a column expects of its cells, and the problem that is told when a cell holds something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from stuurbord.errors import Severity
from stuurbord.exchange.tabular.book import Value


class CellProblem(Exception):
    """A cell does not hold what its column expects, or something doubtful.

    A problem that is no error carries the value that is ``used`` nevertheless.
    """

    def __init__(
        self, code: str, text: str, severity: Severity = Severity.ERROR, used: Any = None, **fields: Any
    ) -> None:
        super().__init__(code)
        self.code, self.text, self.severity, self.used, self.fields = code, text, severity, used, fields


@dataclass(frozen=True, slots=True)
class Notation:
    """How a table writes its figures.

    Attributes
    ----------
    decimal
        ``","`` or ``"."``; empty: judge each figure, in doubt as Belgium writes it.
    date_order
        ``"dmy"``, ``"mdy"`` or ``"ymd"`` for dates written as text.
    choices
        Plain label → value, for a column of choices.
    least, most
        Bounds of a number.
    """

    decimal: str = ""
    date_order: str = "dmy"
    choices: Mapping[str, Any] = field(default_factory=dict)
    shown_choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


def shown(value: Value) -> str:
    """Return a value as a sentence quotes it."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return short(str(value).strip())


def short(text: str) -> str:
    """Quote a cell without letting a novel or control characters into the sentence."""
    tidy = "".join(character if character.isprintable() else " " for character in text)
    return tidy if len(tidy) <= 60 else f"{tidy[:57]}…"
