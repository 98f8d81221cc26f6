"""A plan and what is uncertain about it, ready to be simulated; and the way back to dates and euro."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.building.axes import CLOCK, Axis
from stuurbord.engine.schedule_risk.building.costs import Costs
from stuurbord.engine.schedule_risk.building.draw_rows import draw_columns
from stuurbord.engine.schedule_risk.building.draws import DrawMaker, Grounds
from stuurbord.engine.schedule_risk.building.events import (
    event_columns,
    left_over,
    order_of_events,
    with_hidden,
)
from stuurbord.engine.schedule_risk.building.factors import factors_of
from stuurbord.engine.schedule_risk.building.skeleton import Skeleton
from stuurbord.engine.schedule_risk.building.sketch import Row
from stuurbord.engine.schedule_risk.building.weather import LostDaysDrawn
from stuurbord.engine.schedule_risk.kept_draws import KeptDraws
from stuurbord.engine.schedule_risk.network import FROM_START, LATEST, AxisMap, Int32, Links, Network, Nodes
from stuurbord.engine.schedule_risk.random_numbers import identity_key
from stuurbord.errors import Finding
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Integers, Plan
from stuurbord.plan.uncertainty import RiskModel

SCENARIO_KEY: Final = identity_key("scenario", "weather")
"""One course of the weather for all projects of an iteration."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A task whose every finish is kept.

    Attributes
    ----------
    place
        Row of `Runs.watched`, −1 if its finish stands already (``instant``).
    """

    task: int
    place: int
    instant: int
    planned: int


@dataclass(frozen=True, slots=True)
class Ends:
    """Which nodes end the whole, and where their finishes are read."""

    nodes: Int32
    maps: Int32
    axis: Axis
    floor: int
    """Instant before which the whole is never finished, `NONE` without one."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A network with all that is needed to read its answers.

    Attributes
    ----------
    plan
        As it was asked for.
    grounds
        Per task its node and amounts, as the draws use them.
    watched_nodes
        Of each row of `Runs.watched` its node.
    planned_finish
        Instant without any uncertainty.
    """

    plan: Plan
    model: RiskModel
    seed: int
    grounds: Grounds
    skeleton: Skeleton
    links: Links
    nodes: Nodes
    maps: tuple[AxisMap, ...]
    ends: Ends
    watched: tuple[Watched, ...]
    watched_nodes: Int32
    planned_finish: int
    weather: LostDaysDrawn
    findings: tuple[Finding, ...]
    kept: KeptDraws = field(default_factory=KeptDraws)

    @property
    def until(self) -> int:
        """Instant up to which its calendars are compiled: a finish near it may have been cut off."""
        return self.skeleton.axes.until

    @property
    def planned_cost(self) -> float:
        """Euro of the plan, nothing of its risks."""
        return self.grounds.costs.planned

    def drawn(self, chosen: Booleans | None = None) -> Drawn:
        """Return the network with its draws.

        Parameters
        ----------
        chosen
            Responses that are taken, bool of shape (n_responses,); as the model says by default.
        """
        return drawn(self, self.model.responses.is_chosen if chosen is None else chosen)

    def finish_instants(self, finish: Int32) -> Integers:
        """Return positions on the axis of the outcome as instants."""
        found = self.ends.axis.finishes(finish.astype(np.int64))
        return found if self.ends.floor == NONE else np.maximum(found, self.ends.floor)

    def watched_instants(self, one: Watched, watched: Int32, n: int) -> Integers:
        """Return all finishes of a watched task, from `Runs.watched`."""
        if one.place < 0:
            return np.full(n, one.instant)
        row = self.skeleton.sketch.rows[int(self.watched_nodes[one.place])]
        found = self.skeleton.axes.found[row.axis].finishes(watched[one.place].astype(np.int64))
        return found if row.floor == NONE else np.maximum(found, row.floor)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A network with the draws of one choice of responses.

    Attributes
    ----------
    event_order
        Which event of the model each event of the network is; hidden ones come after these.
    task_of_key
        Key of a draw → the task whose own spread it is.
    task_of_event
        Place of a hidden event → the task whose own spread it is.
    """

    network: Network
    event_order: Integers
    task_of_key: dict[int, int]
    task_of_event: dict[int, int]


