"""Who takes part and in which order: nodes numbered so that each comes after what it waits for.

The order stays as near to the outline as the links allow (a sweep in outline order that catches up on
what waited), so that what is computed together lies together in memory.
"""

from __future__ import annotations

from stuurbord.engine.critical_path.kernels.columns import (
    SUMMARY_FINISH,
    Children,
    Column,
    Links,
    Network,
)


def mark_active(parent: Column, is_summary: Column, is_active: Column, has_parts: Column) -> None:
    """Keep in ``is_active`` who takes part: not the parts of what is inactive, no summary without parts.

    ``has_parts`` comes in as zeros.
    """
    for idx in range(len(parent)):  # outline order: a summary comes before its parts
        if parent[idx] >= 0 and not is_active[parent[idx]]:
            is_active[idx] = 0
    for idx in range(len(parent) - 1, -1, -1):
        if is_summary[idx] and not has_parts[idx]:
            is_active[idx] = 0
        if is_active[idx] and parent[idx] >= 0:
            has_parts[parent[idx]] = 1


def outline_nodes(
    parent: Column, is_summary: Column, is_active: Column, begin: Column, end: Column, open_ones: Column
) -> int:
    """Number the nodes in outline order into ``begin`` and ``end`` (one per task, −1 before); count them.

    A summary's finish comes after its parts. ``open_ones`` is room for a stack of tasks.
    """
    n_nodes, depth = 0, 0
    for idx in range(len(parent)):
        if not is_active[idx]:
            continue
        while depth > 0 and open_ones[depth - 1] != parent[idx]:
            depth -= 1
            end[open_ones[depth]] = n_nodes
            n_nodes += 1
        begin[idx] = n_nodes
        if is_summary[idx]:
            open_ones[depth] = idx
            depth += 1
        else:
            end[idx] = n_nodes
        n_nodes += 1
    while depth > 0:
        depth -= 1
        end[open_ones[depth]] = n_nodes
        n_nodes += 1
    return n_nodes


def topological_order(
    out_of: Links, children: Children, above: Column, waits: Column, order: Column, ready: Column
) -> int:
    """Write into ``order`` the nodes in a topological order and return how many: all, without a cycle.

    Parameters
    ----------
    above
        Per end node the finish node of the summary above, else −1.
    waits
        Per node how many it waits for; used up.
    ready
        Room for a stack of nodes.

    References
    ----------
    A. B. Kahn, "Topological sorting of large networks", Communications of the ACM 5 (1962), 558–562.
    """
    n_done = 0
    for swept in range(len(waits)):
        if waits[swept]:
            continue
        ready[0] = swept
        depth = 1
        while depth:
            depth -= 1
            node = ready[depth]
            order[n_done] = node
            n_done += 1
            for k in range(out_of.first[node], out_of.first[node + 1]):
                depth = released(out_of.other[k], swept, waits, ready, depth)
            for k in range(children.first[node], children.first[node + 1]):
                depth = released(children.node[k], swept, waits, ready, depth)
            if above[node] >= 0:
                depth = released(above[node], swept, waits, ready, depth)
    return n_done


def released(node: int, swept: int, waits: Column, ready: Column, depth: int) -> int:
    """Let a node wait for one less; if the sweep has passed it by, it is next. Return the stack's depth."""
    waits[node] -= 1
    if not waits[node] and node <= swept:
        ready[depth] = node
        return depth + 1
    return depth


def longest_chain(net: Network, lengths: Column, done: Column) -> int:
    """Return the seconds of work on the longest chain, lags and calendars apart.

    Parameters
    ----------
    lengths
        Seconds of work per node.
    done
        Filled: seconds of work up to and with each node.
    """
    nodes, into, children = net.nodes, net.into, net.children
    longest = 0
    for node in range(len(nodes.flags)):
        most = done[nodes.parent[node]] if nodes.parent[node] >= 0 else 0
        for k in range(into.first[node], into.first[node + 1]):
            most = max(most, done[into.other[k]])
        if nodes.flags[node] & SUMMARY_FINISH:
            for k in range(children.first[node], children.first[node + 1]):
                most = max(most, done[children.node[k]])
        done[node] = most + lengths[node]
        longest = max(longest, done[node])
    return longest
