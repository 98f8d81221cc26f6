"""Lines of the registers of money for the tests, and what a browser sends for a new one."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.finance import models
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.models import Project

_numbers = count(1)
MODELS = {
    "vastleggingen": models.Commitment,
    "bestelbonnen": models.Order,
    "facturen": models.Invoice,
    "maandprognose": models.MonthForecast,
    "kredietherschikkingen": models.Transfer,
    "onvoorzien": models.ContingencyDraw,
    "prestaties": models.Labour,
    "tarieven": models.Rate,
}


def budget_line(of: Project, **fields: Any) -> models.BudgetLine:
    """Return a stored budget line of 2026 with a credit of 1,000 euro for both."""
    values = {"year": 2026, "article": f"MB{next(_numbers)}", "kind": "investment"}
    credit = {"budgeted_commitment": 1000, "budgeted_payment": 1000}
    made = models.BudgetLine.objects.create(project=of, **values | credit | fields)
    made.refresh_from_db()
    return made


def values(slug: str, of: Project) -> dict[str, Any]:
    """Return what a stored line of a register needs, beside its project, number and title."""
    return {
        "vastleggingen": lambda: {"amount": 100},
        "bestelbonnen": lambda: {"amount_excl": 100, "amount_incl": 121},
        "facturen": lambda: {"amount_excl": 100, "amount_incl": 121, "month": "2026-10"},
        "maandprognose": lambda: {"month": "2026-12", "kind": "investment", "amount": 100},
        "kredietherschikkingen": lambda: {
            "reason": "Meerwerk",
            "from_line": budget_line(of),
            "to_line": budget_line(of),
            "amount": 100,
        },
        "onvoorzien": lambda: {"amount": 100},
        "prestaties": lambda: {"employment": "internal", "month": "2026-10", "quantity": 8},
        "tarieven": lambda: {
            "employment": "internal",
            "amount": 80,
            "valid_from": date(2026, 1, 1),
        },
    }[slug]()


def line(slug: str, of: Project, **fields: Any) -> Any:
    """Return a stored line."""
    number = next(_numbers)
    named: dict[str, Any] = {"code": f"X-{number:03}"}
    if hasattr(MODELS[slug], "title"):
        named["title"] = f"Regel {number}"
    made = MODELS[slug].objects.create(project=of, **named | values(slug, of) | fields)
    made.refresh_from_db()  # amounts as the database keeps them, not as the test wrote them
    return made


def sent(slug: str, of: Project) -> dict[str, Any]:
    """Return the form of a new line with what is required, as a browser sends it."""
    made = {
        name: getattr(value, "code", value)
        for name, value in values(slug, of).items()
        if not isinstance(value, date)
    }
    if slug == "tarieven":
        made["valid_from"] = "2026-01-01"
    for name in ("state", "unit", "credit", "payment_days"):
        if name in REGISTERS[slug].form_fields and name not in made:
            made[name] = MODELS[slug]._meta.get_field(name).default
    if hasattr(MODELS[slug], "title"):
        made["title"] = "Nieuw"
    return {"project": of.pk, "code": "N-001", **made}


def save(actor: Any, slug: str, stored: Any = None, **changes: Any) -> Any:
    """Create or change a line through the one action; what a form refuses is an `AssertionError`."""
    register = REGISTERS[slug]
    form = changed_form(register, actor, stored, changes) if stored else new_form(register, actor, changes)
    assert form.is_valid(), form.errors.as_json()
    return save_lines(actor, register, [Sent(form, stored.version if stored else None)])[0]


def errors(actor: Any, slug: str, stored: Any = None, **changes: Any) -> dict[str, list[str]]:
    """Return field → what the form says against it."""
    register = REGISTERS[slug]
    form = changed_form(register, actor, stored, changes) if stored else new_form(register, actor, changes)
    form.is_valid()
    if stored:
        stored.refresh_from_db()  # the form wrote on it what it refused
    return {name: [str(one) for one in told] for name, told in form.errors.items()}


def two_controllers(of: Project) -> tuple[Any, Any]:
    """Return two people who may write and approve money of a project."""
    return tuple(factories.user(Role.CONTROLLER, Scope.PROJECT, of.pk) for _ in range(2))
