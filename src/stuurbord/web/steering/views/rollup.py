"""A portfolio rolled up per programme, and one programme."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.projects.models import Portfolio, Programme
from stuurbord.web.projects.queries import portfolio_for
from stuurbord.web.reader import reader
from stuurbord.web.steering.queries import running_states
from stuurbord.web.steering.refresh import judge_again
from stuurbord.web.steering.rollups import Material, Rollup, material, rollup, states_for_rollup


@require_safe
def portfolio_rollup(request: HttpRequest, key: str) -> HttpResponse:
    """Show a portfolio rolled up: dates, cost, benefits and risks, and each programme on one line."""
    portfolio = portfolio_for(request.user, key)
    states = _states(request, portfolio)
    found = material(states)
    whole = rollup(portfolio.name, states, found)
    context = _context(portfolio, whole) | {
        "title": portfolio.name,
        "programmes": _programmes(states, found),
        "breadcrumbs": [(portfolio.name, reverse("portfolio", args=[key])), (_("Roll-up"), "")],
    }
    return render(request, "pages/rollup.html", context)


@require_safe
def programme(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Show one programme rolled up; without a project that the reader may see it does not exist."""
    portfolio = portfolio_for(request.user, key)
    found = get_object_or_404(Programme, portfolio=portfolio, pk=pk)
    states = [one for one in _states(request, portfolio) if one.project.programme_id == found.pk]
    if not states:
        raise Http404
    context = _context(portfolio, rollup(found.name, states)) | {
        "title": found.name,
        "programmes": [],
        "breadcrumbs": [
            (portfolio.name, reverse("portfolio", args=[key])),
            (_("Roll-up"), reverse("portfolio_rollup", args=[key])),
            (found.name, ""),
        ],
    }
    return render(request, "pages/rollup.html", context)


def _states(request: HttpRequest, portfolio: Portfolio) -> list[Any]:
    states = running_states(request.user, portfolio)
    judge_again(states, today())
    return list(states_for_rollup(states))


def _programmes(states: list[Any], read: Material) -> list[tuple[Programme, Rollup]]:
    members: dict[Programme, list[Any]] = {}
    for one in states:
        if one.project.programme is not None:
            members.setdefault(one.project.programme, []).append(one)
    ordered = sorted(members.items(), key=lambda item: item[0].name)
    return [(found, rollup(found.name, listed, read)) for found, listed in ordered]


def _context(portfolio: Portfolio, whole: Rollup) -> dict[str, Any]:
    return {"portfolio": portfolio, "rollup": whole, "today": today(), "conclusion": _conclusion(whole)}


def _conclusion(whole: Rollup) -> str:
    """Say how many projects ask to intervene, when the last is live and what all cost with 80 % certainty."""
    words = reader()
    if not whole.n_projects:
        return _("No projects that go on.")
    beyond = whole.counts.get("intervene", 0)
    parts = [
        ngettext(
            "{n} of {total} projects asks to intervene", "{n} of {total} projects ask to intervene", beyond
        ).format(n=words.count_at_start(beyond), total=words.count(whole.n_projects))
        if beyond
        else _("No project asks to intervene")
    ]
    joint = whole.money.joint
    if joint is not None and joint.cost_p80 is not None:
        parts.append(
            _("together they cost at most {euro} M€ with 80 % certainty").format(
                euro=words.millions(round(joint.cost_p80))
            )
        )
    if whole.gates:
        text = ngettext(
            "{n} gate falls in the next 90 days", "{n} gates fall in the next 90 days", len(whole.gates)
        )
        parts.append(text.format(n=words.count(len(whole.gates))))
    return f"{'; '.join(parts)}."
