"""The values of a line as plain data, and back: what revisions keep, forms take and merging compares."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from stuurbord.web.lists.register import Register


def raw_values(register: Register, line: Any) -> dict[str, Any]:
    """Return what a revision keeps of a line: its project, the fields people edit, whether it is archived."""
    named = {name: raw_value(register, line, name) for name in ("project", *register.form_fields)}
    return {**named, "is_archived": line.is_archived}


def raw_value(register: Register, line: Any, name: str) -> Any:
    """Return one field as a revision keeps it; a related record by its number."""
    value = getattr(line, register.model._meta.get_field(name).attname)
    if isinstance(value, str | int | None):
        return str(value) if isinstance(value, str) else value  # plain already; a choice is its value
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def same(register: Register, name: str, one: Any, other: Any) -> bool:
    """Return whether two raw values mean the same: ``2`` and ``2.00`` do, and so do empty and absent."""
    return typed(register, name, one) == typed(register, name, other)


def typed(register: Register, name: str, raw: Any) -> Any:
    """Return a raw value as the field holds it; None where it is empty."""
    if raw in ("", None):
        return None
    field = register.model._meta.get_field(name)
    return raw if isinstance(field, models.ForeignKey) else field.to_python(raw)


def form_data(register: Register, line: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form of a stored line takes: what stands there, with some fields changed.

    Typed values (a `Decimal` fraction, a date, the number of a person) are taken as they are; text is read
    in the notation of the reader.
    """
    data = {name: _sent(line, name) for name in ("project", *register.form_fields)}
    return {name: value for name, value in (data | dict(changes)).items() if value is not None}


def _sent(line: Any, name: str) -> Any:
    value = getattr(line, line._meta.get_field(name).attname)
    # A form knows an unticked box by its absence.
    return None if value is False else value


def changed_names(register: Register, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    """Return the fields in which two sets of raw values differ."""
    return [
        name
        for name in ("project", *register.form_fields)
        if not same(register, name, before.get(name), after.get(name))
    ]
