"""What was agreed: for a portfolio as a whole, and for one project."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stuurbord.rulebooks.project_status import Status
from stuurbord.rulebooks.project_status.check import thresholds
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.clock import today
from stuurbord.web.lists.project_frame import frame
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import portfolio_for, project_for, visible_projects
from stuurbord.web.reader import reader
from stuurbord.web.tolerances.actions import agree_for_portfolio, agree_tolerances, judge_status
from stuurbord.web.tolerances.conclusions import amount, beside_the_figure
from stuurbord.web.tolerances.forms import JudgementForm, PortfolioForm, ProjectTolerancesForm
from stuurbord.web.tolerances.models import Level, PortfolioTolerances, Target, Tolerance, Unit
from stuurbord.web.tolerances.part_measured import Lack
from stuurbord.web.tolerances.portfolio_standing import portfolio_standing
from stuurbord.web.tolerances.queries import (
    open_exceptions,
    open_portfolio_exceptions,
    portfolio_agreement,
)
from stuurbord.web.tolerances.standing import Standing, standings
from stuurbord.web.tolerances.standing_rows import standing_rows


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio(request: HttpRequest, key: str) -> HttpResponse:
    """Show and change thresholds and limits of a portfolio."""
    found = portfolio_for(request.user, key)
    stored, book = portfolio_agreement(found.pk), thresholds(today())
    may_change = may(request.user, Permission.STEER_PORTFOLIO, found.scopes)
    form = PortfolioForm(request.POST or None, stored=stored, book=book)
    if request.method == "POST":
        require(request.user, Permission.STEER_PORTFOLIO, found.scopes)
        form = PortfolioForm(request.POST, stored=stored, book=book)
        if form.is_valid():
            agree_for_portfolio(request.user, found, form.cleaned_data, _version(request))
            messages.success(request, _("The agreements are kept; all projects were judged anew."))
            return redirect("portfolio_agreements", key)
    running = visible_projects(request.user).filter(portfolio=found).select_related("portfolio")
    rows = _portfolio_rows(list(running))
    context = {
        "portfolio": found,
        "form": form,
        "version": stored.version if stored else 0,
        "thresholds": [(form[name], book[place]) for place, name in enumerate(form.thresholds)],
        "limits": [form[name] for name in form.limits],
        "limits_together": [form[name] for name in form.limits_together],
        **_together(request, found, stored),
        "rows": rows,
        "may_change": may_change,
        "conclusion": _portfolio_conclusion(rows),
        "breadcrumbs": [(found.name, reverse("portfolio", args=[key])), (_("Agreements"), "")],
    }
    status = 422 if form.errors else 200
    return render(request, "pages/portfolio_agreements.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def project(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show and change the tolerances of a project, and what a person judges of its status."""
    found = project_for(request.user, key, code)
    forms: dict[str, Any] = {
        "tolerances": ProjectTolerancesForm(project=found),
        "judge": JudgementForm(project=found),
    }
    if request.method == "POST":
        chosen = "judge" if request.POST.get("do") == "judge" else "tolerances"
        needed = Permission.EDIT_REGISTER if chosen == "judge" else Permission.DECIDE
        require(request.user, needed, found.scopes)
        forms[chosen] = type(forms[chosen])(request.POST, project=found)
        if forms[chosen].is_valid():
            action = judge_status if chosen == "judge" else agree_tolerances
            action(request.user, found, forms[chosen].cleaned_data, _version(request))
            messages.success(request, _("Kept; the project was judged anew."))
            return redirect("project_agreements", key, code)
    standing = standings([found], today())[found.pk]
    context = frame(request, found, "project_agreements") | {
        "standing": standing,
        "tolerances": forms["tolerances"],
        "judge": forms["judge"],
        "lines": _measured_lines(found, standing),
        "exceptions": open_exceptions(found),
        "may_agree": may(request.user, Permission.DECIDE, found.scopes),
        "may_judge": may(request.user, Permission.EDIT_REGISTER, found.scopes),
        "conclusion": _project_conclusion(found),
    }
    has_errors = any(one.errors for one in forms.values())
    return render(request, "pages/project_agreements.html", context, status=422 if has_errors else 200)


def _together(request: HttpRequest, found: Portfolio, stored: PortfolioTolerances | None) -> dict[str, Any]:
    """Return where the portfolio as a whole stands, for who may see all of it."""
    if not may(request.user, Permission.VIEW, found.scopes):
        return {"together": [], "exceptions": []}
    return {
        "together": standing_rows(portfolio_standing(found, stored, today())),
        "exceptions": open_portfolio_exceptions(found),
    }


def _lines(found: Project) -> list[Tolerance]:
    """Return what was agreed, the project as a whole first, each level in the order of the targets."""
    levels, targets = list(Level), list(Target)
    lines = Tolerance.objects.filter(project=found, is_archived=False)
    return sorted(
        lines, key=lambda one: (levels.index(Level(one.level)), one.scope, targets.index(Target(one.target)))
    )


def _measured_lines(found: Project, standing: Standing) -> list[dict[str, Any]]:
    """Return each line with its status and what was measured, or what is missing to measure it."""
    by_line = {one.tolerance_id: one for one in standing.targets if one.tolerance_id is not None}
    made = []
    for line in _lines(found):
        one = by_line.get(line.pk)
        told = Lack(one.lacks).label if one and one.lacks else ""
        if one and one.used is not None:
            told = _("{n} measured").format(n=amount(one.used, one.unit, is_signed=one.unit == Unit.DAYS))
        if one and one.is_beyond_beside:
            label = str(line.get_target_display()).capitalize()
            told += " · " + beside_the_figure(one.target).format(name=label)
        status = one.status if one else None
        made.append({"line": line, "agreed": _agreed_words(line), "status": status, "told": told})
    return made


def _agreed_words(one: Tolerance) -> str:
    """Return the limit and the words: ``max. 30 d``, ``max. 5 · geen zware bevinding``."""
    limit = "" if one.limit is None else _("max. {n}").format(n=amount(one.limit, one.unit))
    return " · ".join(filter(None, (limit, one.criterion)))


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _portfolio_rows(projects: list[Project]) -> list[tuple[str, int, int, int]]:
    """Return target, how many projects agreed on it, how many lie beyond, how many are not known."""
    found = standings(projects, today()).values()
    rows = []
    for label, target in _targets():
        known = [one for standing in found if (one := standing.of(target))]
        agreed = [one for one in known if one.is_agreed]
        unknown = [one for one in agreed if one.status is Status.UNDETERMINED]
        rows.append((label, len(agreed), sum(one.is_beyond for one in agreed), len(unknown)))
    return rows


def _targets() -> list[tuple[str, str]]:
    return [(str(label)[:1].upper() + str(label)[1:], value) for value, label in Target.choices]


def _portfolio_conclusion(rows: list[tuple[str, int, int, int]]) -> str:
    beyond = sum(row[2] for row in rows)
    if not beyond:
        return _("No tolerance is exceeded.")
    told = ngettext("{n} tolerance is exceeded.", "{n} tolerances are exceeded.", beyond)
    return told.format(n=reader().count_at_start(beyond))


def _project_conclusion(found: Project) -> str:
    if found.time_tolerance_days is None or found.cost_tolerance is None:
        return _("Time or cost has no tolerance yet: without one nobody can say whether it is exceeded.")
    days = found.time_tolerance_days
    told = ngettext(
        "{n} day and {share} may be used before somebody must decide.",
        "{n} days and {share} may be used before somebody must decide.",
        days,
    )
    return told.format(n=reader().number(days), share=reader().percent(found.cost_tolerance))
