"""What the workbook holds, declared once as data: sheets, columns, labels, lists, explanations.

Writing, reading, mapping foreign tables and the documentation all follow the TOML files beside this
module; a column that is not there does not exist.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from stuurbord.exchange import records
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.problem import Notation
from stuurbord.language import LANGUAGES
from stuurbord.plan import Constraint

SCHEMA_VERSION: Final = 2
META_SHEET: Final = "_meta"
README: Final = MappingProxyType({"nl": "Leeswijzer", "en": "Read me", "fr": "Lisez-moi"})
ORDER: Final = (
    "projects",
    "planning",
    "budget",
    "risks",
    "responses",
    "estimates",
    "loadings",
    "correlations",
    "weather",
    "issues",
    "milestones",
    "milestone_reports",
    "decisions",
    "people",
)
Labels = Mapping[str, tuple[str, ...]]


class Manual(Enum):
    """A planning row that is scheduled by hand stands in the list of constraints, as people look for it."""

    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list, with its labels per language; the first label is shown."""

    value: Any
    labels: Labels


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    field
        Field of the sheet's record; ``plan.…`` belongs to the project's plan.
    kind
        How its cells are read: a key of `cells.READERS`, ``duration`` or ``predecessors``.
    labels
        Language → the label that is written, followed by the synonyms that are read.
    list
        Sheet whose first column is offered as a list: ``projects`` or ``people``.
    refers_to
        Sheet in which the value must stand: ``projects`` or ``milestones``.
    """

    field: str
    kind: str
    labels: Labels
    help: Mapping[str, str]
    required: bool = False
    choices: tuple[Choice, ...] = ()
    choices_name: str = ""
    example: str = ""
    width: int = 12
    list: str = ""
    refers_to: str = ""
    least: int | None = None
    most: int | None = None

    def label(self, language: str) -> str:
        """Return the label that is written in this language."""
        return self.labels[language][0]

    def explanation(self, language: str) -> str:
        """Return what the column is for; French reads the English until it has its own."""
        return self.help.get(language, self.help["en"])

    def notation(self, decimal: str = "", date_order: str = "dmy") -> Notation:
        """Return how a cell of this column is read."""
        by_label = {
            plain(label): choice.value
            for choice in self.choices
            for label in (_code(choice.value), *(one for labels in choice.labels.values() for one in labels))
        }
        shown = tuple(choice.labels["nl"][0] for choice in self.choices)
        return Notation(decimal, date_order, by_label, shown, self.least, self.most)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook: a list of records."""

    key: str
    """Attribute of `PortfolioRecords`, or ``planning``."""
    labels: Labels
    about: Mapping[str, str]
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    """Fields that tell two rows apart."""
    _by_label: dict[str, Column] = field(default_factory=dict, compare=False, repr=False)

    def name(self, language: str) -> str:
        """Return the sheet's name in this language."""
        return self.labels[language][0]

    def column(self, name: str) -> Column:
        """Return the column of a field."""
        return next(column for column in self.columns if column.field == name)

    def by_label(self) -> Mapping[str, Column]:
        """Return plain label → column, over all languages; a label in front wins over a synonym."""
        if not self._by_label:
            for first_only in (True, False):
                for column in self.columns:
                    for labels in column.labels.values():
                        for label in labels[:1] if first_only else labels:
                            self._by_label.setdefault(plain(label), column)
        return self._by_label


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return all sheets with registers, in the order of the workbook.

    Raises
    ------
    ValueError
        If the declaration has an unknown key: it is read strictly.
    """
    return tuple(_sheet(key) for key in ORDER)


@cache
def sheet(key: str) -> Sheet:
    """Return the sheet with this key."""
    return next(one for one in sheets() if one.key == key)


@cache
def choices() -> Mapping[str, tuple[Choice, ...]]:
    """Return name of a list → its choices, in the order of the declaration."""
    declared = tomllib.loads(_text("choices.toml"))
    made = {}
    for name, values in declared.items():
        kind = Constraint if name == "Constraint" else getattr(records, name)
        made[name] = tuple(
            Choice(_value(kind, value), {code: tuple(labels[code]) for code in LANGUAGES})
            for value, labels in values.items()
        )
    return MappingProxyType(made)


def _value(kind: Any, text: str) -> Any:
    if text == Manual.MANUAL.value:
        return Manual.MANUAL
    return kind[text] if kind is Constraint else kind(text)


def _code(value: Any) -> str:
    return value.name if isinstance(value, Constraint) else str(value.value)


def _text(name: str) -> str:
    return files("stuurbord.exchange.workbook").joinpath(name).read_text(encoding="utf-8")


def _sheet(key: str) -> Sheet:
    declared = tomllib.loads(_text(f"sheets/{key}.toml"))
    columns = tuple(_column(one) for one in declared.pop("column"))
    labels = {code: tuple(declared.pop(code)) for code in LANGUAGES}
    made = Sheet(declared.pop("key"), labels, declared.pop("about"), columns, tuple(declared.pop("unique")))
    if declared or made.key != key:
        raise ValueError(f"sheet {key!r} declares unknown keys {sorted(declared)}")
    return made


def _column(declared: dict[str, Any]) -> Column:
    labels = {code: tuple(declared.pop(code)) for code in LANGUAGES}
    name = declared.pop("choices", "")
    return Column(labels=labels, choices=choices()[name] if name else (), choices_name=name, **declared)
