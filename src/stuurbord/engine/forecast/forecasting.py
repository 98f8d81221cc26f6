"""A forecast of finish and cost from what was reported, with an interval that finished projects calibrate."""

from __future__ import annotations

from typing import Final

import numpy as np

from stuurbord.engine.earned_value.figures import Figures, Unknown
from stuurbord.engine.earned_value.forecasts import finish_instants
from stuurbord.engine.earned_value.planned_curve import PlannedCurve, series_curve
from stuurbord.engine.earned_value.series import ProgressSeries
from stuurbord.engine.forecast.blend import COMPLETE, Points, points
from stuurbord.engine.forecast.evidence import Evidence, TaskHistory, gathered
from stuurbord.engine.forecast.interval import bounds, cost_scale, finish_scale
from stuurbord.engine.forecast.outcome import Estimate, Forecast, Method, Sentence
from stuurbord.engine.forecast.parameters import FITTED, Parameters
from stuurbord.engine.forecast.reference import forecast_by_reference
from stuurbord.plan.model import Floats
from stuurbord.plan.uncertainty import ReferenceQuantiles

_REMEMBERED: Final = 5.0
"""Times the memory after which an earlier forecast weighs less than one percent."""


def forecast(
    series: ProgressSeries,
    *,
    row: int | None = None,
    curve: PlannedCurve | None = None,
    tasks: TaskHistory | None = None,
    reference: tuple[ReferenceQuantiles | None, ReferenceQuantiles | None] = (None, None),
    parameters: Parameters = FITTED,
) -> Forecast:
    """Return when the project finishes and what it costs.

    Parameters
    ----------
    row
        Row of the series to forecast from; only what was reported up to it counts. The last row with an
        earned value without it.
    curve
        The planned value over time where it is known better than from the series itself.
    tasks
        The baseline network and what was reported of its tasks.
    reference
        Realised ÷ planned duration and cost of finished projects, for a project without reports.
    """
    evidence = gathered(
        series,
        parameters.task_prior,
        last=row,
        memory=_REMEMBERED * parameters.memory,
        curve=curve,
        tasks=tasks,
    )
    if not len(evidence):
        has_time = (series_curve(series) if curve is None else curve).planned_duration > 0
        return forecast_by_reference(series, *reference, has_time=has_time)
    found = points(evidence, parameters)
    now = np.asarray(series.period_end[evidence.row], np.float64)
    finish, low, high = finish_estimates(series, evidence, found, parameters, curve)
    return Forecast(
        status_date=int(now[-1]),
        finish=_estimate(finish.value[-1], low[-1], high[-1], finish.reason_at(-1)),
        cost=_cost(series, evidence, found, parameters),
        method=Method.NETWORK_AND_SERIES if evidence.has_network[-1] else Method.SERIES,
        because=_because(evidence, found, parameters),
    )


def finish_estimates(
    series: ProgressSeries,
    evidence: Evidence,
    found: Points,
    parameters: Parameters,
    curve: PlannedCurve | None = None,
) -> tuple[Figures, Floats, Floats]:
    """Return the point, low and high finish as instants, on each date of the evidence."""
    planned = float((series_curve(series) if curve is None else curve).planned_duration)
    rows = len(evidence)
    seconds = Figures(found.duration * planned, np.zeros(rows, np.int64))
    now = np.asarray(series.period_end[evidence.row], np.float64)
    point = finish_instants(series, seconds)
    finish = np.maximum(point.value, now)
    elapsed = np.maximum(now - series.baseline_start, 0.0)
    duration = finish - series.baseline_start
    scale = finish_scale(elapsed, duration)
    low, high = np.empty(rows), np.empty(rows)
    for has_network, spread in (
        (True, parameters.finish_with_tasks),
        (False, parameters.finish_without_tasks),
    ):
        at = evidence.has_network == has_network
        low[at], high[at] = bounds(duration[at], scale[at], spread, elapsed[at])
    start = series.baseline_start
    return Figures(finish, point.reason), low + start, high + start


def cost_estimates(
    evidence: Evidence, found: Points, parameters: Parameters
) -> tuple[Floats, Floats, Floats]:
    """Return the point, low and high cost in budgets, on each date of the evidence."""
    scale = cost_scale(evidence.earned)
    low, high = np.empty(len(evidence)), np.empty(len(evidence))
    for has_network, spread in ((True, parameters.cost_with_tasks), (False, parameters.cost_without_tasks)):
        at = evidence.has_network == has_network
        low[at], high[at] = bounds(found.cost[at], scale[at], spread, evidence.spent[at])
    return found.cost, low, high


def _cost(series: ProgressSeries, evidence: Evidence, found: Points, parameters: Parameters) -> Estimate:
    if not evidence.has_spent[-1]:
        return Estimate(None, unknown=Unknown(int(evidence.spent_reason[-1])))
    point, low, high = cost_estimates(evidence, found, parameters)
    budget = series.budget_at_completion
    return _estimate(point[-1] * budget, low[-1] * budget, high[-1] * budget, Unknown.KNOWN)


def _estimate(point: float, low: float, high: float, unknown: Unknown) -> Estimate:
    if unknown:
        return Estimate(None, unknown=unknown)
    return Estimate(round(point), round(low), round(high))


def _because(evidence: Evidence, found: Points, parameters: Parameters) -> tuple[Sentence, ...]:
    pace = round(100 * float(evidence.schedule[-1] / evidence.time[-1])) if evidence.time[-1] > 0 else 100
    if evidence.earned[-1] >= COMPLETE:
        first = Sentence("forecast_closing", {})
    elif found.is_ahead[-1]:
        first = Sentence("forecast_ahead", {"pace": pace})
    elif evidence.has_network[-1]:
        share = round(100 * parameters.network_weight)
        first = Sentence("forecast_behind_with_tasks", {"pace": pace, "network_share": share})
    elif evidence.is_unlike:
        first = Sentence("forecast_behind_unlike", {"pace": pace})
    else:
        first = Sentence("forecast_behind", {"pace": pace})
    return first, Sentence("interval_calibrated", {"n_projects": len(parameters.fitted_on)})
