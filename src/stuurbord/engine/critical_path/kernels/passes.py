"""The passes over a network, in topological order and back: over all of it, or only where a mark asks.

A pass over marks recomputes after a change only what it moves: it walks from the first mark to the last
that the walk itself makes, and where nothing changes it marks nothing more. So it costs a glance at the
nodes in between, and the rules only where something may have moved.
"""

from __future__ import annotations

from stuurbord.engine.critical_path.kernels.columns import (
    SUMMARY_START,
    ClockColumns,
    Early,
    Floats,
    Late,
    Marks,
    Network,
    Rules,
)
from stuurbord.engine.critical_path.kernels.early import Dates, early_dates
from stuurbord.engine.critical_path.kernels.late import Dates as LateDates
from stuurbord.engine.critical_path.kernels.late import late_dates
from stuurbord.engine.critical_path.kernels.marking import mark_after, mark_around, mark_before
from stuurbord.engine.critical_path.kernels.rooms import free_float, total_float


def forward_pass(
    net: Network, clocks: ClockColumns, early: Early, rules: Rules, marks: Marks, is_whole: int
) -> None:
    """Fill ``early``, or with ``is_whole`` 0 bring it up to date from ``marks.early`` on."""
    node, span = 0, marks.span
    last = len(net.nodes.flags) - 1
    if not is_whole:
        node, last = span[0], span[1]
    while node <= last:
        if is_whole or marks.early[node]:
            dates = early_dates(node, net, clocks, early, rules)
            if not is_whole:
                marks.early[node] = 0
                if dates != dates_of(node, early):
                    if dates[1] > span[4] or early.finish[node] == span[4]:
                        span[5] = 1
                    mark_after(node, net, marks)
                    mark_around(node, net, marks)
                    last = span[1]
            keep_early(node, dates, early)
        node += 1


def keep_early(node: int, dates: Dates, early: Early) -> None:
    """Store what a node has."""
    early.start[node] = dates[0]
    early.finish[node] = dates[1]
    early.driver[node] = dates[2]
    early.link[node] = dates[3]
    early.extra[node] = dates[4]


def dates_of(node: int, early: Early) -> Dates:
    """Return what a node has."""
    return early.start[node], early.finish[node], early.driver[node], early.link[node], early.extra[node]


def last_finish(net: Network, early: Early, at_least: int) -> int:
    """Return the last finish of all tasks, or ``at_least`` if there are none."""
    last = at_least
    is_first = True
    for node in range(len(net.nodes.flags)):
        if not net.nodes.flags[node] & SUMMARY_START and (is_first or early.finish[node] > last):
            last, is_first = early.finish[node], False
    return last


def backward_pass(
    net: Network,
    clocks: ClockColumns,
    early: Early,
    late: Late,
    rules: Rules,
    project_finish: int,
    marks: Marks,
    is_whole: int,
) -> None:
    """Fill ``late``, or with ``is_whole`` 0 bring it up to date from ``marks.late`` back."""
    node, span = len(net.nodes.flags) - 1, marks.span
    first = 0
    if not is_whole:
        node, first = span[3], span[2]
    while node >= first:
        if is_whole or marks.late[node]:
            dates = late_dates(node, net, clocks, early, late, rules, project_finish)
            if not is_whole:
                marks.late[node] = 0
                marks.floats[node] = 1
                if dates != late_dates_of(node, late):
                    mark_before(node, net, marks)
                    first = span[2]
            keep_late(node, dates, late)
        node -= 1


def keep_late(node: int, dates: LateDates, late: Late) -> None:
    """Store what a node has."""
    late.start[node] = dates[0]
    late.finish[node] = dates[1]
    late.room[node] = dates[2]
    late.resume[node] = dates[3]


def late_dates_of(node: int, late: Late) -> LateDates:
    """Return what a node has."""
    return late.start[node], late.finish[node], late.room[node], late.resume[node]


def float_pass(
    net: Network,
    clocks: ClockColumns,
    early: Early,
    forward: Early,
    late: Late,
    floats: Floats,
    rules: Rules,
    marks: Marks,
    is_whole: int,
) -> None:
    """Fill ``floats``, or with ``is_whole`` 0 only those of ``marks.floats``.

    ``forward`` differs from ``early`` where tasks run as late as possible.
    """
    first, last = 0, len(net.nodes.flags) - 1
    if not is_whole:
        first, last = marks.span[2], marks.span[3]
    for node in range(first, last + 1):
        if is_whole or marks.floats[node]:
            if not is_whole:
                marks.floats[node] = 0
            if not net.nodes.flags[node] & SUMMARY_START:
                at_start, at_finish, total = total_float(node, net, clocks, early, forward, late, rules)
                floats.start[node] = at_start
                floats.finish[node] = at_finish
                floats.total[node] = total
                floats.free[node] = free_float(node, net, clocks, forward, total)
