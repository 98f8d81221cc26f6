"""The indices of earned value and earned schedule, for many rows at once.

References
----------
Project Management Institute (2011), Practice Standard for Earned Value Management, 2nd edition.
Lipke, W. (2003), "Schedule is Different", The Measurable News, Summer 2003.
Vanhoucke, M. (2009), Measuring Time: Improving Project Performance Using Earned Value Management.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from stuurbord.engine.earned_value.figures import Figures, Unknown
from stuurbord.engine.earned_value.planned_curve import PlannedCurve, clock_over, series_curve
from stuurbord.engine.earned_value.series import ProgressSeries
from stuurbord.plan.model import Booleans, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Indices:
    """All indices; each `Figures` of shape (n_rows,). Money in cents, time in working seconds.

    Attributes
    ----------
    percent_planned, percent_complete, percent_spent
        Planned value, earned value and actual cost as fractions of the budget.
    schedule_variance, cost_variance
        SV = EV − PV and CV = EV − AC.
    spi, cpi
        SPI = EV/PV and CPI = EV/AC.
    tcpi_budget, tcpi_estimate
        The cost performance that what remains needs: (BAC − EV)/(BAC − AC), and (BAC − EV)/(EAC − AC) with
        EAC = BAC/CPI.
    actual_time, earned_schedule
        AT and ES since the start of the baseline.
    schedule_variance_time, spi_t
        SV(t) = ES − AT and SPI(t) = ES/AT.
    tspi
        The schedule performance that what remains needs: (PD − ES)/(PD − AT).
    p_factor
        Share (0–1) of the value due by ES that was earned on the work that was due.
    """

    planned_value: Figures
    earned_value: Figures
    actual_cost: Figures
    percent_planned: Figures
    percent_complete: Figures
    percent_spent: Figures
    schedule_variance: Figures
    cost_variance: Figures
    spi: Figures
    cpi: Figures
    tcpi_budget: Figures
    tcpi_estimate: Figures
    actual_time: Figures
    earned_schedule: Figures
    schedule_variance_time: Figures
    spi_t: Figures
    tspi: Figures
    p_factor: Figures

    def as_dict(self) -> dict[str, Figures]:
        """Return name → figures, in the order above."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def __len__(self) -> int:
        return len(self.planned_value)


def indices(
    series: ProgressSeries, curve: PlannedCurve | None = None, p_factor: Figures | None = None
) -> Indices:
    """Return the indices on every date of a series.

    Parameters
    ----------
    curve
        The planned value over time where it is known better than from the series itself.
    p_factor
        From `adherence`, where amounts per task are known.
    """
    curve = series_curve(series) if curve is None else curve
    actual_time = _actual_time(series)
    earned = Figures.of(series.earned_value)
    schedule = Figures(curve.earned_schedule(earned.value, actual_time), earned.reason)
    unknown = np.full(len(series), int(Unknown.NO_TASKS))
    return money_and_time(
        Figures.of(series.planned_value),
        earned,
        Figures.of(series.actual_cost),
        budget=float(series.budget_at_completion),
        actual_time=Figures.of(actual_time),
        earned_schedule=schedule,
        planned_duration=float(curve.planned_duration),
        p_factor=Figures(np.zeros(len(series)), unknown) if p_factor is None else p_factor,
    )


def _actual_time(series: ProgressSeries) -> Floats:
    """Return the working seconds from the baseline start to each date, below zero before it."""
    first = min(series.baseline_start, *series.period_end.tolist())
    last = max(series.baseline_finish, *series.period_end.tolist())
    clock = clock_over(series.calendar, first, last)
    worked = clock.before(series.period_end) - clock.before(series.baseline_start)
    return np.asarray(worked, np.float64)


def money_and_time(
    planned: Figures,
    earned: Figures,
    spent: Figures,
    *,
    budget: float | Floats,
    actual_time: Figures,
    earned_schedule: Figures,
    planned_duration: float | Floats,
    p_factor: Figures,
) -> Indices:
    """Return the indices of rows of any kind: the dates of a project, or the tasks of a plan."""
    cpi = earned.over(spent, Unknown.NO_ACTUAL_COST)
    remaining = _of_budget(budget, earned)
    is_complete = remaining.is_known & (remaining.value <= 0)
    begun = actual_time.unknown_where(actual_time.value <= 0, Unknown.NOT_STARTED)
    tcpi_budget = remaining.over(_of_budget(budget, spent), Unknown.BUDGET_SPENT)
    ahead = _of_budget(planned_duration, earned_schedule)
    return Indices(
        planned_value=planned,
        earned_value=earned,
        actual_cost=spent,
        percent_planned=planned.over(budget, Unknown.NO_PLANNED_VALUE),
        percent_complete=earned.over(budget, Unknown.NO_PLANNED_VALUE),
        percent_spent=spent.over(budget, Unknown.NO_PLANNED_VALUE),
        schedule_variance=earned - planned,
        cost_variance=earned - spent,
        spi=earned.over(planned, Unknown.NO_PLANNED_VALUE),
        cpi=cpi,
        tcpi_budget=_unless(is_complete, tcpi_budget),
        tcpi_estimate=_unless(is_complete, remaining.over(_to_spend(remaining, cpi), Unknown.NOTHING_EARNED)),
        actual_time=actual_time,
        earned_schedule=earned_schedule,
        schedule_variance_time=earned_schedule - actual_time,
        spi_t=earned_schedule.over(begun, Unknown.NOT_STARTED),
        tspi=_unless(is_complete, ahead.over(_of_budget(planned_duration, actual_time), Unknown.TIME_SPENT)),
        p_factor=p_factor,
    )


def _of_budget(budget: float | Floats, used: Figures) -> Figures:
    """Return what is left of a budget of money or time."""
    return (used - budget) * -1.0


def _to_spend(remaining: Figures, cpi: Figures) -> Figures:
    """Return EAC − AC: what remains to be spent at the cost performance so far."""
    return remaining.over(cpi, Unknown.NOTHING_EARNED)


def _unless(is_complete: Booleans, figures: Figures) -> Figures:
    """Return the figures, unknown where nothing remains: that reason goes before any other."""
    reason = np.where(is_complete, int(Unknown.COMPLETE), figures.reason)
    return Figures(figures.value, reason)
