"""A merge in the reader's words: what fits together, what clashes, and what the others changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.forms import ModelForm

from stuurbord.web.lists.history import written
from stuurbord.web.lists.line_values import changed_names, raw_values, typed
from stuurbord.web.lists.merging import Merge
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.revisions import values_at


@dataclass(frozen=True, slots=True)
class Row:
    """One field with what both started from, what I made of it and what stands there now."""

    name: str
    label: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A merge, row by row."""

    clashes: list[Row]
    kept: list[Row]
    """My changes that nobody else touched: they are saved with the rest."""
    theirs: list[Row]
    """What others changed and I did not: it stays."""


def sent_values(register: Register, form: ModelForm) -> dict[str, Any]:
    """Return what a valid form sends, as raw values: related records by their number."""
    raw = {}
    for name in ("project", *register.form_fields):
        value = form.cleaned_data.get(name)
        value = value.pk if isinstance(value, models.Model) else value
        raw[name] = json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    return raw


def read_values(register: Register, sent: str) -> dict[str, Any]:
    """Return the raw values that a merge form carried along; those that no field can hold are left out."""
    try:
        values = json.loads(sent)
    except ValueError:
        return {}
    if not isinstance(values, dict):
        return {}
    names = {"project", *register.form_fields}
    return {name: value for name, value in values.items() if name in names and _fits(register, name, value)}


def merge_rows(
    register: Register, line: Any, base_version: int, mine: Mapping[str, Any], merge: Merge
) -> Rows:
    """Return a merge for a page."""
    now = raw_values(register, line)
    base = values_at(register, line, base_version)

    def row(name: str) -> Row:
        return Row(
            name=name,
            label=register.label_of(name),
            base="" if base is None else told_raw(register, name, base.get(name)),
            mine=told_raw(register, name, mine.get(name, now[name])),
            theirs=told_raw(register, name, now[name]),
        )

    clashing = {one.name for one in merge.clashes}
    others = [] if base is None else changed_names(register, base, now)
    return Rows(
        clashes=[row(one.name) for one in merge.clashes],
        kept=[row(name) for name in merge.changes],
        theirs=[row(name) for name in others if name not in clashing and name not in merge.changes],
    )


def told_raw(register: Register, name: str, raw: Any) -> str:
    """Return a raw value in words: a related record by its name."""
    value = typed(register, name, raw)
    field = register.model._meta.get_field(name)
    if value is not None and isinstance(field, models.ForeignKey):
        value = field.related_model._default_manager.filter(pk=value).first()
    return written(register, name, value)


def _fits(register: Register, name: str, value: Any) -> bool:
    if value is not None and not isinstance(value, str | int | float | bool):
        return False
    if isinstance(register.model._meta.get_field(name), models.ForeignKey):
        return value in (None, "") or (type(value) is int and 0 <= value < 2**63)
    try:
        typed(register, name, value)
    except (ValidationError, OverflowError):
        return False
    return True
