"""What was promised of a project's goal and budget, and what is expected: as planned and as simulated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from stuurbord.plan import NONE
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.forecasts.limits import Limits
from stuurbord.web.forecasts.simulated import Simulated, projects_awaiting, simulated
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import is_work, plan_of, schedule_of
from stuurbord.web.registers.models import CLOSED_ISSUES, Issue, Milestone
from stuurbord.web.registers.plan_dates import day_of
from stuurbord.web.tolerances.models import Basis


@dataclass(frozen=True, slots=True)
class Goal:
    """One project. Money in euro; None where not known."""

    code: str
    promised_on: date | None
    expected_on: date | None
    budget: Decimal | None
    forecast_cost: Decimal | None
    simulated: Simulated | None
    is_pending: bool
    legal_breaches: tuple[str, ...] = ()

    def days_late(self) -> tuple[Decimal | None, str]:
        """Return calendar days after the promise, and what that rests on: P80 where simulated."""
        made = self.simulated
        reached = made.p80_finish if made else self.expected_on
        basis = Basis.SIMULATION if made else Basis.FORECAST
        if reached is None or self.promised_on is None:
            return None, basis
        return Decimal((reached - self.promised_on).days), basis

    def share_over(self) -> tuple[Decimal | None, str]:
        """Return the fraction above the budget: the worst of P80 and of the forecast of the budget lines."""
        if self.budget is None or self.budget <= 0:
            return None, Basis.FORECAST
        sure = self.simulated.p80_cost if self.simulated else None
        known = [
            (amount, basis)
            for amount, basis in ((sure, Basis.SIMULATION), (self.forecast_cost, Basis.FORECAST))
            if amount is not None
        ]
        if not known:
            return None, Basis.FORECAST
        amount, basis = max(known, key=lambda pair: pair[0])
        return amount / self.budget - 1, basis


def goals_of(projects: Iterable[Project]) -> dict[int, Goal]:
    """Return the goals of projects by their number, in a handful of queries."""
    listed = list(projects)
    ids = [one.pk for one in listed]
    milestones = {
        one.project_id: one
        for one in Milestone.objects.filter(project__in=ids, is_archived=False, code=F("project__goal_gate"))
    }
    money, breaches = _money(ids), _breaches(ids)
    dates = {one.pk: _dates(one, milestones.get(one.pk)) for one in listed}
    limits = {
        one.pk: _limits(one, milestones.get(one.pk), money.get(one.pk, (None, None))[0]) for one in listed
    }
    made, awaiting = simulated(listed, limits), projects_awaiting(ids)
    return {
        one.pk: Goal(
            milestones[one.pk].code if one.pk in milestones else "",
            *dates[one.pk],
            *money.get(one.pk, (None, None)),
            made.get(one.pk),
            one.pk in awaiting,
            tuple(breaches.get(one.pk, ())),
        )
        for one in listed
    }


def _dates(project: Project, goal: Milestone | None) -> tuple[date | None, date | None]:
    """Return promise and expectation: of the goal milestone, else of the plan as a whole."""
    if goal is not None:
        return goal.promised_on, goal.expected_on
    if project.current_revision_id is None:
        return None, None
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    promised = None
    if 0 in plan.baselines:
        finishes = plan.baselines[0].finish[is_work(plan, schedule)]
        finishes = finishes[finishes != NONE]
        promised = day_of(int(finishes.max())) if len(finishes) else None
    return promised, day_of(schedule.project_finish)


def _money(ids: list[int]) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """Return budget and forecast: a sum that lacks a term is not known."""
    lines: dict[int, list[tuple[Decimal | None, Decimal | None]]] = {}
    found = BudgetLine.objects.filter(project__in=ids, is_archived=False)
    for pk, budgeted, forecast in found.values_list("project_id", "budgeted_payment", "forecast_payment"):
        lines.setdefault(pk, []).append((budgeted, forecast))
    return {
        pk: (_total(one[0] for one in rows), _total(one[1] for one in rows)) for pk, rows in lines.items()
    }


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    listed = list(amounts)
    known = [one for one in listed if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(listed) else None


def _breaches(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    issues = Issue.objects.filter(project__in=ids, is_archived=False, is_legal_breach=True)
    for pk, code in issues.exclude(state__in=CLOSED_ISSUES).values_list("project_id", "code"):
        found.setdefault(pk, []).append(code)
    return found


def _limits(project: Project, goal: Milestone | None, budget: Decimal | None) -> Limits:
    return Limits(
        goal=goal.code if goal else "",
        goal_name=goal.name if goal else "",
        promise=goal.promised_on if goal else None,
        tolerance_days=project.time_tolerance_days,
        budget=budget,
        cost_tolerance=project.cost_tolerance,
    )
