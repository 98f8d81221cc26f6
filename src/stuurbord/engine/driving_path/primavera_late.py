"""What holds late dates by Primavera's rules: what follows, a date, the end of the project."""

from __future__ import annotations

from collections.abc import Iterator

from stuurbord.engine.critical_path.parts import Parts, latest_start, run_from
from stuurbord.engine.critical_path.primavera.links import Link
from stuurbord.engine.driving_path.bounds import Whose
from stuurbord.engine.driving_path.primavera_bounds import over_lag, paused
from stuurbord.engine.driving_path.primavera_early import back_step, rest_finish, rest_start, work_step
from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.model import Constraint, OutOfSequence

Limit = tuple[tuple[Step, ...], Whose | None]


def activity_late_steps(clocks: TaskClocks, idx: int, end: End) -> Limit:
    """Return the steps that lead to one late date of an activity that spans no others."""
    passes = clocks.primavera
    facts, backward = passes.facts, passes.backward
    at = (backward.late_start if end is End.START else backward.late_finish)[idx]
    if facts.is_finished[idx]:
        return _reached(clocks, idx, end, at, _least(_limits(clocks, idx)))
    if idx in facts.by_hand or passes.mandatory(idx) is not None:
        return _kept(clocks, idx, end, at)
    limits = list(_limits(clocks, idx))
    if facts.is_milestone(idx):
        return _reached(clocks, idx, end, at, _least(limits))
    parts = passes.late_rest(idx)
    on_finish = _least(one for one in limits if one[0][0].end is End.FINISH)
    starts = [one for one in limits if one[0][0].end is End.START]
    if starts and _at(_least(starts)) < latest_start(parts, _at(on_finish)):
        return _from_start(clocks, idx, end, at, _least(starts), parts)
    return _from_finish(clocks, idx, end, at, on_finish, parts)


def _from_start(clocks: TaskClocks, idx: int, end: End, at: int, limit: Limit, parts: Parts) -> Limit:
    """Return the steps where a limit on the start holds an activity."""
    if end is End.START:
        return _reached(clocks, idx, end, at, limit)
    since = _at(limit)
    for part in parts:
        if run_from((part,), since)[1] == at:
            return (work_step(clocks, idx, since, at, part), *limit[0]), limit[1]
    return _unexplained(idx, end, at)


def _from_finish(clocks: TaskClocks, idx: int, end: End, at: int, limit: Limit, parts: Parts) -> Limit:
    """Return the steps where a limit on the finish holds an activity."""
    if end is End.FINISH:
        return _reached(clocks, idx, end, at, limit)
    step = back_step(clocks, idx, at, _at(limit), parts)
    if step is None:
        begins = latest_start(parts, _at(limit))
        step = back_step(clocks, idx, begins, _at(limit), parts)
        pause = _pause(clocks, idx, end, at, begins)
        if step is None or pause is None:
            return _unexplained(idx, end, at)
        return (pause, step, *limit[0]), limit[1]
    return (step, *limit[0]), limit[1]


def _kept(clocks: TaskClocks, idx: int, end: End, at: int) -> Limit:
    """Return the steps of an activity whose late dates are its early ones."""
    facts = clocks.primavera.facts
    if idx in facts.by_hand:
        kind = StepKind.EXTERNAL if clocks.plan.tasks.is_external[idx] else StepKind.MANUAL
        return (Step(kind, idx, end, at),), None
    steps, before = rest_finish(clocks, idx) if end is End.FINISH else rest_start(clocks, idx)
    return tuple(steps), before


def _limits(clocks: TaskClocks, idx: int) -> Iterator[Limit]:
    """Yield everything that may hold the late dates of an activity, promises first."""
    passes = clocks.primavera
    facts = passes.facts
    for kind, at in () if facts.is_finished[idx] else facts.constraints[idx]:
        if kind == Constraint.FNLT or (kind == Constraint.SNLT and not facts.has_begun[idx]):
            end = End.START if kind == Constraint.SNLT else End.FINISH
            yield (Step(StepKind.CONSTRAINT, idx, end, at, constraint=Constraint(kind)),), None
    yield from _followers(clocks, idx)
    above = facts.network.parent[idx]
    while above >= 0:
        for steps, after in _followers(clocks, above):
            if steps[0].end is End.FINISH:
                step = Step(StepKind.SUMMARY, idx, End.FINISH, steps[0].at, steps[0].at, above_idx=above)
                yield (step, *steps), after
        above = facts.network.parent[above]
    yield (Step(StepKind.PROJECT_FINISH, idx, End.FINISH, passes.backward.project_finish),), None


def _followers(clocks: TaskClocks, idx: int) -> Iterator[Limit]:
    """Yield what the activities that wait for this one allow it, those with the least float first."""
    facts, floats = clocks.primavera.facts, clocks.schedule.total_float
    is_override = facts.plan.rules.out_of_sequence == OutOfSequence.PROGRESS_OVERRIDE
    for link in sorted(facts.network.out_of[idx], key=lambda one: int(floats[one.successor])):
        after = link.successor
        is_free = is_override and facts.has_begun[after] and not facts.is_finished[idx]
        if clocks.primavera.takes_part(after) and not is_free:
            yield _allowed(clocks, link)


def _allowed(clocks: TaskClocks, link: Link) -> Limit:
    """Return the steps from a late date of the successor back over the lag that still counts."""
    backward, idx, after = clocks.primavera.backward, link.predecessor, link.successor
    to = End.FINISH if link.to_finish else End.START
    end = End.START if link.from_start else End.FINISH
    since = (backward.late_finish if link.to_finish else backward.late_start)[after]
    step = over_lag(clocks, backward.with_lag_left(link), idx, end, since, sign=-1)
    if not link.from_start:
        return (step,), (after, to)
    named = backward.named_start(link, step.at)
    pause = () if named == step.at else (paused(clocks, idx, end, named, step.at),)
    return (*pause, step), (after, to)


def _at(limit: Limit) -> int:
    return limit[0][0].at


def _least(limits: Iterator[Limit] | list[Limit]) -> Limit:
    return min(limits, key=_at)


def _reached(clocks: TaskClocks, idx: int, end: End, at: int, limit: Limit) -> Limit:
    """Return the steps from a limit to the late date: none, or a pause."""
    if at == _at(limit):
        return limit
    pause = _pause(clocks, idx, end, at, _at(limit))
    return _unexplained(idx, end, at) if pause is None else ((pause, *limit[0]), limit[1])


def _pause(clocks: TaskClocks, idx: int, end: End, at: int, since: int) -> Step | None:
    facts = clocks.primavera.facts
    for work in (facts.clock[idx], *(part.clock for part in facts.rest[idx])):
        if work.between(since, at) == 0:
            return paused(clocks, idx, end, at, since, work)
    return None


def _unexplained(idx: int, end: End, at: int) -> Limit:
    return (Step(StepKind.UNEXPLAINED, idx, end, at),), None
