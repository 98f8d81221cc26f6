"""Several projects together, iteration by iteration: what they share moves them all in the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stuurbord.engine.schedule_risk.outcome import DriverKind, Outcome, quantile_of_instants
from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Floats, Integers


@dataclass(frozen=True, slots=True)
class Member:
    """One project of a portfolio.

    Attributes
    ----------
    finish_limit, cost_limit
        Instant (`NONE`: none) and euro (None: none) that it is to stay within.
    """

    code: str
    outcome: Outcome
    programme: str = ""
    finish_limit: int = NONE
    cost_limit: float | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Projects joined iteration by iteration.

    Attributes
    ----------
    finish
        Instants at which the last of them is finished, int64 of shape (n_iterations,).
    cost
        Euro of all together, float64 of shape (n_iterations,).
    chance_in_time, chance_within_cost, chance_all_within
        Probability that every project stays within its date, its amount, both; None if none has a limit.
    """

    codes: tuple[str, ...]
    finish: Integers
    cost: Floats
    planned_cost: float
    chance_in_time: float | None
    chance_within_cost: float | None
    chance_all_within: float | None

    def finish_at(self, probability: float) -> int:
        """Return the instant by which all are finished with this probability (0–1)."""
        return quantile_of_instants(self.finish, probability)

    def cost_at(self, probability: float) -> float:
        """Return the euro that suffice for all with this probability (0–1)."""
        rank = rank_of(len(self.cost), probability)
        return float(np.sort(self.cost)[rank])


@dataclass(frozen=True, slots=True)
class SharedDriver:
    """A cause that several projects may share: a factor, or the weather.

    Attributes
    ----------
    codes
        The projects that it moves.
    eur_low, eur_high
        Euro of all of them together when it turns out well, and badly.
    seconds_low, seconds_high
        Clock seconds of the project that it moves most.
    """

    kind: DriverKind
    code: str
    name: str
    codes: tuple[str, ...]
    seconds_low: float
    seconds_high: float
    eur_low: float
    eur_high: float


def together(members: Sequence[Member]) -> Together:
    """Join the outcomes of projects.

    Raises
    ------
    ValueError
        If there is none, or they differ in seed or number of iterations: only the same iterations
        have met the same chance.
    """
    if not members:
        raise ValueError("a portfolio of no projects has no outcome")
    runs = {(one.outcome.seed, len(one.outcome.cost)) for one in members}
    if len(runs) > 1:
        raise ValueError(f"projects were simulated with different seeds or iterations: {sorted(runs)}")
    in_time = [one.outcome.finish <= one.finish_limit for one in members if one.finish_limit != NONE]
    within = [one.outcome.cost <= one.cost_limit for one in members if one.cost_limit is not None]
    return Together(
        codes=tuple(one.code for one in members),
        finish=np.maximum.reduce([one.outcome.finish for one in members]),
        cost=np.sum([one.outcome.cost for one in members], axis=0),
        planned_cost=sum(one.outcome.planned_cost for one in members),
        chance_in_time=_chance(in_time),
        chance_within_cost=_chance(within),
        chance_all_within=_chance(in_time + within),
    )


def per_programme(members: Sequence[Member]) -> dict[str, Together]:
    """Return the projects of each programme joined, in the order of their first project."""
    programmes = dict.fromkeys(one.programme for one in members)
    return {name: together([one for one in members if one.programme == name]) for name in programmes}


def shared_drivers(members: Sequence[Member]) -> tuple[SharedDriver, ...]:
    """Return the causes that are not of one project only, by what they cost, greatest first."""
    found: dict[tuple[DriverKind, str], SharedDriver] = {}
    for member in members:
        for one in member.outcome.drivers:
            if one.kind not in (DriverKind.FACTOR, DriverKind.WEATHER):
                continue
            before = found.get(
                (one.kind, one.code), SharedDriver(one.kind, one.code, one.name, (), 0, 0, 0, 0)
            )
            found[one.kind, one.code] = SharedDriver(
                one.kind,
                one.code,
                one.name,
                (*before.codes, member.code),
                min(before.seconds_low, one.seconds_low),
                max(before.seconds_high, one.seconds_high),
                before.eur_low + one.eur_low,
                before.eur_high + one.eur_high,
            )
    return tuple(sorted(found.values(), key=lambda one: (one.eur_low - one.eur_high, one.code)))


def _chance(holds: list[Booleans]) -> float | None:
    return float(np.mean(np.logical_and.reduce(holds))) if holds else None
