"""The JSON of one register, from its declaration: read, created, changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict, Field, create_model

from stuurbord.web.api.field_types import FieldType, field_type
from stuurbord.web.api.problems import Refusal
from stuurbord.web.api.references import Unknown, Wanted
from stuurbord.web.lists.register import Register

_FIXED = ("id", "version", "created_at", "changed_at", "is_archived")
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class LineTypes:
    """How the lines of a register are read and written."""

    register: Register

    @property
    def name(self) -> str:
        """The English name: that of the model."""
        return self.register.model.__name__

    @cached_property
    def fields(self) -> tuple[FieldType, ...]:
        form = self.register.form_class.base_fields
        names = ("project", *self.register.form_fields)
        meta = self.register.model._meta
        return tuple(
            field_type(meta.get_field(name), _told(self.register, name), self._is_required(form[name], name))
            for name in names
            if name in form
        )

    def _is_required(self, field: Any, name: str) -> bool:
        """Return whether who creates a line has to send a field: it has no default and no next number."""
        is_numbered = self.register.identity == ("code",) and name == "code"
        return (
            field.required and not is_numbered and not self.register.model._meta.get_field(name).has_default()
        )

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What the database is asked for."""
        asked = [column for one in self.fields for column in one.columns]
        return tuple(dict.fromkeys((*_FIXED, *asked)))

    @cached_property
    def out(self) -> type[BaseModel]:
        fields: dict[str, Any] = {
            "id": (int, ...),
            "version": (int, Field(description="Its ETag, and what If-Match takes.")),
        }
        fields |= {one.name: (one.out, Field(description=one.help)) for one in self.fields}
        fields |= {
            "created_at": (datetime, ...),
            "changed_at": (datetime, ...),
            "is_archived": (bool, ...),
        }
        return create_model(self.name, **fields)

    @cached_property
    def page(self) -> type[BaseModel]:
        return create_model(
            f"{self.name}Page",
            items=(list[self.out], ...),
            next=(str | None, Field(description="Cursor of the next page; null on the last.")),
        )

    @cached_property
    def new(self) -> type[BaseModel]:
        return create_model(
            f"New{self.name}",
            __config__=_STRICT,
            **{
                one.name: (one.into, Field(... if one.is_required else None, description=one.help))
                for one in self.fields
            },
        )

    @cached_property
    def changed(self) -> type[BaseModel]:
        return create_model(
            f"Changed{self.name}",
            __config__=_STRICT,
            **{one.name: (one.into, Field(None, description=one.help)) for one in self.fields},
        )

    @cached_property
    def bulk(self) -> type[BaseModel]:
        one = create_model(
            f"{self.name}Change",
            __config__=_STRICT,
            id=(int, Field(ge=1, le=2**53)),
            version=(int, Field(ge=1, le=2**31 - 1)),
            set=(self.changed, ...),
        )
        return create_model(
            f"{self.name}Changes",
            __config__=_STRICT,
            changes=(list[one], Field(min_length=1, max_length=500)),
        )

    def rows(self, lines: Any) -> list[dict[str, Any]]:
        """Return lines as plain data, without making objects of them."""
        fields = self.fields
        made = []
        for row in lines.values(*self.columns):
            told = {name: row[name] for name in _FIXED[:2]}
            for one in fields:
                told[one.name] = one.told(tuple(row[column] for column in one.columns))
            made.append(told | {name: row[name] for name in _FIXED[2:]})
        return made

    def row(self, line: Any) -> dict[str, Any]:
        """Return one stored line as plain data."""
        return self.rows(self.register.model._default_manager.filter(pk=line.pk))[0]

    def typed(self, sent: BaseModel, user: Any, line: int | None = None) -> dict[str, Any]:
        """Return what the form takes of what was sent: only the fields that were.

        Raises
        ------
        Refusal
            With each reference that names nothing.
        """
        wanted, made, errors = Wanted(user), {}, []
        given: Mapping[str, Any] = {name: getattr(sent, name) for name in sent.model_fields_set}
        for one in self.fields:
            if one.name not in given:
                continue
            value = given[one.name]
            try:
                made[one.name] = None if value is None else one.typed(value, wanted)
            except Unknown as error:
                errors.append({"line": line, "field": one.name, "code": "unknown", "message": str(error)})
        if errors:
            raise Refusal(422, errors=errors)
        return made


def _told(register: Register, name: str) -> str:
    told = register.help.get(name)
    label = str(register.label_of(name))
    return f"{label}. {told}" if isinstance(told, (str, Promise)) and str(told) else label