def drawn(ready: Prepared, chosen: Booleans) -> Drawn:
    """Return the network with these responses chosen."""
    model, grounds = ready.model, ready.grounds
    order = order_of_events(model)
    place = np.zeros(len(order), np.int64)
    place[order] = np.arange(len(order))
    left = left_over(model, chosen)
    factors = factors_of(model)
    made = DrawMaker(grounds, model, factors, left, place).make()
    network = Network(
        ready.nodes,
        ready.links,
        draw_columns(made.rows, len(ready.nodes.duration)),
        with_hidden(event_columns(model, order, left, grounds.identity), made.hidden),
        made.spreads.table.table(),
        factors.key,
        factors.mix,
        ready.ends.nodes,
        ready.ends.maps,
        ready.watched_nodes,
        ready.maps,
        SCENARIO_KEY,
        fixed_cost(grounds.costs, grounds.node) + left.cost + made.fixed_cost,
        kept=ready.kept,
    )
    of_event = {len(order) + place: one.task for place, one in enumerate(made.hidden) if one.task >= 0}
    return Drawn(network, order, made.task_of_key, of_event)


def fixed_cost(costs: Costs, node: Integers) -> float:
    """Return the euro that no node holds: spent, or of tasks that stand already."""
    return float(costs.spent.sum() + costs.remaining[node < 0].sum())


def ends_of(skeleton: Skeleton, goal: int) -> Ends:
    """Return which nodes end the whole, or with ``goal`` ≥ 0 the task that does.

    A node is left out if another always ends later: what follows its finish and is not held back by a
    date. Nodes that stand for no task end nothing.
    """
    rows = skeleton.sketch.rows
    topo = skeleton.base.made.layout.topology
    if goal >= 0:
        end = skeleton.ends.get(int(topo.end[goal]), (NONE, NONE))[1]
        nodes, floor = ([], end) if isinstance(end, int) else ([end.node], rows[end.node].floor)
    else:
        nodes = _last_nodes(skeleton)
        instants = [end for _, end in skeleton.ends.values() if isinstance(end, int)]
        floor = max([*instants, *(row.floor for row in rows if row.task >= 0 or row.is_finish)], default=NONE)
    if not nodes:
        skeleton.sketch.rows.append(_standing(skeleton, floor))
        nodes = [len(rows) - 1]
    axes = {rows[node].axis for node in nodes}
    axis = axes.pop() if len(axes) == 1 else CLOCK
    if skeleton.axes.found[axis].is_thinned:
        axis = CLOCK
    maps = [skeleton.axes.map_idx(rows[node].axis, axis, is_start=False) for node in nodes]
    return Ends(np.array(nodes, np.int32), np.array(maps, np.int32), skeleton.axes.found[axis], floor)


def _last_nodes(skeleton: Skeleton) -> list[int]:
    """Return the nodes of tasks that may end last."""
    rows = skeleton.sketch.rows
    ends_before = [False] * len(rows)
    for node in range(len(rows) - 1, -1, -1):
        row = rows[node]
        is_capped = row.latest < LATEST or row.latest_finish < LATEST
        if is_capped or not (row.task >= 0 or row.is_finish or ends_before[node]):
            continue
        for link in row.links:
            if not link.how & FROM_START and link.lag >= 0:
                ends_before[link.predecessor] = True
    ends_something = [row.task >= 0 or row.is_finish for row in rows]
    return [node for node in range(len(rows)) if ends_something[node] and not ends_before[node]]


def _standing(skeleton: Skeleton, instant: int) -> Row:
    """Return a node for what stands already, on the clock."""
    at = skeleton.base.made.early.project_finish if instant == NONE else instant
    return Row(CLOCK, earliest=skeleton.axes.found[CLOCK].position(at))
