"""The forecast of a portfolio: every project's band, and what they come to together."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.forecasts.limits import limits_of
from stuurbord.web.forecasts.pictures import cost_picture
from stuurbord.web.forecasts.portfolio_figures import (
    Joint,
    ProjectRow,
    joined,
    portfolio_drivers,
    project_row,
)
from stuurbord.web.forecasts.queries import current_runs
from stuurbord.web.look import figures
from stuurbord.web.look.deviation import DeviationScale
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import portfolio_for, visible_projects
from stuurbord.web.reader import reader


@require_safe
def forecast(request: HttpRequest, key: str) -> HttpResponse:
    """Show the band of each project and the portfolio as a whole, from the runs that are stored."""
    portfolio = portfolio_for(request.user, key)
    projects = list(
        visible_projects(request.user)
        .filter(portfolio=portfolio, current_revision__isnull=False)
        .select_related("programme", "portfolio")
    )
    rows = _rows(projects)
    whole = joined(portfolio.name, rows)
    context = {
        "portfolio": portfolio,
        "breadcrumbs": [(portfolio.name, reverse("portfolio", args=[portfolio.key])), (_("Forecast"), "")],
        "rows": sorted(rows, key=_gravity),
        "scale": _scale(rows),
        "whole": whole,
        "programmes": _programmes(rows),
        "drivers": portfolio_drivers(rows),
        "cost": cost_picture(whole.cost, whole.budget, whole.most, _("Cost of the portfolio"))
        if whole and len(whole.cost)
        else None,
        "conclusion": _conclusion(rows, whole),
        "n_stale": sum(1 for row in rows if row.answers and row.answers.run.is_stale),
        "newest": max((row.answers.run.made_at for row in rows if row.answers), default=None),
    }
    return render(request, "pages/portfolio_forecast.html", context)


def _rows(projects: list[Project]) -> list[ProjectRow]:
    runs, limits = current_runs(projects), limits_of(projects)
    return [project_row(one, limits[one.pk], runs.get(one.pk)) for one in projects]


def _gravity(row: ProjectRow) -> tuple[int, float, str]:
    """Return the order of the table: the least certain first, what is unknown last."""
    if row.answers is None:
        return 2, 0.0, row.project.code
    return (1, 0.0, row.project.code) if row.chance is None else (0, row.chance, row.project.code)


def _scale(rows: Sequence[ProjectRow]) -> DeviationScale:
    values: list[int | None] = []
    for row in rows:
        values += (row.days_p50, row.days_p80, row.limits.tolerance_days)
    return DeviationScale.covering(values)


def _programmes(rows: Sequence[ProjectRow]) -> list[Joint]:
    """Return the programmes joined; of projects without one there is no sum."""
    names = sorted({row.project.programme.name for row in rows if row.project.programme})
    found = (
        joined(name, [row for row in rows if row.project.programme and row.project.programme.name == name])
        for name in names
    )
    return [one for one in found if one is not None]


def _conclusion(rows: list[ProjectRow], whole: Joint | None) -> str:
    """Say how sure it is that all projects hold, and how many will not."""
    words = reader()
    if not rows:
        return _("No projects with a plan yet, so there is nothing to forecast.")
    if whole is None:
        return _("No project has a forecast yet: write down what is uncertain about the plans.")
    beyond = sum(row.is_beyond for row in rows)
    text = ngettext(
        "Of {n} of {total} projects P80 lies beyond the tolerance",
        "Of {n} of {total} projects P80 lies beyond the tolerance",
        beyond,
    )
    told = text.format(n=words.count(beyond), total=words.count(whole.n_projects))
    if whole.chance_time is None:
        return f"{told}."
    chance = _("the chance that all {n} stay within it is {chance}").format(
        n=words.count(whole.n_timed), chance=figures.chance_words(whole.chance_time)
    )
    return f"{told}; {chance}."
