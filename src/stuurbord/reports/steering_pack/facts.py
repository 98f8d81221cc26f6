"""What follows from a snapshot: orders, sums and differences that more than one slide shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from stuurbord.engine.risk_matrix import APPETITE
from stuurbord.engine.risk_matrix import place as place_in_matrix
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
LARGE = Decimal(100_000_000)
"""From here on millions are written with one decimal."""
TOLD_IN_MILLIONS = Decimal(950_000)
"""From here on prose tells an amount in millions, below it in euro."""


def gravity(status: str) -> int:
    """Return the place of a status, the worst first."""
    return GRAVITY.index(Status(status))


def ordered(projects: Iterable[ProjectFacts]) -> list[ProjectFacts]:
    """Return the projects as the portfolio page lists them: by status, the least chance, the latest, by code.

    A chance or a deviation that is not known comes last within its status.
    """

    def place(one: ProjectFacts) -> tuple[int, float, bool, int, str]:
        days = shown_days(one)
        chance = one.forecast.chance_time if one.forecast else None
        return (
            gravity(one.status.value),
            2.0 if chance is None else chance,
            days is None,
            -(days or 0),
            one.code,
        )

    return sorted(projects, key=place)


def counts(projects: Iterable[ProjectFacts]) -> Counter[str]:
    """Return how many projects have each status."""
    return Counter(one.status.value for one in projects)


def shown_finish(project: ProjectFacts) -> date | None:
    """Return P50 where the project is simulated, else the forecast of the plan."""
    return project.forecast.p50_finish if project.forecast else project.finish.forecast


def shown_days(project: ProjectFacts) -> int | None:
    """Return by how many days that lies after the baseline."""
    if project.forecast is None or project.finish.baseline is None:
        return project.finish.deviation_days
    return (project.forecast.p50_finish - project.finish.baseline).days


def sure_days(project: ProjectFacts) -> int | None:
    """Return by how many days P80 lies after the baseline; None without a simulation."""
    if project.forecast is None or project.finish.baseline is None:
        return None
    return (project.forecast.p80_finish - project.finish.baseline).days


def sure_days_before(project: ProjectFacts) -> int | None:
    """Return the same of the previous report."""
    before, baseline = project.previous, project.finish.baseline
    if before is None or before.p80_finish is None or baseline is None:
        return None
    return (before.p80_finish - baseline).days


def moved_sure_days(project: ProjectFacts) -> int | None:
    """Return how P80 moved since the previous report; later is positive."""
    before, now = project.previous, project.forecast
    if before is None or before.p80_finish is None or now is None:
        return None
    return (now.p80_finish - before.p80_finish).days


def days_beyond(project: ProjectFacts) -> int:
    """Return by how many days P80, or else the forecast, lies beyond the tolerance; 0 if not, or not known.

    What raises an exception is measured the same.
    """
    days = shown_days(project) if project.forecast is None else sure_days(project)
    allowed = project.finish.tolerance_days
    return 0 if days is None or allowed is None else max(days - allowed, 0)


def moved_days(project: ProjectFacts) -> int | None:
    """Return how the expected finish moved since the previous report, like for like; later is positive."""
    before, now = project.previous, project.finish.forecast
    if before is not None and before.p50_finish is not None and project.forecast is not None:
        return (project.forecast.p50_finish - before.p50_finish).days
    return None if before is None or before.forecast is None or now is None else (now - before.forecast).days


def moved_to(project: ProjectFacts) -> date | None:
    """Return the finish that `moved_days` leads to: P50 only where the previous report knew P50 too."""
    before = project.previous
    if before is not None and before.p50_finish is not None and project.forecast is not None:
        return project.forecast.p50_finish
    return project.finish.forecast


def moved_cost(project: ProjectFacts) -> Decimal | None:
    """Return how the expected cost moved since the previous report."""
    before, now = project.previous, project.money.forecast
    if before is None or before.forecast_cost is None or now is None:
        return None
    return now - before.forecast_cost


def overrun(project: ProjectFacts) -> Decimal | None:
    """Return the expected cost over budget as a fraction of it."""
    budget, forecast = project.money.budget, project.money.forecast
    return None if budget is None or budget <= 0 or forecast is None else forecast / budget - 1


def sure_overrun(project: ProjectFacts) -> Decimal | None:
    """Return P80 of the cost over budget as a fraction of it; None unless it lies above the forecast."""
    budget, forecast = project.money.budget, project.money.forecast
    sure = project.forecast.p80_cost if project.forecast else None
    if budget is None or budget <= 0 or sure is None or (forecast is not None and forecast >= sure):
        return None
    return sure / budget - 1


def cost_beyond(project: ProjectFacts) -> bool:
    """Tell whether the cost lies beyond its tolerance: the worst of P80 and the forecast."""
    sure, allowed = sure_overrun(project), project.money.tolerance
    share = overrun(project) if sure is None else sure
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


def place(risk: RiskFacts) -> tuple[int, int] | None:
    """Return the classes of probability and impact (1–5), or None if the risk has no place."""
    return place_in_matrix(risk.probability, risk.impact_days)


def is_placed(risk: RiskFacts) -> bool:
    """Tell whether a risk has a place in the matrix."""
    return place(risk) is not None


def is_above_appetite(risk: RiskFacts) -> bool:
    """Tell whether a risk lies above the stepped line."""
    at = place(risk)
    return at is not None and at[0] * at[1] >= APPETITE


def expected_cost(risk: RiskFacts) -> Decimal | None:
    """Return probability × cost, or None where one of both is not known."""
    if risk.probability is None or risk.impact_cost is None:
        return None
    return Decimal(str(risk.probability)) * risk.impact_cost


def known_cost(risks: Iterable[RiskFacts]) -> Decimal:
    """Return the expected cost of those risks of which it is known, together."""
    known = [cost for one in risks if (cost := expected_cost(one)) is not None]
    return sum(known, Decimal(0))


def ranked_risks(snapshot: Snapshot) -> list[RiskFacts]:
    """Return the open risks: above the appetite first, then by expected days, then by expected cost.

    A cost that nobody estimated never puts a risk behind lesser ones.
    """
    return sorted(
        snapshot.risks,
        key=lambda one: (
            not is_above_appetite(one),
            -(one.probability or 0) * (one.impact_days or 0),
            -(expected_cost(one) or 0),
            one.project,
            one.code,
        ),
    )


def digits_of(*amounts: Decimal | None) -> int:
    """Return how many decimals millions have: two, on every page, as long as they can be read."""
    return 1 if max((abs(one) for one in amounts if one is not None), default=0) >= LARGE else 2


def shown_gap(before: Decimal, after: Decimal, digits: int | None = None) -> Decimal:
    """Return a difference in euro as it is told beside its terms in millions.

    Told in millions too, it is taken from the rounded terms; a smaller one is told more precisely than they.
    """
    gap = after - before
    if abs(gap) < TOLD_IN_MILLIONS:
        return gap
    digits = digits_of(before, after) if digits is None else digits
    return (in_millions(after, digits) - in_millions(before, digits)) * 1_000_000


def in_millions(amount: Decimal, digits: int) -> Decimal:
    """Return an amount in millions, rounded as it is shown: differences are taken from these."""
    return (amount / 1_000_000).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
