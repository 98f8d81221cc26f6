"""How the parameters of the forecaster are fitted on finished projects: few, averaged, never the best of all.

Two parameters for the duration, two for the cost. Each pair on a grid is tried on all projects; every
project counts alike. The fitted pair is the average of the grid, in which a pair whose mean error is one
percentage point worse counts e times less: on a dozen projects the best pair is mostly chance, the average
hardly moves when one project is left out. Intervals come from the errors on each project of a forecast
fitted on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.forecast_cases import Case, without
from stuurbord.engine.forecast.blend import Points, points, whole_cost
from stuurbord.engine.forecast.evidence import Evidence
from stuurbord.engine.forecast.forecasting import finish_estimates
from stuurbord.engine.forecast.interval import cost_scale, finish_scale
from stuurbord.engine.forecast.parameters import Parameters, Spread

Floats = NDArray[np.float64]

NETWORK_WEIGHTS = np.linspace(0.0, 1.0, 9)
PACE_EXPONENTS = np.linspace(0.0, 0.8, 9)
COST_EXPONENTS = np.linspace(0.0, 1.2, 9)
DELAY_EXPONENTS = np.linspace(0.0, 0.6, 9)
POINTS_PER_E = 1.0
"""Percentage points of mean error by which a pair must be worse to count e times less."""
SHARE = 0.8
"""Of outcomes that an interval is to hold."""

_UNFITTED = Spread(-0.5, 0.5)
_START = Parameters(0.5, 0.3, 0.5, 0.3, _UNFITTED, _UNFITTED, _UNFITTED, _UNFITTED)


def fitted(cases: Sequence[Case]) -> Parameters:
    """Return the parameters fitted on these cases, each another project, intervals included."""
    found = fitted_points(cases)
    errors = [_errors(case, fitted_points(without(cases, case))) for case in cases]
    spreads = {name: _spread([one[name] for one in errors]) for name in errors[0]}
    return replace(
        found,
        finish_with_tasks=spreads["finish_with_tasks"],
        finish_without_tasks=spreads["finish_without_tasks"],
        cost_with_tasks=spreads["cost_with_tasks"],
        cost_without_tasks=spreads["cost_without_tasks"],
        fitted_on=tuple(sorted(case.code for case in cases)),
        fingerprints=tuple(case.fingerprint for case in sorted(cases, key=lambda case: case.code)),
    )


def fitted_points(cases: Sequence[Case]) -> Parameters:
    """Return the parameters of the points, with intervals that mean nothing."""
    weight, pace = _average(product(NETWORK_WEIGHTS, PACE_EXPONENTS), cases, _duration_loss)
    duration = replace(_START, network_weight=weight, pace_exponent=pace)
    durations = {case.code: points(case.evidence, duration).duration for case in cases}

    def cost_loss(case: Case, pair: tuple[float, float]) -> float:
        tried = replace(duration, cost_exponent=pair[0], delay_exponent=pair[1])
        return float(_cost_errors(case, whole_cost(case.evidence, durations[case.code], tried)).mean())

    cost, delay = _average(product(COST_EXPONENTS, DELAY_EXPONENTS), cases, cost_loss)
    return replace(duration, cost_exponent=cost, delay_exponent=delay)


def duration_errors(case: Case, parameters: Parameters) -> Floats:
    """Return the absolute errors on the judged rows, in percent of the actual duration."""
    finish = finish_estimates(
        case.project.series, case.evidence, points(case.evidence, parameters), parameters, case.curve
    )[0]
    return 100.0 * np.abs(finish.value - case.finish) / case.duration


def cost_errors(case: Case, parameters: Parameters) -> Floats:
    """Return the absolute errors on the judged rows, in percent of the actual cost."""
    return _cost_errors(case, points(case.evidence, parameters).cost)


def _cost_errors(case: Case, cost: Floats) -> Floats:
    forecast = cost[case.evidence.has_spent] * case.project.series.budget_at_completion
    return np.asarray(100.0 * np.abs(forecast - case.cost) / case.cost, np.float64)


@cache
def _duration_loss(case: Case, pair: tuple[float, float]) -> float:
    parameters = replace(_START, network_weight=pair[0], pace_exponent=pair[1])
    return float(duration_errors(case, parameters).mean())


def _average(
    grid: Iterable[tuple[float, float]],
    cases: Sequence[Case],
    loss: Callable[[Case, tuple[float, float]], float],
) -> tuple[float, float]:
    pairs = [(float(one), float(other)) for one, other in grid]
    mean = np.array([np.mean([loss(case, pair) for case in cases]) for pair in pairs])
    weights = np.exp(-(mean - mean.min()) / POINTS_PER_E)
    one, other = np.average(np.array(pairs), axis=0, weights=weights)
    return float(one), float(other)


def _errors(case: Case, parameters: Parameters) -> dict[str, Floats]:
    """Return the relative errors in units of the interval's scale, per kind of interval."""
    made: dict[str, Floats] = {}
    for name, evidence in (("with", case.evidence), ("without", case.evidence_without_tasks)):
        found = points(evidence, parameters)
        made[f"finish_{name}_tasks"] = _finish_errors(case, evidence, found, parameters)
        cost = found.cost * case.project.series.budget_at_completion
        is_known = cost > 0
        made[f"cost_{name}_tasks"] = (case.cost / cost[is_known] - 1.0) / cost_scale(
            evidence.earned[is_known]
        )
    return made


def _finish_errors(case: Case, evidence: Evidence, found: Points, parameters: Parameters) -> Floats:
    series = case.project.series
    finish = finish_estimates(series, evidence, found, parameters, case.curve)[0].value
    duration = finish - series.baseline_start
    elapsed = series.period_end[evidence.row].astype(np.float64) - series.baseline_start
    return (case.duration / duration - 1.0) / finish_scale(elapsed, duration)


def _spread(errors: Sequence[Floats]) -> Spread:
    """Return the errors between which the share lies, as much below as above; every project counts alike.

    The next project is one more than those that were seen, hence (n + 1) / n (Vovk, Gammerman & Shafer
    2005, "Algorithmic Learning in a Random World", chapter 2).
    """
    tail = max(0.0, 1.0 - SHARE * (len(errors) + 1) / len(errors)) / 2.0
    values = np.concatenate(errors)
    weights = np.concatenate([np.full(len(one), 1.0 / max(len(one), 1)) for one in errors])
    order = np.argsort(values, kind="stable")
    values, weights = values[order], weights[order]
    middle = (np.cumsum(weights) - weights / 2) / weights.sum()
    low, high = np.interp((tail, 1.0 - tail), middle, values)
    return Spread(min(float(low), 0.0), max(float(high), 0.0))
