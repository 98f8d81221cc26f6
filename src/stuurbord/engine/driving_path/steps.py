"""The steps of which a date is made: each reaches an instant from the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stuurbord.engine.driving_path.rests import Rest
from stuurbord.plan.assignment_clock import AssignmentClock
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Constraint


class End(StrEnum):
    """Which date of a task."""

    START = "start"
    FINISH = "finish"
    REST = "rest"
    """Where what remains of begun work goes on; never the end of a step."""


class StepKind(StrEnum):
    """What made an instant out of the one before it, or what it begins with."""

    PROJECT_START = "project_start"
    PROJECT_FINISH = "project_finish"
    """Late dates only: nothing else asks the task to be done."""
    STATUS_DATE = "status_date"
    CONSTRAINT = "constraint"
    DEADLINE = "deadline"
    EXPECTED_FINISH = "expected_finish"
    ACTUAL_START = "actual_start"
    ACTUAL_FINISH = "actual_finish"
    RESUME = "resume"
    """The instant, given by hand, at which what remains goes on."""
    MANUAL = "manual"
    EXTERNAL = "external"
    """Given by another plan."""
    LATEST = "latest"
    """As late as possible: the late dates tell on."""
    UNEXPLAINED = "unexplained"
    """No rule known here gives this date; nothing is made up."""

    LINK = "link"
    """From a date of the predecessor, over the lag, to a bound on the successor."""
    SUMMARY = "summary"
    """What bounds a summary bounds its parts."""
    PART = "part"
    """A summary starts with its first part and finishes with its last."""
    PAUSE = "pause"
    """The calendar rests: nobody works between the two instants."""
    LEVELING = "leveling"
    """A levelling delay."""
    DELAY = "delay"
    """The assignment that begins first does so after a delay of its own."""
    WORK = "work"
    """From start to finish."""
    PROGRESS = "progress"
    """From the actual start over the work done to where the rest goes on."""
    REMAINING = "remaining"
    """From where the work goes on to the finish."""
    WORK_BACK = "work_back"
    """From a finish that is bound back to the start."""


ORIGINS: Final = frozenset(
    {
        StepKind.PROJECT_START,
        StepKind.PROJECT_FINISH,
        StepKind.STATUS_DATE,
        StepKind.CONSTRAINT,
        StepKind.DEADLINE,
        StepKind.EXPECTED_FINISH,
        StepKind.ACTUAL_START,
        StepKind.ACTUAL_FINISH,
        StepKind.RESUME,
        StepKind.MANUAL,
        StepKind.EXTERNAL,
        StepKind.LATEST,
        StepKind.UNEXPLAINED,
    }
)
"""Steps with which a path begins: they follow from no other instant."""


@dataclass(frozen=True, slots=True)
class Step:
    """One instant and how it follows from the one before.

    Attributes
    ----------
    task_idx, end
        Whose date this is, or bounds, and which.
    at, since
        Instants: what is reached, and from where; ``since`` is `NONE` at the origin of a path.
    amount
        Seconds from ``since`` to ``at``: working time on ``clock``, on the wall clock without one.
        Negative where time is counted back.
    resting
        Seconds of ``amount`` in which a split task rests.
    link_idx, assignment_idx
        The dependency, or the assignment on whose calendar the amount is counted; −1 for none.
    above_idx
        The summary whose bound, or the part whose date, this is; −1 for none.
    rests
        Why the calendar pauses between the two instants, in order of time.
    is_measured
        The amount is what lies between two dates, not something the plan states.
    """

    kind: StepKind
    task_idx: int
    end: End
    at: int
    since: int = NONE
    amount: int = 0
    clock: AssignmentClock | None = None
    link_idx: int = -1
    assignment_idx: int = -1
    above_idx: int = -1
    constraint: Constraint = Constraint.ASAP
    resting: int = 0
    rests: tuple[Rest, ...] = ()
    is_measured: bool = False

    @property
    def is_origin(self) -> bool:
        """Whether the path begins here."""
        return self.kind in ORIGINS
