"""What follows from a snapshot: orders, sums and differences that more than one slide shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from stuurbord.reports.snapshot import (
    BudgetYear,
    DecisionFacts,
    MilestoneFacts,
    ProjectFacts,
    RiskFacts,
    Snapshot,
)
from stuurbord.rulebooks.project_status.check import GRAVITY, Status

GATE_SOON_DAYS = 45
"""A gate this near gets its project a page of its own."""
MOST_PROJECT_PAGES = 20
CHANGE_DAYS, CHANGE_COST = 10, Decimal(50_000)
"""From here on a change is told."""


def gravity(status: str) -> int:
    """Return the place of a status, the worst first."""
    return GRAVITY.index(Status(status))


def used_share(project: ProjectFacts) -> float:
    """Return which part of its tolerance in time a project has used; unknown counts as nothing."""
    days, allowed = project.finish.deviation_days, project.finish.tolerance_days
    if days is None:
        return float("-inf")
    return days / allowed if allowed else float(days)


def ordered(projects: Iterable[ProjectFacts]) -> list[ProjectFacts]:
    """Return the projects worst first: by status, then by tolerance used, then by code."""
    return sorted(projects, key=lambda one: (gravity(one.status.value), -used_share(one), one.code))


def counts(projects: Iterable[ProjectFacts]) -> Counter[str]:
    """Return how many projects have each status."""
    return Counter(one.status.value for one in projects)


def days_beyond(project: ProjectFacts) -> int:
    """Return by how many days the forecast exceeds the tolerance, 0 if it does not or is not known."""
    days, allowed = project.finish.deviation_days, project.finish.tolerance_days
    return 0 if days is None or allowed is None else max(days - allowed, 0)


def moved_days(project: ProjectFacts) -> int | None:
    """Return how the expected finish moved since the previous report; later is positive."""
    before, now = project.previous, project.finish.forecast
    return None if before is None or before.forecast is None or now is None else (now - before.forecast).days


def moved_cost(project: ProjectFacts) -> Decimal | None:
    """Return how the expected cost moved since the previous report."""
    before, now = project.previous, project.money.forecast
    if before is None or before.forecast_cost is None or now is None:
        return None
    return now - before.forecast_cost


def overrun(project: ProjectFacts) -> Decimal | None:
    """Return the expected cost over budget as a fraction of it."""
    budget, forecast = project.money.budget, project.money.forecast
    return None if not budget or forecast is None else forecast / budget - 1


def cost_beyond(project: ProjectFacts) -> bool:
    """Tell whether the cost exceeds its tolerance."""
    share, allowed = overrun(project), project.money.tolerance
    return share is not None and allowed is not None and share > allowed


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the projects of which budget and forecast are both known, and over both reports."""

    budget: Decimal
    forecast: Decimal
    n_known: int
    moved: Decimal | None
    """None if no project has an earlier forecast."""


def totals(projects: Iterable[ProjectFacts]) -> Totals:
    """Return the sums that a total line shows."""
    known = [one for one in projects if one.money.budget is not None and one.money.forecast is not None]
    moves = [move for one in projects if (move := moved_cost(one)) is not None]
    return Totals(
        sum((one.money.budget or Decimal(0) for one in known), Decimal(0)),
        sum((one.money.forecast or Decimal(0) for one in known), Decimal(0)),
        len(known),
        sum(moves, Decimal(0)) if moves else None,
    )


def asked(snapshot: Snapshot) -> list[DecisionFacts]:
    """Return the decisions asked, the most urgent first."""
    wanted = [one for one in snapshot.decisions if one.state == "requested"]
    return sorted(wanted, key=lambda one: (one.due or date.max, one.code))


def taken(snapshot: Snapshot) -> list[DecisionFacts]:
    """Return the decisions taken before, the latest first."""
    done = [one for one in snapshot.decisions if one.state in ("decided", "executed")]
    return sorted(done, key=lambda one: (one.decided_on or date.min, one.code), reverse=True)


def gate(project: ProjectFacts) -> MilestoneFacts | None:
    """Return the project's next gate, or None."""
    return next((one for one in project.milestones if one.is_gate and one.code == project.next_gate), None)


def goal(project: ProjectFacts) -> MilestoneFacts | None:
    """Return the milestone that the finish speaks of, or None."""
    return next((one for one in project.milestones if one.code == project.finish.milestone), None)


def coming_gates(snapshot: Snapshot) -> list[tuple[date, ProjectFacts, MilestoneFacts]]:
    """Return the gates expected soon (or already due), the first first."""
    until = snapshot.as_of + timedelta(days=GATE_SOON_DAYS)
    found = [
        (one.forecast, project, one)
        for project in snapshot.projects
        if (one := gate(project)) and one.forecast and one.actual is None and one.forecast <= until
    ]
    return sorted(found, key=lambda each: (each[0], each[1].code))


def projects_with_page(snapshot: Snapshot) -> list[ProjectFacts]:
    """Return the projects that get a page: intervene, a decision asked, or a gate soon; the worst first."""
    deciding = {one.project for one in asked(snapshot)}
    gated = {project.code for _, project, _ in coming_gates(snapshot)}
    return [
        one
        for one in ordered(snapshot.projects)
        if one.status.value == "intervene" or one.code in deciding or one.code in gated
    ]


def changed(snapshot: Snapshot) -> list[ProjectFacts]:
    """Return the projects that moved by more than the threshold, the largest loss first."""
    found = [
        one
        for one in snapshot.projects
        if abs(moved_days(one) or 0) >= CHANGE_DAYS or abs(moved_cost(one) or Decimal(0)) >= CHANGE_COST
    ]
    return sorted(
        found, key=lambda one: (-(moved_days(one) or 0), -(moved_cost(one) or Decimal(0)), one.code)
    )


def this_year(snapshot: Snapshot) -> BudgetYear | None:
    """Return the budget year in which the status date lies."""
    return next((one for one in snapshot.budget_years if one.year == snapshot.as_of.year), None)


def expected_cost(risk: RiskFacts) -> Decimal:
    """Return probability × cost, 0 where one of both is not known."""
    if risk.probability is None or risk.impact_cost is None:
        return Decimal(0)
    return Decimal(str(risk.probability)) * risk.impact_cost


def ranked_risks(snapshot: Snapshot) -> list[RiskFacts]:
    """Return the open risks by expected cost, then by expected days."""
    return sorted(
        snapshot.risks,
        key=lambda one: (
            -expected_cost(one),
            -(one.probability or 0) * (one.impact_days or 0),
            one.project,
            one.code,
        ),
    )


def in_millions(amount: Decimal, digits: int) -> Decimal:
    """Return an amount in millions, rounded as it is shown: differences are taken from these."""
    return (amount / 1_000_000).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
