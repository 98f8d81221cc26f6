"""Plans that wait for each other in a circle: found through the links across them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from stuurbord.engine.plan_network.links import CrossLink
from stuurbord.errors import N_, Finding, Severity
from stuurbord.plan.model import DependencyKind, Plan

Step = tuple[str, int]
"""A plan and a position in it."""
Ways = dict[tuple[str, str], list[int]]
"""(Key of a link in, key of a link out) → positions of the tasks from one to the other."""

_MOST_NAMED: Final = 12
"""Of a longer circle only the first and last tasks are named."""
_FROM_FINISH = (DependencyKind.FS, DependencyKind.FF)
_TO_START = (DependencyKind.FS, DependencyKind.SS)


def ways(
    plan: Plan, links: Sequence[CrossLink], out: Sequence[CrossLink]
) -> dict[tuple[str, str], list[int]]:
    """Return how a plan leads from what it waits for to what others wait for.

    Returns
    -------
    (key of a link in, key of a link out) → positions of the tasks from one to the other.
    """
    position = {uid: row for row, uid in enumerate(plan.tasks.uid.tolist())}
    ends = [(one.key, position[one.before_uid]) for one in out if one.before_uid in position]
    begins = [(one.key, position[one.after_uid]) for one in links if one.after_uid in position]
    if not ends or not begins:
        return {}
    successors = _successors(plan)
    found = {}
    for key, row in begins:
        came_from = _reached(2 * row, successors)
        for other, end in ends:
            if 2 * end + 1 in came_from:
                found[key, other] = _way(came_from, 2 * end + 1)
    return found


def _successors(plan: Plan) -> list[list[int]]:
    """Return what follows each node: 2i is the start of task i, 2i + 1 its finish; parts lie in between."""
    successors: list[list[int]] = [[] for _ in range(2 * len(plan.tasks))]
    for row, parent in enumerate(plan.tasks.parent_idx.tolist()):
        successors[2 * row].append(2 * row + 1)
        if parent >= 0:
            successors[2 * parent].append(2 * row)
            successors[2 * row + 1].append(2 * parent + 1)
    rows = plan.dependencies
    table = zip(rows.predecessor_idx.tolist(), rows.successor_idx.tolist(), rows.kind.tolist(), strict=True)
    for before, after, kind in table:
        successors[2 * before + (kind in _FROM_FINISH)].append(2 * after + (kind not in _TO_START))
    return successors


def _reached(first: int, successors: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return the nodes that follow one, each with the node it was reached from."""
    came_from, waiting = {first: -1}, [first]
    for node in waiting:
        for after in successors[node]:
            if after not in came_from:
                came_from[after] = node
                waiting.append(after)
    return came_from


def _way(came_from: Mapping[int, int], last: int) -> list[int]:
    rows: list[int] = []
    node = last
    while node >= 0:
        if not rows or rows[-1] != node // 2:
            rows.append(node // 2)
        node = came_from[node]
    return rows[::-1]


def circle(links: Sequence[CrossLink], ways_of: Mapping[str, Ways]) -> list[CrossLink]:
    """Return links across plans that lead to each other in a circle, in order; empty if none do."""
    by_key = {one.key: one for one in links}
    following: dict[str, list[str]] = {one.key: [] for one in links}
    for found in ways_of.values():
        for before, after in found:
            following[before].append(after)
    done: set[str] = set()
    for one in links:
        loop = _circle_from(one.key, following, done)
        if loop:
            return [by_key[key] for key in loop]
    return []


def _circle_from(first: str, following: Mapping[str, Sequence[str]], done: set[str]) -> list[str]:
    """Walk depth first; what was left without meeting itself is done."""
    path: list[str] = []
    stack = [(first, False)]
    while stack:
        key, is_left = stack.pop()
        if is_left:
            path.pop()
            done.add(key)
        elif key in path:
            return path[path.index(key) :]
        elif key not in done:
            path.append(key)
            stack.append((key, True))
            stack += [(after, False) for after in following[key]]
    return []


def steps(loop: Sequence[CrossLink], ways_of: Mapping[str, Ways]) -> list[Step]:
    """Return the tasks of a circle, plan by plan."""
    found: list[Step] = []
    for one, following in zip(loop, [*loop[1:], loop[0]], strict=True):
        found += [(one.after, row) for row in ways_of[one.after][one.key, following.key]]
    return found


def circle_finding(
    loop: Sequence[CrossLink],
    leads: Mapping[str, Ways],
    plans: Mapping[str, Plan],
    names: Mapping[str, str],
) -> Finding:
    """Return the finding that shows a circle: project and task, step by step."""
    path = steps(loop, leads)
    told = [f"{names.get(key, key)} {plans[key].tasks.name[row]}" for key, row in path]
    shown = [*told, told[0]]
    if len(shown) > _MOST_NAMED:
        shown[_MOST_NAMED // 2 : -_MOST_NAMED // 2] = ["…"]
    uids = [[key, int(plans[key].tasks.uid[row])] for key, row in path]
    text = N_("These tasks of several projects wait for each other: {tasks}.")
    return Finding(
        "cycle_across_plans", text, Severity.ERROR, fields={"tasks": " → ".join(shown), "uids": uids}
    )
