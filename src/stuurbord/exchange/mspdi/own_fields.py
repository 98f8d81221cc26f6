"""The custom fields of a document that a plan keeps: what its planner added to each task, as he called it.

Stuurbord computes nothing of them and gives them back as they were; here they are only read, to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from lxml import etree

from stuurbord.exchange.mspdi.fields import cents_of, duration_of, moment_of, number_of, truth_of
from stuurbord.exchange.mspdi.kept import restored
from stuurbord.exchange.mspdi.merge import text_of
from stuurbord.exchange.own_columns import GATE_FIELDS, LEGAL_COLUMNS
from stuurbord.plan.calendar import NONE

LONGEST_TEXT: Final = 500
"""Characters of a value that are shown."""
MOST_FIELDS: Final = 60
_READ: Final = frozenset(GATE_FIELDS).union(*(one.names for one in LEGAL_COLUMNS))
"""Names of fields that are columns of the plan itself."""


class FieldKind(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    DURATION = "duration"
    COST = "cost"


_KINDS: Final = {
    "Number": FieldKind.NUMBER,
    "Flag": FieldKind.FLAG,
    "Date": FieldKind.DATE,
    "Start": FieldKind.DATE,
    "Finish": FieldKind.DATE,
    "Duration": FieldKind.DURATION,
    "Cost": FieldKind.COST,
}
"""By the first letters of the field's own name; every other field holds text."""

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class OwnField:
    """One custom field of the tasks of a document.

    Attributes
    ----------
    name
        What the planner called it, else the field's own name: ``Text1``.
    values
        Uid of the task → its value, for tasks that have one: text, number, instant in seconds since
        1970-01-01 (local), working seconds or cents.
    """

    name: str
    kind: FieldKind
    values: Mapping[int, Value]


def own_fields(kept: bytes) -> tuple[OwnField, ...]:
    """Return the custom fields of a kept document in which at least one task has a value, in its order.

    Raises
    ------
    ValueError
        If the bytes are no kept document.
    """
    document = restored(kept)
    definitions = {one.number: one for one in _definitions(document)}
    values: dict[str, dict[int, Value]] = {number: {} for number in definitions}
    if definitions:
        for task in document.iterfind("{*}Tasks/{*}Task"):
            uid = text_of(task, "UID")
            for cell in task.iterfind("{*}ExtendedAttribute") if uid.isdecimal() else ():
                definition = definitions.get(text_of(cell, "FieldID"))
                value = None if definition is None else definition.value(cell)
                if definition is not None and value is not None:
                    values[definition.number][int(uid)] = value
    filled = (one for one in definitions.values() if values[one.number])
    return tuple(_told_apart(filled, values))


def _told_apart(
    definitions: Iterable[_Definition], values: Mapping[str, Mapping[int, Value]]
) -> Iterator[OwnField]:
    """Yield the fields with their values; of two with one name the second says which field it is."""
    names: set[str] = set()
    for one in islice(definitions, MOST_FIELDS):
        name = f"{one.name} ({one.field or one.number})" if one.name in names else one.name
        names.add(name)
        yield OwnField(name, one.kind, values[one.number])


@dataclass(frozen=True, slots=True)
class _Definition:
    """What a document says of a field; ``choices`` has the texts of its list of choices by number."""

    number: str
    field: str
    name: str
    kind: FieldKind
    choices: Mapping[str, str]

    def value(self, cell: etree._Element) -> Value | None:
        """Return what a task holds in this field; None where it says nothing, or nothing of its kind."""
        text = text_of(cell, "Value")
        if not text:
            text = self.choices.get(text_of(cell, "ValueGUID") or text_of(cell, "ValueID"), "")
        if not text:
            return None
        try:
            return self._of(text)
        except ValueError:
            return None

    def _of(self, text: str) -> Value | None:
        match self.kind:
            case FieldKind.NUMBER:
                return number_of(text)
            case FieldKind.FLAG:
                return truth_of(text) or None  # every task has one; only yes says something
            case FieldKind.DATE:
                instant = moment_of(text)
                return None if instant == NONE else instant
            case FieldKind.DURATION:
                return duration_of(text)
            case FieldKind.COST:
                return cents_of(text)
        return text[:LONGEST_TEXT]


def _definitions(document: etree._Element) -> Iterator[_Definition]:
    """Yield the fields that are no columns of the plan itself."""
    for one in document.iterfind("{*}ExtendedAttributes/{*}ExtendedAttribute"):
        number, field = text_of(one, "FieldID"), text_of(one, "FieldName")
        name = text_of(one, "Alias") or field
        if number and name and name.lower() not in _READ:
            kind = _KINDS.get(field.rstrip("0123456789"), FieldKind.TEXT)
            yield _Definition(number, field, name, kind, dict(_choices(one)))


def _choices(definition: etree._Element) -> Iterator[tuple[str, str]]:
    for one in definition.iterfind("{*}ValueList/{*}Value"):
        for key in ("ValueGUID", "FieldGUID", "ID"):
            if text_of(one, key):
                yield text_of(one, key), text_of(one, "Value") or text_of(one, "Description")
