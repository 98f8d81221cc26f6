"""The facts of a project on each date that was reported, as the forecaster weighs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.earned_value.figures import Figures, Unknown
from stuurbord.engine.earned_value.indices import indices
from stuurbord.engine.earned_value.planned_curve import PlannedCurve, clock_over, series_curve
from stuurbord.engine.earned_value.series import ProgressSeries, TaskProgress
from stuurbord.engine.forecast.remaining_network import (
    BaselineNetwork,
    baseline_network,
    duration_ratio,
    finish,
    is_like_baseline,
    network_state,
)
from stuurbord.plan.calendar import NONE, WorkingTime
from stuurbord.plan.model import Booleans, Floats, Integers, Plan

_MOST_EARNED: Final = 1.5
"""Budgets; a little beyond one is work that was added, this is another project or another unit."""
_MOST_COSTLY, _COSTED = 20.0, 0.2
"""Times the value that work costs at most, a fifth of the budget counted along for what is paid ahead."""
_LEAST_COSTLY: Final = 0.2
"""Times what was spent before and what work is worth: a cost that fell below both has lost figures."""


@dataclass(frozen=True, slots=True, eq=False)
class TaskHistory:
    """A baseline network and what was reported of its tasks; rows are those of the series."""

    plan: Plan
    progress: TaskProgress


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known on each reported date; arrays of shape (n_rows,).

    Time counts in planned durations since the baseline start, money in budgets.

    Attributes
    ----------
    row
        Position in the series.
    time, schedule, earned
        Actual time, earned schedule, earned value.
    spent, spent_reason
        Actual cost; 0 where it is not known, and why it is not (`Unknown`).
    network, has_network
        Finish of the remaining network; 0 where the tasks are not known.
    is_unlike
        There is a network, and it is left out: undisturbed it would not finish about when its baseline does.
    """

    row: Integers
    time: Floats
    schedule: Floats
    earned: Floats
    spent: Floats
    spent_reason: Integers
    network: Floats
    has_network: Booleans
    is_unlike: bool = False

    def __len__(self) -> int:
        return len(self.row)

    @property
    def has_spent(self) -> Booleans:
        """Tell on which dates the actual cost is known."""
        known: Booleans = self.spent_reason == Unknown.KNOWN
        return known


def gathered(
    series: ProgressSeries,
    task_prior: float,
    *,
    last: int | None = None,
    memory: float | None = None,
    curve: PlannedCurve | None = None,
    tasks: TaskHistory | None = None,
) -> Evidence:
    """Return the evidence of the rows with an earned value.

    Parameters
    ----------
    task_prior
        See `Parameters`.
    last
        Last row of the series to look at; all of them without it.
    memory
        Rows of the network that lie longer before ``last``, in planned durations, are left out: they are
        costly and no longer count.
    """
    found = indices(series, curve)
    planned = float((series_curve(series) if curve is None else curve).planned_duration)
    budget = float(series.budget_at_completion)
    earned = found.earned_value.value / budget
    # A baseline without working time has no pace; what is far beyond the budget or below zero is no report.
    is_credible = found.earned_schedule.is_known & (earned >= 0) & (earned <= _MOST_EARNED)
    rows = np.flatnonzero(is_credible & (planned > 0))
    rows = rows if last is None else rows[rows <= last]
    planned = max(planned, 1.0)
    time = np.maximum(found.actual_time.value[rows], 0.0) / planned
    spent = _credible_cost(found.actual_cost, rows, budget, earned[rows])
    is_recent = np.ones(len(rows), np.bool_)
    if memory is not None and len(rows):
        is_recent = time >= time[-1] - memory
    network, has_network, is_unlike = _network(series, task_prior, rows, is_recent, tasks)
    return Evidence(
        row=rows,
        time=time,
        schedule=np.clip(found.earned_schedule.value[rows] / planned, 0.0, 1.0),
        earned=earned[rows],
        spent=spent.value,
        spent_reason=spent.reason,
        network=network / planned,
        has_network=has_network,
        is_unlike=is_unlike,
    )


def _credible_cost(cost: Figures, rows: Integers, budget: float, earned: Floats) -> Figures:
    """Return the actual cost in budgets, unknown where it cannot be what the work cost.

    That is below zero, nothing while value is earned, far less than it was, or many times what work is worth.
    """
    spent = Figures(cost.value[rows] / budget, cost.reason[rows])
    before = np.maximum.accumulate(spent.value)
    is_nothing = (spent.value == 0) & ((earned > 0) | (before > 0))
    has_fallen = (spent.value < _LEAST_COSTLY * before) & (spent.value < _LEAST_COSTLY * earned)
    is_beyond = spent.value > _MOST_COSTLY * (earned + _COSTED)
    return spent.unknown_where(is_nothing, Unknown.NO_ACTUAL_COST).unknown_where(
        (spent.value < 0) | has_fallen | is_beyond, Unknown.ACTUAL_COST_DOUBTFUL
    )


def _network(
    series: ProgressSeries,
    task_prior: float,
    rows: Integers,
    is_wanted: Booleans,
    tasks: TaskHistory | None,
) -> tuple[Floats, Booleans, bool]:
    """Return the finish of the remaining network in working seconds per row, where it is known, and whether
    the network is left out for it does not give its own baseline."""
    ends, is_known = np.zeros(len(rows)), np.zeros(len(rows), np.bool_)
    reports = None if tasks is None or not len(rows) else _Reports.of(series, tasks)
    for position, row in enumerate(rows.tolist()):
        if reports is not None and reports.is_like and is_wanted[position] and reports.is_known(row):
            ends[position], is_known[position] = reports.finish(row, task_prior), True
    return ends, is_known, reports is not None and not reports.is_like


@dataclass(frozen=True, slots=True, eq=False)
class _Reports:
    """The network of one project and what was reported of it."""

    series: ProgressSeries
    progress: TaskProgress
    network: BaselineNetwork
    clock: WorkingTime
    origin: int
    is_like: bool

    @classmethod
    def of(cls, series: ProgressSeries, tasks: TaskHistory) -> _Reports | None:
        clock = _clock(series, tasks)
        origin = clock.before(series.baseline_start)
        network = baseline_network(tasks.plan, clock, origin)
        if network is None:
            return None
        planned = float(clock.before(series.baseline_finish) - origin)
        is_like = is_like_baseline(network, planned)
        return cls(series, tasks.progress, network, clock, origin, is_like)

    def is_known(self, row: int) -> bool:
        """Tell whether anything is known of the tasks on that date."""
        progress = self.progress
        return bool(
            (progress.actual_start[row] != NONE).any()
            or (progress.percent_complete[row] > 0).any()
            or (progress.earned_value[row] != NONE).any()
        )

    def finish(self, row: int, task_prior: float) -> float:
        """Return when the network finishes, as known on that date."""
        now = float(self.clock.before(int(self.series.period_end[row])) - self.origin)
        state = network_state(self.network, self.progress, row, self.clock, self.origin, now)
        return finish(self.network, state, now, duration_ratio(self.network, state, task_prior))


def _clock(series: ProgressSeries, tasks: TaskHistory) -> WorkingTime:
    """Return the project's clock over every date that is known of it."""
    columns = [tasks.progress.actual_start.ravel(), series.period_end]
    baseline = tasks.plan.baselines.get(0)
    if baseline is not None:
        columns += [baseline.start, baseline.finish]
    known = np.concatenate([[series.baseline_start, series.baseline_finish], *columns])
    known = known[known != NONE]
    return clock_over(series.calendar, int(known.min()), int(known.max()))
