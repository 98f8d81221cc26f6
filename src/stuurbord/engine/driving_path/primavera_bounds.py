"""What holds back the rest of an activity in Primavera: the data date, links, dates, where it resumes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stuurbord.engine.critical_path.primavera.forward import after_lag
from stuurbord.engine.critical_path.primavera.links import Link
from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.engine.driving_path.bounds import Bound, Whose
from stuurbord.engine.driving_path.links import lag_of
from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.assignment_clock import AssignmentClock
from stuurbord.plan.calendar import NONE, WorkingTime
from stuurbord.plan.model import ActivityKind, Constraint, OutOfSequence

Found = tuple[list[Step], Whose | None]


def bounds_on(clocks: TaskClocks, idx: int) -> list[Bound]:
    """Return all bounds on what remains of an activity, the one that the schedule names as driving first."""
    driver = int(clocks.schedule.driver[idx])
    link = int(clocks.schedule.driving_dependency_idx[idx])
    found = [data_date(clocks, idx), *_linked(clocks, idx), *_above(clocks, idx), *_dated(clocks, idx)]
    return sorted(found, key=lambda one: (one.driver != driver, one.link_idx != link))


def data_date(clocks: TaskClocks, idx: int) -> Bound:
    """Return the bound that nothing which remains can pass."""
    is_start = clocks.plan.status_date == NONE
    kind = StepKind.PROJECT_START if is_start else StepKind.STATUS_DATE
    driver = Driver.PROJECT_START if is_start else Driver.STATUS_DATE
    return Bound(driver, (Step(kind, idx, End.START, clocks.primavera.facts.data_date),))


def _linked(clocks: TaskClocks, idx: int) -> Iterator[Bound]:
    facts = clocks.primavera.facts
    is_override = facts.plan.rules.out_of_sequence == OutOfSequence.PROGRESS_OVERRIDE
    for link in facts.network.into[idx]:
        before = link.predecessor
        if not clocks.primavera.takes_part(before):
            continue
        if facts.has_begun[idx] and is_override and not facts.is_finished[before]:
            continue
        steps, comes_from = _asked(clocks, link)
        yield Bound(Driver.PREDECESSOR, tuple(steps), comes_from)


def _above(clocks: TaskClocks, idx: int) -> Iterator[Bound]:
    """Yield what bounds the summary above; Primavera has none, but a plan may."""
    above = clocks.primavera.facts.network.parent[idx]
    for bound in (*_linked(clocks, above), *_above(clocks, above)) if above >= 0 else ():
        if bound.end is End.START:
            step = Step(StepKind.SUMMARY, idx, End.START, bound.at, bound.at, above_idx=above)
            yield replace(bound, driver=Driver.SUMMARY, steps=(step, *bound.steps))


def _dated(clocks: TaskClocks, idx: int) -> Iterator[Bound]:
    facts = clocks.primavera.facts
    resume = int(facts.plan.tasks.resume[idx])
    if facts.has_begun[idx] and resume != NONE:
        yield Bound(Driver.ACTUAL, (Step(StepKind.RESUME, idx, End.START, resume),))
    for kind, at in facts.constraints[idx]:
        if kind == Constraint.FNET or (kind == Constraint.SNET and not facts.has_begun[idx]):
            end = End.START if kind == Constraint.SNET else End.FINISH
            step = Step(StepKind.CONSTRAINT, idx, end, at, constraint=Constraint(kind))
            yield Bound(Driver.CONSTRAINT, (step,))


def _asked(clocks: TaskClocks, link: Link) -> Found:
    """Return the steps from the predecessor to the bound that its link sets."""
    passes, idx = clocks.primavera, link.successor
    forward, facts, before = passes.forward, passes.facts, link.predecessor
    end = End.START if link.from_start else End.FINISH
    to = End.FINISH if link.to_finish else End.START
    since = (forward.start if link.from_start else forward.finish)[before]
    if facts.is_finished[before] and not link.to_finish:
        early = passes.forward.early_start[before]
        if after_lag(link, since, facts.clock_of_lag(link)) < early:
            return [Step(StepKind.LINK, idx, to, early, early, link_idx=link.idx)], (before, End.REST)
    elif facts.has_begun[before] and link.from_start and not facts.plan.rules.lag_from_actual_start:
        since, link, end = forward.early_start[before], forward.with_lag_left(link), End.REST
    steps: list[Step] = []
    if facts.kind[before] == ActivityKind.FINISH_MILESTONE and link.from_start:
        works = since if facts.is_finished[before] else facts.clock[before].next_start(since)
        if works != since:
            steps, since = [paused(clocks, before, End.START, works, since), *steps], works
    steps = [over_lag(clocks, link, idx, to, since), *steps]
    if link.to_finish and (link.lag > 0 or (link.from_start and not link.lag)):
        named = facts.clock[idx].previous_finish(steps[0].at)
        if named != steps[0].at:
            steps = [paused(clocks, idx, to, named, steps[0].at), *steps]
    return steps, (before, end)


def passed_on(clocks: TaskClocks, idx: int) -> Found:
    """Return the steps to where successors find what is finished: the data date, or what still holds it."""
    passes = clocks.primavera
    facts, forward = passes.facts, passes.forward
    at = forward.early_start[idx]
    if at == facts.data_date:
        return list(data_date(clocks, idx).steps), None
    for link in facts.network.into[idx]:
        before = link.predecessor
        if not passes.takes_part(before):
            continue
        to = End.FINISH if link.to_finish else End.START
        t = forward.early_start[before] if link.from_start else forward.early_finish[before]
        if facts.is_finished[before]:
            step, end = Step(StepKind.LINK, idx, to, t, t, link_idx=link.idx), End.REST
        else:
            step = over_lag(clocks, link, idx, to, t)
            end = End.FINISH if not link.from_start else rest_of(clocks, before)
        if step.at == at:
            return [step], (before, end)
    return [Step(StepKind.UNEXPLAINED, idx, End.START, at)], None


def rest_of(clocks: TaskClocks, idx: int) -> End:
    """Return which date of an activity is its early start: where its rest goes on, if it has begun."""
    return End.REST if clocks.primavera.facts.has_begun[idx] else End.START


def over_lag(clocks: TaskClocks, link: Link, idx: int, end: End, since: int, sign: int = 1) -> Step:
    """Return the step over a lag, forward or (``sign`` −1) back, to a bound on a date of ``idx``."""
    lag = sign * link.lag
    at = after_lag(link._replace(lag=lag), since, clocks.primavera.facts.clock_of_lag(link))
    clock = None if link.is_elapsed or not lag else lag_of(clocks, link.idx)[1]
    return Step(StepKind.LINK, idx, end, at, since, lag, clock, link_idx=link.idx)


def paused(
    clocks: TaskClocks, idx: int, end: End, at: int, since: int, work: WorkingTime | None = None
) -> Step:
    """Return the step over a pause of an activity's clock, or of another one of its clocks."""
    row, clock = clock_of(clocks, idx, work)
    first, last = min(at, since), max(at, since)
    rests = clocks.rests(clock, first, last)
    return Step(StepKind.PAUSE, idx, end, at, since, 0, clock, assignment_idx=row, rests=rests)


def clock_of(clocks: TaskClocks, idx: int, work: WorkingTime | None) -> tuple[int, AssignmentClock]:
    """Return which assignment and calendars a compiled clock of an activity stands for."""
    own = clocks.of_task(idx)
    if work is None or clocks.compiled(own) is work:
        return -1, own
    for row in clocks.assignments(idx):
        resource = int(clocks.plan.assignments.resource_idx[row])
        if resource >= 0:
            clock = AssignmentClock(int(clocks.plan.resources.calendar_idx[resource]))
            if clocks.compiled(clock) is work:
                return row, clock
    return -1, own
