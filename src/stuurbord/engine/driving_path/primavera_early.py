"""The dates of a plan by Primavera's rules, followed back: actual dates, and early ones of what remains."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stuurbord.engine.critical_path.parts import Part, Parts, latest_start, run_from
from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.engine.driving_path.bounds import Bound, Whose
from stuurbord.engine.driving_path.primavera_bounds import bounds_on, clock_of, passed_on, paused, rest_of
from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.model import Constraint

Found = tuple[list[Step], Whose | None]


@dataclass(frozen=True, slots=True)
class _Fit:
    """Which bound places what remains, and where: before an expected finish stretches it."""

    bound: Bound
    start: int
    finish: int


def activity_steps_back(clocks: TaskClocks, idx: int, end: End) -> Found:
    """Return the steps that lead to a date of an activity that spans no others, the last one first."""
    facts = clocks.primavera.facts
    if end is End.REST:
        return (passed_on if facts.is_finished[idx] else rest_start)(clocks, idx)
    is_start = end is End.START
    at = int((clocks.schedule.start if is_start else clocks.schedule.finish)[idx])
    if idx in facts.by_hand:
        kind = StepKind.EXTERNAL if clocks.plan.tasks.is_external[idx] else StepKind.MANUAL
        return [Step(kind, idx, end, at)], None
    if is_start and facts.actual_start[idx] == at and (facts.has_begun[idx] or facts.is_finished[idx]):
        return [Step(StepKind.ACTUAL_START, idx, end, at)], None
    if facts.is_finished[idx]:
        return [Step(StepKind.ACTUAL_FINISH, idx, end, at)], None
    return rest_start(clocks, idx) if is_start else rest_finish(clocks, idx)


def rest_start(clocks: TaskClocks, idx: int) -> Found:
    """Return the steps to the instant at which what remains goes on, or begins."""
    passes = clocks.primavera
    at, facts = passes.forward.early_start[idx], passes.facts
    told = _told(clocks, idx, End.START, at)
    if told is not None:
        return told
    if facts.is_milestone(idx):
        return _moment(clocks, idx, End.START, at)
    mandatory = passes.mandatory(idx)
    if mandatory is not None and mandatory[0] == Constraint.MSO:
        return _run_into(clocks, idx, _mandatory(idx, *mandatory), at)
    if mandatory is not None:
        return _back(clocks, idx, at, _mandatory(idx, *mandatory))
    fit = _fit(clocks, idx)
    if fit.bound.end is End.START:
        return _run_into(clocks, idx, fit.bound, at)
    return _back(clocks, idx, at, fit.bound)


def rest_finish(clocks: TaskClocks, idx: int) -> Found:
    """Return the steps to the instant at which what remains is done."""
    passes = clocks.primavera
    at, facts = passes.forward.early_finish[idx], passes.facts
    told = _told(clocks, idx, End.FINISH, at)
    if told is not None:
        return told
    if facts.is_milestone(idx):
        return _moment(clocks, idx, End.FINISH, at)
    if passes.expected_finish(idx) == at:
        return [Step(StepKind.EXPECTED_FINISH, idx, End.FINISH, at)], None
    mandatory = passes.mandatory(idx)
    bound = _mandatory(idx, *mandatory) if mandatory is not None else _fit(clocks, idx).bound
    if bound.end is End.FINISH:
        pause = [] if bound.at == at else pause_to(clocks, idx, End.FINISH, at, bound.at)
        if pause is not None:
            return [*pause, *bound.steps], bound.before
    work = _work(clocks, idx, passes.forward.early_start[idx], at)
    if work.is_measured and bound.end is End.START:
        delayed = _delayed_work(clocks, idx, bound.at, at)
        if delayed is not None:
            return [delayed, *bound.steps], bound.before
    return [work], (idx, rest_of(clocks, idx))


def _told(clocks: TaskClocks, idx: int, end: End, at: int) -> Found | None:
    """Return what there is to tell of work that runs as late as possible."""
    if clocks.schedule.driver[idx] != Driver.LATEST or clocks.primavera.facts.has_begun[idx]:
        return None
    if end is End.START or clocks.primavera.facts.is_milestone(idx):
        return [Step(StepKind.LATEST, idx, end, at)], None
    since = clocks.primavera.forward.early_start[idx]
    return [_work(clocks, idx, since, at)], (idx, End.START)


def _mandatory(idx: int, kind: Constraint, at: int) -> Bound:
    end = End.START if kind == Constraint.MSO else End.FINISH
    return Bound(Driver.CONSTRAINT, (Step(StepKind.CONSTRAINT, idx, end, at, constraint=kind),))


def _fit(clocks: TaskClocks, idx: int) -> _Fit:
    """Return the bound that places what remains.

    A predecessor that was put off as far as this activity allows may stand on a bound of its own making.
    """
    bounds = bounds_on(clocks, idx)
    fit = _fit_of(clocks, idx, bounds)
    if fit.start == clocks.primavera.forward.early_start[idx]:
        return fit
    driver = clocks.schedule.driver
    return _fit_of(
        clocks, idx, [one for one in bounds if one.before is None or driver[one.before[0]] != Driver.LATEST]
    )


def _fit_of(clocks: TaskClocks, idx: int, bounds: list[Bound]) -> _Fit:
    """Return the latest bound on the start, or one on the finish that lies behind the work from there."""
    parts = clocks.primavera.facts.rest[idx]
    first = max((one for one in bounds if one.end is End.START), key=lambda one: one.at)
    start, finish = run_from(parts, first.at)
    last = max((one for one in bounds if one.end is End.FINISH), key=lambda one: one.at, default=None)
    if last is None or finish >= last.at:
        return _Fit(first, start, finish)
    return _Fit(last, *run_from(parts, latest_start(parts, last.at)))


def _moment(clocks: TaskClocks, idx: int, end: End, at: int) -> Found:
    """Return the steps to the instant of a milestone: the latest of its bounds, and a pause behind it."""
    mandatory = clocks.primavera.mandatory(idx)
    if mandatory is not None:
        bound = _mandatory(idx, *mandatory)
    else:
        bound = max(bounds_on(clocks, idx), key=lambda one: one.at)
    return _run_into(clocks, idx, bound, at, end)


def _run_into(clocks: TaskClocks, idx: int, bound: Bound, at: int, end: End = End.START) -> Found:
    """Return the steps from a bound to where work begins: none, a pause, or the delay of an assignment."""
    if at == bound.at:
        return list(bound.steps), bound.before
    for part in clocks.primavera.facts.rest[idx]:
        if part.offset and run_from((part,), bound.at)[0] == at:
            row, clock = clock_of(clocks, idx, part.clock)
            step = Step(StepKind.DELAY, idx, end, at, bound.at, part.offset, clock, assignment_idx=row)
            return [step, *bound.steps], bound.before
    pause = pause_to(clocks, idx, end, at, bound.at)
    if pause is None:
        return [Step(StepKind.UNEXPLAINED, idx, end, at)], None
    return [*pause, *bound.steps], bound.before


def _back(clocks: TaskClocks, idx: int, at: int, bound: Bound) -> Found:
    """Return the steps from a bound on the finish back to the start; some assignments may begin later."""
    parts = clocks.primavera.facts.rest[idx]
    step = back_step(clocks, idx, at, bound.at, parts)
    if step is not None:
        return [step, *bound.steps], bound.before
    step = back_step(clocks, idx, latest_start(parts, bound.at), bound.at, parts)
    if step is None:
        return [Step(StepKind.UNEXPLAINED, idx, End.START, at)], None
    return _run_into(clocks, idx, replace(bound, steps=(step, *bound.steps)), at)


def pause_to(clocks: TaskClocks, idx: int, end: End, at: int, since: int) -> list[Step] | None:
    """Return the step over a pause of one of the clocks an activity runs on, if there is such a pause."""
    facts = clocks.primavera.facts
    for work in (facts.clock[idx], *(part.clock for part in facts.rest[idx])):
        if work.between(since, at) == 0:
            return [paused(clocks, idx, end, at, since, work)]
    return None


def _work(clocks: TaskClocks, idx: int, since: int, at: int) -> Step:
    """Return the work from one date to the other, as the plan states it, or as it lies between them."""
    passes = clocks.primavera
    for part in (*passes.facts.rest[idx], *passes.late_rest(idx)):
        if run_from((part._replace(offset=0),), since)[1] == at:
            return work_step(clocks, idx, since, at, part._replace(offset=0))
    work = passes.facts.clock[idx]
    step = work_step(clocks, idx, since, at, Part(work, 0, work.between(since, at)))
    return replace(step, is_measured=True)


def _delayed_work(clocks: TaskClocks, idx: int, since: int, at: int) -> Step | None:
    """Return the work and delay of the assignment that ends last, from the bound on all of them."""
    for part in clocks.primavera.facts.rest[idx]:
        if run_from((part,), since)[1] == at:
            return work_step(clocks, idx, since, at, part)
    return None


def work_step(clocks: TaskClocks, idx: int, since: int, at: int, part: Part) -> Step:
    """Return the step over the work of one part, behind its delay."""
    row, clock = clock_of(clocks, idx, part.clock)
    return Step(
        StepKind.REMAINING if clocks.primavera.facts.has_begun[idx] else StepKind.WORK,
        idx,
        End.FINISH,
        at,
        since,
        part.offset + part.length,
        clock,
        assignment_idx=row,
        resting=part.offset,
        rests=clocks.closing_days(clock, since, at),
    )


def back_step(clocks: TaskClocks, idx: int, at: int, since: int, parts: Parts) -> Step | None:
    """Return the step from a finish back over the work to a start, if one of the parts gives it."""
    for part in parts:
        amount = part.offset + part.length
        if part.clock.start_at(part.clock.before(since) - amount) == at:
            row, clock = clock_of(clocks, idx, part.clock)
            return Step(
                StepKind.WORK_BACK,
                idx,
                End.START,
                at,
                since,
                -amount,
                clock,
                assignment_idx=row,
                resting=part.offset,
                rests=clocks.closing_days(clock, at, since),
            )
    return None
