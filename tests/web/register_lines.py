"""Lines of every register for the tests, and the forms that a browser would send of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models
from web import factories, money_lines

from stuurbord.web.accounts.models import Person
from stuurbord.web.lists.fields import is_line
from stuurbord.web.lists.register import REGISTERS, Register, register_of
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Risk

_numbers = count(1)
MODELS = {slug: register.model for slug, register in REGISTERS.items()}
SLUGS = tuple(MODELS)
_EXTRAS: dict[str, Callable[[Project, int], dict[str, Any]]] = {
    "budget": lambda of, n: {"article": f"MB{n}", "budgeted_payment": 1000, "forecast_payment": 1200},
    "maatregelen": lambda of, n: {"risk": "R-001"},
    "afhankelijkheden": lambda of, n: {"outsider": "Netbeheerder"},
    "bewijzen": lambda of, n: {"kind": "TST"},
    "raci": lambda of, n: {"work_package": f"Werkpakket {n}"},
    "communicatie": lambda of, n: {"audience": "Bedieners"},
    "toleranties": lambda of, n: {
        "target": ("scope", "quality", "benefits", "sustainability")[n % 4],
        "level": "stage",
        "scope": f"G{n}",
        "criterion": f"Zoals afgesproken {n}",
    },
    "afwijkingen": lambda of, n: {"target": "quality", "level": "stage", "scope": f"G{n}"},
    "risicobereidheid": lambda of, n: {"category": ("technical", "supplier", "legal", "financial")[n % 4]},
}
"""What a register asks beyond the fields that may not be empty."""


def line(slug: str, of: Project, **fields: object) -> Any:
    """Return a stored line of any register, with what it cannot do without; an owner where it has one."""
    if slug in money_lines.MODELS:
        return money_lines.line(slug, of, **fields)
    if not hasattr(MODELS[slug], "owner"):
        fields.pop("owner", None)
    register, number = REGISTERS[slug], next(_numbers)
    values = _required(register, of, number, fields) | _extras(slug, of, number, fields)
    if register.title_field in _names(register) and register.title_field not in register.identity:
        values.setdefault(register.title_field, f"Regel {number}")
    return register.model.objects.create(project=of, **values | fields)


def risk(of: Project, **fields: object) -> Risk:
    """Return a risk with figures and a review of this week."""
    values = {"probability": "0.4", "impact_days": 20, "impact_cost": 1000, "response": "mitigate"}
    return line("risicos", of, **values | {"reviewed_on": factories.TODAY} | fields)


def form_of(slug: str, stored: Any) -> dict[str, object]:
    """Return what the form of a stored line sends if nothing is changed."""
    register = REGISTERS[slug]
    sent: dict[str, object] = {"version": stored.version, "project": stored.project_id}
    for name in register.form_fields:
        field = register.model._meta.get_field(name)
        value = field.value_from_object(stored)
        if value in (None, "", False):
            continue
        sent[name] = _typed(register, name, getattr(stored, name), value)
    return sent


def new_form(slug: str, of: Project) -> dict[str, object]:
    """Return a form for a new line with what is required."""
    if slug in money_lines.MODELS:
        return money_lines.sent(slug, of)
    register, number = REGISTERS[slug], next(_numbers)
    values = _required(register, of, number, {}) | _extras(slug, of, number, {})
    if "code" in values:
        values["code"] = "N-001"
    if register.title_field in _names(register) and register.title_field not in register.identity:
        values.setdefault(register.title_field, "Nieuw")
    if slug == "maatregelen":
        Risk.objects.get_or_create(project=of, code="R-001", defaults={"title": "Levertijd"})
    sent: dict[str, object] = {"project": of.pk}
    for name, value in values.items():
        if name in register.form_fields:
            plain = value.pk if isinstance(value, models.Model) else value
            sent[name] = _typed(register, name, value, plain)
    for name in register.form_fields:
        field = register.model._meta.get_field(name)
        if field.has_default() and not field.blank and not isinstance(field, models.BooleanField):
            sent.setdefault(name, field.get_default())
    return sent


def _names(register: Register) -> set[str]:
    return {field.name for field in register.model._meta.concrete_fields}


def _extras(slug: str, of: Project, number: int, given: dict[str, object]) -> dict[str, Any]:
    made = _EXTRAS.get(slug, lambda of, n: {})(of, number)
    return {} if made.keys() & given.keys() == made.keys() else made


def _required(register: Register, of: Project, number: int, given: Any) -> dict[str, Any]:
    """Return a value for each field that may not be empty and has none by itself."""
    made: dict[str, Any] = {}
    for name in register.form_fields:
        field = register.model._meta.get_field(name)
        if field.blank or field.has_default() or name in given or name in ("project",):
            continue
        made[name] = _value(field, of, number)
    return made


def _value(field: Any, of: Project, number: int) -> Any:
    if field.name == "code":
        return f"X-{number:03}"
    if isinstance(field, models.ForeignKey):
        if issubclass(field.related_model, Person):
            return Person.objects.create(name=f"Persoon {number}")
        if is_line(field.related_model):
            return line(register_of(field.related_model).slug, of)
        return of
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.DateField):
        return factories.TODAY
    if field.name == "year":
        return 2026
    if isinstance(field, (models.DecimalField, models.IntegerField)):
        return 10
    return f"Regel {number}"


def _typed(register: Register, name: str, value: Any, plain: Any) -> Any:
    """Return a value as a browser sends it: another line by its number, a fraction as a percentage."""
    if isinstance(value, models.Model) and is_line(type(value)):
        return value.code
    if register.kind_of(name) == "percent":
        return str(Decimal(str(plain)) * 100).replace(".", ",")
    if isinstance(plain, Decimal):
        return str(plain).replace(".", ",")
    return plain.isoformat() if isinstance(plain, date) else plain
