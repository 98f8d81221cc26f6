"""The clock of an assignment while a plan is still rows: calendars by name, compiled where needed."""

from __future__ import annotations

from stuurbord.plan.assignment_clock import AssignmentClock, assignment_clock
from stuurbord.plan.calendar import Calendar, OutsideHorizon, WorkingTime, intersection, working_time
from stuurbord.plan.draft.rows import ResourceRow, TaskRow
from stuurbord.plan.model import ResourceKind


def clock_of(task: TaskRow, resource: ResourceRow | None, positions: dict[str, int]) -> AssignmentClock:
    """Return which calendars count; of a resource that does no work, none.

    Parameters
    ----------
    positions
        Name of a calendar → its position.
    """
    is_work = resource is not None and resource.kind == ResourceKind.WORK
    return assignment_clock(
        positions.get(task.calendar, -1),
        positions.get(resource.calendar, -1) if resource is not None and is_work else None,
        is_elapsed=task.is_elapsed,
        ignores_resource_calendar=task.ignores_resource_calendar,
    )


def compiled(calendars: tuple[Calendar, ...], first: int, last: int, most_days: int) -> WorkingTime | None:
    """Return the one or two calendars compiled for a run of days; None if too long, or if they never work."""
    if last - first > most_days:
        return None
    try:
        made = [working_time(one, first, last) for one in calendars]
        return made[0] if len(made) == 1 else intersection(*made)
    except OutsideHorizon:
        return None
