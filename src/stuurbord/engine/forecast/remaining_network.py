"""What remains of a baseline network, scheduled again from the status date.

A task that has not begun starts when its predecessors allow it, never before the status date and never
before its baseline start: many baselines hold dates that no dependency explains (seasons, other projects,
holidays). So the network can tell how a delay runs on through the work, and whether it hits anything that
matters; it cannot tell that a project is ahead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.earned_value.planned_curve import clock_over
from stuurbord.engine.earned_value.series import TaskProgress
from stuurbord.engine.forecast.leaf_links import FROM_START, TO_FINISH, Link, ordered_links
from stuurbord.plan.calendar import NONE, ROUND_THE_CLOCK, WorkingTime
from stuurbord.plan.model import Booleans, Floats, Integers, Plan

_SHORTEST, _LONGEST = 0.4, 2.5
"""Tasks so far that took beyond these times their plan say more about the report than about the rest."""
_UNLIKE: Final = 0.25
"""Share of the planned duration by which an undisturbed network may miss the baseline's own finish."""
_MOST_REMAINING: Final = 3.0
"""Times what its plan or its pace leaves of a task, whichever is longer, that it still takes at most."""
_LEAST_DONE: Final = 0.05
"""Below this share complete, a task has no pace."""


@dataclass(frozen=True, slots=True, eq=False)
class BaselineNetwork:
    """Tasks without parts, in topological order, in working seconds since the baseline start.

    Attributes
    ----------
    task_idx
        int64 of shape (n_tasks,), the task's position in its plan.
    start, duration
        float64 of shape (n_tasks,): baseline start, −infinity without one, and working seconds.
    stretch
        float64 of shape (n_tasks,): seconds of the project's calendar per second of the task's duration.
    links
        Per task the links into it; positions are those in this network.
    """

    task_idx: Integers
    start: Floats
    duration: Floats
    stretch: Floats
    links: tuple[tuple[Link, ...], ...]

    def __len__(self) -> int:
        return len(self.task_idx)


@dataclass(frozen=True, slots=True, eq=False)
class NetworkState:
    """What is known of each task of a network on a status date; arrays of shape (n_tasks,).

    Attributes
    ----------
    is_started, is_finished
        A finished task is started too.
    start, done, remaining
        Working seconds: when it began (since the baseline start), how long it has taken, and still takes.
    """

    is_started: Booleans
    is_finished: Booleans
    start: Floats
    done: Floats
    remaining: Floats


def baseline_network(plan: Plan, clock: WorkingTime, origin: int) -> BaselineNetwork | None:
    """Return the network of a plan's baseline 0.

    None without tasks, and where its links run in a circle or are too many once spread over the parts of
    summaries: then the tasks say nothing.

    Parameters
    ----------
    clock
        The project's calendar.
    origin
        Working seconds on the clock before the baseline start.
    """
    tasks, baseline = plan.tasks, plan.baselines.get(0)
    if baseline is None:
        return None
    order, links = ordered_links(plan, baseline, _working_share(clock))
    if not order:
        return None
    at = np.asarray(order, np.int64)
    start, finish = baseline.start[at], baseline.finish[at]
    own = np.where(baseline.duration[at] == NONE, tasks.duration[at], baseline.duration[at])
    begun = clock.before(np.where(start == NONE, clock.starts[0], start)) - origin
    ended = clock.before(np.where(finish == NONE, clock.starts[0], finish)) - origin
    # Where both dates are known they tell how long the task takes on the calendar of the project.
    spans = np.where((start != NONE) & (finish != NONE), ended - begun, own)
    duration = np.where(own > 0, np.maximum(spans, 0), 0).astype(np.float64)
    return BaselineNetwork(
        at,
        np.where(start == NONE, -np.inf, begun.astype(np.float64)),
        duration,
        _stretch(plan, at, clock),
        links,
    )


