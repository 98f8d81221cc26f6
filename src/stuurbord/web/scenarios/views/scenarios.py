"""Scenarios: which there are, one with its changes, two to four beside the portfolio as it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.scenarios.actions import (
    STEER,
    Refused,
    add_change,
    change_scenario,
    choose_scenario,
    create_scenario,
    drop_scenario,
    propose_scenario,
    remove_change,
)
from stuurbord.web.scenarios.columns import columns
from stuurbord.web.scenarios.comparison import groups
from stuurbord.web.scenarios.facts import portfolio_facts
from stuurbord.web.scenarios.forms import ChangeForm, ScenarioForm
from stuurbord.web.scenarios.models import ChangeKind, Scenario, ScenarioState
from stuurbord.web.scenarios.queries import projects_to_change, scenario_for, scenarios_of, whole_portfolio
from stuurbord.web.scenarios.sentences import change_sentence, scenario_conclusion

MOST_BESIDE = 3
"""Scenarios beside the portfolio as it stands: more columns nobody compares."""


@require_http_methods(["GET", "HEAD", "POST"])
def scenarios(request: HttpRequest, key: str) -> HttpResponse:
    """List the scenarios and compare those that are ticked; a post makes a new one."""
    portfolio = whole_portfolio(request.user, key)
    form = ScenarioForm(portfolio, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, STEER, portfolio.scopes)
        if form.is_valid():
            made = create_scenario(request.user, portfolio, **form.cleaned_data)
            messages.success(request, _("Scenario {name} made. Now add its changes.").format(name=made.name))
            return redirect("scenario", key, made.pk)
    found = list(scenarios_of(portfolio))
    shown = _ticked(request, found)
    made_columns = columns(portfolio_facts(request.user, portfolio), shown) if shown else []
    context = {
        "portfolio": portfolio,
        "breadcrumbs": [(portfolio.name, reverse("portfolio", args=[key])), (_("Scenarios"), "")],
        "scenarios": [(one, [change_sentence(change) for change in one.changes.all()]) for one in found],
        "ticked": {one.pk for one in shown},
        "columns": made_columns,
        "groups": groups(made_columns) if made_columns else [],
        "form": form,
        "may_steer": may(request.user, STEER, portfolio.scopes),
        "conclusion": _compared(made_columns) if len(made_columns) > 1 else _nothing_compared(found),
        "seconds": sum(one.seconds for one in made_columns),
    }
    return render(request, "pages/scenarios.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Show one scenario beside the portfolio as it stands; a post changes its draft."""
    portfolio = whole_portfolio(request.user, key)
    found = scenario_for(portfolio, pk)
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST":
        require(request.user, STEER, portfolio.scopes)
    header = ScenarioForm(portfolio, request.POST if sent == "header" else None, instance=found)
    change = ChangeForm(projects_to_change(portfolio), request.POST if sent == "add" else None)
    if sent and _is_done(request, found, header, change):
        return redirect("scenario", key, pk)
    if sent:
        found = scenario_for(portfolio, pk)
    made = columns(portfolio_facts(request.user, portfolio), [found])
    context = {
        "portfolio": portfolio,
        "scenario": found,
        "breadcrumbs": [
            (portfolio.name, reverse("portfolio", args=[key])),
            (_("Scenarios"), reverse("scenarios", args=[key])),
            (found.name, ""),
        ],
        "changes": [(one, change_sentence(one)) for one in found.changes.all()],
        "decisions": [one.decision for one in found.decisions.all()],
        "columns": made,
        "groups": groups(made),
        "header": header,
        "change": change,
        "is_draft": found.state == ScenarioState.DRAFT,
        "may_steer": may(request.user, STEER, portfolio.scopes),
        "may_choose": found.state == ScenarioState.PROPOSED
        and may(request.user, Permission.DECIDE, portfolio.scopes),
        "kinds": ChangeKind,
        "conclusion": scenario_conclusion(made[0], made[1]),
        "seconds": sum(one.seconds for one in made),
    }
    return render(request, "pages/scenario.html", context)


