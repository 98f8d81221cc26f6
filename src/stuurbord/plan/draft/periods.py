"""Stored patterns of work, made relative: offsets in working time instead of the dates of the source."""

from __future__ import annotations

from typing import Any, Final

from stuurbord.errors import N_, Finding
from stuurbord.plan.calendar import DAY, NONE, Calendar, WorkingTime
from stuurbord.plan.draft.row_clocks import clock_of, compiled
from stuurbord.plan.draft.rows import AssignmentRow, PeriodRow, PlanDraft, ResourceRow, TaskRow

_MOST_PERIODS: Final = 2_000_000
_MOST_DAYS: Final = 100 * 366


class PatternColumns:
    """The columns of `WorkPeriods`, filled assignment by assignment."""

    def __init__(self, draft: PlanDraft, calendars: tuple[Calendar, ...], project_idx: int) -> None:
        self._calendars, self._project_idx = calendars, project_idx
        names = {calendar.name: idx for idx, calendar in reversed(list(enumerate(calendars)))}
        self._position = names
        self._tasks: dict[int, TaskRow] = {task.uid: task for task in draft.tasks}
        self._resources: dict[int, ResourceRow] = {one.uid: one for one in draft.resources}
        self._clocks: dict[tuple[Any, ...], WorkingTime | None] = {}
        self._origins: dict[int, int] = {}
        """Task → the moment its patterns count from."""
        self.columns: dict[str, list[Any]] = {
            "assignment_idx": [],
            "offset": [],
            "length": [],
            "work": [],
            "is_actual": [],
        }
        self._n_left_out = 0
        for row in draft.assignments:
            if row.periods and row.task_uid in self._tasks:
                row.periods.sort(key=lambda one: (one.start, one.finish))
                self._find_origin(row)

    def _find_origin(self, row: AssignmentRow) -> None:
        """Let the patterns of a task count from its actual start, else from where the first of them begins.

        Not from the start that the source computed: no date of it enters ours.
        """
        task, begins = self._tasks[row.task_uid], row.periods[0].start
        clock = self._clock(task, row, row.periods)
        if task.actual_start != NONE:
            begins = task.actual_start
        elif clock is not None and (delay := row.delay + row.leveling_delay) > 0:
            begins = clock.start_at(max(clock.before(begins) - delay, 0))
        self._origins[task.uid] = min(begins, self._origins.get(task.uid, begins))

    def add(self, assignment_idx: int, row: AssignmentRow) -> None:
        """Take the periods of one assignment."""
        periods = row.periods
        if not periods:
            return
        task = self._tasks[row.task_uid]
        n_rows = len(self.columns["offset"])
        clock = self._clock(task, row, periods) if n_rows + len(periods) <= _MOST_PERIODS else None
        made = None if clock is None else _relative(periods, self._origins[task.uid], clock)
        if made is None:
            self._n_left_out += 1
            return
        for offset, length, work, is_actual in made:
            for name, value in (
                ("assignment_idx", assignment_idx),
                ("offset", offset),
                ("length", length),
                ("work", work),
                ("is_actual", is_actual),
            ):
                self.columns[name].append(value)

    def findings(self) -> list[Finding]:
        """Return what could not be kept."""
        if not self._n_left_out:
            return []
        text = N_("Work patterns that lie outside the calendars; they count as even: {count}.")
        return [Finding("work_pattern_ignored", text, fields={"count": self._n_left_out})]

    def _clock(self, task: TaskRow, row: AssignmentRow, periods: list[PeriodRow]) -> WorkingTime | None:
        clock = clock_of(task, self._resources.get(row.resource_uid), self._position)
        first = periods[0].start // DAY // 366 * 366 - 366
        last = max(period.finish for period in periods) // DAY // 366 * 366 + 732
        key = (*clock, first, last)
        if key not in self._clocks:
            calendars = clock.calendars(self._calendars, self._project_idx)
            self._clocks[key] = compiled(calendars, first, last, _MOST_DAYS)
        return self._clocks[key]


def _relative(
    periods: list[PeriodRow], origin: int, clock: WorkingTime
) -> list[tuple[int, int, int, bool]] | None:
    """Return (offset, length, work, is_actual) per period, merged where they adjoin at one rate; None if
    they overlap or hold no working time at all.
    """
    if not clock.first <= origin <= periods[0].start + DAY:
        return None  # the pattern and the beginning of the work belong to different years, or it lies before
    start = clock.before(origin)
    made: list[tuple[int, int, int, bool]] = []
    for one in periods:
        offset = clock.before(one.start) - start
        length = clock.before(one.finish) - start - offset
        if length <= 0:
            continue
        if made:
            before, ran, work, is_actual = made[-1]
            if before + ran > offset:
                return None
            is_same_rate = abs(work * length - one.work * ran) <= max(ran, length)
            if before + ran == offset and is_actual == one.is_actual and is_same_rate:
                made[-1] = before, ran + length, work + one.work, is_actual
                continue
        made.append((offset, length, one.work, one.is_actual))
    return made or None
