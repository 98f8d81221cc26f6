"""The network that is simulated: nodes, links and draws as flat columns, free of calendars.

Time is int32 seconds on an *axis*. Nodes that work on one calendar share an axis, on which only working
time counts, so that a duration is an addition and a link a maximum. A link between nodes on different
axes goes through an `AxisMap`. What a plan knows more (summaries, progress, constraints, elapsed lags) is
said with these few means by `stuurbord.engine.schedule_risk.building`; a bare network from a file needs
no axis at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from stuurbord.engine.schedule_risk.kept_draws import KeptDraws

Int32 = NDArray[np.int32]
Float32 = NDArray[np.float32]
Keys = NDArray[np.uint64]

EARLIEST: Final = -(2**30)
"""No bound from below."""
LATEST: Final = 2**30
"""No bound from above."""

FROM_START: Final = 1
"""Bit of `Links.how`: counts from the start of the predecessor, not from its finish."""
TO_FINISH: Final = 2
"""Bit of `Links.how`: holds the finish of the successor, not its start."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Pieces of work in topological order; every column has shape (n_nodes,).

    A node runs from start to finish = start + duration on its own axis, where start = the latest of its
    links and ``earliest``, and of what links to its finish and ``earliest_finish`` minus its duration;
    then no later than ``latest`` (start) and ``latest_finish``. What happened already is a node without
    links and without draws.
    """

    duration: Int32
    """Seconds as planned, before any draw."""
    earliest: Int32
    earliest_finish: Int32
    latest: Int32
    latest_finish: Int32
    cost: Float32
    """Euro as planned that does not depend on the duration."""
    cost_per_second: Float32
    """Euro per second of duration."""


@dataclass(frozen=True, slots=True)
class Links:
    """Of node n the links into it are those at first[n] … first[n + 1] − 1."""

    first: Int32
    """Shape (n_nodes + 1,)."""
    predecessor: Int32
    """Shape (n_links,), as the next ones."""
    how: NDArray[np.int8]
    lag: Int32
    """Seconds on the axis of the successor, after the map."""
    map_idx: Int32
    """Position in `Network.maps`, −1 if both nodes share an axis."""


@dataclass(frozen=True, slots=True)
class AxisMap:
    """From a position on one axis to the position on another: a staircase with slopes.

    Position x > 0 lies in cell (x − border) // cell, x ≤ 0 in the first, and maps to
    base[scenario, cell] + slope[scenario, cell] · (x − cell_start), cut to the last cell. One row
    per scenario (weather); one row if it is the same in all.
    """

    cell: int
    """Seconds per cell of the axis it comes from."""
    base: Int32
    """Shape (n_scenarios, n_cells)."""
    slope: NDArray[np.int8]
    """0 or 1; same shape."""
    border: int = 1
    """1: a cell holds its end, as finishes need it. 0: it holds its beginning, as starts need it."""


@dataclass(frozen=True, slots=True)
class Draws:
    """What is drawn: each row multiplies a shape from `Network.shapes`; shape (n_draws,).

    value = shift + scale · shape(z), z = Σ loading·factor + own·ε, ε standard normal from ``key``.
    Rows are ordered by node; of node n those at first[n] … first[n + 1] − 1. A draw of an event counts
    only where the event occurs. Rows of node −1 (costs of the project) come first.
    """

    first: Int32
    """Shape (n_nodes + 2,): rows before first[1] are the project's; of node n those at first[n + 1] …
    first[n + 2] − 1."""
    key: Keys
    """Identity of the random numbers, from the task's uid or the risk's code: never from a position."""
    shape_idx: Int32
    shift: Float32
    """Seconds or euro."""
    scale: Float32
    is_cost: NDArray[np.bool_]
    """Adds euro; else seconds."""
    replaces: NDArray[np.bool_]
    """Takes the place of the planned duration or cost; else is added to it."""
    event_idx: Int32
    """−1 for what always counts."""
    own: Float32
    """Weight of ε: 1 without factors."""
    load_first: Int32
    """Shape (n_draws + 1,): loads of draw d are those at load_first[d] … load_first[d + 1] − 1."""
    load_factor: Int32
    load: Float32


@dataclass(frozen=True, slots=True)
class Events:
    """Risk events; every column has shape (n_events,). An event comes after its condition.

    Events of one group share one draw: they lie side by side on the line from 0 to 1.
    """

    key: Keys
    """Of the draw; events of one exclusive group have the same."""
    lower: NDArray[np.float64]
    """Occurs if lower ≤ u < upper."""
    upper: NDArray[np.float64]
    condition_idx: Int32
    condition_occurs: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Network:
    """Everything that a simulation reads.

    Attributes
    ----------
    shapes
        float32 of shape (n_shapes, n_points): values of each shape at z = −Z … Z, evenly spaced; linear in
        between (`stuurbord.engine.schedule_risk.shapes`).
    factor_key, factor_mix
        uint64 of shape (n_factors,) and float32 lower triangle of shape (n_factors, n_factors): factor f is
        Σ mix[f, g]·ε_g.
    finish_nodes
        Nodes of which the latest finish is the finish of the whole.
    finish_map
        Per finish node its map to the axis of the outcome, −1 none; shape as ``finish_nodes``.
    watched
        Nodes of which every finish is kept (milestones); on their own axes.
    scenario_key
        Identity of the draw that chooses the scenario of the maps.
    fixed_cost
        Euro spent for sure and not part of a node (chosen responses, costs to date).
    """

    nodes: Nodes
    links: Links
    draws: Draws
    events: Events
    shapes: Float32
    factor_key: Keys
    factor_mix: Float32
    finish_nodes: Int32
    finish_map: Int32
    watched: Int32
    maps: tuple[AxisMap, ...] = ()
    scenario_key: int = 0
    fixed_cost: float = 0.0
    watched_start: Int32 = field(default_factory=lambda: np.zeros(0, np.int32))
    """Nodes of which every start is kept."""
    kept: KeptDraws | None = field(default=None, compare=False, repr=False)
    """What was drawn before of the same project."""

    @property
    def n_nodes(self) -> int:
        """How many nodes."""
        return len(self.nodes.duration)


@dataclass(frozen=True, slots=True)
class Runs:
    """What some iterations gave; ``first`` tells which.

    Attributes
    ----------
    first
        Number of the first iteration.
    finish
        int32 of shape (n_iterations,), seconds on the axis of the outcome.
    cost
        float64 of shape (n_iterations,), euro.
    watched, watched_start
        int32 of shape (n_watched, n_iterations).
    occurred
        bool of shape (n_events, n_iterations).
    critical_count
        int64 of shape (n_nodes,): iterations in which the node was on a longest path; empty if not asked.
    """

    first: int
    finish: Int32
    cost: NDArray[np.float64]
    watched: Int32
    watched_start: Int32
    occurred: NDArray[np.bool_]
    critical_count: NDArray[np.int64]
