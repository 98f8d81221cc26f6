"""The network without any uncertainty, and how far its dates are those of the critical path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.engine.schedule_risk.building.skeleton import Skeleton
from stuurbord.engine.schedule_risk.building.sketch import Link, Row, Sketch, Source
from stuurbord.engine.schedule_risk.network import FROM_START, TO_FINISH, AxisMap
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Integers


@dataclass(frozen=True, slots=True)
class PlannedDates:
    """Start and finish of each node as positions on its axis, int64 of shape (n_nodes,)."""

    start: Integers
    finish: Integers


def planned_dates(sketch: Sketch) -> PlannedDates:
    """Return where each node lies when everything takes as long as planned, in the first scenario."""
    maps = sketch.axes.maps()
    start, finish = [0] * len(sketch.rows), [0] * len(sketch.rows)
    for node, row in enumerate(sketch.rows):
        start[node], finish[node] = _placed(row, start, finish, maps)
    return PlannedDates(np.array(start, np.int64), np.array(finish, np.int64))


def _placed(row: Row, start: list[int], finish: list[int], maps: tuple[AxisMap, ...]) -> tuple[int, int]:
    at = max(row.earliest, row.earliest_finish - row.duration)
    for link in row.links:
        bound = _bound(link, start, finish, maps)
        at = max(at, bound - row.duration if link.how & TO_FINISH else bound)
    at = min(at, row.latest, row.latest_finish - row.duration)
    return at, at + row.duration


def _bound(link: Link, start: list[int], finish: list[int], maps: tuple[AxisMap, ...]) -> int:
    position = start[link.predecessor] if link.how & FROM_START else finish[link.predecessor]
    if link.map_idx >= 0:
        steps = maps[link.map_idx]
        cell = min(max((position - steps.border) // steps.cell, 0), steps.base.shape[1] - 1)
        position = int(steps.base[0, cell]) + int(steps.slope[0, cell]) * (position - cell * steps.cell)
    return position + link.lag


def finish_instants(skeleton: Skeleton, dates: PlannedDates) -> tuple[Integers, Booleans]:
    """Return per task the instant of its finish as the network has it, and whether it is part of it."""
    topo, rows = skeleton.base.made.layout.topology, skeleton.sketch.rows
    found = np.full(len(topo.end), NONE)
    ending = np.full(len(topo.end), -1)
    for task, node in enumerate(topo.end.tolist()):
        end = skeleton.ends.get(node, (NONE, NONE))[1]
        if isinstance(end, Source):
            ending[task] = end.node
        else:
            found[task] = end
    axis = np.array([row.axis for row in rows], np.int64)
    floor = np.array([row.floor for row in rows], np.int64)
    for number in np.unique(axis[ending[ending >= 0]]).tolist():
        its = np.flatnonzero((ending >= 0) & (axis[ending] == number))
        nodes = ending[its]
        instants = skeleton.axes.found[number].finishes(dates.finish[nodes])
        found[its] = np.maximum(instants, floor[nodes])
    return found, found != NONE
