"""What the frame of every page shows: organisation, rooms and how much waits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from stuurbord.web.accounts.queries import may_see_people
from stuurbord.web.notices.waiting import waiting_count
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.steering.queries import may_view_audit

_PORTFOLIO_PAGES = frozenset(
    {
        *("portfolio", "portfolios", "portfolio_rollup", "portfolio_forecast", "programme"),
        *("portfolio_agreements", "portfolio_exception"),
        *("scenarios", "scenario", "dependencies", "goals", "goal", "portfolio_plan"),
        *("imports", "import", "import_mapping", "project_start", "project_start_step"),
    }
)
_PROJECT_PAGES = frozenset(
    {
        *("projects", "project", "project_plan", "project_forecast", "plan_quality", "project_imports"),
        *("quality_mends", "plan_variants", "plan_variant"),
        *("plan_proposals", "plan_proposal"),
        *("gates", "gate", "gate_evidence", "gate_waiver", "gate_decision", "exception"),
        *("project_agreements", "project_data", "project_method", "project_method_preview"),
        *("project_reports", "project_report", "project_procurements"),
    }
)
_REGISTER_PAGES = frozenset(
    {"registers", "register", "register_new", "register_line", "register_edit", "register_archive"}
)
_MEETING_PAGES = frozenset(
    {"meetings", "meeting", "meeting_new", "meeting_edit", "meeting_minutes", "snapshots"}
)
_PROCUREMENT_PAGES = frozenset(
    {
        *("procurements", "procurement_new", "procurement_notice", "procurement_agreed", "procurement_file"),
        *("procurement_choice_kept", "procurement_dossier", "procurement_data", "procurement_lots"),
        *("procurement_facts", "procurement_choice", "procurement_ruling", "procurement_mark"),
        *("procurement_moment", "procurement_stage", "procurement_answer", "procurement_tie"),
        *("tenders", "contract", "procurement_file_deadlines", "procurement_deadlines"),
        "procurement_overview",
        "procurement_law_change",
    }
)
_METHOD_PAGES = frozenset(
    {
        *("methods", "method", "method_edit", "rule_books", "rule_book"),
        *("rule_book_difference", "rule_book_text", "rule_book_new"),
    }
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return ``organisation`` and ``rooms`` as `look/base.html` wants them."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"organisation": "", "rooms": []}
    portfolios = list(visible_portfolios(request.user).only("key", "name", "organisation"))
    match = request.resolver_match
    current = match.url_name if match else ""
    return {
        "organisation": _organisation(portfolios, match.kwargs.get("key", "") if match else ""),
        "rooms": _rooms(request, portfolios, current or ""),
        "may_see_people": may_see_people(request.user),
        "may_view_audit": may_view_audit(request.user),
    }


def _rooms(request: HttpRequest, portfolios: list[Portfolio], current: str) -> list[dict[str, Any]]:
    first = portfolios[0] if len(portfolios) == 1 else None
    portfolio_url = reverse("portfolio", args=[first.key]) if first else reverse("portfolios")
    waiting = waiting_count(request.user)
    rooms = [
        _room(_("My week"), reverse("my_week"), "m", current == "my_week", waiting),
        _room(_("Portfolio"), portfolio_url, "p", current in _PORTFOLIO_PAGES),
        _room(_("Projects"), reverse("projects"), "j", current in _PROJECT_PAGES),
        _room(_("Registers"), reverse("registers"), "r", current in _REGISTER_PAGES),
        _room(_("Procurements"), reverse("procurements"), "o", current in _PROCUREMENT_PAGES),
    ]
    if portfolios:
        rooms.append(_room(_("Steering committee"), reverse("meetings"), "s", current in _MEETING_PAGES))
        rooms.append(_room(_("Methods and rules"), reverse("methods"), "w", current in _METHOD_PAGES))
    return rooms


def _organisation(portfolios: list[Portfolio], key: str) -> str:
    """Return whose portfolio the page is of; elsewhere the one organisation there is, or none."""
    names = {one.organisation for one in portfolios if one.key == key} or {
        one.organisation for one in portfolios
    }
    return names.pop() if len(names) == 1 else ""


def _room(label: str, url: str, key: str, is_current: bool, count: int | None = None) -> dict[str, Any]:
    return {"label": label, "url": url, "key": key, "is_current": is_current, "count": count or None}
