"""Which calendars count for an assignment: its resource's, its task's, or both."""

from __future__ import annotations

from typing import NamedTuple

from stuurbord.plan.calendar import ROUND_THE_CLOCK, Calendar

ELAPSED = -2
"""Beside calendar positions: the clock that never stops."""


class AssignmentClock(NamedTuple):
    """Positions of calendars, −1 for the project's; of two, the time that works in both counts."""

    calendar_idx: int
    other_idx: int | None = None

    def calendars(self, calendars: tuple[Calendar, ...], project_idx: int) -> tuple[Calendar, ...]:
        """Return the one or two calendars that count."""
        positions = (self.calendar_idx,) if self.other_idx is None else (self.calendar_idx, self.other_idx)
        return tuple(
            ROUND_THE_CLOCK if idx == ELAPSED else calendars[project_idx if idx < 0 else idx]
            for idx in positions
        )


def assignment_clock(
    task_calendar_idx: int,
    resource_calendar_idx: int | None,
    *,
    is_elapsed: bool = False,
    ignores_resource_calendar: bool = False,
) -> AssignmentClock:
    """Return the calendars of one assignment.

    Parameters
    ----------
    task_calendar_idx, resource_calendar_idx
        Positions, −1 for the project's; None where no working resource does the work.
    """
    if is_elapsed:
        return AssignmentClock(ELAPSED)
    if resource_calendar_idx is None or (ignores_resource_calendar and task_calendar_idx >= 0):
        return AssignmentClock(task_calendar_idx)
    if task_calendar_idx in (-1, resource_calendar_idx):
        return AssignmentClock(resource_calendar_idx)
    return AssignmentClock(task_calendar_idx, resource_calendar_idx)
