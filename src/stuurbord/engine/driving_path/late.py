"""What holds the late dates of a task: a deadline, a fixed date, what follows, the end of the project."""

from __future__ import annotations

from collections.abc import Iterator

from stuurbord.engine.driving_path.bounds import STARTS, Whose, all_above
from stuurbord.engine.driving_path.early import resumptions
from stuurbord.engine.driving_path.links import allowed, arrives_at, back_over_lag, links_out_of
from stuurbord.engine.driving_path.primavera_late import activity_late_steps
from stuurbord.engine.driving_path.primavera_spans import span_late_steps
from stuurbord.engine.driving_path.runs import run_between
from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.calendar import NONE, OutsideHorizon
from stuurbord.plan.model import Constraint, RuleProfile

_LATEST = frozenset((Constraint.MSO, Constraint.SNLT, Constraint.MFO, Constraint.FNLT))
Limit = tuple[tuple[Step, ...], Whose | None]
"""Steps from an instant not to be passed back, and whose late date comes before them."""


def late_steps(clocks: TaskClocks, idx: int) -> tuple[Step, ...]:
    """Return the steps that lead to the late finish of a task, the last one first."""
    steps: list[Step] = []
    seen: set[Whose] = set()
    on: Whose | None = (idx, End.FINISH)
    while on is not None:
        if on in seen:  # an explanation that runs in circles explains nothing
            return (*steps, Step(StepKind.UNEXPLAINED, *on, steps[-1].since))
        seen.add(on)
        if on not in clocks.known_late:
            clocks.known_late[on] = _late(clocks, *on)
        found, on = clocks.known_late[on]
        steps.extend(found)
    return tuple(steps)


def _late(clocks: TaskClocks, idx: int, end: End) -> Limit:
    """Return the steps that lead to one late date."""
    schedule = clocks.schedule
    at = int((schedule.late_start if end is End.START else schedule.late_finish)[idx])
    if clocks.plan.tasks.is_summary[idx]:
        return _part(clocks, idx, end, at)
    if clocks.plan.rules.profile == RuleProfile.P6:
        if not clocks.primavera.facts.is_span[idx]:
            return activity_late_steps(clocks, idx, end)
        spanned, before = span_late_steps(clocks, idx, end)
        return tuple(spanned), before
    given = _given(clocks, idx, end, at)
    if given is not None:
        return (given,), None
    found = _holder(clocks, idx)
    if found is None:
        kind = StepKind.MANUAL if clocks.plan.tasks.is_manual[idx] else StepKind.UNEXPLAINED
        return (Step(kind, idx, end, at),), None
    pause, (steps, after) = found
    own = steps[0].end
    return (*_across(clocks, idx, end, own), *pause, *steps), after


def _given(clocks: TaskClocks, idx: int, end: End, at: int) -> Step | None:
    """Return the step of a date that has come true."""
    tasks = clocks.plan.tasks
    if tasks.is_external[idx]:
        return Step(StepKind.EXTERNAL, idx, end, at)
    if end is End.START and tasks.actual_start[idx] == at:
        return Step(StepKind.ACTUAL_START, idx, end, at)
    if end is End.FINISH and (tasks.actual_finish[idx] == at or _is_complete(clocks, idx, at)):
        return Step(StepKind.ACTUAL_FINISH, idx, end, at)
    return None


def _is_complete(clocks: TaskClocks, idx: int, at: int) -> bool:
    """Tell if nothing of a begun task is left that could move, though nobody wrote down its finish."""
    tasks = clocks.plan.tasks
    has_rest = tasks.percent_complete[idx] < 1 and tasks.remaining_duration[idx] != 0
    return bool(tasks.actual_start[idx] != NONE and not has_rest and clocks.schedule.finish[idx] == at)


def _holder(clocks: TaskClocks, idx: int) -> tuple[tuple[Step, ...], Limit] | None:
    """Return the limit that the late dates reach, the first of equals, and the pause before it if any."""
    schedule = clocks.schedule
    paused: tuple[tuple[Step, ...], Limit] | None = None
    for limit in _limits(clocks, idx):
        step = limit[0][0]
        late = int((schedule.late_start if step.end is End.START else schedule.late_finish)[idx])
        if step.at == late:
            return (), limit
        pause = None if paused else _pause(clocks, idx, step.end, late, step.at)
        if pause is not None:
            paused = (pause,), limit
    return paused


def _pause(clocks: TaskClocks, idx: int, end: End, late: int, limit: int) -> Step | None:
    """Return the step back from a limit over a pause in which nobody works."""
    if not late < limit:
        return None
    for row, clock in clocks.of_both(idx):
        try:
            is_pause = clocks.compiled(clock).between(late, limit) == 0
        except OutsideHorizon:
            continue
        if is_pause:
            rests = clocks.rests(clock, late, limit)
            return Step(StepKind.PAUSE, idx, end, late, limit, 0, clock, assignment_idx=row, rests=rests)
    return None


def _across(clocks: TaskClocks, idx: int, asked_end: End, held_end: End) -> tuple[Step, ...]:
    """Return the work between the late date that is asked and the one that is held, if they differ."""
    if asked_end is held_end:
        return ()
    start, finish = int(clocks.schedule.late_start[idx]), int(clocks.schedule.late_finish[idx])
    run = run_between(clocks, idx, start, finish)
    rests = clocks.closing_days(run.clock, start, finish)
    is_back = asked_end is End.START
    return (
        Step(
            StepKind.WORK_BACK if is_back else StepKind.WORK,
            idx,
            asked_end,
            start if is_back else finish,
            finish if is_back else start,
            -run.amount if is_back else run.amount,
            run.clock,
            assignment_idx=run.assignment_idx,
            resting=run.resting,
            rests=rests,
            is_measured=run.is_measured,
        ),
    )


