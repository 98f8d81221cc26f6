"""What a model's field is in JSON: its type read, its type written, and how a value gets across."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from django.db import models
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from stuurbord.exchange.tabular.dates import FIRST_YEAR, LAST_YEAR
from stuurbord.web.accounts.models import Person
from stuurbord.web.api.references import Wanted, find_person, find_project, find_record
from stuurbord.web.lists.fields import LONGEST_TEXT, is_line
from stuurbord.web.projects.models import Project

LARGEST_WHOLE: Final = 2**31 - 1
LARGEST_ID: Final = 2**53
"""What every reader of JSON holds exactly."""


class Reference(BaseModel):
    """A record by number and name."""

    model_config = ConfigDict(title="Reference")

    id: int
    name: str


class PersonOut(BaseModel):
    """Somebody, with or without an account."""

    model_config = ConfigDict(title="Person")

    id: int
    name: str
    email: str = Field(description="Empty where it is not known.")


def _without_null(text: str) -> str:
    # PostgreSQL stores no such character, and no line has a use for it.
    if "\0" in text:
        raise ValueError("the character NUL is not allowed")
    return text


def text_type(longest: int) -> Any:
    """Return the type of a text that comes in."""
    return Annotated[str, StringConstraints(max_length=longest), AfterValidator(_without_null)]


DECIMAL_TEXT: Final = r"^-?[0-9]{1,16}(\.[0-9]{1,8})?$"
DecimalIn = Annotated[str, StringConstraints(pattern=DECIMAL_TEXT)]
DecimalOut = Annotated[str, Field(pattern=DECIMAL_TEXT, examples=["0.4000"])]
WholeIn = Annotated[int, Field(ge=-LARGEST_WHOLE, le=LARGEST_WHOLE, strict=True)]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
ProjectIn = Annotated[
    str,
    StringConstraints(max_length=81),
    AfterValidator(_without_null),
    Field(description="Portfolio and code.", examples=["ASN/P-001"]),
]
DayIn = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), lt=date(LAST_YEAR, 1, 1))]


@dataclass(frozen=True)
class FieldType:
    """How one field crosses the border.

    Parameters
    ----------
    columns
        What the database is asked for, in `.values()`.
    told
        From those values to JSON.
    typed
        From JSON to what the form takes; it may look things up.
    """

    name: str
    out: Any
    into: Any
    columns: tuple[str, ...]
    told: Callable[[tuple[Any, ...]], Any]
    typed: Callable[[Any, Wanted], Any]
    is_required: bool
    help: str = ""


def field_type(field: models.Field, label: str, is_required: bool) -> FieldType:
    """Return the type of a model's field."""
    out, into = _plain_types(field)
    columns: tuple[str, ...] = (field.name,)
    told: Callable[[tuple[Any, ...]], Any] = _first
    typed: Callable[[Any, Wanted], Any] = _as_it_is
    if isinstance(field, models.ForeignKey):
        out, into, columns, told, typed = _relation(field)
    elif isinstance(field, models.DecimalField):
        told, typed = _written(field), lambda value, wanted: Decimal(value)
    if field.null and not isinstance(field, (models.CharField, models.TextField)):
        out = out | None
    if field.blank or field.null:
        into = into | None
    return FieldType(field.name, out, into, columns, told, typed, is_required, label)


def _plain_types(field: models.Field) -> tuple[Any, Any]:
    if field.choices:
        values = tuple(value for value, _label in field.flatchoices if value not in ("", None))
        allowed = Literal[(*values, "")] if field.blank else Literal[values]
        return allowed, allowed
    if isinstance(field, models.BooleanField):
        return bool, Annotated[bool, Field(strict=True)]
    if isinstance(field, models.IntegerField):
        return int, WholeIn
    if isinstance(field, models.DecimalField):
        return DecimalOut, DecimalIn
    if isinstance(field, models.DateTimeField):
        return datetime, datetime
    if isinstance(field, models.DateField):
        return date, DayIn
    longest = getattr(field, "max_length", None) or LONGEST_TEXT
    return str, text_type(longest)


def _relation(field: models.ForeignKey) -> tuple[Any, Any, tuple[str, ...], Any, Any]:
    related, name = field.related_model, field.name
    if related is Project:
        columns = (f"{name}__portfolio__key", f"{name}__code")
        return str, ProjectIn, columns, _project_told, find_project
    if is_line(related):
        code = Annotated[str, StringConstraints(max_length=40), AfterValidator(_without_null)]
        return str, code, (f"{name}__code",), _first, _as_it_is
    if related is Person:
        wanted = Id | Annotated[text_type(254), Field(description="E-mail address, or the only such name.")]
        columns = (f"{name}_id", f"{name}__name", f"{name}__email")
        return PersonOut, wanted, columns, _named("id", "name", "email"), find_person
    title = "name" if any(one.name == "name" for one in related._meta.fields) else "pk"
    columns = (f"{name}_id", f"{name}__{title}")
    return Reference, Id, columns, _named("id", "name"), find_record(field)


def _first(values: tuple[Any, ...]) -> Any:
    return values[0]


def _as_it_is(value: Any, wanted: Wanted) -> Any:
    return value


def _project_told(values: tuple[Any, ...]) -> str | None:
    return None if values[0] is None else f"{values[0]}/{values[1]}"


def _named(*names: str) -> Callable[[tuple[Any, ...]], Any]:
    def told(values: tuple[Any, ...]) -> dict[str, Any] | None:
        if values[0] is None:
            return None
        made = dict(zip(names, values, strict=True))
        return made | {"name": str(made["name"])}

    return told


def _written(field: models.DecimalField) -> Callable[[tuple[Any, ...]], str | None]:
    places = field.decimal_places

    def told(values: tuple[Any, ...]) -> str | None:
        return None if values[0] is None else f"{values[0]:.{places}f}"

    return told
