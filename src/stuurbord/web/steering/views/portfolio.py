"""The portfolio and the projects in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.clock import today
from stuurbord.web.projects.actions import create_portfolio
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.projects.queries import portfolio_for, visible_portfolios, visible_projects
from stuurbord.web.steering.conclusions import portfolio_conclusion
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.steering.queries import (
    PAGE_SIZE,
    VIEWS,
    PortfolioRequest,
    open_decisions,
    portfolio_states,
    portfolio_totals,
    running_states,
    view_counts,
)
from stuurbord.web.steering.refresh import judge_again
from stuurbord.web.tolerances.models import PortfolioException
from stuurbord.web.tolerances.queries import open_portfolio_exceptions

VIEW_LABELS = {
    "exceptions": gettext_lazy("Exceptions first"),
    "beyond": gettext_lazy("To intervene"),
    "gate": gettext_lazy("Gate within 30 days"),
    "mine": gettext_lazy("My projects"),
}
SOON_WORKING_DAYS = 5
SHOWN_DECISIONS = 4


class PortfolioForm(forms.ModelForm):
    """A new portfolio."""

    class Meta:
        model = Portfolio
        fields = ("name", "key", "organisation", "meeting")


@require_http_methods(["GET", "HEAD", "POST"])
def portfolios(request: HttpRequest) -> HttpResponse:
    """List the portfolios a reader may see; a post creates one."""
    form = PortfolioForm(request.POST or None)
    if request.method == "POST":
        require(request.user, Permission.CREATE_PORTFOLIO)
        if form.is_valid():
            made = create_portfolio(request.user, **{name: form.cleaned_data[name] for name in form.fields})
            told = _("Portfolio {name} is there. Now give somebody a role in it.")
            messages.success(request, told.format(name=made.name))
            return redirect("portfolios")
    context = {
        "portfolios": list(visible_portfolios(request.user)),
        "may_create": may(request.user, Permission.CREATE_PORTFOLIO),
        "may_manage_access": may(request.user, Permission.MANAGE_ACCESS),
        "form": form,
    }
    return render(request, "pages/portfolios.html", context, status=422 if form.errors else 200)


@require_safe
def portfolio(request: HttpRequest, key: str) -> HttpResponse:
    """Every project of a portfolio on one line, the worst first."""
    found = portfolio_for(request.user, key)
    asked = PortfolioRequest.from_query(request.GET)
    judge_again(running_states(request.user, found), today())
    states = portfolio_states(request.user, found, asked)
    totals = portfolio_totals(request.user, found)
    decisions = list(open_decisions(request.user, found))
    now, soon = today(), working_days_later(today(), SOON_WORKING_DAYS)
    context = {
        "portfolio": found,
        "period": _period(states),
        "conclusion": portfolio_conclusion(totals, len(decisions)),
        "decisions": decisions[:SHOWN_DECISIONS],
        "n_decisions": len(decisions),
        "n_decisions_soon": sum(1 for one in decisions if one.due and one.due <= soon),
        "soon": soon,
        "today": now,
        "views": _views(request, found, asked),
        "asked": asked,
        "owners": _names(request, found, "owner__name"),
        "programmes": _names(request, found, "programme__name"),
        "page": Paginator(states, PAGE_SIZE).get_page(asked.page),
        "totals": totals,
        "exceptions": _exceptions(request, found),
        "may_pack": may(request.user, Permission.MAKE_PACK, found.scopes),
        "sees_whole": may(request.user, Permission.VIEW, found.scopes),
        "may_start": may(request.user, Permission.CREATE_PROJECT, found.scopes),
        "may_import": may(request.user, Permission.IMPORT_PORTFOLIO, found.scopes),
    }
    return render(request, "pages/portfolio.html", context)


def _exceptions(request: HttpRequest, found: Portfolio) -> list[PortfolioException]:
    """Return what the portfolio as a whole exceeds, for who may see all of it."""
    return list(open_portfolio_exceptions(found)) if may(request.user, Permission.VIEW, found.scopes) else []


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The projects of all portfolios that a reader may see, own projects first."""
    visible = ProjectState.objects.filter(project__in=visible_projects(request.user))
    judge_again(visible, today())
    states = visible.select_related("project__portfolio", "project__manager").order_by(
        "project__portfolio__name", "project__code"
    )
    query = request.GET.get("q", "").strip()[:100]
    if query:
        states = states.filter(project__name__icontains=query) | states.filter(project__code__icontains=query)
    page = Paginator(states, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pages/projects.html", {"page": page, "query": query})


def working_days_later(day: date, n_days: int) -> date:
    """Return the day so many Mondays-to-Fridays later."""
    while n_days:
        day += timedelta(days=1)
        n_days -= day.weekday() < 5
    return day


def _period(states: QuerySet[ProjectState]) -> str:
    """Return the years over which the goals of the projects shown are spread: ``2026–2028``."""
    years = sorted(
        {day.year for day in states.order_by().values_list("shown_finish", flat=True).distinct() if day}
    )
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _views(request: HttpRequest, found: Portfolio, asked: PortfolioRequest) -> list[dict[str, Any]]:
    counts = view_counts(request.user, found)
    return [
        {
            "label": VIEW_LABELS[view],
            "url": f"?view={view}",
            "count": counts[view],
            "is_current": view == asked.view,
        }
        for view in VIEWS
    ]


def _names(request: HttpRequest, found: Portfolio, field: str) -> list[str]:
    names = visible_projects(request.user).filter(portfolio=found, **{f"{field}__isnull": False})
    return list(names.order_by(field).values_list(field, flat=True).distinct())
