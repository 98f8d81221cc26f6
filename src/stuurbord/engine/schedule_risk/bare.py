"""A bare network: plain arrays of durations, links, three points and risks, without a calendar.

For what comes from a notebook, a file of arrays or another program: time is in seconds that all count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.network import (
    EARLIEST,
    FROM_START,
    LATEST,
    TO_FINISH,
    Draws,
    Events,
    Links,
    Network,
    Nodes,
)
from stuurbord.engine.schedule_risk.random_numbers import identity_keys
from stuurbord.engine.schedule_risk.shapes import ShapeTable, Spreads
from stuurbord.plan.uncertainty import Shape

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
HOW: Final = np.array([0, FROM_START, TO_FINISH, FROM_START | TO_FINISH], np.int8)
"""Per kind of dependency: FS 0, SS 1, FF 2, SF 3."""


def _none() -> Any:
    return np.zeros(0, np.int64)


def _no_numbers() -> Any:
    return np.zeros(0)


@dataclass(frozen=True, slots=True)
class BareNetwork:
    """Tasks, links and what is uncertain about them.

    Attributes
    ----------
    duration
        Seconds as planned, shape (n_tasks,).
    low, likely, high
        Three points of the duration, seconds; equal where it is sure. Of a lognormal P10 and P90.
    shape
        `stuurbord.plan.uncertainty.Shape` per task; no reference classes here.
    predecessor, successor
        Tasks that each link joins, shape (n_links,).
    kind
        0 finish to start, 1 start to start, 2 finish to finish, 3 start to finish.
    lag
        Seconds; may be negative.
    cost
        Euro per task that does not depend on its duration; empty if there is none.
    cost_per_second
        Euro per second of duration; empty if there is none.
    load_task, load_factor, load
        Row by row: how strongly the duration of a task follows a factor, −1 … 1.
    probability
        Chance of each risk event, 0–1.
    impact_event, impact_task
        Row by row: which event hits which task.
    impact_low, impact_likely, impact_high
        Three points (PERT) of the seconds that it then takes longer.
    impact_cost
        Euro that it then costs more.
    """

    duration: Integers
    low: Floats
    likely: Floats
    high: Floats
    shape: NDArray[np.int8]
    predecessor: Integers
    successor: Integers
    kind: Integers
    lag: Integers
    cost: Floats = field(default_factory=_no_numbers)
    cost_per_second: Floats = field(default_factory=_no_numbers)
    load_task: Integers = field(default_factory=_none)
    load_factor: Integers = field(default_factory=_none)
    load: Floats = field(default_factory=_no_numbers)
    probability: Floats = field(default_factory=_no_numbers)
    impact_event: Integers = field(default_factory=_none)
    impact_task: Integers = field(default_factory=_none)
    impact_low: Floats = field(default_factory=_no_numbers)
    impact_likely: Floats = field(default_factory=_no_numbers)
    impact_high: Floats = field(default_factory=_no_numbers)
    impact_cost: Floats = field(default_factory=_no_numbers)

    @property
    def n_tasks(self) -> int:
        """How many tasks."""
        return len(self.duration)


def order_of(bare: BareNetwork) -> Integers:
    """Return the tasks in a topological order, as near to the given order as the links allow.

    Raises
    ------
    ValueError
        If there are no tasks, tasks wait for each other in a circle, or a link names one that is not there.
    """
    if bare.n_tasks == 0:
        raise ValueError("a network needs a task")
    ends = np.concatenate([bare.predecessor, bare.successor])
    if len(ends) and not (ends.min() >= 0 and ends.max() < bare.n_tasks):
        raise ValueError("a link names a task that is not there")
    if np.all(bare.predecessor < bare.successor):
        return np.arange(bare.n_tasks)
    return _sorted(bare)


def _sorted(bare: BareNetwork) -> Integers:
    """Return the order in which each task comes as soon as all before it are done (Kahn 1962)."""
    by_predecessor = np.argsort(bare.predecessor, kind="stable")
    first = np.searchsorted(bare.predecessor[by_predecessor], np.arange(bare.n_tasks + 1)).tolist()
    after = bare.successor[by_predecessor].tolist()
    waits = np.bincount(bare.successor, minlength=bare.n_tasks).tolist()
    ready = [task for task in range(bare.n_tasks - 1, -1, -1) if waits[task] == 0]
    order = []
    while ready:
        task = ready.pop()
        order.append(task)
        for other in reversed(after[first[task] : first[task + 1]]):
            waits[other] -= 1
            if waits[other] == 0:
                ready.append(other)
    if len(order) < bare.n_tasks:
        raise ValueError("tasks wait for each other in a circle")
    return np.array(order, np.int64)


def network_of(bare: BareNetwork) -> Network:
    """Return the network to simulate; its nodes are the tasks in the order of `order_of`.

    Random numbers belong to the position of a task in ``bare``, of a factor and of an event.
    """
    order = order_of(bare)
    place = np.empty(bare.n_tasks, np.int64)
    place[order] = np.arange(bare.n_tasks)
    n_factors = int(bare.load_factor.max(initial=-1)) + 1
    shapes = ShapeTable()
    draws = _draws(bare, order, place, shapes)
    follows = np.bincount(bare.predecessor, minlength=bare.n_tasks)[order] > 0
    ends = np.flatnonzero(~follows).astype(np.int32)
    return Network(
        _nodes(bare, order),
        _links(bare, place),
        draws,
        _events(bare),
        shapes.table(),
        identity_keys("factor", np.arange(n_factors)),
        np.eye(n_factors, dtype=np.float32),
        ends,
        np.full(len(ends), -1, np.int32),
        np.zeros(0, np.int32),
    )


def _nodes(bare: BareNetwork, order: Integers) -> Nodes:
    none = np.zeros(bare.n_tasks, np.int32)
    money = (
        column[order] if len(column) else np.zeros(bare.n_tasks)
        for column in (bare.cost, bare.cost_per_second)
    )
    return Nodes(
        bare.duration[order].astype(np.int32),
        none,
        none + np.int32(EARLIEST),
        none + np.int32(LATEST),
        none + np.int32(LATEST),
        *(column.astype(np.float32) for column in money),
    )


def _links(bare: BareNetwork, place: Integers) -> Links:
    successor = place[bare.successor]
    by_successor = np.lexsort((place[bare.predecessor], successor))
    return Links(
        np.searchsorted(successor[by_successor], np.arange(bare.n_tasks + 1)).astype(np.int32),
        place[bare.predecessor][by_successor].astype(np.int32),
        HOW[bare.kind[by_successor]],
        bare.lag[by_successor].astype(np.int32),
        np.full(len(successor), -1, np.int32),
    )


def _events(bare: BareNetwork) -> Events:
    n_events = len(bare.probability)
    return Events(
        identity_keys("event", np.arange(n_events)),
        np.zeros(n_events),
        bare.probability.astype(np.float64),
        np.full(n_events, -1, np.int32),
        np.ones(n_events, np.bool_),
    )


def _draws(bare: BareNetwork, order: Integers, place: Integers, shapes: ShapeTable) -> Draws:
    """Return per task its duration, then the seconds and the euro that events add to it."""
    n_tasks, hit = bare.n_tasks, np.argsort(place[bare.impact_task], kind="stable")
    n_hits = len(hit)
    durations = _durations(bare, shapes)
    impacts = shapes.spreads(Shape.PERT, bare.impact_low[hit], bare.impact_likely[hit], bare.impact_high[hit])
    euro = bare.impact_cost[hit] if len(bare.impact_cost) else np.zeros(n_hits)
    sure = np.zeros(n_hits)
    kinds = np.repeat([0, 1, 2], [n_tasks, n_hits, n_hits])
    node = np.concatenate([np.arange(n_tasks), place[bare.impact_task][hit], place[bare.impact_task][hit]])
    keys = np.concatenate(
        [identity_keys("task", order), identity_keys("impact", hit), identity_keys("impact cost", hit)]
    )
    event = np.concatenate([np.full(n_tasks, -1), np.tile(bare.impact_event[hit], 2)])
    columns: list[Any] = [
        keys,
        np.concatenate([durations[0][order], impacts[0], sure]).astype(np.int32),
        np.concatenate([durations[1][order], impacts[1], euro]).astype(np.float32),
        np.concatenate([durations[2][order], impacts[2], sure]).astype(np.float32),
        kinds == 2,
        kinds == 0,
        event.astype(np.int32),
    ]
    kept = (kinds > 0) | np.concatenate([durations[2][order] != 0, np.zeros(2 * n_hits, np.bool_)])
    by_node = np.flatnonzero(kept)[np.lexsort((kinds[kept], node[kept]))]
    task = np.where(kinds == 0, np.concatenate([order, np.zeros(2 * n_hits, np.int64)]), -1)[by_node]
    first = np.searchsorted(node[by_node], np.arange(n_tasks + 1))
    ordered: list[Any] = [column[by_node] for column in columns]
    loads: list[Any] = list(_loads(bare, task))
    return Draws(np.concatenate([[0], first]).astype(np.int32), *ordered, *loads)


def _durations(bare: BareNetwork, shapes: ShapeTable) -> Spreads:
    """Return per task the row that draws its duration."""
    idx, shift, scale = np.zeros(bare.n_tasks, np.int64), np.zeros(bare.n_tasks), np.zeros(bare.n_tasks)
    for shape in np.unique(bare.shape).tolist():
        which = np.flatnonzero((bare.shape == shape) & (bare.high > bare.low))
        points = bare.low[which], bare.likely[which], bare.high[which]
        idx[which], shift[which], scale[which] = shapes.spreads(shape, *points)
    return idx, shift, scale


def _loads(bare: BareNetwork, task: Integers) -> tuple[Any, Any, Any, Any]:
    """Return own weights and loads of the draws, ``task`` −1 for draws without any."""
    by_task = np.argsort(bare.load_task, kind="stable")
    first = np.searchsorted(bare.load_task[by_task], np.arange(bare.n_tasks + 1))
    n_loads = np.where(task >= 0, np.diff(first)[task], 0)
    load_first = np.concatenate([[0], np.cumsum(n_loads)])
    within = np.arange(load_first[-1]) - np.repeat(load_first[:-1], n_loads)
    chosen = by_task[np.repeat(first[:-1][task], n_loads) + within]
    squares = np.bincount(bare.load_task, bare.load**2, bare.n_tasks)[task]
    own = np.sqrt(np.maximum(1 - np.where(task >= 0, squares, 0), 0))
    return (
        own.astype(np.float32),
        load_first.astype(np.int32),
        bare.load_factor[chosen].astype(np.int32),
        bare.load[chosen].astype(np.float32),
    )
