"""One field of a register as cells of a sheet: how a value is written, and how a cell is read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from stuurbord.errors import N_
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.cells import READERS
from stuurbord.exchange.tabular.invisible import visible
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.problem import CellProblem, Notation, short
from stuurbord.exchange.workbook.page import fitting, yes_no
from stuurbord.exchange.workbook.register_write import Cell
from stuurbord.web.accounts.models import Person
from stuurbord.web.lists.fields import is_line
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.sheets.related import Related

EMPTY_WORDS = frozenset({"(leeg)", "(empty)", "(vide)"})
"""What empties a cell; an empty cell leaves the field as it is."""
_LONGEST_CODE = 100
"""Characters: a shorter text may be a number or a code, of which Excel likes to make a date."""


@dataclass(frozen=True, slots=True)
class SheetField:
    """One column of a register's sheet.

    Attributes
    ----------
    name, attname
        Of the model field, and of the attribute that holds its raw value.
    kind
        A key of `READERS`.
    labels
        Stored value → the label that is written, for choices.
    notation
        How its cells are read.
    """

    name: str
    attname: str
    kind: str
    labels: dict[Any, str]
    notation: Notation
    target: Any = None
    """The model that a related field points to."""
    places: int | None = None
    """Decimals of a figure."""

    @property
    def is_line(self) -> bool:
        return self.target is not None and self.target is not Person and is_line(self.target)

    def writer(self, related: Related, language: str) -> Callable[[Any], Cell]:
        """Return the function from a stored value to its cell."""
        if self.target is not None:
            words = related.words_of(self.target).of
            return lambda value: None if value is None else words.get(value, f"(#{value})")
        if self.labels:
            return lambda value: self.labels.get(value, value) or None
        if self.kind == "yes_no":
            return lambda value: None if value is None else yes_no(value, language)
        if self.kind in ("euro", "percent", "number", "whole"):
            return lambda value: None if value is None else float(value)
        return _day if self.kind == "date" else _text

    def read(self, value: Value, related: Related, project: int | None) -> Any:
        """Return the value that a cell means: what the field holds, or the number of what it points to.

        A line that the project has not (yet) comes back as the number people call it by.

        Raises
        ------
        CellProblem
            If the cell does not hold what the field takes; one that is no error carries the value used.
        """
        if isinstance(value, str):
            value = visible(value).strip()
            if value.casefold() in EMPTY_WORDS:
                return None
        if self.target is not None:
            return self._meant(str(READERS["code"](value, self.notation)), related, project)
        return READERS[self.kind](value, self.notation)

    def _meant(self, word: str, related: Related, project: int | None) -> Any:
        words = related.words_of(self.target)
        if self.is_line:
            return words.meant(project, word) or word
        found = related.person_called(word) if self.target is Person else words.meant(word)
        if found is None:
            told = N_("“{value}” is not in the list, or stands for more than one. Choose from the list.")
            raise CellProblem("unknown_choice", told, value=short(word))
        return found


def raw(value: Any) -> Any:
    """Return a value as a revision keeps it: plain data."""
    if isinstance(value, (str, int, bool, type(None))):
        return value
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def kind_of(register: Register, field: models.Field) -> str:
    """Return the reader of a field's cells."""
    if field.choices:
        return "choice"
    if isinstance(field, models.BooleanField):
        return "yes_no"
    if isinstance(field, models.DecimalField):
        kind = register.kind_of(field.name)
        return kind if kind in ("percent", "euro") else "number"
    if isinstance(field, models.IntegerField):
        return "whole"
    if isinstance(field, models.DateField):
        return "date"
    is_short = isinstance(field, models.CharField) and (field.max_length or 0) <= _LONGEST_CODE
    return "code" if is_short else "text"


def sheet_field(register: Register, name: str, labels: dict[Any, str], notation: Notation) -> SheetField:
    """Return the column of one field."""
    field = register.model._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return SheetField(name, field.attname, "code", {}, notation, field.related_model)
    places = field.decimal_places if isinstance(field, models.DecimalField) else None
    return SheetField(name, field.attname, kind_of(register, field), labels, notation, places=places)


def is_same_cell(written: Cell, found: Value) -> bool:
    """Return whether a cell still holds what was written in it."""
    if found == written and type(found) is type(written):
        return True
    if isinstance(found, datetime):
        found = found.date() if found.time() == datetime.min.time() else found
    if isinstance(found, str) and isinstance(written, str):
        return found == written or visible(found).strip() == written
    if isinstance(found, bool) or isinstance(written, date) is not isinstance(found, date):
        return False
    return found == written


def choice_notation(
    shown: dict[Any, str], others: list[tuple[str, Any]], bounds: tuple[int | None, int | None]
) -> Notation:
    """Return how choices are read: by the label shown, by one of another language, by the code itself."""
    by_label = {plain(label): value for label, value in others}
    by_label |= {plain(str(value)): value for value in shown if value not in ("", None)}
    by_label |= {plain(label): value for value, label in shown.items()}
    return Notation(choices=by_label, shown_choices=tuple(shown.values()), least=bounds[0], most=bounds[1])


def _day(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    return value


def _text(value: Any) -> Cell:
    return fitting(visible(str(value)).strip()) or None if value is not None else None
