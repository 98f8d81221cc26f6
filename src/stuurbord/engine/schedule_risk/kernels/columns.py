"""The columns that the sweep reads, and the room it works in.

A *row* holds one number per lane, a lane is an iteration. Rows of dates live in slots: a slot is used again
as soon as no successor needs the row, so that the rows in use stay near the processor.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Column = Any
"""A one-dimensional array."""
Rows = Any
"""A two-dimensional array, one row of lanes after the other."""


class NodeColumns(NamedTuple):
    """As `network.Nodes`, shape (n_nodes,)."""

    duration: Column
    earliest: Column
    earliest_finish: Column
    latest: Column
    latest_finish: Column
    cost_per_second: Column
    """0 where the duration is sure."""
    start_slot: Column
    """Slot of the row of starts; one that nobody reads where no successor asks for it."""
    finish_slot: Column
    exit_idx: Column
    """Position among the nodes that finish the whole, −1."""
    watched_idx: Column
    watched_start_idx: Column


class LinkColumns(NamedTuple):
    """As `network.Links`, with the slot of the row that each link reads."""

    first: Column
    slot: Column
    predecessor: Column
    how: Column
    lag: Column
    map_idx: Column


class DrawColumns(NamedTuple):
    """As `network.Draws`."""

    first: Column
    key0: Column
    key1: Column
    shape_idx: Column
    shift: Column
    scale: Column
    is_cost: Column
    replaces: Column
    event_idx: Column
    own: Column
    load_first: Column
    load_factor: Column
    load: Column


class EventColumns(NamedTuple):
    """As `network.Events`: occurs if lower ≤ word < upper."""

    key0: Column
    key1: Column
    lower: Column
    upper: Column
    condition_idx: Column
    condition_occurs: Column


class MapColumns(NamedTuple):
    """As `network.AxisMap`, all maps one after the other."""

    cell: Column
    border: Column
    n_cells: Column
    n_scenarios: Column
    first: Column
    """Where base and slope of a map begin."""
    base: Column
    slope: Column


class Model(NamedTuple):
    """Everything the sweep reads."""

    nodes: NodeColumns
    links: LinkColumns
    draws: DrawColumns
    events: EventColumns
    maps: MapColumns
    pairs: Rows
    """uint64 of shape (n_shapes, n_points − 1): both ends of each cell of a shape, as two float32."""
    factor_key0: Column
    factor_key1: Column
    factor_mix: Rows
    exit_map: Column
    scenario_key: Column
    """Both halves of the key."""
    n_scenarios: int
    per_unit: Any
    """float32: cells per unit of z on the grid of the shapes."""
    middle: Any
    last: Any
    sure_cost: float
    """Euro that are the same in all iterations."""


class Room(NamedTuple):
    """Where the sweep works; nothing in it outlives a block."""

    dates: Rows
    """int32 of shape (n_slots + 3, width): after the slots unread starts, unread finishes, dates brought to
    another axis."""
    words: Rows
    """uint32 of shape (4, width / 4)."""
    ahead: Column
    """The draw whose words are there already, −1; shape (1,)."""
    number: Column
    """uint32: words in the order of the lanes."""
    z: Column
    quarters: Rows
    """The same as ``z``, of shape (4 · n_quanta, 32)."""
    cell: Column
    fraction: Column
    pair: Column
    ends: Column
    """The same as ``pair``, float32 of shape (2 · width,)."""
    value: Column
    duration: Column
    cost: Column
    """float64."""
    latest: Column
    scenario: Column
    factors: Rows
    occurred: Rows
    """uint8 of shape (n_events, width)."""
    n_occurred: Column
    exits: Rows
    binding: Rows
    """uint8 of shape (n_links, width): the link holds its successor."""
    critical: Rows
    """uint8 of shape (n_nodes, width)."""


class Answers(NamedTuple):
    """What the sweep writes: column ``(block − first block) · 128`` and on."""

    finish: Column
    cost: Column
    watched: Rows
    watched_start: Rows
    occurred: Rows
    critical_count: Column
