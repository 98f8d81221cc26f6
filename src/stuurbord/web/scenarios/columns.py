"""A scenario as one column: all projects together, beside the portfolio as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from stuurbord.plan.model import Booleans, Floats
from stuurbord.web.scenarios.draws import Moves, euro_at, joint
from stuurbord.web.scenarios.effects import (
    BenefitShift,
    Conflict,
    Exposure,
    benefit_shifts,
    conflicts,
    exposure,
)
from stuurbord.web.scenarios.facts import PortfolioFacts, Subject
from stuurbord.web.scenarios.models import Scenario
from stuurbord.web.scenarios.moves import moves_per_project
from stuurbord.web.scenarios.outcomes import ProjectOutcome, outcomes_of
from stuurbord.web.scenarios.year_spending import Fixed, Year, per_year


@dataclass(frozen=True, slots=True)
class Column:
    """One scenario, computed; without a scenario the portfolio as it stands.

    Attributes
    ----------
    cost
        Euro per iteration of all projects with a simulation; None without any.
    fixed_cost
        Euro of the projects without one, added to every percentile.
    chance_time, chance_cost, chance_both
        Chance that every project with a limit stays within it; projects that are stopped do not count.
    """

    scenario: Scenario | None
    projects: dict[str, ProjectOutcome]
    cost: Floats | None
    fixed_cost: float
    budget: float | None
    chance_time: float | None
    chance_cost: float | None
    chance_both: float | None
    years: tuple[Year, ...]
    benefits: tuple[BenefitShift, ...]
    exposure: Exposure
    conflicts: tuple[Conflict, ...]
    seconds: float

    @property
    def cost_p50(self) -> float | None:
        return self._cost_at(0.5)

    @property
    def cost_p80(self) -> float | None:
        """Joint P80: of the sum per iteration, not the sum of the P80s."""
        return self._cost_at(0.8)

    def _cost_at(self, share: float) -> float | None:
        if self.cost is None:
            return self.fixed_cost or None
        return euro_at(self.cost, share) + self.fixed_cost

    @property
    def n_simulated(self) -> int:
        return sum(one.is_simulated for one in self.projects.values())

    @property
    def stopped(self) -> list[str]:
        return [code for code, one in self.projects.items() if one.is_stopped]

    @property
    def n_waiting(self) -> int:
        """Projects of which a response could not be counted yet."""
        return sum(one.is_waiting for one in self.projects.values())


def column(
    facts: PortfolioFacts,
    scenario: Scenario | None,
    moves: Mapping[str, Moves],
    base: Mapping[str, ProjectOutcome] | None = None,
) -> Column:
    """Return one scenario computed through.

    Parameters
    ----------
    base
        The projects as they stand, from which days are counted; None when this is that column.
    """
    started = perf_counter()
    projects = outcomes_of(facts.subjects, moves)
    simulated = [one.draws.cost for one in projects.values() if one.draws and one.draws.cost is not None]
    counted = [one for one in projects.values() if one.draws is None or one.draws.cost is None]
    days = days_later(projects, base or projects)
    stopped = [code for code, one in projects.items() if one.is_stopped]
    in_time = [one.in_time for one in projects.values() if one.in_time is not None]
    within = [
        one.within_cost for one in projects.values() if one.within_cost is not None and not one.is_stopped
    ]
    return Column(
        scenario=scenario,
        projects=projects,
        cost=joint(simulated),
        fixed_cost=sum(one.cost_p50 or 0.0 for one in counted),
        budget=_total([one.budget for one in projects.values()]),
        chance_time=_chance(in_time),
        chance_cost=_chance(within),
        chance_both=_chance([*in_time, *within]) if in_time and within else None,
        years=_years(facts, projects),
        benefits=benefit_shifts(facts.benefits, days, stopped),
        exposure=exposure(facts.risks, moves, _events(facts.subjects.values())),
        conflicts=conflicts(facts.dependencies, days, stopped),
        seconds=perf_counter() - started,
    )


def columns(facts: PortfolioFacts, scenarios: Sequence[Scenario]) -> list[Column]:
    """Return the portfolio as it stands, then each scenario; their ``changes`` are read already."""
    now = column(facts, None, {})
    rest = [column(facts, one, moves_per_project(one.changes.all()), now.projects) for one in scenarios]
    return [now, *rest]


def days_later(projects: Mapping[str, ProjectOutcome], base: Mapping[str, ProjectOutcome]) -> dict[str, int]:
    """Return by how many calendar days the P50 of each project comes later than it stands."""
    found = {}
    for code, one in projects.items():
        before = base[code].p50
        if one.p50 is not None and before is not None:
            found[code] = (one.p50 - before).days
        else:
            found[code] = 0 if one.is_stopped else one.moves.days
    return found


def _years(facts: PortfolioFacts, projects: Mapping[str, ProjectOutcome]) -> tuple[Year, ...]:
    """Return spending against credit; who has no simulation spends as its budget lines expect."""
    simulated = {
        code: one.draws
        for code, one in projects.items()
        if one.draws is not None and one.draws.course is not None
    }
    fixed = {code: _fixed(one) for code, one in projects.items() if code not in simulated}
    credit_of_year: dict[int, float] = {}
    for one in projects.values():
        for year, amount in one.subject.credit.items():
            credit_of_year[year] = credit_of_year.get(year, 0.0) + amount
        for year, amount in one.moves.euro:
            credit_of_year[year] = credit_of_year.get(year, 0.0) + amount
    ranks = {code: one.moves.rank for code, one in projects.items() if one.moves.rank is not None}
    return per_year(facts.years, simulated, fixed, credit_of_year, ranks)


def _fixed(one: ProjectOutcome) -> Fixed:
    if one.is_stopped:
        return Fixed(one.subject.paid)
    return Fixed(one.subject.forecast)


def _events(subjects: Iterable[Subject]) -> dict[tuple[str, str], str]:
    return {
        (one.code, response.code): response.event
        for one in subjects
        if one.answers is not None
        for response in one.answers.responses
    }


def _chance(holds: list[Booleans]) -> float | None:
    return float(np.mean(np.logical_and.reduce(holds))) if holds else None


def _total(amounts: Sequence[float | None]) -> float | None:
    known = [one for one in amounts if one is not None]
    return sum(known) if known else None
