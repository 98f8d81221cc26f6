"""Before the first report: what finished projects of a reference class made of their plans."""

from __future__ import annotations

from typing import Final

import numpy as np

from stuurbord.engine.earned_value.figures import Unknown
from stuurbord.engine.earned_value.series import ProgressSeries
from stuurbord.engine.forecast.outcome import Estimate, Forecast, Method, Sentence
from stuurbord.plan.calendar import NONE
from stuurbord.plan.uncertainty import ReferenceQuantiles

_LOW, _POINT, _HIGH = 0.1, 0.5, 0.9
_UNKNOWN: Final = Estimate(None, unknown=Unknown.NOT_REPORTED)


def forecast_by_reference(
    series: ProgressSeries,
    duration: ReferenceQuantiles | None,
    cost: ReferenceQuantiles | None,
    *,
    has_time: bool = True,
) -> Forecast:
    """Return the forecast of a project of which nothing has been reported.

    Parameters
    ----------
    has_time
        The baseline has working time; without it there is no forecast.
    """
    start, planned = series.baseline_start, series.baseline_finish - series.baseline_start
    if not has_time:
        unknown = Estimate(None, unknown=Unknown.NO_PLANNED_VALUE)
        return Forecast(NONE, unknown, unknown, Method.NONE, (Sentence("forecast_no_time", {}),))
    if duration is None and cost is None:
        return Forecast(NONE, _UNKNOWN, _UNKNOWN, Method.NONE, (Sentence("forecast_unknown", {}),))
    because = Sentence("forecast_reference", {}), Sentence("interval_reference", {})
    return Forecast(
        status_date=NONE,
        finish=_estimate(duration, start, planned),
        cost=_estimate(cost, 0, series.budget_at_completion),
        method=Method.REFERENCE_CLASS,
        because=because,
    )


def _estimate(quantiles: ReferenceQuantiles | None, offset: int, planned: int) -> Estimate:
    if quantiles is None:
        return _UNKNOWN
    multiples = np.interp((_LOW, _POINT, _HIGH), quantiles.probability, quantiles.multiple)
    low, point, high = (offset + round(multiple * planned) for multiple in multiples.tolist())
    return Estimate(point, low, high)
