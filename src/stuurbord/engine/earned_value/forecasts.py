"""The published forecasts of duration and cost from earned value.

References
----------
Vandevoorde, S. & Vanhoucke, M. (2006), "A comparison of different project duration forecasting methods using
earned value metrics", International Journal of Project Management 24(4): the nine duration forecasts.
Anbari, F. (2003), "Earned value project management method and extensions", Project Management Journal 34(4):
the planned value method. Jacob, D. (2003), "Forecasting project schedule completion with earned value
metrics", The Measurable News: the earned duration method. Lipke, W. (2003, 2004): earned schedule.
Vanhoucke, M. (2009), Measuring Time: the eight cost forecasts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np

from stuurbord.engine.earned_value.figures import Figures, Unknown
from stuurbord.engine.earned_value.indices import Indices
from stuurbord.engine.earned_value.planned_curve import clock_over
from stuurbord.engine.earned_value.series import ProgressSeries
from stuurbord.plan.model import Floats

LONGEST: Final = 100 * 366 * 86_400
"""Seconds: a forecast beyond a century says nothing and has no date."""


class DurationMethod(StrEnum):
    """How the whole duration is forecast; the last part names the performance factor of what remains."""

    PV_1 = "pv_1"
    """Planned value method: the rest goes as planned."""
    PV_SPI = "pv_spi"
    PV_SCI = "pv_sci"
    """SCI = SPI × CPI."""
    ED_1 = "ed_1"
    """Earned duration method."""
    ED_SPI = "ed_spi"
    ED_SCI = "ed_sci"
    ES_1 = "es_1"
    """Earned schedule method."""
    ES_SPI_T = "es_spi_t"
    ES_SCI_T = "es_sci_t"
    """SCI(t) = SPI(t) × CPI."""


class CostMethod(StrEnum):
    """The performance factor of the rest: EAC = AC + (BAC − EV) / PF."""

    ONE = "1"
    CPI = "cpi"
    SPI = "spi"
    SPI_T = "spi_t"
    SCI = "sci"
    SCI_T = "sci_t"
    CPI_SPI = "cpi_spi"
    """0.8 CPI + 0.2 SPI."""
    CPI_SPI_T = "cpi_spi_t"
    """0.8 CPI + 0.2 SPI(t)."""


def duration_forecasts(
    found: Indices, *, budget: float | Floats, planned_duration: float | Floats
) -> dict[DurationMethod, Figures]:
    """Return the forecast total durations, in working seconds since the baseline start.

    A method that would have the project finish before it starts gives 0, as ProTrack does: it happens when
    much more is earned than was planned by then.
    """
    spi, cpi, spi_t = _positive(found.spi), _positive(found.cpi), _positive(found.spi_t)
    time, none = found.actual_time, Unknown.NOTHING_EARNED
    ones = Figures(np.ones(len(found)), np.zeros(len(found), np.int64))
    planned = ones * planned_duration
    # Jacob's earned duration: the time past, corrected by the performance; late work counts from today.
    unearned = (planned - time).at_least(0.0) + time - time * found.spi
    unreached = planned - found.earned_schedule
    made = {
        DurationMethod.PV_1: planned - found.schedule_variance * (planned_duration / budget),
        DurationMethod.PV_SPI: planned.over(spi, none),
        DurationMethod.PV_SCI: planned.over(spi * cpi, none),
        DurationMethod.ED_1: time + unearned,
        DurationMethod.ED_SPI: time + unearned.over(spi, none),
        DurationMethod.ED_SCI: time + unearned.over(spi * cpi, none),
        DurationMethod.ES_1: time + unreached,
        DurationMethod.ES_SPI_T: time + unreached.over(spi_t, none),
        DurationMethod.ES_SCI_T: time + unreached.over(spi_t * cpi, none),
    }
    return {method: _within_a_century(figures.at_least(0.0)) for method, figures in made.items()}


def cost_forecasts(found: Indices, *, budget: float | Floats) -> dict[CostMethod, Figures]:
    """Return the forecast total costs, in cents."""
    spi, cpi, spi_t = found.spi, found.cpi, found.spi_t
    remaining = (found.earned_value - budget) * -1.0
    factors = {
        CostMethod.CPI: cpi,
        CostMethod.SPI: spi,
        CostMethod.SPI_T: spi_t,
        CostMethod.SCI: spi * cpi,
        CostMethod.SCI_T: spi_t * cpi,
        CostMethod.CPI_SPI: 0.8 * cpi + 0.2 * spi,
        CostMethod.CPI_SPI_T: 0.8 * cpi + 0.2 * spi_t,
    }
    made = {CostMethod.ONE: found.actual_cost + remaining}
    for method, factor in factors.items():
        made[method] = found.actual_cost + remaining.over(factor, Unknown.NOTHING_EARNED)
    return made


def finish_instants(series: ProgressSeries, durations: Figures) -> Figures:
    """Return the instants at which durations since the baseline start end, on the calendar of the series."""
    longest = float(durations.value.max(initial=0.0))
    clock = clock_over(series.calendar, series.baseline_start, series.baseline_finish)
    if clock.before(series.baseline_start) + longest >= int(clock.cum[-1]):
        clock = clock_over(series.calendar, series.baseline_start, series.baseline_start + LONGEST)
    begun, most = clock.before(series.baseline_start), int(clock.cum[-1])
    work = begun + np.rint(durations.value)
    is_inside = work <= most
    ends = clock.finish_at(np.minimum(work, most).astype(np.int64))
    # No work done ends where it begins, not where the day before did.
    ends = np.maximum(ends, series.baseline_start).astype(np.float64)
    return Figures(ends, durations.reason).unknown_where(~is_inside, Unknown.TOO_FAR)


def _positive(figures: Figures) -> Figures:
    """Return an index as a divisor: unknown where it is zero, for nothing was earned."""
    return figures.unknown_where(figures.value <= 0, Unknown.NOTHING_EARNED)


def _within_a_century(figures: Figures) -> Figures:
    return figures.unknown_where(figures.value > LONGEST, Unknown.TOO_FAR)
