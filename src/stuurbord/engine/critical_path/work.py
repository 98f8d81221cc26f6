"""What each task has to do and on which clock: durations and assignments turned into parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from stuurbord.engine.critical_path.clocks import ELAPSED, Clocks
from stuurbord.engine.critical_path.parts import Part, Parts
from stuurbord.errors import N_, Finding, Where
from stuurbord.plan.calendar import NONE, WorkingTime
from stuurbord.plan.model import Contour, Plan, ResourceKind, TaskKind


@dataclass(frozen=True, slots=True)
class Work:
    """Per task its clock, its parts, and what remains of them.

    Attributes
    ----------
    clock
        The task's calendar, or the project's: floats and lags are counted on it.
    parts
        All work of the task, as if it had not begun.
    remaining
        Seconds of the duration that remain; 0 when finished.
    """

    clock: list[WorkingTime]
    parts: list[Parts]
    remaining: list[int]
    remaining_parts: dict[int, Parts]
    """Only of tasks that have begun and are not finished."""


def work_of(plan: Plan, clocks: Clocks) -> Work:
    """Return what each task has to do."""
    tasks = plan.tasks
    calendar_idx = [
        ELAPSED if is_elapsed else idx
        for idx, is_elapsed in zip(tasks.calendar_idx.tolist(), tasks.is_elapsed.tolist(), strict=True)
    ]
    clock = [clocks.of(idx) for idx in calendar_idx]
    durations = tasks.duration.tolist()
    parts: list[Parts] = [(Part(one, 0, length),) for one, length in zip(clock, durations, strict=True)]
    remaining = _remaining(plan, durations)
    begun = (tasks.actual_start != NONE) & (tasks.actual_finish == NONE)
    remaining_parts: dict[int, Parts] = {
        idx: (Part(clock[idx], 0, remaining[idx]),) for idx in begun.nonzero()[0].tolist() if remaining[idx]
    }
    for idx, rows in _worked_on(plan).items():
        clocks_of_people = [_clock_of(plan, clocks, idx, row) for row in rows]
        parts[idx] = _assigned(plan, clocks_of_people, rows, durations[idx])
        if idx in remaining_parts:
            share = remaining[idx] / max(durations[idx], 1)
            remaining_parts[idx] = _left(plan, clocks_of_people, rows, remaining[idx], share)
    return Work(clock, parts, remaining, remaining_parts)


def _remaining(plan: Plan, durations: list[int]) -> list[int]:
    """Return the stored remaining durations, else the duration less what is complete."""
    tasks = plan.tasks
    rows = zip(
        durations,
        tasks.remaining_duration.tolist(),
        tasks.percent_complete.tolist(),
        tasks.actual_finish.tolist(),
        strict=True,
    )
    return [
        0
        if finished != NONE
        else round(duration * (1 - complete))
        if remaining == NONE
        else max(remaining, 0)
        for duration, remaining, complete, finished in rows
    ]


def _worked_on(plan: Plan) -> dict[int, list[int]]:
    """Return task → assignments whose resources' calendars shape it.

    A task of fixed duration, an elapsed or a manual one keeps to its own calendar, and so does a task
    that ignores the calendars of its resources.
    """
    tasks, resource_kind = plan.tasks, plan.resources.kind.tolist()
    keeps_to_itself = (
        (tasks.kind == TaskKind.FIXED_DURATION)
        | tasks.is_elapsed
        | tasks.is_manual
        | tasks.is_summary
        | (tasks.ignores_resource_calendar & (tasks.calendar_idx >= 0))
    ).tolist()
    found: dict[int, list[int]] = defaultdict(list)
    pairs = zip(plan.assignments.task_idx.tolist(), plan.assignments.resource_idx.tolist(), strict=True)
    for row, (task, resource) in enumerate(pairs):
        if resource >= 0 and resource_kind[resource] == ResourceKind.WORK and not keeps_to_itself[task]:
            found[task].append(row)
    return found


def _assigned(plan: Plan, clocks: list[WorkingTime], rows: list[int], duration: int) -> Parts:
    """Return a part per assignment: its delay, then work ÷ units, on the calendar of its resource."""
    assignments = plan.assignments
    offsets = (assignments.delay[rows] + assignments.leveling_delay[rows]).tolist()
    return _parts(plan, clocks, rows, duration, offsets, assignments.work[rows].tolist())


def _left(plan: Plan, clocks: list[WorkingTime], rows: list[int], remaining: int, share: float) -> Parts:
    """Return what remains of each assignment; a delay lies behind what has begun."""
    assignments = plan.assignments
    left = [
        round(work * share) if stored == NONE else stored
        for work, stored in zip(
            assignments.work[rows].tolist(), assignments.remaining_work[rows].tolist(), strict=True
        )
    ]
    return _parts(plan, clocks, rows, remaining, [0] * len(rows), left)


def _parts(
    plan: Plan, clocks: list[WorkingTime], rows: list[int], duration: int, offsets: list[int], work: list[int]
) -> Parts:
    if len(rows) == 1:
        # One person alone takes the task's duration, whatever contour the work has.
        return (Part(clocks[0], offsets[0], duration),)
    units = plan.assignments.units[rows].tolist()
    lengths = [_length(amount, share, duration) for amount, share in zip(work, units, strict=True)]
    if not any(lengths):
        lengths, offsets = [duration] * len(rows), [0] * len(rows)
    _fit(offsets, lengths, plan.assignments.contour[rows].tolist(), duration)
    return tuple(Part(*one) for one in zip(clocks, offsets, lengths, strict=True))


def _fit(offsets: list[int], lengths: list[int], contours: list[int], duration: int) -> None:
    """Let uneven assignments end with the task: none later, and the last of them not earlier.

    How long an uneven one takes is not work ÷ units, and the task's duration is the best that is known.
    """
    uneven = [row for row, contour in enumerate(contours) if contour != Contour.FLAT]
    for row in uneven:
        lengths[row] = min(lengths[row], max(duration - offsets[row], 0))
    ends = [offset + length for offset, length in zip(offsets, lengths, strict=True)]
    if uneven and max(ends) < duration:
        last = max(uneven, key=lambda row: ends[row])
        lengths[last] = duration - offsets[last]


def _length(work: int, units: float, duration: int) -> int:
    return round(work / units) if units > 0 else duration


def _clock_of(plan: Plan, clocks: Clocks, task: int, row: int) -> WorkingTime:
    """Return when somebody works on a task: when the task's own calendar and theirs both do."""
    own = int(plan.tasks.calendar_idx[task])
    theirs = int(plan.resources.calendar_idx[plan.assignments.resource_idx[row]])
    if theirs < 0:
        theirs = plan.calendar_idx  # who has no calendar works when the project does
    return clocks.of(theirs) if own in (-1, theirs) else clocks.both(own, theirs)


def progress_findings(plan: Plan) -> list[Finding]:
    """Return findings on progress that cannot be dated."""
    tasks = plan.tasks
    undated = (
        tasks.is_active
        & ~tasks.is_summary
        & ~tasks.is_manual
        & (tasks.percent_complete > 0)
        & (tasks.actual_start == NONE)
        & (tasks.actual_finish == NONE)
    )
    text = N_("“{task}” has progress but no actual start; its start is computed.")
    return [
        Finding("progress_undated", text, where=Where(task=tasks.wbs[idx]), fields={"task": tasks.name[idx]})
        for idx in undated.nonzero()[0].tolist()
    ]
