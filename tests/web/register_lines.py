"""Lines of registers for the tests, and the forms that a browser would send of them."""

from __future__ import annotations

from datetime import date
from itertools import count

from web import factories

from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Decision, Issue, Milestone, ResponseAction, Risk

_numbers = count(1)
MODELS = {
    "risicos": Risk,
    "maatregelen": ResponseAction,
    "issues": Issue,
    "mijlpalen": Milestone,
    "beslissingen": Decision,
    "budget": BudgetLine,
}
SLUGS = tuple(MODELS)
_TITLES = {
    "risicos": "title",
    "maatregelen": "name",
    "issues": "title",
    "mijlpalen": "name",
    "beslissingen": "question",
}
_STATES = {
    "risicos": "identified",
    "maatregelen": "proposed",
    "issues": "registered",
    "beslissingen": "requested",
}


def line(slug: str, of: Project, **fields: object):
    """Return a stored line of any register."""
    number = next(_numbers)
    if slug == "budget":
        values = {"year": 2026, "article": f"MB{number}", "budgeted_payment": 1000, "forecast_payment": 1200}
    else:
        values = {"code": f"X-{number:03}", _TITLES[slug]: f"Regel {number}"}
        if slug == "maatregelen":
            values["risk"] = "R-001"
    return MODELS[slug].objects.create(project=of, **values | fields)


def risk(of: Project, **fields: object) -> Risk:
    """Return a risk with figures and a review of this week."""
    values = {"probability": "0.4", "impact_days": 20, "impact_cost": 1000, "response": "mitigate"}
    return line("risicos", of, **values | {"reviewed_on": factories.TODAY} | fields)


def form_of(slug: str, stored) -> dict[str, object]:
    """Return what the form of a stored line sends if nothing is changed."""
    sent: dict[str, object] = {"version": stored.version, "project": stored.project_id}
    for field in stored._meta.fields:
        value = field.value_from_object(stored)
        if value is None or field.name in ("id", "version", "project") or value is False:
            continue
        if field.name == "probability":
            value = str(value * 100).replace(".", ",")
        sent[field.name] = value.isoformat() if isinstance(value, date) else value
    return sent


def new_form(slug: str, of: Project) -> dict[str, object]:
    """Return a form for a new line with what is required."""
    if slug == "budget":
        return {"project": of.pk, "year": 2027, "article": "MB0-1MF4NB-WT", "kind": "investment"}
    sent = {"project": of.pk, "code": "N-001", _TITLES[slug]: "Nieuw"}
    if slug in _STATES:
        sent["state"] = _STATES[slug]
    if slug == "maatregelen":
        Risk.objects.get_or_create(project=of, code="R-001", defaults={"title": "Levertijd"})
        sent["risk"] = "R-001"
    return sent
