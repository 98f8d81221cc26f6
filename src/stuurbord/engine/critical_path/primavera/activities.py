"""What each activity still has to do by the rules of Primavera, and on which clock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from stuurbord.engine.critical_path.clocks import ELAPSED, Clocks
from stuurbord.engine.critical_path.parts import Part, Parts
from stuurbord.engine.critical_path.primavera.links import Link
from stuurbord.engine.critical_path.primavera.network import Network
from stuurbord.plan.calendar import NONE, WorkingTime
from stuurbord.plan.model import ActivityKind, Constraint, LagCalendar, Plan, ResourceKind

_SPANS = (ActivityKind.LEVEL_OF_EFFORT, ActivityKind.WBS_SUMMARY)


@dataclass(slots=True)
class Activities:
    """The facts of a plan as lists, one entry per task.

    Attributes
    ----------
    data_date
        Nothing that remains lies before it.
    clock
        The activity's calendar, or the project's.
    rest
        What remains to be done; all of it if the activity has not begun.
    is_span
        Spans other activities and drives none.
    constraints
        Up to two (constraint, date) pairs.
    by_hand
        Task → (start, finish) set by hand or by another plan, which Primavera itself does not know.
    lag_clock
        The one clock on which all lags are counted, or none: it differs per link.
    """

    plan: Plan
    network: Network
    data_date: int
    clock: list[WorkingTime]
    rest: list[Parts]
    kind: list[int]
    is_finished: list[bool]
    has_begun: list[bool]
    is_span: list[bool]
    constraints: list[list[tuple[int, int]]]
    actual_start: list[int]
    actual_finish: list[int]
    by_hand: dict[int, tuple[int, int]]
    lag_clock: WorkingTime | None

    def clock_of_lag(self, link: Link) -> WorkingTime:
        """Return the clock on which the lag of a link is counted."""
        if self.lag_clock is not None:
            return self.lag_clock
        is_predecessors = self.plan.rules.lag_calendar == LagCalendar.PREDECESSOR
        return self.clock[link.predecessor if is_predecessors else link.successor]

    def is_milestone(self, idx: int) -> bool:
        """Tell whether nothing remains to be worked."""
        return not any(part.length for part in self.rest[idx])


def activities_of(plan: Plan, network: Network, clocks: Clocks) -> Activities:
    """Return the facts of a plan."""
    tasks = plan.tasks
    clock = [
        clocks.of(ELAPSED if is_elapsed else idx)
        for idx, is_elapsed in zip(tasks.calendar_idx.tolist(), tasks.is_elapsed.tolist(), strict=True)
    ]
    is_finished = (tasks.actual_finish != NONE).tolist()
    has_begun = ((tasks.actual_start != NONE) & (tasks.actual_finish == NONE)).tolist()
    kind = tasks.activity.tolist()
    lag_clocks = {
        LagCalendar.PROJECT: clocks.project,
        LagCalendar.ROUND_THE_CLOCK: clocks.of(ELAPSED)
        if plan.rules.lag_calendar == LagCalendar.ROUND_THE_CLOCK
        else None,
    }
    return Activities(
        plan,
        network,
        plan.start if plan.status_date == NONE else plan.status_date,
        clock,
        _rest(plan, clocks, clock),
        kind,
        is_finished,
        has_begun,
        [one in _SPANS for one in kind],
        _constraints(plan),
        tasks.actual_start.tolist(),
        tasks.actual_finish.tolist(),
        _by_hand(plan),
        lag_clocks.get(LagCalendar(plan.rules.lag_calendar)),
    )


def _by_hand(plan: Plan) -> dict[int, tuple[int, int]]:
    tasks = plan.tasks
    is_given = (tasks.given_start != NONE) & (tasks.given_finish != NONE)
    fixed = (tasks.is_manual | tasks.is_external) & is_given & ~tasks.is_summary
    fixed &= tasks.actual_finish == NONE
    return {
        idx: (int(tasks.given_start[idx]), int(tasks.given_finish[idx]))
        for idx in fixed.nonzero()[0].tolist()
    }


def _rest(plan: Plan, clocks: Clocks, clock: list[WorkingTime]) -> list[Parts]:
    """Return what remains: the remaining duration on the activity's calendar, or the resources' work."""
    tasks = plan.tasks
    rows = zip(
        tasks.duration.tolist(),
        tasks.remaining_duration.tolist(),
        tasks.percent_complete.tolist(),
        tasks.actual_start.tolist(),
        tasks.actual_finish.tolist(),
        tasks.activity.tolist(),
        strict=True,
    )
    rest: list[Parts] = []
    for idx, (duration, remaining, complete, began, ended, kind) in enumerate(rows):
        if ended != NONE or kind in (ActivityKind.START_MILESTONE, ActivityKind.FINISH_MILESTONE):
            length = 0
        elif began == NONE:
            length = duration
        else:
            length = round(duration * (1 - complete)) if remaining == NONE else max(remaining, 0)
        rest.append((Part(clock[idx], 0, length),))
    for idx, assigned in _driving_assignments(plan).items():
        rest[idx] = _of_resources(plan, clocks, idx, assigned, rest[idx])
    return rest


def _driving_assignments(plan: Plan) -> dict[int, list[int]]:
    """Return activity → assignments, of the activities that follow the calendars of their resources."""
    kinds, resources = plan.tasks.activity.tolist(), plan.resources
    found: dict[int, list[int]] = defaultdict(list)
    pairs = zip(plan.assignments.task_idx.tolist(), plan.assignments.resource_idx.tolist(), strict=True)
    for row, (task, resource) in enumerate(pairs):
        if kinds[task] != ActivityKind.RESOURCE_DEPENDENT or resource < 0:
            continue
        if resources.kind[resource] == ResourceKind.WORK and resources.calendar_idx[resource] >= 0:
            found[task].append(row)
    return found


def _of_resources(plan: Plan, clocks: Clocks, task: int, rows: list[int], own: Parts) -> Parts:
    """Return a part per assignment, on the calendar of its resource; one alone takes the whole rest."""
    length = own[0].length
    if not length:
        return own
    assignments = plan.assignments
    has_begun = plan.tasks.actual_start[task] != NONE
    parts = []
    for row in rows:
        clock = clocks.of(int(plan.resources.calendar_idx[assignments.resource_idx[row]]))
        work, left = int(assignments.work[row]), int(assignments.remaining_work[row])
        if has_begun and left != NONE:
            work = left
        units = float(assignments.units[row])
        takes = round(work / units) if len(rows) > 1 and units > 0 and work > 0 else length
        delay = 0 if has_begun else int(assignments.delay[row])
        parts.append(Part(clock, delay, takes))
    return tuple(parts)


def _constraints(plan: Plan) -> list[list[tuple[int, int]]]:
    tasks = plan.tasks
    columns = (
        tasks.constraint.tolist(),
        tasks.constraint_date.tolist(),
        tasks.second_constraint.tolist(),
        tasks.second_constraint_date.tolist(),
    )
    free = (Constraint.ASAP,)
    return [
        [(kind, date) for kind, date in ((first, date), (second, other)) if kind not in free]
        for first, date, second, other in zip(*columns, strict=True)
    ]