def _part(clocks: TaskClocks, idx: int, end: End, at: int) -> Limit:
    tasks, schedule = clocks.plan.tasks, clocks.schedule
    late = schedule.late_start if end is End.START else schedule.late_finish
    part = next((one for one in clocks.parts_by_summary.of(idx) if late[one] == at), -1)
    if part < 0:
        kind = StepKind.MANUAL if tasks.is_manual[idx] else StepKind.UNEXPLAINED
        return (Step(kind, idx, end, at),), None
    return (Step(StepKind.PART, idx, end, at, at, above_idx=part),), (part, end)


def _limits(clocks: TaskClocks, idx: int) -> Iterator[Limit]:
    """Yield everything that may hold the late dates of a task, promises first."""
    for steps in _promises(clocks, idx):
        yield steps, None
    yield from _followers(clocks, idx)
    for above in all_above(clocks, idx):
        for steps, after in (*((one, None) for one in _promises(clocks, above)), *_followers(clocks, above)):
            first = steps[0]
            step = Step(StepKind.SUMMARY, idx, first.end, first.at, first.at, above_idx=above)
            yield (step, *steps), after
        given = int(clocks.plan.tasks.given_finish[above])
        if clocks.plan.tasks.is_manual[above] and given != NONE:
            step = Step(StepKind.SUMMARY, idx, End.FINISH, given, given, above_idx=above)
            yield (step, Step(StepKind.MANUAL, above, End.FINISH, given)), None
    for finish in sorted({clocks.schedule.project_finish, clocks.plan.finish} - {NONE}, reverse=True):
        yield (Step(StepKind.PROJECT_FINISH, idx, End.FINISH, finish),), None


def _promises(clocks: TaskClocks, idx: int) -> Iterator[tuple[Step, ...]]:
    tasks = clocks.plan.tasks
    if tasks.deadline[idx] != NONE:
        yield (Step(StepKind.DEADLINE, idx, End.FINISH, int(tasks.deadline[idx])),)
    for kind, at in (
        (tasks.constraint[idx], tasks.constraint_date[idx]),
        (tasks.second_constraint[idx], tasks.second_constraint_date[idx]),
    ):
        constraint = Constraint(int(kind))
        if at != NONE and constraint in _LATEST:
            end = End.START if constraint in STARTS else End.FINISH
            yield (Step(StepKind.CONSTRAINT, idx, end, int(at), constraint=constraint),)


def _followers(clocks: TaskClocks, idx: int) -> Iterator[Limit]:
    """Yield what the tasks that wait for this one allow it, those with the least float first."""
    links, floats = clocks.plan.dependencies, clocks.schedule.total_float
    rows = links_out_of(clocks, idx)
    for row in sorted(rows, key=lambda one: int(floats[links.successor_idx[one]])):
        after, end = int(links.successor_idx[row]), arrives_at(clocks, row)
        has_begun = end is End.START and clocks.plan.tasks.actual_start[after] != NONE
        try:
            if has_begun:
                yield from _begun(clocks, row, idx, after)
            else:
                yield allowed(clocks, row, idx), (after, end)
                if end is End.START and clocks.plan.tasks.is_summary[after]:
                    yield from _through(clocks, row, idx, after)
        except OutsideHorizon:
            continue


def _through(clocks: TaskClocks, link: int, idx: int, summary: int) -> Iterator[Limit]:
    """Yield what the parts of a summary ask of its predecessors, where its own late start is another."""
    at, part, is_by_hand = _start_asked(clocks, summary)
    if at == clocks.schedule.late_start[summary]:
        return
    to_part = Step(StepKind.PART, summary, End.START, at, at, above_idx=part)
    steps = back_over_lag(clocks, link, idx, at), to_part
    if is_by_hand:
        yield (*steps, Step(StepKind.MANUAL, part, End.START, at)), None
    else:
        yield steps, (part, End.START)


def _start_asked(clocks: TaskClocks, summary: int) -> tuple[int, int, bool]:
    """Return the first late start below a summary, whose it is, and whether it was set by hand."""
    tasks, late = clocks.plan.tasks, clocks.schedule.late_start
    found = []
    for part in clocks.parts_by_summary.of(summary):
        if late[part] == NONE:  # takes no part
            continue
        if not tasks.is_summary[part]:
            found.append((int(late[part]), int(part), False))
            continue
        inner, given = _start_asked(clocks, part), int(tasks.given_start[part])
        is_held = bool(tasks.is_manual[part]) and given != NONE and given < inner[0]
        found.append((given, int(part), True) if is_held else inner)
    return min(found, default=(int(late[summary]), summary, False))


def _begun(clocks: TaskClocks, link: int, idx: int, after: int) -> Iterator[Limit]:
    """Yield what a task that has begun allows: up to where its work goes on; a finished one waits no more."""
    if clocks.plan.tasks.actual_finish[after] != NONE:
        return
    for steps, before in resumptions(clocks, after):
        yield (back_over_lag(clocks, link, idx, steps[0].at), *steps), before
