"""From a network to the columns of the sweep: keys under a seed, slots for rows of dates, sure costs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.kernels.columns import (
    Answers,
    DrawColumns,
    EventColumns,
    LinkColumns,
    MapColumns,
    Model,
    NodeColumns,
    Room,
)
from stuurbord.engine.schedule_risk.kernels.slots import assign_slots
from stuurbord.engine.schedule_risk.network import FROM_START, AxisMap, Network, Runs
from stuurbord.engine.schedule_risk.random_numbers import COUNTERS, LOW, WORD_BITS, mixed_keys
from stuurbord.engine.schedule_risk.shapes import WIDEST

WORDS: Final = 2.0**32
Positions = NDArray[np.int32]
_MOST_PACKED: Final = 4
_PACKED: Final[dict[tuple[int, ...], tuple[tuple[AxisMap, ...], MapColumns]]] = {}
"""Columns of maps by the identity of those maps, which are held so that no other take their place."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A network as the sweep reads it.

    Attributes
    ----------
    n_slots
        Rows of dates that are in use at one time; a room has three more.
    draw_idx
        Which draw of the network each draw of the model is.
    watched, watched_start
        Which row of the answers holds each watched node: a node asked for twice is kept once.
    """

    model: Model
    n_slots: int
    n_exits: int
    draw_idx: NDArray[np.int64]
    watched: Positions
    watched_start: Positions

    @property
    def n_watched(self) -> int:
        """Rows of finishes in the answers."""
        return int(self.watched.max(initial=-1)) + 1

    @property
    def n_watched_start(self) -> int:
        """Rows of starts in the answers."""
        return int(self.watched_start.max(initial=-1)) + 1


def layout_of(network: Network, seed: int, assign: Callable[..., int] = assign_slots) -> Layout:
    """Return the columns of a network for one seed; ``assign`` gives out slots, plain or compiled."""
    slots, n_slots = _slots(network, assign)
    watched, watched_start = _unique(network.watched), _unique(network.watched_start)
    nodes = _nodes(network, slots, watched, watched_start)
    # What replaces the planned amount must come before what is added to it.
    order = np.lexsort((~network.draws.replaces, _draw_row(network)))
    scenario = mixed_keys(seed, np.array([network.scenario_key], np.uint64))
    keys = _halves(mixed_keys(seed, network.factor_key))
    model = Model(
        nodes,
        _links(network, slots),
        _draws(network, seed, order),
        _events(network, seed),
        _maps(network.maps),
        pairs_of(network.shapes),
        *keys,
        _as(np.float32, network.factor_mix).reshape(len(keys[0]), len(keys[0])),
        _as(np.int32, network.finish_map),
        np.concatenate(_halves(scenario)),
        max((one.base.shape[0] for one in network.maps), default=1),
        *grid_of(network.shapes),
        _sure_cost(network),
    )
    return Layout(model, n_slots, len(network.finish_nodes), order, watched[1], watched_start[1])


def grid_of(shapes: NDArray[np.float32]) -> tuple[np.float32, np.float32, np.float32]:
    """Return how z lies on the grid of the tables: cells per unit, the place of z = 0, the last place."""
    last = shapes.shape[1] - 1
    middle = np.float32(last / 2)
    return np.float32(last / 2 / WIDEST), middle, np.nextafter(np.float32(last), np.float32(0))


def pairs_of(shapes: NDArray[np.float32]) -> NDArray[np.uint64]:
    """Return both ends of each cell of each table side by side, so that a look-up is one."""
    ends = np.stack([shapes[:, :-1], shapes[:, 1:]], axis=2).astype(np.float32)
    return ends.view(np.uint64)[:, :, 0].copy()


def room_for(layout: Layout, width: int, *, criticality: bool) -> Room:
    """Return the room in which blocks of ``width`` lanes are run."""
    model = layout.model
    n_events, n_factors = len(model.events.lower), len(model.factor_key0)
    back = (layout.n_exits, len(model.links.lag) + 1, len(model.nodes.duration)) if criticality else (0, 0, 0)
    z, pair = np.zeros(width, np.float32), np.zeros(width, np.uint64)

    def row(kind: type[np.generic]) -> Any:
        return np.zeros(width, kind)

    def rows(n_rows: int, kind: type[np.generic]) -> Any:
        return np.zeros((n_rows, width), kind)

    return Room(
        dates=rows(layout.n_slots + 3, np.int32),
        words=np.zeros((4, width // 4), np.uint32),
        ahead=np.full(1, -1, np.int64),
        number=row(np.uint32),
        z=z,
        quarters=z.reshape(-1, COUNTERS),
        cell=row(np.int32),
        fraction=row(np.float32),
        pair=pair,
        ends=pair.view(np.float32),
        value=row(np.float32),
        duration=row(np.int32),
        cost=row(np.float64),
        latest=row(np.int32),
        scenario=row(np.int32),
        factors=rows(2 * n_factors, np.float32),
        occurred=rows(n_events, np.uint8),
        n_occurred=np.zeros(n_events, np.int64),
        exits=rows(back[0], np.int32),
        binding=rows(back[1], np.uint8),
        critical=rows(back[2], np.uint8),
    )


def answers_for(layout: Layout, n_lanes: int, *, criticality: bool) -> Answers:
    """Return room for the answers of so many lanes."""
    return Answers(
        np.zeros(n_lanes, np.int32),
        np.zeros(n_lanes, np.float64),
        np.zeros((layout.n_watched, n_lanes), np.int32),
        np.zeros((layout.n_watched_start, n_lanes), np.int32),
        np.zeros((len(layout.model.events.lower), n_lanes), np.uint8),
        np.zeros(len(layout.model.nodes.duration) if criticality else 0, np.int64),
    )


def runs_of(layout: Layout, answers: Answers, first: int, lane: int, n: int) -> Runs:
    """Return the answers of the lanes that were asked for."""
    lanes = slice(lane, lane + n)
    return Runs(
        first,
        answers.finish[lanes],
        answers.cost[lanes],
        answers.watched[layout.watched, lanes],
        answers.watched_start[layout.watched_start, lanes],
        answers.occurred[:, lanes].view(np.bool_),
        answers.critical_count,
    )


def _slots(network: Network, assign: Callable[..., int]) -> tuple[tuple[Positions, Positions], int]:
    """Return per node the slot of its starts and of its finishes, and how many slots that takes."""
    links = network.links
    n_nodes = network.n_nodes
    successor = np.repeat(np.arange(n_nodes, dtype=np.int32), np.diff(links.first))
    from_start = (links.how & FROM_START) != 0
    last_uses = []
    for mask in (from_start, ~from_start):
        last_use = np.full(n_nodes, -1, np.int32)
        np.maximum.at(last_use, links.predecessor[mask], successor[mask])
        last_uses.append(last_use)
    slots = np.zeros(2 * n_nodes, np.int32)
    stack = np.zeros(2 * n_nodes + 1, np.int32)
    last_use = np.stack(last_uses, axis=1).ravel()
    order = np.argsort(last_use, kind="stable").astype(np.int32)
    n_slots = int(assign(last_use, order, slots, stack))
    unread = np.tile(np.array([n_slots, n_slots + 1], np.int32), n_nodes)
    slots = np.where(last_use < 0, unread, slots)
    return (np.ascontiguousarray(slots[0::2]), np.ascontiguousarray(slots[1::2])), n_slots


def _nodes(network: Network, slots: Any, watched: Any, watched_start: Any) -> NodeColumns:
    nodes = network.nodes
    rate = np.where(_varies(network), nodes.cost_per_second, np.float32(0))
    places = []
    for wanted, idx in (
        (network.finish_nodes, np.arange(len(network.finish_nodes))),
        (watched[0], np.arange(len(watched[0]))),
        (watched_start[0], np.arange(len(watched_start[0]))),
    ):
        place = np.full(network.n_nodes, -1, np.int32)
        place[wanted] = idx
        places.append(place)
    bounds = (nodes.duration, nodes.earliest, nodes.earliest_finish, nodes.latest, nodes.latest_finish)
    columns: list[Any] = [*(_as(np.int32, bound) for bound in bounds), _as(np.float32, rate), *slots, *places]
    return NodeColumns(*columns)


def _varies(network: Network) -> NDArray[np.bool_]:
    """Tell which nodes have a drawn duration."""
    return np.bincount(_draw_row(network)[~network.draws.is_cost], minlength=network.n_nodes + 1)[1:] > 0


def _draw_row(network: Network) -> NDArray[np.int64]:
    """Return per draw its node + 1; 0 for the project."""
    return np.repeat(np.arange(network.n_nodes + 1), np.diff(network.draws.first))


def _sure_cost(network: Network) -> float:
    nodes, draws = network.nodes, network.draws
    replaced = np.zeros(network.n_nodes + 1, np.bool_)
    replaced[_draw_row(network)[draws.is_cost & draws.replaces & (draws.event_idx < 0)]] = True
    fixed = nodes.cost.astype(np.float64)[~replaced[1:]]
    timed = (nodes.cost_per_second.astype(np.float64) * nodes.duration)[~_varies(network)]
    return math.fsum([network.fixed_cost, *fixed.tolist(), *timed.tolist()])


def _links(network: Network, slots: tuple[Positions, Positions]) -> LinkColumns:
    links = network.links
    from_start = (links.how & FROM_START) != 0
    slot = np.where(from_start, slots[0][links.predecessor], slots[1][links.predecessor])
    return LinkColumns(
        _as(np.int32, links.first),
        _as(np.int32, slot),
        _as(np.int32, links.predecessor),
        _as(np.int8, links.how),
        _as(np.int32, links.lag),
        _as(np.int32, links.map_idx),
    )


def _draws(network: Network, seed: int, order: NDArray[np.int64]) -> DrawColumns:
    draws = network.draws
    n_loads = np.diff(draws.load_first)[order]
    load_first = np.concatenate([[0], np.cumsum(n_loads)])
    within = np.arange(load_first[-1]) - np.repeat(load_first[:-1], n_loads)
    loads = np.repeat(draws.load_first[:-1][order], n_loads) + within
    return DrawColumns(
        _as(np.int32, draws.first),
        *_halves(mixed_keys(seed, draws.key[order])),
        _as(np.int32, draws.shape_idx[order]),
        _as(np.float32, draws.shift[order]),
        _as(np.float32, draws.scale[order]),
        _as(np.uint8, draws.is_cost[order]),
        _as(np.uint8, draws.replaces[order]),
        _as(np.int32, draws.event_idx[order]),
        _as(np.float32, draws.own[order]),
        _as(np.int32, load_first),
        _as(np.int32, draws.load_factor[loads]),
        _as(np.float32, draws.load[loads]),
    )


def _events(network: Network, seed: int) -> EventColumns:
    events = network.events
    bounds = (np.rint(np.clip(bound, 0, 1) * WORDS) for bound in (events.lower, events.upper))
    lower, upper = (_as(np.uint64, bound) for bound in bounds)
    return EventColumns(
        *_halves(mixed_keys(seed, events.key)),
        lower,
        upper,
        _as(np.int32, events.condition_idx),
        _as(np.uint8, events.condition_occurs),
    )


def _maps(maps: tuple[AxisMap, ...]) -> MapColumns:
    """Return maps one after the other; kept, since every choice of responses has the same ones."""
    key = tuple(id(one) for one in maps)
    kept = _PACKED.get(key)
    if kept is None:
        kept = maps, _packed(maps)
        _PACKED[key] = kept
        while len(_PACKED) > _MOST_PACKED:
            _PACKED.pop(next(iter(_PACKED)), None)
    return kept[1]


def _packed(maps: tuple[AxisMap, ...]) -> MapColumns:
    """Return the columns of maps; those for starts and for finishes share their cells."""
    place: dict[int, int] = {}
    cells: list[AxisMap] = []
    n_cells = 0
    for one in maps:
        if id(one.base) not in place:
            place[id(one.base)] = n_cells
            cells.append(one)
            n_cells += one.base.size
    return MapColumns(
        np.array([one.cell for one in maps], np.int32),
        np.array([one.border for one in maps], np.int32),
        np.array([one.base.shape[1] for one in maps], np.int32),
        np.array([one.base.shape[0] for one in maps], np.int32),
        np.array([place[id(one.base)] for one in maps] + [n_cells], np.int64),
        np.concatenate([np.zeros(0, np.int32), *(one.base.ravel() for one in cells)], dtype=np.int32),
        np.concatenate([np.zeros(0, np.int8), *(one.slope.ravel() for one in cells)], dtype=np.int8),
    )


def _halves(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    return keys & LOW, keys >> WORD_BITS


def _unique(nodes: Positions) -> tuple[Positions, Positions]:
    wanted, place = np.unique(nodes, return_inverse=True)
    return wanted.astype(np.int32), place.astype(np.int32)


def _as(kind: Any, column: Any) -> Any:
    # Writable as well: numba compiles for one kind of array.
    return np.require(column, kind, ["C", "W"])
