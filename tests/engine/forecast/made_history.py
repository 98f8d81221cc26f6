"""Small networks with a baseline and reports of their tasks, in whole days on the clock, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from engine.networks import DAY_ZERO, activity_on_node

from stuurbord.engine.earned_value import ProgressSeries, TaskProgress
from stuurbord.engine.forecast import TaskHistory
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import Baseline, Plan

EURO = 100


@dataclass(frozen=True)
class Report:
    """What one task is said to have done, in days: begun on, taken so far, still to take."""

    start: float
    done: float
    remaining: float = 0.0


def planned(durations: Mapping[str, int], links: Sequence[str]) -> Plan:
    """Return a plan whose baseline is its early schedule; a day of work is worth one euro."""
    network = activity_on_node(durations, links)
    days = np.array(list(durations.values()), np.int64)
    baseline = Baseline(
        start=network.schedule.start,
        finish=network.schedule.finish,
        duration=days * DAY,
        work=days * 0,
        cost=days * EURO,
    )
    return replace(network.plan, baselines={0: baseline})


def reported(plan: Plan, day: int, tasks: Mapping[str, Report]) -> tuple[ProgressSeries, TaskHistory]:
    """Return one report on a day (counted from 0, at its end) as a series, and what it says of the tasks."""
    names = plan.tasks.name.tolist() if hasattr(plan.tasks.name, "tolist") else list(plan.tasks.name)
    baseline = plan.baselines[0]
    told = [tasks.get(name) for name in names]
    complete = np.array([one.done / (one.done + one.remaining) if one else 0.0 for one in told])
    earned = int((complete * baseline.cost).sum())
    at = DAY_ZERO + day * DAY
    share = np.clip((at - baseline.start) / np.maximum(baseline.finish - baseline.start, 1), 0.0, 1.0)

    def column(values: list[float]) -> np.ndarray:
        return np.array([[NONE if value is None else int(value * DAY) for value in values]], np.int64)

    starts = column([one.start if one else None for one in told])
    nothing = np.full((1, len(names)), NONE, np.int64)
    series = ProgressSeries(
        np.array([at]),
        np.array([int((share * baseline.cost).sum())]),
        np.array([earned]),
        np.array([earned]),
        int(baseline.cost.sum()),
        int(baseline.start.min()),
        int(baseline.finish.max()),
    )
    progress = TaskProgress(
        actual_start=np.where(starts == NONE, NONE, DAY_ZERO + starts),
        actual_duration=column([one.done if one else 0 for one in told]),
        remaining_duration=column([one.remaining if one else None for one in told]),
        percent_complete=complete[None, :],
        earned_value=(complete * baseline.cost).astype(np.int64)[None, :],
        planned_value=nothing,
        actual_cost=nothing,
        remaining_cost=nothing,
    )
    return series, TaskHistory(plan, progress)
