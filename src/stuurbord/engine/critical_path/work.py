"""What each task has to do and on which clock: durations and assignments turned into parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from stuurbord.engine.critical_path.clocks import ELAPSED, Clocks
from stuurbord.engine.critical_path.parts import Part, Parts
from stuurbord.engine.critical_path.patterns import Pattern, contour_length, stored_patterns
from stuurbord.errors import N_, Finding, Where
from stuurbord.plan.assignment_clock import assignment_clock
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
    resumes_after: dict[int, tuple[WorkingTime, int]]
    """Of these, those with a stored pattern: after how much working time since the start it goes on."""
    late_clocks: dict[int, tuple[WorkingTime, ...]]
    """Of fixed durations, the clocks of who works: they shape the late dates, not the early ones."""


def work_of(plan: Plan, clocks: Clocks, *, computes_contours: bool = False) -> Work:
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
    resumes_after: dict[int, tuple[WorkingTime, int]] = {}
    added = _added(plan)
    patterns = stored_patterns(plan, computes_contours=computes_contours)
    found = _worked_on(plan, patterns)
    for idx, rows in found.items():
        team = Team(
            plan,
            rows,
            [_clock_of(plan, clocks, idx, row) for row in rows],
            [patterns.get(row) for row in rows],
            durations[idx],
            added[idx],
        )
        parts[idx] = team.parts()
        if idx in remaining_parts:
            remaining_parts[idx], resume = team.rest(remaining[idx])
            if resume is not None:
                resumes_after[idx] = resume
    late_clocks: dict[int, tuple[WorkingTime, ...]] = {}
    for idx, (working, idle) in _in_fixed_durations(plan).items():
        if idx in found or not working:
            continue
        if idle:
            parts[idx] = (*parts[idx], Part(clock[idx], 0, 0))
        late_clocks[idx] = tuple(_clock_of(plan, clocks, idx, row) for row in working)
    return Work(clock, parts, remaining, remaining_parts, resumes_after, late_clocks)


def _added(plan: Plan) -> list[int]:
    """Return by how much each duration was changed: of what has not begun, all of it remains."""
    tasks = plan.tasks
    is_known = (tasks.actual_start == NONE) & (tasks.actual_finish == NONE) & (tasks.percent_complete == 0)
    is_known &= tasks.remaining_duration != NONE
    added: list[int] = np.where(is_known, tasks.duration - tasks.remaining_duration, 0).tolist()
    return added


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


def _worked_on(plan: Plan, patterns: dict[int, Pattern]) -> dict[int, list[int]]:
    """Return task → assignments that shape it: by the calendar of who works, or by a stored pattern.

    A task of fixed duration, an elapsed one and one that ignores the calendars of its resources keep to
    their own calendar, unless a split makes them last longer; a manual one always does.
    """
    tasks, resource_kind = plan.tasks, plan.resources.kind.tolist()
    is_dated = (tasks.is_manual | tasks.is_external | tasks.is_summary).tolist()
    keeps_to_itself = (
        (tasks.kind == TaskKind.FIXED_DURATION)
        | tasks.is_elapsed
        | (tasks.ignores_resource_calendar & (tasks.calendar_idx >= 0))
    ).tolist()
    found: dict[int, list[int]] = defaultdict(list)
    durations = tasks.duration.tolist()
    pairs = zip(plan.assignments.task_idx.tolist(), plan.assignments.resource_idx.tolist(), strict=True)
    for row, (task, resource) in enumerate(pairs):
        if is_dated[task]:
            continue
        pattern = patterns.get(row)
        works = resource >= 0 and resource_kind[resource] == ResourceKind.WORK
        if keeps_to_itself[task]:
            # Work that only pauses within the duration changes nothing; a split goes on beyond it.
            if pattern is not None and pattern.is_interrupted and pattern.end > durations[task]:
                found[task].append(row)
        elif works or (resource < 0 and pattern is not None):
            found[task].append(row)
    return found


def _in_fixed_durations(plan: Plan) -> dict[int, tuple[list[int], list[int]]]:
    """Return task of fixed duration → its assignments with work, and those without any."""
    tasks, assignments = plan.tasks, plan.assignments
    is_fixed = (tasks.kind == TaskKind.FIXED_DURATION) & ~tasks.is_elapsed & ~tasks.is_summary
    is_fixed &= ~(tasks.is_manual | tasks.is_external | tasks.ignores_resource_calendar)
    found: dict[int, tuple[list[int], list[int]]] = {}
    who = assignments.resource_idx
    is_person = who >= 0
    is_person[is_person] = plan.resources.kind[who[is_person]] == ResourceKind.WORK
    for row in (is_fixed[assignments.task_idx] & is_person).nonzero()[0].tolist():
        working, idle = found.setdefault(int(assignments.task_idx[row]), ([], []))
        (working if assignments.work[row] else idle).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Team:
    """Who works on one task: its assignments, the clock and the stored pattern of each."""

    plan: Plan
    rows: list[int]
    clocks: list[WorkingTime]
    patterns: list[Pattern | None]
    duration: int
    """Working seconds of the task."""
    added: int = 0
    """Seconds by which the duration was changed since its work was planned."""

    def parts(self) -> Parts:
        """Return a part per assignment: its pattern, or after its delay work ÷ units."""
        assignments = self.plan.assignments
        offsets = (assignments.delay[self.rows] + assignments.leveling_delay[self.rows]).tolist()
        lengths = self._lengths(offsets, assignments.work[self.rows].tolist(), self.duration)
        for number, pattern in enumerate(self.patterns):
            if pattern is not None:
                offsets[number], lengths[number] = pattern.begin, pattern.end - pattern.begin
        self._lengthen(offsets, lengths)
        # A delay that all share does not move the start of the task, only its finish.
        wait = min(offsets)
        runs = zip(self.clocks, offsets, lengths, strict=True)
        return tuple(Part(clock, offset - wait, length + wait) for clock, offset, length in runs)

    def _lengthen(self, offsets: list[int], lengths: list[int]) -> None:
        """Let what was added to the duration go on where the work ended.

        One person alone takes the task's duration; of several, the work of each tells how long, and only a
        duration that was changed afterwards says more.
        """
        if len(self.rows) == 1:
            pattern = self.patterns[0]
            if pattern is not None:
                lengths[0] = max(lengths[0] + self._added_to(pattern), 0)
            return
        if not self.added:
            return
        ends = [offset + length for offset, length in zip(offsets, lengths, strict=True)]
        for number, end in enumerate(ends):
            if end == max(ends):
                lengths[number] = max(lengths[number] + self.added, 0)

    def _added_to(self, pattern: Pattern) -> int:
        """Return what the duration holds beyond a pattern; some durations count the rests as well."""
        counts_rests = self.duration in (pattern.end, pattern.end - pattern.begin)
        return self.added or (0 if counts_rests else self.duration - pattern.worked)

    def rest(self, remaining: int) -> tuple[Parts, tuple[WorkingTime, int] | None]:
        """Return what remains of each assignment, and where a stored pattern goes on.

        A delay lies behind what has begun.
        """
        share = remaining / max(self.duration, 1)
        work = self._remaining_work(share)
        offsets = [0] * len(self.rows)
        lengths = self._lengths(offsets, work, remaining)
        if None in self.patterns:
            done = self.duration - remaining
            for number, pattern in enumerate(self.patterns):
                if pattern is not None:
                    offsets[number] = max(pattern.rest_begin - done, 0)
                    lengths[number] = pattern.rest_end - pattern.rest_begin
            return tuple(map(Part, self.clocks, offsets, lengths)), None
        left = [
            (clock, one.rest_begin, one.rest_end)
            for clock, one in zip(self.clocks, self.patterns, strict=True)
            if one is not None and one.rest_begin < one.rest_end
        ]
        if not left:
            return tuple(map(Part, self.clocks, offsets, lengths)), None
        clock, first, _ = min(left, key=lambda run: run[1])
        parts = tuple(Part(one, begin - first, end - begin) for one, begin, end in left)
        return parts, (clock, first)

    def _remaining_work(self, share: float) -> list[int]:
        assignments = self.plan.assignments
        rows = zip(
            assignments.work[self.rows].tolist(),
            assignments.remaining_work[self.rows].tolist(),
            strict=True,
        )
        return [round(work * share) if stored == NONE else stored for work, stored in rows]

    def _lengths(self, offsets: list[int], work: list[int], duration: int) -> list[int]:
        """Return how long each assignment takes without its pattern; ``offsets`` may be cleared."""
        if len(self.rows) == 1:
            return [duration]  # one person alone takes the task's duration, whatever contour the work has
        assignments = self.plan.assignments
        units, contours = assignments.units[self.rows].tolist(), assignments.contour[self.rows].tolist()
        lengths = [contour_length(*one, duration) for one in zip(work, units, contours, strict=True)]
        if not any(lengths):
            lengths, offsets[:] = [duration] * len(self.rows), [0] * len(self.rows)
        _fit(offsets, lengths, contours, duration)
        return lengths


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


def _clock_of(plan: Plan, clocks: Clocks, task: int, row: int) -> WorkingTime:
    """Return when somebody works on a task: when the task's own calendar and theirs both do."""
    resource = int(plan.assignments.resource_idx[row])
    is_work = resource >= 0 and plan.resources.kind[resource] == ResourceKind.WORK
    theirs = int(plan.resources.calendar_idx[resource]) if is_work else None
    own, other = assignment_clock(
        int(plan.tasks.calendar_idx[task]),
        theirs,
        is_elapsed=bool(plan.tasks.is_elapsed[task]),
        ignores_resource_calendar=bool(plan.tasks.ignores_resource_calendar[task]),
    )
    if other is None:
        return clocks.of(own)
    # Who has no calendar works when the project does.
    return clocks.both(own, plan.calendar_idx if other < 0 else other)


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
