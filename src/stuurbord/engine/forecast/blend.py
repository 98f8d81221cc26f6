"""The point forecasts: how the evidence of each date is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.forecast.evidence import Evidence
from stuurbord.engine.forecast.parameters import Parameters
from stuurbord.plan.model import Booleans, Floats

COMPLETE: Final = 1.0 - 1e-9
_SLOWEST, _FASTEST = 0.4, 2.5
"""A pace beyond these says more about the report than about the work."""
_ASTRAY: Final = 2.0
"""A network that finishes later than so many times what the pace promises, or so many times sooner, counts
as at that bound: one wrong figure of one task can move its finish anywhere."""
_LONGEST: Final = 2.5
"""Planned durations that what remains takes at most: the whole plan again, at the slowest pace."""
_CLOSING: Final = 0.5
"""Of the time between two reports: how long work that is not closed takes at least, on average."""
_SAME: Final = 1e-6
"""A ten-thousandth of an hour in a year: below it a project is neither ahead nor behind."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Forecasts on each date; arrays of shape (n_rows,).

    Attributes
    ----------
    duration
        Whole duration in planned durations, not below the time past.
    cost
        Whole cost in budgets; 0 where the cost so far is not known (`Evidence.has_spent`).
    pace
        Earned schedule ÷ actual time, drawn towards 1.
    is_ahead
        More is earned than was planned by then.
    """

    duration: Floats
    cost: Floats
    pace: Floats
    is_ahead: Booleans


def points(evidence: Evidence, parameters: Parameters) -> Points:
    """Return the point forecasts on each date, each from that date and those before it.

    duration = AT + (PD − ES) / pace^a; of a project that is not ahead, with the network's share: (1 − b) of
    that + b · the finish of the remaining network; then drawn towards the forecasts before it. What is not
    closed goes on for half the time between reports at least, also when all value is earned. The network
    counts within 2 times what the pace promises, either way, and what remains takes 2.5 PD at most.
    cost = AC + (BAC − EV) · costliness^c · (duration / PD)^d, costliness = AC/EV drawn towards 1.
    """
    pace = _pace(evidence, parameters)
    is_ahead = evidence.schedule > evidence.time + _SAME
    duration = evidence.time + (1.0 - evidence.schedule) / pace**parameters.pace_exponent
    uses_network = evidence.has_network & ~is_ahead
    share = np.where(uses_network, parameters.network_weight, 0.0)
    network = np.clip(evidence.network, duration / _ASTRAY, duration * _ASTRAY)
    duration = _steadied((1.0 - share) * duration + share * network, evidence, parameters.memory)
    duration = np.minimum(duration, evidence.time + _LONGEST)
    duration = np.where(evidence.earned >= COMPLETE, evidence.time, duration)
    duration = np.maximum(duration, evidence.time + _CLOSING * _between_reports(evidence))
    return Points(duration, whole_cost(evidence, duration, parameters), pace, is_ahead)


def _pace(evidence: Evidence, parameters: Parameters) -> Floats:
    prior = parameters.pace_prior
    pace = (evidence.schedule + prior) / (evidence.time + prior)
    return np.asarray(np.clip(pace, _SLOWEST, _FASTEST), np.float64)


def _between_reports(evidence: Evidence) -> Floats:
    """Return the mean time between the reports so far."""
    return evidence.time / np.arange(1, len(evidence) + 1)


def _steadied(duration: Floats, evidence: Evidence, memory: float) -> Floats:
    """Return each forecast drawn towards those before it; what was said longer ago weighs less."""
    steady = duration.copy()
    for row in range(1, len(steady)):
        if evidence.has_network[row] and not evidence.has_network[row - 1]:
            continue  # what was said without knowing the tasks is no measure
        kept = np.exp(-(evidence.time[row] - evidence.time[row - 1]) / memory) if memory > 0 else 0.0
        steady[row] = (1.0 - kept) * duration[row] + kept * steady[row - 1]
    return steady


def whole_cost(evidence: Evidence, duration: Floats, parameters: Parameters) -> Floats:
    """Return the forecast cost in budgets, given the forecast duration in planned durations."""
    prior = parameters.cost_prior
    costliness = np.clip((evidence.spent + prior) / (evidence.earned + prior), 1 / _FASTEST, 1 / _SLOWEST)
    delay = np.clip(duration, 1 / _FASTEST, 1 / _SLOWEST)
    remaining = np.maximum(1.0 - evidence.earned, 0.0)
    rest = remaining * costliness**parameters.cost_exponent * delay**parameters.delay_exponent
    return np.asarray(np.where(evidence.has_spent, evidence.spent + rest, 0.0), np.float64)
