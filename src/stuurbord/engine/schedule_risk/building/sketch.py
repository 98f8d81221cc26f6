"""A network while it is made: nodes with their links, on axes, in topological order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from stuurbord.engine.schedule_risk.building.axes import CLOCK, Axes
from stuurbord.engine.schedule_risk.network import (
    EARLIEST,
    FROM_START,
    LATEST,
    TO_FINISH,
    Links,
    Nodes,
)
from stuurbord.plan.calendar import NONE


class Source(NamedTuple):
    """One end of a node that something waits for."""

    node: int
    from_start: bool


class Arrival(NamedTuple):
    """What a link brings: an end of a node, so much later on that axis.

    ``axis`` is the one that ``lag`` counts on, −1 without lag. A lead before a start lands where work
    starts (``is_lead``), everything else where work ends.
    """

    source: Source
    axis: int = -1
    lag: int = 0
    is_lead: bool = False


class Link(NamedTuple):
    """One row of `Links`."""

    predecessor: int
    how: int
    lag: int
    map_idx: int


@dataclass(slots=True)
class Row:
    """One node: positions on its axis, links into it, and what it stands for.

    ``floor`` is an instant that its finish never lies before (`NONE`: none), for what a position cannot
    tell: a milestone on a Sunday. ``task`` is the position of a task, −1 for what only passes on;
    ``is_finish`` if that is the finish of a task.
    """

    axis: int
    duration: int = 0
    task: int = -1
    earliest: int = EARLIEST
    earliest_finish: int = EARLIEST
    latest: int = LATEST
    latest_finish: int = LATEST
    floor: int = NONE
    is_finish: bool = False
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Sketch:
    """All nodes so far."""

    axes: Axes
    rows: list[Row] = field(default_factory=list)
    _relays: dict[Arrival, Source] = field(default_factory=dict)
    _over: dict[tuple[Source, int], Source] = field(default_factory=dict)
    _held: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, row: Row, arrivals_to_start: list[Arrival], arrivals_to_finish: list[Arrival]) -> int:
        """Add a node that waits for all this, and return its number."""
        links = [self._link(row.axis, one, 0) for one in arrivals_to_start]
        links += [self._link(row.axis, one, TO_FINISH) for one in arrivals_to_finish]
        row.links = links + row.links
        self.rows.append(row)
        return len(self.rows) - 1

    def hold(self, row: Row, instant: int, *, is_finish: bool = False) -> None:
        """Let a node that is not added yet start (or finish) no earlier than an instant."""
        if instant == NONE:
            return
        if self.axes.found[row.axis].is_thinned:
            how = TO_FINISH if is_finish else 0
            moment = self._moment(instant, self.axes.whole[row.axis])
            row.links.append(self._link(row.axis, Arrival(Source(moment, False)), how))
            return
        position = self.axes.found[row.axis].position(instant)
        if is_finish:
            row.earliest_finish = max(row.earliest_finish, position)
        else:
            row.earliest = max(row.earliest, position)

    def passed_on(self, arrival: Arrival) -> Source:
        """Return the end of a node that holds what arrives: the source itself without lag, else a relay."""
        if not arrival.lag:
            return arrival.source
        if arrival not in self._relays:
            node = self.add(Row(arrival.axis), [arrival], [])
            # A lead lands where work starts, which is what the start of a node means.
            self._relays[arrival] = Source(node, arrival.is_lead)
        return self._relays[arrival]

    def axis_of(self, arrival: Arrival) -> int:
        """Return the axis on which what arrives is known."""
        return arrival.axis if arrival.lag else self.rows[arrival.source.node].axis

    def _link(self, axis: int, arrival: Arrival, how: int) -> Link:
        lag = arrival.lag
        if lag and arrival.axis != axis:
            arrival, lag = Arrival(self.passed_on(arrival)), 0
        node, from_start = self._near(arrival.source, axis)
        map_idx = self.axes.map_idx(self.rows[node].axis, axis, is_start=from_start)
        return Link(node, how | (FROM_START if from_start else 0), lag, map_idx)

    def _near(self, source: Source, axis: int) -> Source:
        """Return a source from which a map to an axis is small.

        From the clock to a calendar that loses days the way goes over the same calendar without that: the
        first step, hour by hour, is then the same in all scenarios, and only the second has one row each.
        """
        if self.rows[source.node].axis != CLOCK or not self.axes.found[axis].is_thinned:
            return source
        return self.passed_over(source, self.axes.whole[axis])

    def passed_over(self, source: Source, axis: int) -> Source:
        """Return the end of a relay that holds a source on another axis."""
        if (source, axis) not in self._over:
            self._over[source, axis] = Source(self.add(Row(axis), [Arrival(source)], []), False)
        return self._over[source, axis]

    def _moment(self, instant: int, axis: int) -> int:
        """Return a node that stands for an instant."""
        if (instant, axis) not in self._held:
            position = self.axes.found[axis].position(instant)
            self._held[instant, axis] = self.add(Row(axis, earliest=position, floor=instant), [], [])
        return self._held[instant, axis]

    def links(self) -> Links:
        """Return all links as columns."""
        counts = [len(row.links) for row in self.rows]
        flat = np.array([link for row in self.rows for link in row.links], np.int64).reshape(-1, 4)
        return Links(
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            flat[:, 0].astype(np.int32),
            flat[:, 1].astype(np.int8),
            flat[:, 2].astype(np.int32),
            flat[:, 3].astype(np.int32),
        )

    def nodes(self, cost: list[float], cost_per_second: list[float]) -> Nodes:
        """Return all nodes as columns, with euro per node."""

        def column(name: str) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
            return np.array([getattr(row, name) for row in self.rows], np.int64).astype(np.int32)

        return Nodes(
            column("duration"),
            column("earliest"),
            column("earliest_finish"),
            column("latest"),
            column("latest_finish"),
            np.array(cost, np.float32),
            np.array(cost_per_second, np.float32),
        )
