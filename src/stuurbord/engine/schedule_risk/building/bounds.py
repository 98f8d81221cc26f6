"""What a node waits for: ends of other nodes, and instants that stand already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from stuurbord.engine.critical_path.kernels.columns import ELAPSED_LAG, FROM_START, HAS_LAG, TO_FINISH
from stuurbord.engine.critical_path.kernels.lags import earliest
from stuurbord.engine.schedule_risk.building.axes import CLOCK
from stuurbord.engine.schedule_risk.building.foundation import Foundation
from stuurbord.engine.schedule_risk.building.sketch import Arrival, Row, Sketch, Source
from stuurbord.plan.calendar import NONE

Ends = dict[int, tuple[Source | int, Source | int]]
"""Node of the critical path → its start and its finish: an end of a node, or an instant."""


@dataclass(slots=True)
class Bounds:
    """No start and no finish before these: what arrives, and instants (`NONE`: none)."""

    starts: list[Arrival] = field(default_factory=list)
    finishes: list[Arrival] = field(default_factory=list)
    start: int = NONE
    finish: int = NONE

    def clear(self) -> None:
        """Ask nothing any more."""
        self.starts, self.finishes, self.start, self.finish = [], [], NONE, NONE


def bounds_of(
    base: Foundation,
    sketch: Sketch,
    ends: Ends,
    handed_down: dict[int, Bounds],
    axis_of_clock: Callable[[int], int],
    node: int,
) -> Bounds:
    """Return what the summary above a node and the links into it ask."""
    net, clocks = base.made.layout.network, base.made.layout.clocks
    nodes, into = net.nodes, net.into
    found = Bounds()
    if nodes.parent[node] >= 0:
        above = handed_down[nodes.parent[node]]
        found = Bounds(list(above.starts), list(above.finishes), above.start, above.finish)
    for k in range(into.first[node], into.first[node + 1]):
        how, lag = into.how[k], into.lag[k]
        end = ends[into.other[k]][0 if how & FROM_START else 1]
        instant = end if not isinstance(end, Source) else floor_of(sketch, end)
        if instant != NONE:
            bound = earliest(clocks, into, k, instant, instant, nodes.clock[node])
            if how & TO_FINISH:
                found.finish = max(found.finish, bound)
            else:
                found.start = max(found.start, bound)
        if isinstance(end, Source):
            arrival = Arrival(end)
            if how & HAS_LAG:
                axis = CLOCK if how & ELAPSED_LAG else axis_of_clock(nodes.clock[node])
                is_lead = not how & ELAPSED_LAG and lag < 0 and not how & TO_FINISH
                arrival = Arrival(end, axis, lag, bool(is_lead))
            (found.finishes if how & TO_FINISH else found.starts).append(arrival)
    return found


def floor_of(sketch: Sketch, end: Source) -> int:
    """Return the instant that this end of a node never lies before, `NONE` if only its links tell."""
    return NONE if end.from_start else sketch.rows[end.node].floor


def relayed(sketch: Sketch, arrivals: list[Arrival]) -> list[Arrival]:
    """Return one arrival for several, by a node that passes on the latest of them."""
    if len(arrivals) == 1:
        return [Arrival(sketch.passed_on(arrivals[0]))]
    if not arrivals:
        return []
    axes = {sketch.axis_of(one) for one in arrivals}
    at_starts = {one.source.from_start or one.is_lead for one in arrivals}
    axis = axes.pop() if len(axes) == len(at_starts) == 1 else CLOCK
    node = sketch.add(Row(axis), arrivals, [])
    return [Arrival(Source(node, axis != CLOCK and True in at_starts))]
