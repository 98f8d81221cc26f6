"""A programme or a portfolio rolled up: dates, cost, benefits and risks of all its projects together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from stuurbord.rulebooks.project_status.check import GRAVITY
from stuurbord.web.clock import today
from stuurbord.web.forecasts.limits import limits_of
from stuurbord.web.forecasts.portfolio_figures import Joint, ProjectRow, joined, project_row
from stuurbord.web.forecasts.queries import current_runs
from stuurbord.web.registers.models import CLOSED_RISKS, Benefit, Measurement, Milestone, Risk, RiskKind
from stuurbord.web.registers.realisation import realised
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.steering.queries import SHOWN_FINISH

GATE_DAYS = 90
TOP_RISKS = 5


@dataclass(frozen=True, slots=True)
class MoneySum:
    """What projects cost together.

    Attributes
    ----------
    budget, forecast
        Sums over the ``n_costed`` projects of which both are known.
    joint
        P50 and P80 of the sum per iteration; None without a simulation.
    """

    budget: Decimal | None
    forecast: Decimal | None
    n_costed: int
    joint: Joint | None


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One benefit with how far it has come: 0 not at all, 1 reached; None if it was never measured."""

    benefit: Benefit
    share: float | None


@dataclass(frozen=True, slots=True)
class BenefitSum:
    """Benefits together: no sum of minutes and euro, but how many there are and how far they have come."""

    lines: tuple[BenefitLine, ...]
    n_realised: int
    n_measured: int
    n_due: int
    """Whose target date has passed."""

    @property
    def n_planned(self) -> int:
        return len(self.lines)

    @property
    def share(self) -> float | None:
        """Mean way to the target of those that are measured, each counted between 0 and 1."""
        known = [min(max(one.share, 0.0), 1.0) for one in self.lines if one.share is not None]
        return sum(known) / len(known) if known else None


@dataclass(frozen=True, slots=True)
class RiskSum:
    """Expected loss of the open threats: the sum of probability times impact."""

    euro: Decimal
    n_open: int
    top: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class Rollup:
    """Everything of one programme or portfolio.

    Attributes
    ----------
    gates
        Gates that are expected in the next 90 days or are overdue, the first first.
    last_p80
        The latest P80 of the projects that are simulated; of the others their forecast.
    """

    states: tuple[ProjectState, ...]
    counts: dict[str, int]
    gates: tuple[Milestone, ...]
    last_finish: date | None
    last_p80: date | None
    money: MoneySum
    benefits: BenefitSum
    risks: RiskSum

    @property
    def n_projects(self) -> int:
        return len(self.states)

    @property
    def n_simulated(self) -> int:
        return sum(one.p50_finish is not None for one in self.states)


@dataclass(frozen=True, slots=True)
class Material:
    """What roll-ups are made of, read once for all projects of a page."""

    gates: dict[int, list[Milestone]]
    benefits: dict[int, list[BenefitLine]]
    risks: dict[int, list[Risk]]
    rows: dict[int, ProjectRow]


def material(states: Sequence[ProjectState]) -> Material:
    """Read everything in a fixed number of queries, whatever the number of projects and programmes."""
    projects = [one.project for one in states]
    ids = [one.pk for one in projects]
    runs, limits = current_runs(projects), limits_of(projects)
    return Material(
        gates=_per_project(gates_soon(ids)),
        benefits=_benefits_per_project(ids),
        risks=_per_project(_open_threats(ids)),
        rows={one.pk: project_row(one, limits[one.pk], runs.get(one.pk)) for one in projects},
    )


def rollup(name: str, states: Iterable[ProjectState], found: Material | None = None) -> Rollup:
    """Return these projects rolled up; their projects are loaded."""
    listed = tuple(states)
    found = found or material(listed)
    ids = [one.project_id for one in listed]
    counts = {status.value: 0 for status in GRAVITY}
    for one in listed:
        counts[one.status] = counts.get(one.status, 0) + 1
    gates = [gate for pk in ids for gate in found.gates.get(pk, ())]
    return Rollup(
        states=listed,
        counts=counts,
        gates=tuple(sorted(gates, key=lambda one: (one.on, one.project.code, one.code))),
        last_finish=max(
            (day for one in listed if (day := one.p50_finish or one.forecast_finish)), default=None
        ),
        last_p80=max((day for one in listed if (day := one.p80_finish or one.forecast_finish)), default=None),
        money=_money(name, listed, [found.rows[pk] for pk in ids]),
        benefits=_benefit_sum([line for pk in ids for line in found.benefits.get(pk, ())]),
        risks=_risk_sum([risk for pk in ids for risk in found.risks.get(pk, ())]),
    )


