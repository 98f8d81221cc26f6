"""Columns of a plan that files of other programs hold in custom fields, and how these are called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

GATE_FIELDS: Final = ("poort", "gate")
_YES: Final = ("ja", "yes", "oui", "1", "true")
_MOST_DAYS: Final = 3_660
"""No law sets a minimum of more than ten years to a step; beyond it the text is no number of days."""


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column of `Tasks` in a custom text field.

    Attributes
    ----------
    alias
        What the field is called in files that we write.
    names
        What it may be called in files that we read, in lower case.
    """

    column: str
    alias: str
    names: tuple[str, ...]

    def text(self, value: Any) -> str:
        """Return a value as the field holds it; empty for what a plan holds by default."""
        if isinstance(value, str):
            return value
        if self.column == "legal_is_unverified":
            return "ja" if value else ""
        return str(int(value)) if value else ""

    def value(self, text: str) -> str | int | bool | None:
        """Return what a text of the field says; None where it says nothing that the column can hold."""
        text = text.strip()
        if self.column == "legal_is_unverified":
            return text.lower() in _YES
        if self.column != "legal_minimum":
            return text
        is_days = text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= _MOST_DAYS
        return int(text) if is_days else None if text else 0


LEGAL_COLUMNS: Final = (
    OwnColumn("legal_basis", "Wettelijke grondslag", ("wettelijke grondslag", "base légale", "legal basis")),
    OwnColumn(
        "legal_minimum",
        "Wettelijk minimum",
        ("wettelijk minimum", "minimum légal", "legal minimum"),
    ),
    OwnColumn(
        "legal_is_unverified",
        "Wettelijk minimum niet geverifieerd",
        ("wettelijk minimum niet geverifieerd", "minimum légal non vérifié", "legal minimum unverified"),
    ),
    OwnColumn(
        "step",
        "Aanbestedingsstap",
        ("aanbestedingsstap", "étape de passation", "procurement step"),
    ),
)
"""What the law says of a period, each in a field of its own."""


def legal_texts(tasks: Any, idx: int) -> Mapping[str, str]:
    """Return column → text of what a task holds of `LEGAL_COLUMNS`, without what it does not hold."""
    found = {one.column: one.text(getattr(tasks, one.column)[idx]) for one in LEGAL_COLUMNS}
    return {column: text for column, text in found.items() if text}
