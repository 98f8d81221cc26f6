"""What remains of a baseline network, scheduled again from the status date.

A task that has not begun starts when its predecessors allow it, never before the status date and never
before its baseline start: many baselines hold dates that no dependency explains (seasons, other projects,
holidays). So the network can tell how a delay runs on through the work, and whether it hits anything that
matters; it cannot tell that a project is ahead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.engine.earned_value.series import TaskProgress
from stuurbord.engine.forecast.leaf_links import FROM_START, TO_FINISH, Link, ordered_links
from stuurbord.plan.calendar import NONE, WorkingTime
from stuurbord.plan.model import Booleans, Floats, Integers, Plan


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
        np.divide(duration, own, out=np.ones(len(at)), where=(own > 0) & (duration > 0)),
        links,
    )


def _working_share(clock: WorkingTime) -> float:
    return float(clock.cum[-1]) / max(1, clock.last - clock.first)


def network_state(
    network: BaselineNetwork, progress: TaskProgress, row: int, clock: WorkingTime, origin: int
) -> NetworkState:
    """Return what a report says of the tasks of a network."""
    at = network.task_idx
    begun, complete = progress.actual_start[row, at], progress.percent_complete[row, at]
    is_finished = complete >= 1.0
    is_started = (begun != NONE) | is_finished
    start = np.where(
        begun == NONE, network.start, clock.before(np.where(begun == NONE, clock.first, begun)) - origin
    )
    done, remaining = progress.actual_duration[row, at], progress.remaining_duration[row, at]
    left = np.where(remaining == NONE, (1.0 - complete) * network.duration, remaining * network.stretch)
    return NetworkState(
        is_started,
        is_finished,
        start,
        np.where(done == NONE, complete * network.duration, done * network.stretch),
        np.where(is_finished, 0.0, np.maximum(left, 0.0)),
    )


def duration_ratio(network: BaselineNetwork, state: NetworkState, prior: float) -> float:
    """Return how long the tasks begun so far take ÷ how long they were to take, drawn towards 1.

    Parameters
    ----------
    prior
        Work that went as planned and is counted along, as a share of all work in the network.
    """
    counted = prior * network.duration.sum()
    took = (state.done + state.remaining)[state.is_started].sum() + counted
    planned = network.duration[state.is_started].sum() + counted
    return float(took / planned) if planned > 0 else 1.0


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
