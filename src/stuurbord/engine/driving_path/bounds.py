"""Everything that may hold a task back: its links, what is above it, dates fixed in the plan, the start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.engine.driving_path.links import asked, leaves_from, links_into
from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Constraint

STARTS: Final = (Constraint.SNET, Constraint.MSO, Constraint.SNLT)
FINISHES: Final = (Constraint.FNET, Constraint.MFO, Constraint.FNLT)

Whose = tuple[int, End]
"""A date of a task."""


@dataclass(frozen=True, slots=True)
class Bound:
    """An instant that holds a task, and what makes it.

    Attributes
    ----------
    steps
        From the bound back; the first one reaches it.
    before
        Whose date the last step goes on from; None where it is an origin.
    """

    driver: Driver
    steps: tuple[Step, ...]
    before: Whose | None = None

    @property
    def at(self) -> int:
        """The instant."""
        return self.steps[0].at

    @property
    def end(self) -> End:
        """Which date of the task is bound."""
        return self.steps[0].end

    @property
    def link_idx(self) -> int:
        """The dependency behind the bound; −1 for none."""
        return self.steps[-1].link_idx


def bounds_of(clocks: TaskClocks, idx: int) -> list[Bound]:
    """Return all bounds on a task, those that the schedule names as its driver first."""
    driver = int(clocks.schedule.driver[idx])
    link = int(clocks.schedule.driving_dependency_idx[idx])

    def told(bound: Bound) -> tuple[bool, bool]:
        return bound.driver != driver, bound.link_idx != link

    found = [
        *_linked(clocks, idx, idx),
        *_above(clocks, idx),
        *_dated(clocks, idx, idx),
        *_plain(clocks, idx),
    ]
    return sorted(found, key=told)


def linked_bounds(clocks: TaskClocks, idx: int) -> list[Bound]:
    """Return what the predecessors ask of a task, and of the summaries above it."""
    return [bound for bound in (*_linked(clocks, idx, idx), *_above(clocks, idx)) if bound.before]


def summaries_above(clocks: TaskClocks, idx: int) -> Iterator[int]:
    """Yield the summaries above a task, the nearest first, up to the first one set by hand."""
    for above in all_above(clocks, idx):
        yield above
        if is_set_by_hand(clocks, above):
            return


def all_above(clocks: TaskClocks, idx: int) -> Iterator[int]:
    """Yield the summaries above a task, the nearest first."""
    parents = clocks.plan.tasks.parent_idx
    above = int(parents[idx])
    while above >= 0:
        yield above
        above = int(parents[above])


def is_set_by_hand(clocks: TaskClocks, idx: int) -> bool:
    """Tell if a summary has a start of its own that its parts have to respect."""
    tasks = clocks.plan.tasks
    return bool(tasks.is_manual[idx] and tasks.given_start[idx] != NONE)


def _linked(clocks: TaskClocks, idx: int, of_idx: int) -> Iterator[Bound]:
    for link in links_into(clocks, of_idx):
        step = asked(clocks, link, of_idx)
        before = int(clocks.plan.dependencies.predecessor_idx[link])
        yield Bound(Driver.PREDECESSOR, (step,), (before, leaves_from(clocks, link)))


def _above(clocks: TaskClocks, idx: int) -> Iterator[Bound]:
    """Yield what bounds the summaries above a task, and so the task."""
    for above in summaries_above(clocks, idx):
        if is_set_by_hand(clocks, above):
            at = int(clocks.plan.tasks.given_start[above])
            found = [Bound(Driver.MANUAL, (Step(StepKind.MANUAL, above, End.START, at),))]
        else:
            found = [*_linked(clocks, above, above), *_dated(clocks, above, above)]
        for bound in found:
            first = bound.steps[0]
            step = Step(StepKind.SUMMARY, idx, first.end, first.at, first.at, above_idx=above)
            yield replace(bound, driver=Driver.SUMMARY, steps=(step, *bound.steps))


def _dated(clocks: TaskClocks, idx: int, of_idx: int) -> Iterator[Bound]:
    tasks = clocks.plan.tasks
    pairs = (
        (tasks.constraint[of_idx], tasks.constraint_date[of_idx]),
        (tasks.second_constraint[of_idx], tasks.second_constraint_date[of_idx]),
    )
    for kind, at in pairs:
        constraint = Constraint(int(kind))
        if at != NONE and constraint in (*STARTS, *FINISHES):
            end = End.START if constraint in STARTS else End.FINISH
            step = Step(StepKind.CONSTRAINT, of_idx, end, int(at), constraint=constraint)
            yield Bound(Driver.CONSTRAINT, (step,))
    if tasks.expected_finish[of_idx] != NONE:
        step = Step(StepKind.EXPECTED_FINISH, of_idx, End.FINISH, int(tasks.expected_finish[of_idx]))
        yield Bound(Driver.CONSTRAINT, (step,))


def _plain(clocks: TaskClocks, idx: int) -> Iterator[Bound]:
    """Yield what holds a task that nothing else holds."""
    plan, late = clocks.plan, int(clocks.schedule.late_start[idx])
    for at in clocks.project_starts:
        yield Bound(Driver.PROJECT_START, (Step(StepKind.PROJECT_START, idx, End.START, at),))
    if plan.status_date != NONE:
        step = Step(StepKind.STATUS_DATE, idx, End.START, plan.status_date)
        yield Bound(Driver.STATUS_DATE, (step,))
    is_late = plan.tasks.constraint[idx] == Constraint.ALAP or plan.from_finish
    if late != NONE and (is_late or clocks.schedule.driver[idx] == Driver.LATEST):
        yield Bound(Driver.LATEST, (Step(StepKind.LATEST, idx, End.START, late),))
