"""The critical path by the rules of Primavera P6: early and late dates of what remains from the data date."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.critical_path.clocks import Clocks
from stuurbord.engine.critical_path.primavera.activities import Activities, activities_of
from stuurbord.engine.critical_path.primavera.backward import Backward
from stuurbord.engine.critical_path.primavera.forward import Forward
from stuurbord.engine.critical_path.primavera.links import latest
from stuurbord.engine.critical_path.primavera.longest_path import longest_path
from stuurbord.engine.critical_path.primavera.network import Network
from stuurbord.engine.critical_path.primavera.spans import place_late_spans, place_spans
from stuurbord.engine.critical_path.schedule import Schedule
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Constraint, FloatKind, Integers, Plan


def primavera_schedule(plan: Plan, network: Network, clocks: Clocks) -> Schedule:
    """Schedule a plan as Primavera P6 does.

    Constraints that allow no date after theirs bind the late dates only; mandatory ones bind both passes.
    Levels of effort and work breakdown summaries follow what they span. The options are the plan's rules.
    """
    facts = activities_of(plan, network, clocks)
    forward = Forward(facts).run()
    forward.put_off(_last_finish(forward))
    place_spans(forward)
    must_finish = plan.finish if plan.finish != NONE else _last_finish(forward)
    backward = Backward(forward, must_finish).run()
    place_late_spans(backward)
    at_start, at_finish = _floats(backward)
    total = _total_floats(facts, at_start, at_finish)
    return Schedule(
        start=_frozen(forward.start),
        finish=_frozen(forward.finish),
        early_start=_frozen(forward.early_start),
        early_finish=_frozen(forward.early_finish),
        late_start=_frozen(backward.late_start),
        late_finish=_frozen(backward.late_finish),
        total_float=_frozen(total),
        start_float=_frozen(at_start),
        finish_float=_frozen(at_finish),
        free_float=_frozen(_free_floats(backward)),
        is_critical=_critical(forward, total),
        driver=_frozen(forward.driver),
        driving_dependency_idx=_frozen(forward.driving_link),
        project_start=min((t for t in forward.start if t != NONE), default=plan.start),
        project_finish=max((t for t in forward.finish if t != NONE), default=plan.start),
        findings=tuple(clocks.findings),
    )


def _last_finish(forward: Forward) -> int:
    """Return the last early finish; nothing that remains ends before the data date."""
    return max((t for t in forward.early_finish if t != NONE), default=forward.activities.data_date)


def _floats(backward: Backward) -> tuple[list[int], list[int]]:
    """Return the working time between early and late start, and between early and late finish.

    What is finished has none left.
    """
    forward = backward.forward
    facts = forward.activities
    at_start, at_finish = [NONE] * facts.network.n_tasks, [NONE] * facts.network.n_tasks
    for idx, is_active in enumerate(facts.network.is_active):
        if facts.is_finished[idx] and is_active:
            at_start[idx] = at_finish[idx] = 0
        elif is_active:
            clock = facts.clock[idx]
            at_start[idx] = clock.between(forward.early_start[idx], backward.late_start[idx])
            at_finish[idx] = clock.between(forward.early_finish[idx], backward.late_finish[idx])
    return at_start, at_finish


def _total_floats(facts: Activities, at_start: list[int], at_finish: list[int]) -> list[int]:
    """Return the float that the plan calls total."""
    kind = facts.plan.rules.float_kind
    if kind == FloatKind.START:
        return at_start
    if kind == FloatKind.FINISH:
        return at_finish
    return [min(pair) for pair in zip(at_start, at_finish, strict=True)]


def _free_floats(backward: Backward) -> list[int]:
    facts = backward.forward.activities
    expected = facts.plan.tasks.expected_finish.tolist()
    floats = [NONE] * facts.network.n_tasks
    for idx, is_active in enumerate(facts.network.is_active):
        if is_active:
            # An expected or mandatory finish stays where it is, whenever the work begins: nothing is free.
            is_mandatory = any(kind in (Constraint.MSO, Constraint.MFO) for kind, _ in facts.constraints[idx])
            is_fixed = facts.is_finished[idx] or expected[idx] != NONE or is_mandatory
            floats[idx] = 0 if is_fixed else max(_free_float(backward, idx), 0)
    return floats


def _free_float(backward: Backward, idx: int) -> int:
    """Return the working time until the first successor, or the project's finish, is held up."""
    forward = backward.forward
    facts = forward.activities
    clock = facts.clock[idx]
    room = clock.between(forward.early_finish[idx], backward.project_finish)
    for link in facts.network.out_of[idx]:
        after = link.successor
        if facts.is_span[after] or facts.is_finished[after]:
            continue
        start, finish = forward.early_start[after], forward.early_finish[after]
        limit = latest(link, start, finish, facts.clock_of_lag(link))
        begins = forward.early_start[idx] if link.from_start else forward.early_finish[idx]
        room = min(room, clock.between(begins, limit))
    return room


def _critical(forward: Forward, total: list[int]) -> Booleans:
    facts, n_tasks = forward.activities, forward.activities.network.n_tasks
    limit = facts.plan.rules.critical_limit
    is_long = (
        longest_path(forward)
        if facts.plan.rules.longest_path
        else [total[idx] <= limit for idx in range(n_tasks)]
    )
    is_critical: Booleans = np.array(
        [
            facts.network.is_active[idx]
            and is_long[idx]
            and not facts.is_finished[idx]
            and not facts.is_span[idx]
            for idx in range(n_tasks)
        ],
        np.bool_,
    )
    is_critical.setflags(write=False)
    return is_critical


def _frozen(values: list[int]) -> Integers:
    array: Integers = np.array(values, np.int64)
    array.setflags(write=False)
    return array
