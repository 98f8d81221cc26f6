"""Rows of draws while they are gathered, and the columns that a network has of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from stuurbord.engine.schedule_risk.network import Draws, Float32
from stuurbord.engine.schedule_risk.shapes import ShapeTable
from stuurbord.plan.model import Floats, Integers
from stuurbord.plan.uncertainty import ReferenceQuantiles, Shape


class Spread(NamedTuple):
    """A distribution: shift + scale · the shape at this row of the table."""

    shape_idx: int
    shift: float
    scale: float

    def times(self, factor: float) -> Spread:
        """Return the distribution of that multiple."""
        return Spread(self.shape_idx, self.shift * factor, self.scale * factor)


class Jump(NamedTuple):
    """Another value of a discrete distribution: what it adds, and where it lies on the line from 0 to 1."""

    lower: float
    upper: float
    amount: float

    def times(self, factor: float) -> Jump:
        """Return the jump of that multiple."""
        return Jump(self.lower, self.upper, self.amount * factor)


class HiddenEvent(NamedTuple):
    """An event that stands for one value of a discrete estimate; it is in no register.

    Attributes
    ----------
    key
        Values of one estimate share it, so that at most one of them occurs.
    condition
        Place of the event it needs, −1 for none.
    task
        The task whose own spread it is, −1 for one that runs again.
    """

    key: int
    lower: float
    upper: float
    condition: int = -1
    task: int = -1


class Points(NamedTuple):
    """Three points of several rows of a risk model; columns of one length."""

    shape: Integers
    low: Floats
    likely: Floats
    high: Floats
    reference_idx: Integers


@dataclass(slots=True)
class Spreads:
    """Distributions from three points, each distinct shape once in the table."""

    references: tuple[ReferenceQuantiles, ...]
    table: ShapeTable = field(default_factory=ShapeTable)

    def of(self, points: Points) -> list[Spread]:
        """Return the distributions of rows, each in its own unit; of separate values the likely one."""
        found = [Spread(0, 0.0, 0.0)] * len(points.shape)
        for shape in np.unique(points.shape).tolist():
            its = np.flatnonzero(points.shape == shape)
            if shape == Shape.REFERENCE:
                made = [self.reference(idx) for idx in points.reference_idx[its].tolist()]
            elif shape == Shape.DISCRETE:
                made = [Spread(0, likely, 0.0) for likely in points.likely[its].tolist()]
            else:
                columns = self.table.spreads(shape, points.low[its], points.likely[its], points.high[its])
                made = [Spread(*one) for one in zip(*(column.tolist() for column in columns), strict=True)]
            for row, spread in zip(its.tolist(), made, strict=True):
                found[row] = spread
        return found

    def reference(self, idx: int) -> Spread:
        """Return the distribution of a reference class, in multiples of what is planned."""
        one = self.references[idx]
        return Spread(self.table.reference(one.probability, one.multiple), 0.0, 1.0)


class DrawRow(NamedTuple):
    """One row of `Draws`; ``loads`` are pairs of a factor and its weight."""

    node: int
    key: int
    spread: Spread
    is_cost: bool
    replaces: bool = False
    event_idx: int = -1
    own: float = 1.0
    loads: tuple[tuple[int, float], ...] = ()


def draw_columns(rows: list[DrawRow], n_nodes: int) -> Draws:
    """Return rows as columns, in the order of their nodes."""
    rows = sorted(rows, key=lambda row: row.node)
    counts = np.bincount(np.array([row.node + 1 for row in rows], np.int64), minlength=n_nodes + 1)
    n_loads = [len(row.loads) for row in rows]
    loads = [load for row in rows for load in row.loads]

    def floats(values: list[float]) -> Float32:
        return np.array(values, np.float32)

    return Draws(
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        key=np.array([row.key for row in rows], np.uint64),
        shape_idx=np.array([row.spread.shape_idx for row in rows], np.int32),
        shift=floats([row.spread.shift for row in rows]),
        scale=floats([row.spread.scale for row in rows]),
        is_cost=np.array([row.is_cost for row in rows], np.bool_),
        replaces=np.array([row.replaces for row in rows], np.bool_),
        event_idx=np.array([row.event_idx for row in rows], np.int32),
        own=floats([row.own for row in rows]),
        load_first=np.concatenate([[0], np.cumsum(n_loads)]).astype(np.int32),
        load_factor=np.array([factor for factor, _ in loads], np.int32),
        load=floats([weight for _, weight in loads]),
    )
