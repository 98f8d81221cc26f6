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
from stuurbord.web.forecasts.pictures import cost_picture, spending_picture
from stuurbord.web.forecasts.portfolio_figures import (
    Joint,
    ProjectRow,
    joined,
    portfolio_drivers,
    project_row,
    unknown,
)
from stuurbord.web.forecasts.portfolio_milestones import portfolio_milestones
from stuurbord.web.forecasts.portfolio_spending import PortfolioSpending, portfolio_spending
from stuurbord.web.forecasts.queries import current_runs
from stuurbord.web.forecasts.without_forecast import last_states, reasons
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
        visible_projects(request.user).filter(portfolio=portfolio).select_related("programme", "portfolio")
    )
    rows = _rows(projects)
    whole = joined(portfolio.name, rows)
    spent = portfolio_spending(rows)
    milestones = portfolio_milestones(rows)
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
        "spending": spent and spending_picture(spent.curves, spent, spent.status),
        "spending_note": _spending_note(spent),
        "has_planned": spent is not None and any(one is not None for one in spent.curves.planned),
        "milestones": milestones,
        "has_deadlines": any(one.milestone.deadline for one in milestones),
        "conclusion": _conclusion(rows, whole),
        "n_stale": sum(_is_stale(row) and row.is_under_way for row in rows),
        "n_failed": sum(_is_stale(row) and not row.is_under_way for row in rows),
        "newest": max((row.answers.run.made_at for row in rows if row.answers), default=None),
    }
    return render(request, "pages/portfolio_forecast.html", context)


def _rows(projects: list[Project]) -> list[ProjectRow]:
    runs, limits, states = current_runs(projects), limits_of(projects), last_states(projects)
    lacking = reasons([one for one in projects if one.pk not in runs], states)
    return [
        project_row(one, limits[one.pk], runs.get(one.pk), states.get(one.pk, ""), lacking.get(one.pk, ""))
        for one in projects
    ]


def _is_stale(row: ProjectRow) -> bool:
    return row.answers is not None and row.answers.run.is_stale


def _spending_note(spent: PortfolioSpending | None) -> str:
    """Tell which projects the curve leaves out, and why nothing planned is drawn."""
    notes = []
    if spent is not None and spent.n_missing:
        text = ngettext(
            "Without {n} project of which the course of spending is not known yet.",
            "Without {n} projects of which the course of spending is not known yet.",
            spent.n_missing,
        )
        notes.append(text.format(n=reader().count(spent.n_missing)))
    if spent is not None and spent.n_unplanned:
        text = ngettext(
            "No planned curve: of {n} project no costs are planned in the baseline.",
            "No planned curve: of {n} projects no costs are planned in the baseline.",
            spent.n_unplanned,
        )
        notes.append(text.format(n=reader().count(spent.n_unplanned)))
    return " ".join(notes)


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
    members: dict[str, list[ProjectRow]] = {}
    for row in rows:
        if row.project.programme:
            members.setdefault(row.project.programme.name, []).append(row)
    return [joined(name, found) or unknown(name, len(found)) for name, found in sorted(members.items())]


def _conclusion(rows: list[ProjectRow], whole: Joint | None) -> str:
    """Say how sure it is that all projects hold, how many will not, and how many are not counted."""
    if all(row.project.current_revision_id is None for row in rows):
        return _("No projects with a plan yet, so there is nothing to forecast.")
    if whole is None:
        return _("No project has a forecast yet: write down what is uncertain about the plans.")
    parts = (_beyond(rows, whole), _all_within(whole), _without(whole.n_missing))
    return "; ".join(part for part in parts if part) + "."


def _beyond(rows: list[ProjectRow], whole: Joint) -> str:
    words, beyond = reader(), sum(row.is_beyond for row in rows)
    if whole.n_projects == 1:
        one = next(row for row in rows if row.answers is not None)
        if one.limits.limit is None:
            text = _("No tolerance in time is agreed for {project}")
        elif beyond:
            text = _("P80 of {project} lies beyond the tolerance")
        else:
            text = _("P80 of {project} lies within the tolerance")
        return text.format(project=one.project.code)
    if not whole.n_timed:
        return _("No project has a tolerance in time to compare with")
    if not beyond:
        text = _("Of none of the {total} projects P80 lies beyond the tolerance")
        return text.format(total=words.count(whole.n_projects))
    text = ngettext(
        "Of {n} of {total} projects P80 lies beyond the tolerance",
        "Of {n} of {total} projects P80 lies beyond the tolerance",
        beyond,
    )
    return text.format(n=words.count(beyond), total=words.count(whole.n_projects))


def _all_within(whole: Joint) -> str:
    if whole.chance_time is None:
        return ""
    if whole.n_projects == 1:
        text = _("the chance to stay within it is {chance}")
    elif whole.n_timed == 1:
        text = _("the chance that the only one with a tolerance stays within it is {chance}")
    else:
        text = _("the chance that all {n} stay within it is {chance}")
    return text.format(n=reader().count(whole.n_timed), chance=figures.chance_words(whole.chance_time))


def _without(n_missing: int) -> str:
    """Return how many projects have no forecast, in words; empty if all have one."""
    if not n_missing:
        return ""
    text = ngettext("{n} project without a forecast", "{n} projects without a forecast", n_missing)
    return text.format(n=reader().count(n_missing))
