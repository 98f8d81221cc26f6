"""How much reserve a plan needs, and how far the reserve that is held reaches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.engine.schedule_risk.outcome import Outcome
from stuurbord.plan.calendar import DAY, OutsideHorizon, WorkingTime, working_time
from stuurbord.plan.model import Plan
from stuurbord.plan.uncertainty import RiskModel


@dataclass(frozen=True, slots=True)
class Contingency:
    """Reserve needed and held.

    Attributes
    ----------
    probability
        What the reserve is to suffice for, 0–1.
    needed_seconds, needed_eur
        From the plan to that percentile: working seconds on the project calendar, and euro. Not below 0.
    held_seconds, held_eur
        What is held.
    chance_in_time, chance_within_cost, chance_both
        Probability that what is held suffices.
    """

    probability: float
    needed_seconds: int
    needed_eur: float
    held_seconds: int
    held_eur: float
    chance_in_time: float
    chance_within_cost: float
    chance_both: float


def contingency(plan: Plan, model: RiskModel, outcome: Outcome, probability: float = 0.8) -> Contingency:
    """Return the reserve that a plan needs for a probability, and the chance that the held one suffices."""
    late = outcome.finish_at(probability)
    clock = _project_clock(plan, outcome.planned_finish, max(late, int(outcome.finish.max())))
    promised = clock.finish_after(outcome.planned_finish, model.contingency_seconds)
    held_eur = model.contingency_cents / 100
    budget = outcome.planned_cost + held_eur
    return Contingency(
        probability=probability,
        needed_seconds=max(clock.between(outcome.planned_finish, late), 0),
        needed_eur=max(outcome.cost_at(probability) - outcome.planned_cost, 0.0),
        held_seconds=model.contingency_seconds,
        held_eur=held_eur,
        chance_in_time=outcome.chance_by(promised),
        chance_within_cost=float(np.mean(outcome.cost <= budget)),
        chance_both=outcome.chance_within(promised, budget),
    )


def _project_clock(plan: Plan, first: int, last: int) -> WorkingTime:
    """Return the project calendar for these instants and a good many years after."""
    begins, ends = first // DAY // 366 * 366 - 366, (last // DAY // 366 + 30) * 366
    try:
        return working_time(plan.calendar, begins, ends)
    except OutsideHorizon:  # a plan that is dated has a calendar that works; not within these years, though
        return WorkingTime(np.array([begins * DAY]), np.array([ends * DAY]), begins * DAY, ends * DAY)
