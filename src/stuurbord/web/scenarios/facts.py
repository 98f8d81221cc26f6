"""What scenarios are computed on: of every project of a portfolio what was simulated, promised and owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db.models import F

from stuurbord.plan import NONE
from stuurbord.plan.calendar import day_number
from stuurbord.web.clock import today
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.limits import Limits, limits_of
from stuurbord.web.forecasts.portfolio_figures import opened
from stuurbord.web.forecasts.queries import current_runs
from stuurbord.web.notices.matter import FINISHED
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.registers.models import (
    CLOSED_RISKS,
    Benefit,
    Milestone,
    ProjectDependency,
    Risk,
    RiskKind,
)
from stuurbord.web.scenarios.draws import DAY, Draws


@dataclass(frozen=True, slots=True)
class Subject:
    """One project as it stands.

    Attributes
    ----------
    expected
        Forecast of the goal without a simulation.
    credit, forecast, paid
        Euro per budget year, where every line of the year knows it.
    """

    project: Project
    limits: Limits
    answers: Answers | None
    draws: Draws | None
    expected: date | None
    credit: dict[int, float] = field(default_factory=dict)
    forecast: dict[int, float] = field(default_factory=dict)
    paid: dict[int, float] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.project.code

    @property
    def is_simulated(self) -> bool:
        return self.draws is not None


@dataclass(frozen=True, slots=True)
class PortfolioFacts:
    """Everything a scenario may touch, read in a fixed number of queries."""

    subjects: dict[str, Subject]
    """By code of the project."""
    dependencies: tuple[ProjectDependency, ...]
    benefits: tuple[Benefit, ...]
    risks: tuple[Risk, ...]
    years: tuple[int, ...]


def portfolio_facts(user: Any, portfolio: Portfolio) -> PortfolioFacts:
    """Return the facts of the projects of a portfolio that go on and that the user may see."""
    projects = list(
        visible_projects(user)
        .filter(portfolio=portfolio)
        .exclude(stage__in=FINISHED)
        .select_related("portfolio", "programme", "current_revision")
        .defer("current_revision__document", "current_revision__findings")
        .order_by("code")
    )
    ids = [one.pk for one in projects]
    runs, limits, expected = current_runs(projects), limits_of(projects), _expected(ids)
    money = _money(ids)
    subjects = {}
    for one in projects:
        answers = opened(runs[one.pk]) if one.pk in runs else None
        draws = draws_of(answers) if answers else None
        subjects[one.code] = Subject(
            one, limits[one.pk], answers, draws, expected.get(one.pk), *money.get(one.pk, ({}, {}, {}))
        )
    return PortfolioFacts(
        subjects=subjects,
        dependencies=open_dependencies(ids),
        benefits=tuple(_open_benefits(ids)),
        risks=tuple(_open_risks(ids)),
        years=_years(subjects.values()),
    )


def draws_of(found: Answers) -> Draws:
    """Return the stored outcomes of a project."""
    has_cost = bool(found.run.planned_cost)
    spending, course = found.spending, found.course
    points = (
        [(day, one) for day, one in zip(spending.days, spending.actual, strict=True) if one is not None]
        if spending
        else []
    )
    days, actual = zip(*points, strict=True) if points else ((), ())
    return Draws(
        finish=found.finish,
        cost=found.cost if has_cost else None,
        course=course if has_cost and spending is not None else None,
        days=np.array(days, np.float64),
        actual=np.array(actual, np.float64),
    )


def begins(project: Project) -> int:
    """Return the instant from which work is left: the status date, or the start of the plan if later."""
    status = project.current_revision.status_date if project.current_revision else None
    known = day_number(status or today()) * DAY
    if project.current_revision_id is None:
        return known
    start = int(plan_of(project.current_revision_id).start)
    return max(known, start) if start != NONE else known


def open_dependencies(project_ids: Sequence[int]) -> tuple[ProjectDependency, ...]:
    """Return what these projects still receive."""
    waiting = ProjectDependency.objects.filter(project__in=project_ids, is_archived=False)
    waiting = waiting.exclude(state__in=ProjectDependency.closed)
    return tuple(waiting.select_related("project", "owner").order_by("agreed_on", "project__code", "code"))


def _open_benefits(ids: Sequence[int]) -> Iterable[Benefit]:
    benefits = Benefit.objects.filter(project__in=ids, is_archived=False, is_disbenefit=False)
    return (
        benefits.exclude(state__in=Benefit.closed).select_related("project").order_by("project__code", "code")
    )


def _open_risks(ids: Sequence[int]) -> Iterable[Risk]:
    risks = Risk.objects.filter(project__in=ids, is_archived=False, probability__gt=0)
    risks = risks.exclude(state__in=CLOSED_RISKS).exclude(kind=RiskKind.OPPORTUNITY)
    return risks.select_related("project").only(
        *("code", "title", "probability", "impact_days", "impact_cost", "kind", "state"),
        *("residual_probability", "residual_days", "residual_cost", "project__code", "project__id"),
    )


def _expected(ids: Sequence[int]) -> dict[int, date | None]:
    goals = Milestone.objects.filter(project__in=ids, is_archived=False, code=F("project__goal_gate"))
    return {one.project_id: one.expected_on for one in goals}


def _money(ids: Sequence[int]) -> dict[int, tuple[dict[int, float], ...]]:
    """Return credit, forecast and payments per project and year; a sum that lacks a term is left out."""
    names = ("budgeted_payment", "forecast_payment", "paid")
    lines = BudgetLine.objects.filter(project__in=ids, is_archived=False)
    sums: dict[int, list[dict[int, list[Any]]]] = {}
    for project, year, *amounts in lines.values_list("project_id", "year", *names):
        columns = sums.setdefault(project, [{}, {}, {}])
        for column, amount in zip(columns, amounts, strict=True):
            column.setdefault(year, []).append(amount)
    return {project: tuple(_totals(one) for one in columns) for project, columns in sums.items()}


def _totals(listed: dict[int, list[Any]]) -> dict[int, float]:
    return {
        year: float(sum(amounts))
        for year, amounts in listed.items()
        if all(one is not None for one in amounts)
    }


def _years(subjects: Iterable[Subject]) -> tuple[int, ...]:
    """Return the budget years from this one on of which anything is known; eight at most."""
    now = today().year
    last = max((year for one in subjects for year in (*one.credit, *one.forecast)), default=now)
    return tuple(range(now, min(max(last, now), now + 7) + 1))
