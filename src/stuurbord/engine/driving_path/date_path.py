"""A task's dates followed back, step by step, to what nothing in the plan drives."""

from __future__ import annotations

from dataclasses import dataclass

from stuurbord.engine.critical_path.schedule import Schedule
from stuurbord.engine.driving_path.bounds import Whose
from stuurbord.engine.driving_path.early import steps_back
from stuurbord.engine.driving_path.late import late_steps
from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Plan


@dataclass(frozen=True, slots=True)
class DatePath:
    """Why a task is dated as it is.

    Attributes
    ----------
    start, finish
        Steps from the date back to an origin: the first one reaches the date, and each begins where
        the next one ends. Empty for a task that is not active.
    late
        What holds the late finish (or the late start, where that is what binds), in the same way:
        each step's ``since`` is the late date that the next one tells of.
    """

    task_idx: int
    start: tuple[Step, ...]
    finish: tuple[Step, ...]
    late: tuple[Step, ...]


def date_path(plan: Plan, schedule: Schedule, idx: int, clocks: TaskClocks | None = None) -> DatePath:
    """Return what set the dates of a task, back to the start of the plan or to a given date.

    The schedule says what drove each date; how far it drove it is worked out anew here, so a step that
    does not add up would show.

    Parameters
    ----------
    clocks
        The compiled calendars, to follow many tasks of one schedule.
    """
    clocks = clocks or TaskClocks(plan, schedule)
    if schedule.start[idx] == NONE:
        return DatePath(idx, (), (), ())
    return DatePath(
        idx,
        start=_followed(clocks, (idx, End.START)),
        finish=_followed(clocks, (idx, End.FINISH)),
        late=late_steps(clocks, idx),
    )


def _followed(clocks: TaskClocks, whose: Whose) -> tuple[Step, ...]:
    steps: list[Step] = []
    seen: set[Whose] = set()
    on: Whose | None = whose
    while on is not None:
        if on in seen:  # an explanation that runs in circles explains nothing
            return (*steps, Step(StepKind.UNEXPLAINED, *on, steps[-1].since))
        seen.add(on)
        if on not in clocks.known:
            clocks.known[on] = steps_back(clocks, *on)
        found, on = clocks.known[on]
        steps.extend(found)
    return tuple(steps)
