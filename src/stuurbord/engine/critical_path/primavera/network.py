"""The network of a plan: who takes part, who waits for whom, and in which order to compute.

A summary is two nodes, its start and its finish, with its parts in between: its start hands down what
bounds its parts, its finish gathers their dates. Node 2i is the start of task i, node 2i + 1 its finish.
"""

from __future__ import annotations

from dataclasses import dataclass

from stuurbord.engine.critical_path.primavera.links import Link, links_of
from stuurbord.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Network:
    """The active part of a plan as lists, which scalar code reads faster than arrays.

    Attributes
    ----------
    order
        Nodes in topological order.
    into, out_of
        Per task the links that end in it and that leave it.
    children
        Per task its active parts.
    """

    n_tasks: int
    is_active: list[bool]
    is_summary: list[bool]
    parent: list[int]
    children: list[list[int]]
    links: list[Link]
    into: list[list[Link]]
    out_of: list[list[Link]]
    order: list[int]


def network(plan: Plan) -> Network:
    """Return the network of a plan."""
    parent = plan.tasks.parent_idx.tolist()
    is_active = _active(plan, parent)
    n_tasks = len(parent)
    children: list[list[int]] = [[] for _ in parent]
    for idx, above in enumerate(parent):
        if above >= 0 and is_active[idx]:
            children[above].append(idx)
    links = links_of(plan, is_active)
    into: list[list[Link]] = [[] for _ in parent]
    out_of: list[list[Link]] = [[] for _ in parent]
    for link in links:
        into[link.successor].append(link)
        out_of[link.predecessor].append(link)
    is_summary = plan.tasks.is_summary.tolist()
    order = _order(is_active, parent, out_of)
    return Network(n_tasks, is_active, is_summary, parent, children, links, into, out_of, order)


def _active(plan: Plan, parent: list[int]) -> list[bool]:
    """Tell who takes part: not what is inactive, nor its parts, nor a summary left without parts."""
    is_active: list[bool] = plan.tasks.is_active.tolist()
    for idx, above in enumerate(parent):  # outline order: a summary comes before its parts
        if above >= 0 and not is_active[above]:
            is_active[idx] = False
    has_parts = [not one for one in plan.tasks.is_summary.tolist()]
    for idx in range(len(parent) - 1, -1, -1):
        is_active[idx] = is_active[idx] and has_parts[idx]
        if is_active[idx] and parent[idx] >= 0:
            has_parts[parent[idx]] = True
    return is_active


def _order(is_active: list[bool], parent: list[int], out_of: list[list[Link]]) -> list[int]:
    """Return the nodes in an order in which everything comes after what it waits for (Kahn, 1962)."""
    n_nodes = 2 * len(parent)
    after: list[list[int]] = [[] for _ in range(n_nodes)]
    waits = [0] * n_nodes
    for idx, above in enumerate(parent):
        if not is_active[idx]:
            continue
        after[2 * idx].append(2 * idx + 1)
        after[2 * idx + 1] = [2 * link.successor for link in out_of[idx]]
        if above >= 0:
            after[2 * above].append(2 * idx)
            after[2 * idx + 1].append(2 * above + 1)
    for followers in after:
        for node in followers:
            waits[node] += 1
    ready = [2 * idx for idx in range(len(parent)) if is_active[idx] and not waits[2 * idx]]
    for node in ready:  # grows while it is walked
        for follower in after[node]:
            waits[follower] -= 1
            if not waits[follower]:
                ready.append(follower)
    if len(ready) != 2 * sum(is_active):
        raise ValueError("the plan has a cycle; stuurbord.plan.freeze refuses it")
    return ready


def longest_chain(plan: Plan, net: Network) -> int:
    """Return the working seconds of the longest chain of tasks, lags left out."""
    length = [0] * net.n_tasks
    duration = plan.tasks.duration.tolist()
    for node in net.order:
        idx, is_finish = divmod(node, 2)
        if not is_finish:
            before = max((length[link.predecessor] for link in net.into[idx]), default=0)
            length[idx] = before + duration[idx]
    return max(length, default=0)
