"""The links of a plan between tasks without parts: what is linked to a summary holds for its parts."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Baseline, DependencyKind, Integers, LagUnit, Plan

FROM_START: Final = (DependencyKind.SS, DependencyKind.SF)
TO_FINISH: Final = (DependencyKind.FF, DependencyKind.SF)
_WHOLE_SHARE: Final = 10_000
"""A lag that is a share counts in hundredths of a percent."""
MOST_LINKS: Final = 2_000_000


class Link(NamedTuple):
    """A link into a task: where its predecessor stands, and a lag in working seconds."""

    predecessor: int
    kind: DependencyKind
    lag: float


def ordered_links(
    plan: Plan, baseline: Baseline, working_share: float
) -> tuple[list[int], tuple[tuple[Link, ...], ...]]:
    """Return the tasks without parts in topological order, and per task the links into it.

    Links name positions in that order. Both are empty if the links run in a circle or are too many.

    Parameters
    ----------
    working_share
        Working seconds per second on the clock, for lags that run on the clock.
    """
    leaves = np.flatnonzero(~plan.tasks.is_summary & plan.tasks.is_active).tolist()
    into = _links(plan, baseline, leaves, working_share)
    if into is None:
        return [], ()
    order = _topological(leaves, into)
    place = {leaf: position for position, leaf in enumerate(order)}
    if len(order) < len(leaves):
        return [], ()
    return order, tuple(
        tuple(link._replace(predecessor=place[link.predecessor]) for link in into.get(leaf, ()))
        for leaf in order
    )


def _topological(leaves: list[int], into: dict[int, list[Link]]) -> list[int]:
    """Return the leaves, each after its predecessors; those in a circle are missing."""
    after: dict[int, list[int]] = {leaf: [] for leaf in leaves}
    waits = {leaf: len(into.get(leaf, ())) for leaf in leaves}
    for successor, found in into.items():
        for link in found:
            after[link.predecessor].append(successor)
    order = [leaf for leaf in leaves if not waits[leaf]]
    for leaf in order:
        for successor in after[leaf]:
            waits[successor] -= 1
            if not waits[successor]:
                order.append(successor)
    return order


def _links(
    plan: Plan, baseline: Baseline, leaves: list[int], working_share: float
) -> dict[int, list[Link]] | None:
    """Return task → the links into it, or None if they are too many."""
    parts, rows = _parts(plan, leaves), plan.dependencies
    into: dict[int, list[Link]] = {}
    n_links = 0
    for row in range(len(rows)):
        kind = DependencyKind(int(rows.kind[row]))
        before, after = parts[int(rows.predecessor_idx[row])], parts[int(rows.successor_idx[row])]
        before = _first(before, baseline.start) if kind in FROM_START else before
        after = _last(after, baseline.finish) if kind in TO_FINISH else after
        n_links += len(before) * len(after)
        if n_links > MOST_LINKS:
            return None
        for predecessor in before:
            lag = _lag(plan, baseline, row, predecessor, working_share)
            for successor in after:
                if successor != predecessor:
                    into.setdefault(successor, []).append(Link(predecessor, kind, lag))
    return into


def _parts(plan: Plan, leaves: list[int]) -> list[list[int]]:
    """Return per task itself, or what lies under it if it is a summary."""
    parts: list[list[int]] = [[] for _ in range(len(plan.tasks))]
    parents = plan.tasks.parent_idx.tolist()
    for leaf in leaves:
        at = leaf
        while at >= 0:
            parts[at].append(leaf)
            at = parents[at]
    return parts


def _first(parts: list[int], start: Integers) -> list[int]:
    """Return the part with which a summary starts."""
    dated = [part for part in parts if start[part] != NONE]
    return [min(dated, key=lambda part: int(start[part]))] if dated else parts


def _last(parts: list[int], finish: Integers) -> list[int]:
    """Return the part with which a summary finishes."""
    dated = [part for part in parts if finish[part] != NONE]
    return [max(dated, key=lambda part: int(finish[part]))] if dated else parts


def _lag(plan: Plan, baseline: Baseline, row: int, predecessor: int, working_share: float) -> float:
    lag, unit = float(plan.dependencies.lag[row]), LagUnit(int(plan.dependencies.lag_unit[row]))
    if unit.is_share:
        lag *= max(int(baseline.duration[predecessor]), 0) / _WHOLE_SHARE
    return lag * working_share if unit == LagUnit.ELAPSED else lag