@require_POST
def state(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Propose, choose or drop a scenario."""
    portfolio = whole_portfolio(request.user, key)
    found = scenario_for(portfolio, pk)
    wanted, version = request.POST.get("to", ""), sent_version(request)
    try:
        told = _moved(request, portfolio, found, wanted, version)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return redirect("scenario", key, pk)


def sent_version(request: HttpRequest) -> int:
    """Return the version of the page that was sent.

    Raises
    ------
    VersionConflict
        If there is none.
    """
    sent = request.POST.get("version", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10):
        raise VersionConflict(_("Send the form of the page again."))
    return int(sent)


def _moved(request: HttpRequest, portfolio: Portfolio, found: Scenario, wanted: str, version: int) -> str:
    if wanted == ScenarioState.PROPOSED:
        require(request.user, STEER, portfolio.scopes)
        now, then = columns(portfolio_facts(request.user, portfolio), [found])
        asked = propose_scenario(request.user, found, version, (now, then))
        codes = ", ".join(f"{one.project.code} {one.code}" for one in asked)
        return _("Proposed. Decisions asked: {codes}").format(codes=codes)
    if wanted == ScenarioState.CHOSEN:
        choose_scenario(request.user, found, version)
        return _("{name} is chosen; the plans stay as they are until somebody changes them").format(
            name=found.name
        )
    if wanted == ScenarioState.DROPPED:
        drop_scenario(request.user, found, version)
        return _("{name} is dropped").format(name=found.name)
    require(request.user, STEER, portfolio.scopes)
    raise Refused(_("Choose what has to happen with this scenario."))


def _is_done(request: HttpRequest, found: Scenario, header: ScenarioForm, change: ChangeForm) -> bool:
    """Do what the form asks; False if it has errors, which the page then shows."""
    sent, version = request.POST.get("do", ""), sent_version(request)
    try:
        if sent == "header" and header.is_valid():
            fresh = Scenario.objects.select_related("portfolio").get(pk=found.pk)
            change_scenario(request.user, fresh, version, **header.cleaned_data)
            return True
        if sent == "add" and change.is_valid():
            add_change(request.user, found, version, change.save(commit=False))
            return True
        removed = request.POST.get("change", "")
        if sent == "remove" and removed.isascii() and removed.isdecimal():
            remove_change(request.user, found, version, int(removed[:15]))
            return True
    except Refused as error:
        messages.error(request, str(error))
        return True
    return False


def _ticked(request: HttpRequest, found: list[Scenario]) -> list[Scenario]:
    asked = set(request.GET.getlist("s")[: 4 * MOST_BESIDE])
    return [one for one in found if str(one.pk) in asked][:MOST_BESIDE]


def _compared(made: list[Any]) -> str:
    """Say which scenario costs least and which touches least, in one sentence."""
    costed = [one for one in made if one.cost_p80 is not None]
    if len(costed) < 2:
        return _("Beside each other; no project has a simulation with costs yet.")
    least = min(costed, key=lambda one: one.cost_p80)
    if len({round(100 * (one.chance_time or 0.0)) for one in made}) == 1:
        text = _("{cheap} costs least at P80; the chance that all stay in time is as large in each of them.")
        return text.format(cheap=_name(least))
    surest = max(made, key=lambda one: one.chance_time or 0.0)
    text = _(
        "{cheap} costs least at P80; all projects stay within their tolerance in time most surely in {sure}."
    )
    return text.format(cheap=_name(least), sure=_name(surest))


def _name(one: Any) -> str:
    return one.scenario.name if one.scenario else _("As it stands")


def _nothing_compared(found: list[Scenario]) -> str:
    if not found:
        return _("No scenarios yet. A scenario shows what a choice does before anybody decides.")
    return _("Tick one to three scenarios and compare them with the portfolio as it stands.")
