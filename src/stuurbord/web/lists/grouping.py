"""Group a list by what it can be filtered by: a head per group, with the number of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from stuurbord.web.lists.register import Register

_NONE = "–"


@dataclass(frozen=True)
class Grouping:
    """One way to group the lines of a register."""

    name: str
    """In the address."""
    label: Any
    field: str
    choices: tuple[tuple[Any, Any], ...] = ()

    def order(self, register: Register) -> list[Any]:
        """Return by what the groups stand in order: as their choices do, else by name; nameless last."""
        if not self.choices:
            return [F(self.field).asc(nulls_last=True)]
        places = (
            When(**{self.field: value}, then=Value(n)) for n, (value, _label) in enumerate(self.choices)
        )
        return [Case(*places, default=Value(len(self.choices)), output_field=IntegerField())]

    def label_of(self, value: Any) -> str:
        """Return how people call a group."""
        labels = {str(one): str(label) for one, label in self.choices}
        return labels.get(str(value), str(value)) if value not in (None, "") else _NONE


def groupings(register: Register) -> list[Grouping]:
    """Return the ways to group: by each filter that is not quiet, and by project."""
    found = [
        Grouping(one.name, one.label, one.field, one.choices or _choices(register, one.field))
        for one in register.filters
        if not one.is_quiet
    ]
    states = [one for one in register.model._meta.fields if one.name == "state"]
    if states and "state" not in {one.field for one in found}:
        found.append(Grouping("state", states[0].verbose_name, "state", _choices(register, "state")))
    return [*found, Grouping("project", _("Project"), "project__code")]


def grouping_of(register: Register, name: str) -> Grouping | None:
    """Return the grouping with this name; None if there is none."""
    if not name:
        return None
    return next((one for one in groupings(register) if one.name == name), None)


def _choices(register: Register, path: str) -> tuple[tuple[Any, Any], ...]:
    found = {one.name: one for one in register.model._meta.fields}.get(path)
    return tuple(found.flatchoices) if isinstance(found, models.Field) and found.choices else ()
