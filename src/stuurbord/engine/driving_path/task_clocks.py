"""The clocks on which a task's steps are counted, compiled when first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import numpy as np

from stuurbord.engine.critical_path.clocks import Clocks
from stuurbord.engine.critical_path.schedule import Schedule
from stuurbord.engine.driving_path.primavera_passes import Passes
from stuurbord.engine.driving_path.rests import Rest, closing_days, rests
from stuurbord.engine.driving_path.rows_of import RowsOf
from stuurbord.plan.assignment_clock import ELAPSED, AssignmentClock, assignment_clock
from stuurbord.plan.calendar import DAY, NONE, Calendar, WorkingTime
from stuurbord.plan.model import Plan, ResourceKind

_YEAR: Final = 366  # days
_MARGIN: Final = 4 * _YEAR
"""Days beyond the known ones: a lag may point outside the plan."""


class TaskClocks:
    """The calendars of a plan around the dates of its schedule."""

    def __init__(self, plan: Plan, schedule: Schedule) -> None:
        self.plan, self.schedule = plan, schedule
        self.known: dict[Any, Any] = {}
        """What was found before, by task and end: paths of many tasks share their tails."""
        self.known_late: dict[Any, Any] = {}

    @cached_property
    def _clocks(self) -> Clocks:
        first, last = self._days
        return Clocks(self.plan, first, last)

    @cached_property
    def _days(self) -> tuple[int, int]:
        schedule, tasks = self.schedule, self.plan.tasks
        columns = (
            schedule.start,
            schedule.finish,
            schedule.late_start,
            schedule.late_finish,
            tasks.constraint_date,
            tasks.deadline,
            tasks.resume,
            np.array([self.plan.start, self.plan.finish, self.plan.status_date]),
        )
        known = np.concatenate(columns)
        known = known[known != NONE]
        # Whole years, so that the plans of one portfolio share their compiled calendars.
        first, last = int(known.min()) // DAY // _YEAR, int(known.max()) // DAY // _YEAR + 1
        return first * _YEAR - _MARGIN, last * _YEAR + _MARGIN

    @cached_property
    def primavera(self) -> Passes:
        """The facts and bounds of a plan with Primavera's rules."""
        return Passes.of(self.plan, self.schedule, self._clocks)

    @cached_property
    def links_by_successor(self) -> RowsOf:
        """Dependencies by the task they end in."""
        return RowsOf(self.plan.dependencies.successor_idx)

    @cached_property
    def links_by_predecessor(self) -> RowsOf:
        """Dependencies by the task they leave."""
        return RowsOf(self.plan.dependencies.predecessor_idx)

    @cached_property
    def parts_by_summary(self) -> RowsOf:
        """Tasks by the summary right above them."""
        return RowsOf(self.plan.tasks.parent_idx)

    @cached_property
    def periods_by_assignment(self) -> RowsOf:
        """Work periods by their assignment."""
        return RowsOf(self.plan.periods.assignment_idx)

    @cached_property
    def _assignments_by_task(self) -> RowsOf:
        return RowsOf(self.plan.assignments.task_idx)

    @cached_property
    def project_starts(self) -> tuple[int, ...]:
        """The start of the project; a plan made from its finish begins where its first task has to."""
        plan, schedule = self.plan, self.schedule
        if not plan.from_finish:
            return (plan.start,)
        late = schedule.late_start[(schedule.start != NONE) & ~plan.tasks.is_summary]
        first = int(late.min()) if len(late) else plan.start
        return tuple(dict.fromkeys((first, schedule.project_start, plan.start)))

    def assignments(self, idx: int) -> list[int]:
        """Return the assignments of people, or of nobody yet, to a task."""
        resource_idx, kinds = self.plan.assignments.resource_idx, self.plan.resources.kind
        return [
            row
            for row in self._assignments_by_task.of(idx)
            if resource_idx[row] < 0 or kinds[resource_idx[row]] == ResourceKind.WORK
        ]

    def of_task(self, idx: int) -> AssignmentClock:
        """Return the calendar of a task itself: its own, else the project's."""
        tasks = self.plan.tasks
        return assignment_clock(int(tasks.calendar_idx[idx]), None, is_elapsed=bool(tasks.is_elapsed[idx]))

    def of_assignment(self, row: int) -> AssignmentClock:
        """Return the calendars of an assignment: its resource's, with the task's where both count."""
        tasks, assignments = self.plan.tasks, self.plan.assignments
        idx, resource = int(assignments.task_idx[row]), int(assignments.resource_idx[row])
        theirs = None if resource < 0 else int(self.plan.resources.calendar_idx[resource])
        return assignment_clock(
            int(tasks.calendar_idx[idx]),
            self.plan.calendar_idx if theirs == -1 else theirs,
            is_elapsed=bool(tasks.is_elapsed[idx]),
            ignores_resource_calendar=bool(tasks.ignores_resource_calendar[idx]),
        )

    def of_both(self, idx: int) -> list[tuple[int, AssignmentClock]]:
        """Return (assignment, clock) pairs that may count for a task; assignment −1 is the task itself."""
        return [(-1, self.of_task(idx)), *((row, self.of_assignment(row)) for row in self.assignments(idx))]

    def compiled(self, clock: AssignmentClock) -> WorkingTime:
        """Return a clock ready to count on."""
        if clock.other_idx is None:
            return self._clocks.of(clock.calendar_idx)
        return self._clocks.both(clock.calendar_idx, clock.other_idx)

    def calendars(self, clock: AssignmentClock) -> tuple[Calendar, ...]:
        """Return the calendars of a clock."""
        return clock.calendars(self.plan.calendars, self.plan.calendar_idx)

    def rests(self, clock: AssignmentClock, since: int, until: int) -> tuple[Rest, ...]:
        """Return why a clock stands still between two instants."""
        return rests(self.calendars(clock), since, until)

    def closing_days(self, clock: AssignmentClock, since: int, until: int) -> tuple[Rest, ...]:
        """Return the holidays that work on a clock passes over."""
        if clock.calendar_idx == ELAPSED:
            return ()
        return closing_days(self.calendars(clock), since, until)
