"""Total and free float: how far a task may move before something else suffers."""

from __future__ import annotations

from typing import Final

from stuurbord.engine.critical_path.kernels.columns import (
    BEGUN,
    DELAYED,
    FINISHED,
    FROM_START,
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
from stuurbord.engine.critical_path.kernels.lags import brought_forward, latest
from stuurbord.engine.critical_path.kernels.working_time import between
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import FloatKind

_START: Final = int(FloatKind.START)
_FINISH: Final = int(FloatKind.FINISH)


def total_float(
    node: int, net: Network, clocks: ClockColumns, early: Early, forward: Early, late: Late, rules: Rules
) -> tuple[int, int, int]:
    """Return start, finish and total float of the task that ends at ``node``.

    Of a task that a constraint put before its predecessors, the start they ask for counts: the float is
    negative, as in Microsoft Project. The total is what the rules of the plan name; of begun tasks the
    finish float.
    """
    nodes = net.nodes
    flags, clock, begin = nodes.flags[node], nodes.clock[node], nodes.partner[node]
    start = forward.start[node]
    if not flags & (BEGUN | SUMMARY_FINISH) and forward.extra[node] != NONE:
        start = forward.extra[node]
    at_start = between(clocks, clock, start, late.start[begin])
    at_finish = between(clocks, clock, early.finish[node], late.finish[begin])
    if flags & STARTED or rules.float_kind == _FINISH:
        return at_start, at_finish, at_finish
    return at_start, at_finish, at_start if rules.float_kind == _START else min(at_start, at_finish)


def free_float(node: int, net: Network, clocks: ClockColumns, forward: Early, total: int) -> int:
    """Return the working time a task may slip before a successor moves; never negative.

    At most, and where nothing follows, it is the total float. What is finished slips no more.
    """
    nodes, out_of = net.nodes, net.out_of
    if nodes.flags[node] & FINISHED:
        return 0
    clock = nodes.clock[node]
    room = total
    for k in range(out_of.first[node], out_of.first[node + 1]):
        after, how = out_of.other[k], out_of.how[k]
        end, flags = nodes.partner[after], nodes.flags[after]
        start = forward.start[end]
        if flags & STARTED and not how & TO_FINISH:
            if flags & SUMMARY_START or forward.extra[after] == NONE:
                continue  # what is finished no longer waits
            start = forward.extra[after]
        elif flags & DELAYED:
            # What was put off to level people may still begin as early as before.
            is_working = flags & WORKING_DELAY
            start = brought_forward(clocks, nodes.clock[after], start, nodes.delay[after], is_working)
        limit = latest(clocks, out_of, k, start, forward.finish[end], nodes.clock[after], 0)
        begins = forward.start[node] if how & FROM_START else forward.finish[node]
        room = min(room, between(clocks, clock, begins, limit))
    return max(room, 0)
