"""The rules of the backward pass: from the project finish, each task as late as nothing promised suffers."""

from __future__ import annotations

from typing import Final

from stuurbord.engine.critical_path.kernels.columns import (
    BEGUN,
    BY_HAND,
    CONSTRAINED,
    CREW,
    DEADLINE,
    DELAYED,
    FINISHED,
    FROM_START,
    HAS_LAG,
    MANUAL,
    NEVER,
    OPEN_END,
    REMAINS,
    STANDS_IN,
    STARTED,
    SUMMARY_FINISH,
    SUMMARY_START,
    TO_FINISH,
    WORKING_DELAY,
    ClockColumns,
    Early,
    Late,
    Network,
    Rules,
)
from stuurbord.engine.critical_path.kernels.lags import brought_forward, latest, latest_as_named
from stuurbord.engine.critical_path.kernels.placing import (
    begun_by,
    is_simple,
    latest_start,
    pause_end,
    run_simply_until,
    run_until,
)
from stuurbord.engine.critical_path.kernels.working_time import between
from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Constraint

_BY_HAND: Final = int(Driver.MANUAL)
_MSO: Final = int(Constraint.MSO)
_MFO: Final = int(Constraint.MFO)
_SNLT: Final = int(Constraint.SNLT)
_FNLT: Final = int(Constraint.FNLT)

Dates = tuple[int, int, int, int]
"""As the columns of `Late`; of a summary's finish node what ends its parts."""
Ceilings = tuple[int, int, int]
"""No start and no finish after these, and where the room ends."""


def late_dates(
    node: int, net: Network, clocks: ClockColumns, early: Early, late: Late, rules: Rules, project_finish: int
) -> Dates:
    """Return the late dates of a node whose successors and summary have theirs."""
    flags = net.nodes.flags[node]
    if flags & SUMMARY_FINISH:
        return ends_of_parts(node, net, clocks, early, late, rules, project_finish)
    if flags & SUMMARY_START:
        return late_roll_up(node, net, early, late)
    return placed_late(node, net, clocks, early, late, rules, project_finish)


def ends_of_parts(
    node: int, net: Network, clocks: ClockColumns, early: Early, late: Late, rules: Rules, project_finish: int
) -> Dates:
    """Return what ends every part of a summary; one at the top set by hand ends them itself."""
    nodes = net.nodes
    start, finish, _ = ceilings(node, net, clocks, early, late, rules, project_finish)
    given, is_manual = nodes.given_finish[node], nodes.flags[node] & (MANUAL | STANDS_IN) == MANUAL
    if is_manual and given != NONE and nodes.parent[node] < 0:
        finish = min(finish, given)
    return start, finish, finish, NONE


def late_roll_up(node: int, net: Network, early: Early, late: Late) -> Dates:
    """Return the late dates of a summary from those of its parts, and when what precedes it ends.

    A part that is a summary set by hand holds the start of the summary above it: it cannot begin later than
    it was told to. Its own predecessors wait for what its parts ask, also where that is before its start.
    """
    children = net.children
    start, finish = NEVER, NONE
    for k in range(children.first[node], children.first[node + 1]):
        part = children.node[k]
        start = min(start, begins_at_the_latest(part, net, late))
        finish = max(finish, late.finish[part])
    asked = start
    start, finish = no_earlier_than_given(net.nodes.partner[node], net, early, start, finish)
    return start, finish, finish, asked


def begins_at_the_latest(part: int, net: Network, late: Late) -> int:
    """Return what a part asks of the start of its summary."""
    nodes = net.nodes
    start = waited_for(part, net, late)
    if nodes.flags[part] & SUMMARY_START and nodes.flags[part] & MANUAL and nodes.given_start[part] != NONE:
        start = min(start, nodes.given_start[part])
    return start


def has_to_begin_before(node: int, net: Network, late: Late) -> int:
    """Tell whether a task cannot begin at the instant that is named, but only before it."""
    return int(late.resume[node] != NONE and not net.nodes.flags[node] & (STARTED | SUMMARY_START))


def waited_for(node: int, net: Network, late: Late) -> int:
    """Return by when what comes before the start of a node has to be ready."""
    if net.nodes.flags[node] & STARTED and not net.nodes.flags[node] & SUMMARY_START:
        return late.start[node]
    return late.start[node] if late.resume[node] == NONE else late.resume[node]


def ceilings(
    node: int,
    net: Network,
    clocks: ClockColumns,
    early: Early,
    late: Late,
    rules: Rules,
    project_finish: int,
) -> Ceilings:
    """Return the latest start, finish and end of the room that links, summary and promises allow.

    The finish is how people name it, Friday 17:00; the room may end behind a pause, on Monday 08:00.
    """
    nodes, out_of = net.nodes, net.out_of
    start, finish = NEVER, project_finish
    if nodes.parent[node] >= 0:
        above = nodes.partner[nodes.parent[node]]
        start, finish = late.start[above], late.finish[above]
        if start != NEVER and early.start[node] != early.start[above]:
            start = NEVER  # only the first part of a summary is its start
    if rules.multiple_critical_paths and nodes.flags[node] & OPEN_END:
        finish = min(finish, early.finish[node])
    room = finish
    for k in range(out_of.first[node], out_of.first[node + 1]):
        after = out_of.other[k]
        may_start = may_start_of(after, out_of.how[k], net, clocks, early, late, rules)
        if may_start == NEVER:
            continue
        clock = nodes.clock[after]
        is_before = 0
        if out_of.how[k] & HAS_LAG:
            is_before = has_to_begin_before(after, net, late)
        t = latest(clocks, out_of, k, may_start, late.room[after], clock, is_before)
        if out_of.how[k] & FROM_START:
            start = min(start, t)
        else:
            room = min(room, t)
            named = latest_as_named(clocks, out_of, k, may_start, late.finish[after], clock)
            finish = min(finish, named)
    if finish != room and between(clocks, nodes.clock[node], finish, room) > 0:
        finish = room  # the name would cost what can be worked
    return promised(node, net, start, finish, room)