def _stretch(plan: Plan, at: Integers, clock: WorkingTime) -> Floats:
    """Return how much the project's calendar works while the calendar of each task works a second.

    It follows from the calendars, never from what one task says of itself: a duration that was mistyped
    would else stretch all that is reported of its task.
    """
    own = np.where(plan.tasks.calendar_idx < 0, plan.calendar_idx, plan.tasks.calendar_idx)
    own = np.where(plan.tasks.is_elapsed, len(plan.calendars), own)[at]
    stretch = np.ones(len(at))
    for number in np.unique(own[own != plan.calendar_idx]).tolist():
        calendar = (*plan.calendars, ROUND_THE_CLOCK)[number]
        share = _working_share(clock_over(calendar, clock.first, clock.last))
        stretch[own == number] = _working_share(clock) / share if share > 0 else 1.0
    return stretch


def is_like_baseline(network: BaselineNetwork, planned: float) -> bool:
    """Tell whether the network, with nothing reported of it, finishes about when the baseline does.

    Parameters
    ----------
    planned
        Planned duration in working seconds.
    """
    nothing, never = np.zeros(len(network)), np.zeros(len(network), np.bool_)
    untouched = NetworkState(never, never, nothing, nothing, network.duration)
    return bool(abs(finish(network, untouched, 0.0, 1.0) - planned) <= _UNLIKE * planned)


def _working_share(clock: WorkingTime) -> float:
    return float(clock.cum[-1]) / max(1, clock.last - clock.first)


def network_state(
    network: BaselineNetwork,
    progress: TaskProgress,
    row: int,
    clock: WorkingTime,
    origin: int,
    now: float = np.inf,
) -> NetworkState:
    """Return what a report says of the tasks of a network, as far as that can be.

    No task began after the status date or worked for longer than since it began, and none takes longer
    from now than three times what its plan or its own pace leaves of it.

    Parameters
    ----------
    now
        Working seconds from the baseline start to the status date.
    """
    at = network.task_idx
    begun, complete = progress.actual_start[row, at], progress.percent_complete[row, at]
    is_finished = complete >= 1.0
    is_started = (begun != NONE) | is_finished
    start = np.where(
        begun == NONE, network.start, clock.before(np.where(begun == NONE, clock.first, begun)) - origin
    )
    start = np.minimum(start, now)
    done, remaining = progress.actual_duration[row, at], progress.remaining_duration[row, at]
    took = np.where(done == NONE, complete * network.duration, done * network.stretch)
    took = np.clip(took, 0.0, now - start)
    left = np.where(remaining == NONE, (1.0 - complete) * network.duration, remaining * network.stretch)
    paced = took * (1.0 - complete) / np.maximum(complete, _LEAST_DONE)
    planned = np.where(complete > 0, 1.0 - complete, 1.0) * network.duration
    left = np.clip(left, 0.0, _MOST_REMAINING * np.maximum(planned, paced))
    return NetworkState(is_started, is_finished, start, took, np.where(is_finished, 0.0, left))


def duration_ratio(network: BaselineNetwork, state: NetworkState, prior: float) -> float:
    """Return how long the tasks begun so far take ÷ how long they were to take, drawn towards 1; bounded.

    Parameters
    ----------
    prior
        Work that went as planned and is counted along, as a share of all work in the network.
    """
    counted = prior * network.duration.sum()
    counts = state.is_started & (network.duration > 0)
    took = (state.done + state.remaining)[counts].sum() + counted
    planned = network.duration[counts].sum() + counted
    return float(np.clip(took / planned, _SHORTEST, _LONGEST)) if planned > 0 else 1.0


def finish(network: BaselineNetwork, state: NetworkState, now: float, factor: float) -> float:
    """Return when the whole finishes, in working seconds since the baseline start.

    Parameters
    ----------
    now
        Working seconds from the baseline start to the status date.
    factor
        How long tasks take ÷ how long they were to take, for what remains.
    """
    start: list[float] = []
    end: list[float] = []
    for task in range(len(network)):
        if state.is_finished[task]:
            begun = float(state.start[task])
            ended = begun + float(state.done[task])
        elif state.is_started[task]:
            begun = float(state.start[task])
            ended = now + float(state.remaining[task]) * factor
        else:
            takes = float(network.duration[task]) * factor
            begun = max(now, float(network.start[task]))
            for predecessor, kind, lag in network.links[task]:
                bound = (start if kind in FROM_START else end)[predecessor] + lag
                begun = max(begun, bound - takes if kind in TO_FINISH else bound)
            ended = begun + takes
        start.append(begun)
        end.append(ended)
    return max(end)
