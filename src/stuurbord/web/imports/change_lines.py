"""The lines of a dry run as people read them: by kind, each field with its old and new value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stuurbord.errors import N_
from stuurbord.exchange.workbook.declaration import sheet
from stuurbord.language import NBSP
from stuurbord.web.finance.models import ExpenditureKind
from stuurbord.web.imports.entities import ENTITIES, PEOPLE, PROJECTS, Entity
from stuurbord.web.reader import reader
from stuurbord.web.registers.uncertainty import EstimateQuantity

SHOWN = 100
"""So many lines of one kind are shown at first."""
_SHIFTS = frozenset({"baseline", "forecast", "due"})
"""Dates of which it matters how far they move."""
_PLAIN_NUMBERS = frozenset({"year"})
_BY_NAME: dict[str, Entity] = {one.name: one for one in (PEOPLE, PROJECTS, *ENTITIES)}
TITLES = {
    "project": gettext_lazy("Projects"),
    "plan": gettext_lazy("Plans"),
    "budget_line": gettext_lazy("Budget"),
    "milestone": gettext_lazy("Milestones"),
    "milestone_report": gettext_lazy("Milestone reports"),
    "risk": gettext_lazy("Risks"),
    "response": gettext_lazy("Responses"),
    "estimate": gettext_lazy("Estimates"),
    "loading": gettext_lazy("Shared causes"),
    "correlation": gettext_lazy("Correlations"),
    "weather": gettext_lazy("Weather"),
    "issue": gettext_lazy("Issues"),
    "decision": gettext_lazy("Decisions"),
    "programme": gettext_lazy("Programmes"),
    "person": gettext_lazy("People"),
}
"""In the order of the page."""
_PLAN_LABELS = {
    "revision": N_("Revision"),
    "tasks": N_("Number of tasks"),
    "tasks_added": N_("Tasks added"),
    "tasks_removed": N_("Tasks removed"),
    "tasks_changed": N_("Tasks changed"),
    "finish": N_("Finish"),
    "status_date": N_("Status date"),
    "baselines": N_("Number of baselines"),
    "milestones_moved": N_("Milestones moved, in all"),
    "reports": N_("New reports"),
}
_QUANTITIES = {str(quantity.value): quantity.label for quantity in EstimateQuantity}
_LAST_OF_KEY = {
    "budget_line": {str(kind.value): kind.label for kind in ExpenditureKind},
    "estimate": _QUANTITIES,
    "loading": _QUANTITIES,
}
_PLAN_DATES = frozenset({"finish", "status_date"})


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field with what it was and what it becomes; ``days`` is how far a date moves."""

    label: str
    old: str
    new: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One row that comes or changes."""

    key: str
    title: str
    is_new: bool
    fields: tuple[FieldLine, ...]


@dataclass(slots=True)
class ChangeGroup:
    """All lines of one kind."""

    entity: str
    title: Any
    n_new: int = 0
    n_changed: int = 0
    lines: list[ChangeLine] = field(default_factory=list)

    @property
    def n_lines(self) -> int:
        return self.n_new + self.n_changed

    @property
    def n_hidden(self) -> int:
        """How many lines are not shown."""
        return self.n_lines - len(self.lines)

    @property
    def is_open(self) -> bool:
        """Whether the lines are few enough, or matter enough, to be unfolded at first."""
        return self.entity == "plan" or self.n_changed > 0 or self.n_lines <= 12


def groups(changes: Iterable[dict[str, Any]], whole: str = "") -> list[ChangeGroup]:
    """Return the stored changes by kind.

    Parameters
    ----------
    whole
        The kind of which every line is shown; of the others the first `SHOWN`.
    """
    made = {name: ChangeGroup(name, title) for name, title in TITLES.items()}
    for change in changes:
        group = made[change["entity"]]
        is_new = change["action"] == "create"
        group.n_new += is_new
        group.n_changed += not is_new
        if len(group.lines) < SHOWN or whole == group.entity:
            group.lines.append(_line(change, is_new))
    for group in made.values():
        group.lines.sort(key=lambda line: line.is_new)
    return [group for group in made.values() if group.n_lines]


def _line(change: dict[str, Any], is_new: bool) -> ChangeLine:
    entity, key = change["entity"], change["key"]
    if labels := _LAST_OF_KEY.get(entity):  # its key ends in a choice, which people read by its label
        *rest, last = key.split(" ")
        key = " ".join([*rest, str(labels.get(last, last))])
    title = "" if change["title"] in key else change["title"]
    fields = tuple(field_line(entity, *one) for one in change["fields"])
    return ChangeLine(key, title, is_new, fields)


def field_line(entity: str, name: str, old: str, new: str) -> FieldLine:
    """Return a field with its label and both values in the reader's writing."""
    if entity in ("plan", "milestone_report"):
        return _plan_line(name, old, new)
    declared = _BY_NAME[entity]
    column = sheet(declared.records).column(name)
    model_field = declared.model._meta.get_field(name)
    days = _days(old, new) if name in _SHIFTS else None
    write = _writer(model_field, column.kind)
    return FieldLine(column.label(reader().code), write(old) if old else "", write(new) if new else "", days)


def _plan_line(name: str, old: str, new: str) -> FieldLine:
    kind, _sign, milestone = name.partition(":")
    if kind == "milestone" or name in _PLAN_DATES:
        label = milestone or _(_PLAN_LABELS[name])
        return FieldLine(label, _day(old), _day(new), _days(old, new))
    return FieldLine(_(_PLAN_LABELS[name]), _whole(old), _whole(new))


def _writer(model_field: Any, kind: str) -> Callable[[str], str]:
    """Return how a value of this field is written for people."""
    if getattr(model_field, "choices", None):
        labels = {str(value): str(label) for value, label in model_field.choices}
        return lambda text: labels.get(text, text)
    if isinstance(model_field, models.DateField):
        return _day
    if isinstance(model_field, models.DecimalField):
        return {"percent": _fraction, "number": _figure}.get(kind, _euro)
    if isinstance(model_field, models.BooleanField):
        return lambda text: _("yes") if text == "True" else _("no")
    if isinstance(model_field, models.IntegerField) and model_field.name not in _PLAIN_NUMBERS:
        return _whole
    return str


def _day(text: str) -> str:
    return reader().day(date.fromisoformat(text)) if text else ""


def _days(old: str, new: str) -> int | None:
    """Return by how many calendar days a date moves."""
    return (date.fromisoformat(new) - date.fromisoformat(old)).days if old and new else None


def _whole(text: str) -> str:
    return reader().number(int(text)) if text else ""


def _euro(text: str) -> str:
    amount = Decimal(text)
    return reader().euro(amount, 0 if amount == int(amount) else 2)


def _figure(text: str) -> str:
    number = Decimal(text).normalize() + 0
    return reader().number(number, max(0, -int(number.as_tuple().exponent)))


def _fraction(text: str) -> str:
    percent = Decimal(text) * 100
    return f"{reader().number(percent, max(0, -int(percent.normalize().as_tuple().exponent)))}{NBSP}%"