def may_start_of(
    after: int, how: int, net: Network, clocks: ClockColumns, early: Early, late: Late, rules: Rules
) -> int:
    """Return when a successor may start at the latest; `NEVER` if it no longer waits."""
    nodes = net.nodes
    flags = nodes.flags[after]
    if flags & STARTED and not how & TO_FINISH:
        if flags & SUMMARY_START or early.extra[after] == NONE:
            return NEVER
        return late.resume[after] if rules.waits_in_progress else early.extra[after]
    t = waited_for(after, net, late)
    if flags & DELAYED:
        t = brought_forward(clocks, nodes.clock[after], t, nodes.delay[after], flags & WORKING_DELAY)
    return t


def promised(node: int, net: Network, start: int, finish: int, room: int) -> Ceilings:
    """Return the ceilings lowered by a date constraint and a deadline."""
    nodes = net.nodes
    if nodes.flags[node] & CONSTRAINED:
        constraint, date = nodes.constraint[node], nodes.date[node]
        if constraint in (_MSO, _SNLT):
            start = min(start, date)
        if constraint in (_MFO, _FNLT):
            finish, room = min(finish, date), min(room, date)
    if nodes.flags[node] & DEADLINE:
        deadline = nodes.deadline[node]
        finish, room = min(finish, deadline), min(room, deadline)
    return start, finish, room


def placed_late(
    node: int,
    net: Network,
    clocks: ClockColumns,
    early: Early,
    late: Late,
    rules: Rules,
    project_finish: int,
) -> Dates:
    """Return the late dates of a task."""
    nodes, parts = net.nodes, net.parts
    flags = nodes.flags[node]
    first, last = nodes.part_first[node], nodes.part_first[node + 1]
    start, finish, room = ceilings(node, net, clocks, early, late, rules, project_finish)
    if not flags & (BY_HAND | BEGUN | CREW) and finish == room and is_simple(parts, first, last):
        begins, ends = run_simply_until(clocks, parts, first, finish)
        if begins <= start:
            return begins, ends, room, NONE  # nothing works between the end and the room
    if flags & CREW:
        first, last = late_parts(node, net, clocks, early)
    resume = NONE
    if flags & BY_HAND and is_overdue(node, net, early):
        start, finish, room = NEVER, nodes.deadline[node], nodes.deadline[node]
    if flags & FINISHED or (flags & STARTED and not flags & REMAINS):
        start, finish = early.start[node], early.finish[node]
    elif flags & STARTED:
        left, left_end = nodes.left_first[node], nodes.left_first[node + 1]
        resume = latest_start(clocks, parts, left, left_end, finish)
        finish = run_until(clocks, parts, left, left_end, finish, NEVER)[1]
        start = early.start[node]
    else:
        ceiling = start
        start, finish = run_until(clocks, parts, first, last, finish, ceiling)
        if start > ceiling and not flags & BY_HAND:
            resume = begun_by(clocks, parts, first, last, ceiling)
    start, finish = no_earlier_than_given(node, net, early, start, finish)
    ends = finish
    if finish < room and (resume == NONE or flags & STARTED):
        ends = min(room, pause_end(clocks, parts, first, last, finish))
    return start, finish, ends, resume


def late_parts(node: int, net: Network, clocks: ClockColumns, early: Early) -> tuple[int, int]:
    """Return the rows of what is put off: within a fixed duration, what everybody can work of it."""
    nodes, parts = net.nodes, net.parts
    row = first = nodes.crew_first[node]
    for part in range(nodes.part_first[node], nodes.part_first[node + 1]):
        if not parts.length[part]:
            parts.clock[row] = parts.clock[part]
            parts.offset[row] = parts.offset[part]
            parts.length[row] = 0
            row += 1
    is_idle = True
    for k in range(first, nodes.crew_first[node + 1]):
        clock = parts.crew[k]
        if clock < 0:
            continue
        length = between(clocks, clock, early.start[node], early.finish[node])
        if length:
            is_idle = False
            parts.clock[row] = clock
            parts.offset[row] = 0
            parts.length[row] = length
            row += 1
    if is_idle:
        return nodes.part_first[node], nodes.part_first[node + 1]
    return first, row


def no_earlier_than_given(node: int, net: Network, early: Early, start: int, finish: int) -> tuple[int, int]:
    """Keep late dates from lying before dates set by hand: what follows does not ask those to be earlier."""
    if early.driver[node] == _BY_HAND and not is_overdue(node, net, early):
        start, finish = max(start, early.start[node]), max(finish, early.finish[node])
    return start, finish


def is_overdue(node: int, net: Network, early: Early) -> bool:
    """Tell whether a task ends after its deadline."""
    return net.nodes.flags[node] & DEADLINE != 0 and net.nodes.deadline[node] < early.finish[node]
