"""Total and free float: how far a task may move before something else suffers."""

from __future__ import annotations

from stuurbord.engine.critical_path.backward import Backward
from stuurbord.engine.critical_path.forward import Forward
from stuurbord.engine.critical_path.links import latest
from stuurbord.plan.calendar import NONE


def total_floats(early: Forward, backward: Backward) -> list[int]:
    """Return per task the smaller of start and finish float; for begun tasks the finish float."""
    actual_start = early.plan.tasks.actual_start.tolist()
    floats = [NONE] * early.network.n_tasks
    for idx, is_active in enumerate(early.network.is_active):
        if not is_active:
            continue
        clock = early.work.clock[idx]
        floats[idx] = clock.between(early.finish[idx], backward.late_finish[idx])
        if actual_start[idx] == NONE:
            at_start = clock.between(early.start[idx], backward.late_start[idx])
            floats[idx] = min(floats[idx], at_start)
    return floats


def free_floats(forward: Forward, project_finish: int) -> list[int]:
    """Return per task the working time it may slip before a successor or the project finish moves.

    What is finished slips no more. A deadline bounds the total float only: it moves nobody's dates.
    """
    actual_finish = forward.plan.tasks.actual_finish.tolist()
    floats = [NONE] * forward.network.n_tasks
    for idx, is_active in enumerate(forward.network.is_active):
        if is_active:
            is_done = actual_finish[idx] != NONE
            floats[idx] = 0 if is_done else max(_free_float(forward, idx, project_finish), 0)
    return floats


def _free_float(forward: Forward, idx: int, project_finish: int) -> int:
    clock = forward.work.clock[idx]
    room = clock.between(forward.finish[idx], project_finish)
    for link in forward.network.out_of[idx]:
        after = link.successor
        lag_clock = forward.work.clock[after]
        limit = latest(link, forward.start[after], forward.finish[after], lag_clock)
        begins = forward.start[idx] if link.from_start else forward.finish[idx]
        room = min(room, clock.between(begins, limit))
    return room
