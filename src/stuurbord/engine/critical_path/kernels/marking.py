"""Who must be looked at again when the dates of a node changed."""

from __future__ import annotations

from stuurbord.engine.critical_path.kernels.columns import (
    SUMMARY_FINISH,
    SUMMARY_START,
    Marks,
    Network,
)


def mark_after(node: int, net: Network, marks: Marks) -> None:
    """Ask in the forward pass for what waits for a node."""
    nodes, out_of, children = net.nodes, net.out_of, net.children
    if nodes.flags[node] & SUMMARY_START:
        for k in range(children.first[node], children.first[node + 1]):
            mark_early(children.node[k], marks)
        return
    for k in range(out_of.first[node], out_of.first[node + 1]):
        mark_early(out_of.other[k], marks)
    if nodes.parent[node] >= 0:
        mark_early(nodes.partner[nodes.parent[node]], marks)


def mark_around(node: int, net: Network, marks: Marks) -> None:
    """Ask in the backward pass for all that looks at the early dates of a node."""
    nodes, into, children = net.nodes, net.into, net.children
    begin = nodes.partner[node] if nodes.flags[node] & SUMMARY_FINISH else node
    mark_late(node, marks)
    mark_late(nodes.partner[node], marks)
    for k in range(into.first[begin], into.first[begin + 1]):
        mark_late(into.other[k], marks)
    if nodes.flags[node] & SUMMARY_FINISH:
        for k in range(children.first[node], children.first[node + 1]):
            mark_late(children.node[k], marks)


def mark_before(node: int, net: Network, marks: Marks) -> None:
    """Ask in the backward pass for what a node holds up, and for the floats of its task."""
    nodes, into, children = net.nodes, net.into, net.children
    end = nodes.partner[node]
    marks.floats[end] = 1
    marks.span[3] = max(marks.span[3], end)
    if nodes.flags[node] & SUMMARY_FINISH:
        for k in range(children.first[node], children.first[node + 1]):
            mark_late(children.node[k], marks)
        return
    for k in range(into.first[node], into.first[node + 1]):
        mark_late(into.other[k], marks)
    if nodes.parent[node] >= 0:
        mark_late(nodes.parent[node], marks)


def mark_early(node: int, marks: Marks) -> None:
    """Ask for a node in the forward pass."""
    marks.early[node] = 1
    marks.span[0] = min(marks.span[0], node)
    marks.span[1] = max(marks.span[1], node)


def mark_late(node: int, marks: Marks) -> None:
    """Ask for a node in the backward pass."""
    marks.late[node] = 1
    marks.span[2] = min(marks.span[2], node)
    marks.span[3] = max(marks.span[3], node)
