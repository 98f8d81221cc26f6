"""Reads of scenarios and goals."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.notices.matter import FINISHED
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import portfolio_for
from stuurbord.web.scenarios.models import Contribution, Goal, Scenario, ScenarioChange, ScenarioDecision


def whole_portfolio(user: Any, key: str) -> Portfolio:
    """Return a portfolio that the user may see as a whole: a scenario tells of all its projects."""
    portfolio = portfolio_for(user, key)
    require(user, Permission.VIEW, portfolio.scopes)
    return portfolio


def scenarios_of(portfolio: Portfolio) -> QuerySet[Scenario]:
    """Return the scenarios of a portfolio with their changes and decisions, the newest first."""
    return (
        Scenario.objects.filter(portfolio=portfolio, is_archived=False)
        .select_related("owner", "portfolio", "proposed_by")
        .prefetch_related(
            Prefetch("changes", ScenarioChange.objects.select_related("project")),
            Prefetch("decisions", ScenarioDecision.objects.select_related("decision__project")),
        )
        .order_by("-created_at", "-pk")
    )


def scenario_for(portfolio: Portfolio, pk: int) -> Scenario:
    """Return one scenario of a portfolio, or 404."""
    return get_object_or_404(scenarios_of(portfolio), pk=pk)


def projects_to_change(portfolio: Portfolio) -> QuerySet[Project]:
    """Return the projects of a portfolio that go on."""
    return (
        Project.objects.filter(portfolio=portfolio, is_archived=False)
        .exclude(stage__in=FINISHED)
        .order_by("code")
    )


def goals_of(portfolio: Portfolio) -> QuerySet[Goal]:
    """Return the goals of a portfolio with what contributes."""
    contributing = Contribution.objects.filter(is_archived=False, project__is_archived=False)
    return (
        Goal.objects.filter(portfolio=portfolio, is_archived=False)
        .select_related("owner", "portfolio")
        .prefetch_related(
            Prefetch("contributions", contributing.select_related("project__portfolio", "benefit"))
        )
        .annotate(n_all=Count("contributions"))
    )


def goal_for(portfolio: Portfolio, pk: int) -> Goal:
    """Return one goal of a portfolio, or 404."""
    return get_object_or_404(goals_of(portfolio), pk=pk)
