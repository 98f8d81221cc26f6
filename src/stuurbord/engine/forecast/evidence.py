"""The facts of a project on each date that was reported, as the forecaster weighs them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.engine.earned_value.indices import indices
from stuurbord.engine.earned_value.planned_curve import PlannedCurve, clock_over, series_curve
from stuurbord.engine.earned_value.series import ProgressSeries, TaskProgress
from stuurbord.engine.forecast.remaining_network import (
    BaselineNetwork,
    baseline_network,
    duration_ratio,
    finish,
    network_state,
)
from stuurbord.plan.calendar import NONE, WorkingTime
from stuurbord.plan.model import Booleans, Floats, Integers, Plan


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
    spent, has_spent
        Actual cost; 0 where it was not reported.
    network, has_network
        Finish of the remaining network; 0 where the tasks are not known.
    """

    row: Integers
    time: Floats
    schedule: Floats
    earned: Floats
    spent: Floats
    has_spent: Booleans
    network: Floats
    has_network: Booleans

    def __len__(self) -> int:
        return len(self.row)


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
    # A baseline without working time has no pace.
    rows = np.flatnonzero(found.earned_schedule.is_known & (planned > 0))
    rows = rows if last is None else rows[rows <= last]
    planned = max(planned, 1.0)
    time = np.maximum(found.actual_time.value[rows], 0.0) / planned
    budget = float(series.budget_at_completion)
    is_recent = np.ones(len(rows), np.bool_)
    if memory is not None and len(rows):
        is_recent = time >= time[-1] - memory
    network, has_network = _network(series, task_prior, rows, is_recent, tasks)
    return Evidence(
        row=rows,
        time=time,
        schedule=np.clip(found.earned_schedule.value[rows] / planned, 0.0, 1.0),
        earned=found.earned_value.value[rows] / budget,
        spent=found.actual_cost.value[rows] / budget,
        has_spent=found.actual_cost.is_known[rows],
        network=network / planned,
        has_network=has_network,
    )


def _network(
    series: ProgressSeries,
    task_prior: float,
    rows: Integers,
    is_wanted: Booleans,
    tasks: TaskHistory | None,
) -> tuple[Floats, Booleans]:
    """Return the finish of the remaining network in working seconds per row, and where it is known."""
    ends, is_known = np.zeros(len(rows)), np.zeros(len(rows), np.bool_)
    reports = None if tasks is None or not len(rows) else _Reports.of(series, tasks)
    for position, row in enumerate(rows.tolist()):
        if reports is not None and is_wanted[position] and reports.is_known(row):
            ends[position], is_known[position] = reports.finish(row, task_prior), True
    return ends, is_known


@dataclass(frozen=True, slots=True, eq=False)
class _Reports:
    """The network of one project and what was reported of it."""

    series: ProgressSeries
    progress: TaskProgress
    network: BaselineNetwork
    clock: WorkingTime
    origin: int

    @classmethod
    def of(cls, series: ProgressSeries, tasks: TaskHistory) -> _Reports | None:
        clock = _clock(series, tasks)
        origin = clock.before(series.baseline_start)
        network = baseline_network(tasks.plan, clock, origin)
        return None if network is None else cls(series, tasks.progress, network, clock, origin)

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
        state = network_state(self.network, self.progress, row, self.clock, self.origin)
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
