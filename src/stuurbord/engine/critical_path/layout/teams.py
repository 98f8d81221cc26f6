"""Who works on one task, and how their work lies: one part per assignment."""

from __future__ import annotations

from dataclasses import dataclass

from stuurbord.engine.critical_path.clocks import Clocks
from stuurbord.engine.critical_path.layout.patterns import Pattern, contour_length
from stuurbord.engine.critical_path.parts import Part, Parts
from stuurbord.plan.assignment_clock import assignment_clock
from stuurbord.plan.calendar import MINUTE, NONE, WorkingTime
from stuurbord.plan.model import Contour, Plan, ResourceKind


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
        ends = [offset + length for offset, length in zip(offsets, lengths, strict=True)]
        added = self.added or self._beyond(max(ends), self.duration)
        for number, end in enumerate(ends):
            if end == max(ends):
                lengths[number] = max(lengths[number] + added, 0)

    def _beyond(self, last: int, duration: int) -> int:
        """Return by how much a duration was made longer than the work, which on one calendar it never is."""
        is_one_clock = all(clock is self.clocks[0] for clock in self.clocks)
        return duration - last if is_one_clock and duration - last >= MINUTE else 0

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
        if len(self.rows) > 1 and not any(self.patterns):
            beyond, last = self._beyond(max(lengths), remaining), max(lengths)
            lengths = [length + beyond if length == last else length for length in lengths]
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


def clock_of(plan: Plan, clocks: Clocks, task: int, row: int) -> WorkingTime:
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
