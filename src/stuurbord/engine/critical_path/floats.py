"""Total and free float: how far a task may move before something else suffers."""

from __future__ import annotations

from stuurbord.engine.critical_path.backward import Backward
from stuurbord.engine.critical_path.forward import Forward
from stuurbord.engine.critical_path.links import brought_forward, latest
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import FloatKind, Plan


def start_floats(forward: Forward, backward: Backward) -> list[int]:
    """Return per task the working time from its start to its late start.

    Of a task that a constraint put before its predecessors, the start they ask for counts: the float is
    negative, as in Microsoft Project. As late as possible, nothing is left of it.
    """
    floats = [NONE] * forward.network.n_tasks
    for idx, is_active in enumerate(forward.network.is_active):
        if is_active:
            start = forward.asked.get(idx, forward.start[idx])
            floats[idx] = forward.work.clock[idx].between(start, backward.late_start[idx])
    return floats


def finish_floats(early: Forward, backward: Backward) -> list[int]:
    """Return per task the working time from its early finish to its late finish."""
    floats = [NONE] * early.network.n_tasks
    for idx, is_active in enumerate(early.network.is_active):
        if is_active:
            floats[idx] = early.work.clock[idx].between(early.finish[idx], backward.late_finish[idx])
    return floats


def total_floats(plan: Plan, at_start: list[int], at_finish: list[int]) -> list[int]:
    """Return per task the float that the rules of the plan name; for begun tasks the finish float."""
    has_begun = (plan.tasks.actual_start != NONE).tolist()
    kind = plan.rules.float_kind
    return [
        finish
        if begun or kind == FloatKind.FINISH
        else start
        if kind == FloatKind.START
        else min(start, finish)
        for begun, start, finish in zip(has_begun, at_start, at_finish, strict=True)
    ]


def free_floats(forward: Forward, total: list[int]) -> list[int]:
    """Return per task the working time it may slip before a successor moves; never negative.

    At most, and where nothing follows, it is the total float. What is finished slips no more.
    """
    actual_finish = forward.plan.tasks.actual_finish.tolist()
    floats = [NONE] * forward.network.n_tasks
    for idx, is_active in enumerate(forward.network.is_active):
        if is_active:
            is_done = actual_finish[idx] != NONE
            floats[idx] = 0 if is_done else max(_free_float(forward, idx, total[idx]), 0)
    return floats


def _free_float(forward: Forward, idx: int, total: int) -> int:
    clock, tasks = forward.work.clock[idx], forward.plan.tasks
    room = total
    for link in forward.network.out_of[idx]:
        after = link.successor
        # What was put off to level people may still begin as early as before.
        start = brought_forward(
            forward.start[after],
            int(tasks.leveling_delay[after]),
            bool(tasks.leveling_is_working[after]),
            forward.work.clock[after],
        )
        if tasks.actual_start[after] != NONE and not link.to_finish:
            if after not in forward.resumed:
                continue  # what is finished no longer waits
            start = forward.resumed[after]
        limit = latest(link, start, forward.finish[after], forward.work.clock[after])
        begins = forward.start[idx] if link.from_start else forward.finish[idx]
        room = min(room, clock.between(begins, limit))
    return room
