"""The task that another can only follow, or be followed by: its neighbour in the outline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import ActivityKind, Booleans, Plan

_SPANNING = (ActivityKind.LEVEL_OF_EFFORT, ActivityKind.WBS_SUMMARY)
Fits = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """A neighbour that fits (−1: none), and whether there was one that overlaps instead."""

    idx: int
    overlaps: bool


class Neighbours:
    """Who stands beside a task: directly, as the milestone of its group, or as the milestone beside that."""

    def __init__(self, plan: Plan, schedule: Schedule) -> None:
        self._schedule = schedule
        self._parent = plan.tasks.parent_idx.tolist()
        self._is_point = plan.tasks.is_milestone
        self._may_link = _may_link(plan, schedule)
        self._is_finished = (plan.tasks.actual_finish != NONE) | (plan.tasks.percent_complete >= 1)
        self._parts: dict[int, list[int]] = {}
        for idx, parent in enumerate(self._parent):
            self._parts.setdefault(parent, []).append(idx)

    def before(self, idx: int) -> Found:
        """Return what ends before the task begins: the row above, or the milestone that opens its group."""
        begins = self._schedule.start[idx]
        candidates = self._candidates(idx, -1)
        return self._first(candidates, lambda one: bool(self._schedule.finish[one] <= begins))

    def after(self, idx: int) -> Found:
        """Return what begins after the task ends, and is not done: the row below, or a closing milestone."""
        ends = self._schedule.finish[idx]
        candidates = [one for one in self._candidates(idx, 1) if not self._is_finished[one]]
        return self._first(candidates, lambda one: bool(self._schedule.start[one] >= ends))

    def _first(self, candidates: list[int], fits: Fits) -> Found:
        for one in candidates:
            if fits(one):
                return Found(one, overlaps=False)
        return Found(-1, overlaps=bool(candidates))

    def _candidates(self, idx: int, step: int) -> list[int]:
        beside = self._beside(idx, step)
        group = self._parts[self._parent[idx]]
        edge = group[0] if step < 0 else group[-1]
        found = [beside] if beside is not None else []
        if edge != idx and self._is_point[edge]:
            found.append(edge)
        parent = self._parent[idx]
        outside = self._beside(parent, step) if parent >= 0 else None
        if outside is not None and self._is_point[outside]:
            found.append(outside)
        return [one for one in dict.fromkeys(found) if self._may_link[one]]

    def _beside(self, idx: int, step: int) -> int | None:
        group = self._parts[self._parent[idx]]
        place = group.index(idx) + step
        return group[place] if 0 <= place < len(group) else None


def _may_link(plan: Plan, schedule: Schedule) -> Booleans:
    tasks = plan.tasks
    found: Booleans = (
        (schedule.start != NONE)
        & ~tasks.is_summary
        & ~tasks.is_external
        & ~np.isin(tasks.activity, _SPANNING)
    )
    return found