def states_for_rollup(states: Any) -> Any:
    """Return states with what a roll-up reads of their projects, the worst first."""
    read = states.select_related("project__portfolio", "project__programme", "project__manager")
    order = ("status_rank", F("chance_time").asc(nulls_last=True), "project__code")
    return read.annotate(shown_finish=SHOWN_FINISH).order_by(*order)


def gates_soon(project_ids: Sequence[int]) -> Iterable[Milestone]:
    """Return the gates that are not passed and expected within 90 days, or overdue."""
    last = today() + timedelta(days=GATE_DAYS)
    gates = Milestone.objects.filter(project__in=project_ids, is_gate=True, is_archived=False)
    gates = gates.filter(actual=None, planned_actual=None)
    dated = gates.annotate(on=Coalesce("forecast", "planned_forecast", "baseline", "planned_baseline"))
    return (
        dated.filter(on__lte=last)
        .select_related("project__portfolio")
        .order_by("on", "project__code", "code")
    )


def _money(name: str, states: Sequence[ProjectState], rows: Sequence[ProjectRow]) -> MoneySum:
    costed = [one for one in states if one.budget is not None and one.forecast_cost is not None]
    return MoneySum(
        budget=sum((one.budget for one in costed), Decimal(0)) if costed else None,
        forecast=sum((one.forecast_cost for one in costed), Decimal(0)) if costed else None,
        n_costed=len(costed),
        joint=joined(name, rows),
    )


def benefit_sum(project_ids: Sequence[int]) -> BenefitSum:
    """Return the benefits of these projects with their last measurement."""
    return _benefit_sum([line for lines in _benefits_per_project(project_ids).values() for line in lines])


def _benefits_per_project(project_ids: Sequence[int]) -> dict[int, list[BenefitLine]]:
    last = Measurement.objects.filter(benefit=OuterRef("pk"), is_archived=False).order_by(
        "-measured_on", "-pk"
    )
    benefits = (
        Benefit.objects.filter(project__in=project_ids, is_archived=False, is_disbenefit=False)
        .exclude(state="dropped")
        .annotate(last_value=Subquery(last.values("value")[:1]))
        .select_related("project__portfolio")
    )
    found: dict[int, list[BenefitLine]] = {}
    for one in benefits:
        line = BenefitLine(one, realised(one.baseline_value, one.target_value, one.last_value))
        found.setdefault(one.project_id, []).append(line)
    return found


def _benefit_sum(lines: Sequence[BenefitLine]) -> BenefitSum:
    def order(one: BenefitLine) -> tuple[date, str, str]:
        return one.benefit.target_on or date.max, one.benefit.project.code, one.benefit.code

    return BenefitSum(
        lines=tuple(sorted(lines, key=order)),
        n_realised=sum(one.benefit.state == "realised" for one in lines),
        n_measured=sum(one.share is not None for one in lines),
        n_due=sum(one.benefit.target_on is not None and one.benefit.target_on < today() for one in lines),
    )


def risk_sum(project_ids: Sequence[int]) -> RiskSum:
    """Return what the open threats may cost, and the greatest of them."""
    return _risk_sum(list(_open_threats(project_ids)))


def _open_threats(project_ids: Sequence[int]) -> Iterable[Risk]:
    risks = Risk.objects.filter(project__in=project_ids, is_archived=False)
    risks = risks.exclude(state__in=CLOSED_RISKS).exclude(kind=RiskKind.OPPORTUNITY)
    facts = ("code", "title", "probability", "impact_cost", "owner__name", "project__code")
    return risks.select_related("project", "owner").only(*facts)


def _risk_sum(risks: Sequence[Risk]) -> RiskSum:
    for one in risks:
        known = one.probability is not None and one.impact_cost is not None
        one.exposure = one.probability * one.impact_cost if known else None
    weighed = [one for one in risks if one.exposure is not None]
    top = sorted(weighed, key=lambda one: (-one.exposure, one.project.code, one.code))[:TOP_RISKS]
    return RiskSum(sum((one.exposure for one in weighed), Decimal(0)), len(risks), tuple(top))


def _per_project(lines: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for one in lines:
        found.setdefault(one.project_id, []).append(one)
    return found
