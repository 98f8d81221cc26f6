"""Which columns a reader sees: those the register shows by itself, or those he chose, in his order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.text import capfirst

from stuurbord.web.accounts.models import Person
from stuurbord.web.lists.columns import Column
from stuurbord.web.lists.fields import is_line
from stuurbord.web.lists.register import Register

_MOST = 40
_KINDS: tuple[tuple[type[models.Field], str], ...] = (
    (models.BooleanField, "yes_no"),
    (models.DateField, "date"),
    (models.IntegerField, "number"),
)


def every_column(register: Register) -> list[Column]:
    """Return the columns one can choose: those declared, then a column for each other field of the form."""
    shown = {column.field for column in register.columns}
    added = (_column_for(register, name) for name in register.form_fields if name not in shown)
    return [*register.columns, *added]


def column_names(register: Register, parameters: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields of the columns that an address chooses; empty where it chooses none."""
    read = getattr(parameters, "getlist", None)
    sent = ",".join(read("kol") if read else [parameters.get("kol", "")]).split(",")
    known = {column.field for column in every_column(register)} if any(sent) else set()
    return tuple(dict.fromkeys(name for name in sent[:_MOST] if name in known))


def columns_of(register: Register, names: tuple[str, ...]) -> list[Column]:
    """Return the columns to show. What a line is called is always among them: it is the head of its row."""
    if not names:
        return [column for column in register.columns if not column.is_extra]
    by_field = {column.field: column for column in every_column(register)}
    head = head_column(register)
    chosen = [by_field[name] for name in names]
    return chosen if head in chosen else [head, *chosen]


def head_column(register: Register) -> Column:
    """Return the column that names a line: the one of that kind, else the first."""
    return next((column for column in register.columns if column.kind == "name"), register.columns[0])


def relations_of(register: Register, columns: list[Column]) -> list[str]:
    """Return the related records that the columns show, so that they are read with the lines."""
    relations = {one.name for one in register.model._meta.fields if isinstance(one, models.ForeignKey)}
    return [column.name for column in columns if column.name in relations]


def _column_for(register: Register, name: str) -> Column:
    model_field: Any = register.model._meta.get_field(name)
    label = capfirst(str(model_field.verbose_name))
    if model_field.choices:
        return Column(f"get_{name}_display", label, "choice", name, is_extra=True)
    if isinstance(model_field, models.ForeignKey):
        if issubclass(model_field.related_model, Person):
            return Column(name, label, "person", f"{name}__name", is_extra=True)
        sort = f"{name}__code" if is_line(model_field.related_model) else ""
        return Column(name, label, "text", sort, is_extra=True)
    kind = next((kind for one, kind in _KINDS if isinstance(model_field, one)), register.kind_of(name))
    # Long texts are read, not sorted by.
    sort = "" if isinstance(model_field, models.TextField) else name
    return Column(name, label, kind, sort, is_extra=True)
