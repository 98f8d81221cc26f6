"""Strategic goals and what brings them nearer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stuurbord.web.accounts.permissions import may, require
from stuurbord.web.scenarios.forms import ContributionForm, GoalForm
from stuurbord.web.scenarios.goal_actions import (
    STEER,
    archive_goal,
    change_goal,
    create_goal,
    remove_contribution,
    set_contribution,
)
from stuurbord.web.scenarios.goal_values import goal_board, goals_conclusion
from stuurbord.web.scenarios.models import Goal
from stuurbord.web.scenarios.queries import goal_for, goals_of, projects_to_change, whole_portfolio
from stuurbord.web.scenarios.views.scenarios import sent_version


@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: HttpRequest, key: str) -> HttpResponse:
    """Show goals with projects and projects with goals; a post makes a goal."""
    portfolio = whole_portfolio(request.user, key)
    form = GoalForm(portfolio, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, STEER, portfolio.scopes)
        if form.is_valid():
            made = create_goal(request.user, portfolio, **form.cleaned_data)
            messages.success(request, _("Goal {code} made. Now say what contributes.").format(code=made.code))
            return redirect("goal", key, made.pk)
    board = goal_board(goals_of(portfolio), projects_to_change(portfolio).select_related("portfolio"))
    context = {
        "portfolio": portfolio,
        "breadcrumbs": [(portfolio.name, reverse("portfolio", args=[key])), (_("Strategic goals"), "")],
        "board": board,
        "form": form,
        "may_steer": may(request.user, STEER, portfolio.scopes),
        "conclusion": goals_conclusion(board),
    }
    return render(request, "pages/goals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Show one goal; a post changes it, or what contributes to it."""
    portfolio = whole_portfolio(request.user, key)
    found = goal_for(portfolio, pk)
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST":
        require(request.user, STEER, portfolio.scopes)
    form = GoalForm(portfolio, request.POST if sent == "goal" else None, instance=found)
    contribution = ContributionForm(
        projects_to_change(portfolio), request.POST if sent == "contribute" else None
    )
    if sent == "archive":
        archive_goal(request.user, found, sent_version(request))
        messages.success(request, _("Goal {code} archived").format(code=found.code))
        return redirect("goals", key)
    if sent and _is_done(request, found, form, contribution):
        return redirect("goal", key, pk)
    context = {
        "portfolio": portfolio,
        "goal": goal_for(portfolio, pk),
        "breadcrumbs": [
            (portfolio.name, reverse("portfolio", args=[key])),
            (_("Strategic goals"), reverse("goals", args=[key])),
            (found.code, ""),
        ],
        "form": form,
        "contribution": contribution,
        "may_steer": may(request.user, STEER, portfolio.scopes),
    }
    return render(request, "pages/goal.html", context)


def _is_done(request: HttpRequest, found: Goal, form: GoalForm, contribution: ContributionForm) -> bool:
    sent, version = request.POST.get("do", ""), sent_version(request)
    if sent == "goal" and form.is_valid():
        fresh = Goal.objects.select_related("portfolio").get(pk=found.pk)
        change_goal(request.user, fresh, version, **form.cleaned_data)
        return True
    if sent == "contribute" and contribution.is_valid():
        set_contribution(request.user, found, version, **contribution.cleaned_data)
        return True
    removed = request.POST.get("contribution", "")
    if sent == "remove" and removed.isascii() and removed.isdecimal():
        remove_contribution(request.user, found, version, int(removed[:15]))
        return True
    return False
