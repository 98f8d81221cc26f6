"""What else changes when somebody edits a duration, an amount of work, units, or who works on a task.

Work = duration × units holds for every assignment of a working resource. A task's kind says which of the
three stays when another is edited, and so which one follows (Microsoft Project, "task type"):

=================  ==================  ===============  ================
edited             fixed units         fixed work       fixed duration
=================  ==================  ===============  ================
duration           work follows        units follow     work follows
work               duration follows    duration follows units follow
units              duration follows    duration follows work follows
=================  ==================  ===============  ================

Whoever joins an effort-driven task takes a share of the work that is there; on other tasks the work grows.
A task of fixed work is always effort-driven.

References
----------
Microsoft Support, "Change the task type Project uses to calculate task duration".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from stuurbord.plan.calendar import HOUR, NONE
from stuurbord.plan.model import (
    Assignments,
    Contour,
    Integers,
    Plan,
    ResourceKind,
    Table,
    TaskKind,
    Tasks,
    WorkPeriods,
    table,
)


def with_duration(plan: Plan, task_idx: int, duration: int) -> Plan:
    """Return the plan with another duration of one task, in working seconds.

    What is done stays done: the remaining duration takes the difference. Of several assignments those that
    last as long as the task, or else longest, follow it; one that ends earlier keeps its work as long as it
    fits.

    Raises
    ------
    ValueError
        If the duration is negative or shorter than what is done.
    """
    before = int(plan.tasks.duration[task_idx])
    done = before - _remaining(plan, task_idx)
    if duration < max(done, 0):
        raise ValueError(f"duration {duration} < {max(done, 0)} s that are done")
    changed, periods = plan, plan.periods
    spans = {row: _span(plan, row) for row in _working(plan, task_idx)}
    # People on calendars of their own can each take less than the task that holds them.
    idle = max(before - max(spans.values(), default=before), 0)
    end = max(duration - idle, 0)
    for row, span in spans.items():
        if span >= before - idle or span > duration:
            changed = _of_length(changed, row, end - int(_delay(plan)[row]))
            periods = _stretched(periods, row, end)
    return _retimed(replace(changed, periods=periods), task_idx, duration)


def with_work(plan: Plan, assignment_idx: int, work: int) -> Plan:
    """Return the plan with another amount of work of one assignment, in seconds.

    Raises
    ------
    ValueError
        If the work is negative, or the assignment is no work (material, cost).
    """
    if work < 0:
        raise ValueError(f"work {work} < 0")
    task_idx = _task_of_work(plan, assignment_idx)
    units = float(plan.assignments.units[assignment_idx])
    if _kind(plan, task_idx) == TaskKind.FIXED_DURATION:
        units = _units_of(work, int(plan.tasks.duration[task_idx]), units)
        return _with_row(plan, assignment_idx, units=units, work=work)
    return _lasting_as_its_work(_with_row(plan, assignment_idx, work=work), task_idx)


def with_units(plan: Plan, assignment_idx: int, units: float) -> Plan:
    """Return the plan with another share of a resource, a fraction of its full time.

    Of material and of costs it is another amount, and nothing follows.

    Raises
    ------
    ValueError
        If the units are not positive.
    """
    if not units > 0:
        raise ValueError(f"units {units} ≤ 0")
    task_idx = int(plan.assignments.task_idx[assignment_idx])
    if assignment_idx not in _working(plan, task_idx):
        return _with_row(plan, assignment_idx, units=units)
    if _kind(plan, task_idx) == TaskKind.FIXED_DURATION:
        length = _length(plan, assignment_idx)
        return _with_row(plan, assignment_idx, units=units, work=round(length * units))
    return _lasting_as_its_work(_with_row(plan, assignment_idx, units=units), task_idx)


def with_resource(plan: Plan, task_idx: int, resource_idx: int, units: float = 1.0) -> Plan:
    """Return the plan with one more resource on a task.

    The first to join takes the whole duration. On an effort-driven task the work that is there is shared out
    by units, so a task that is not of fixed duration becomes shorter.

    Raises
    ------
    ValueError
        If the units are not positive, or the resource is on the task already.
    """
    if not units > 0:
        raise ValueError(f"units {units} ≤ 0")
    on_task = plan.assignments.task_idx == task_idx
    if (on_task & (plan.assignments.resource_idx == resource_idx)).any():
        raise ValueError(f"resource {resource_idx} is on task {task_idx} already")
    others = _working(plan, task_idx)
    is_work = plan.resources.kind[resource_idx] == ResourceKind.WORK
    joined = _added(plan, task_idx, resource_idx, units, is_work=bool(is_work))
    if not (is_work and others and _is_effort_driven(plan, task_idx)):
        return _with_total_work(joined, task_idx)
    return _shared_out(joined, task_idx, int(plan.assignments.work[others].sum()))


def without_assignment(plan: Plan, assignment_idx: int) -> Plan:
    """Return the plan with one resource fewer on its task; if effort drives it, the others take the work."""
    task_idx = int(plan.assignments.task_idx[assignment_idx])
    total = int(plan.assignments.work[_working(plan, task_idx)].sum())
    is_work = assignment_idx in _working(plan, task_idx)
    kept = np.arange(len(plan.assignments)) != assignment_idx
    is_kept = plan.periods.assignment_idx != assignment_idx
    periods = _rows(plan.periods, is_kept)
    moved = periods.assignment_idx - (periods.assignment_idx > assignment_idx)
    left = replace(
        plan,
        assignments=_rows(plan.assignments, kept),
        periods=_changed(periods, assignment_idx=moved),
        tasks=_without_cost(plan, assignment_idx),
    )
    if is_work and _working(left, task_idx) and _is_effort_driven(plan, task_idx):
        return _shared_out(left, task_idx, total)
    return _with_total_work(left, task_idx)


def _shared_out(plan: Plan, task_idx: int, total: int) -> Plan:
    """Divide work among the assignments of a task by their units."""
    rows = _working(plan, task_idx)
    units = plan.assignments.units[rows]
    shares = np.floor(total * units / units.sum()).astype(np.int64)
    shares[0] += total - int(shares.sum())
    work, share = plan.assignments.work.copy(), plan.assignments.units.copy()
    work[rows] = shares
    if _kind(plan, task_idx) == TaskKind.FIXED_DURATION:
        duration = int(plan.tasks.duration[task_idx])
        share[rows] = [_units_of(int(amount), duration, 1.0) for amount in shares]
    shared = replace(plan, assignments=_changed(plan.assignments, work=work, units=share))
    for row in rows:
        shared = _recosted(plan, shared, row)
    if _kind(plan, task_idx) == TaskKind.FIXED_DURATION:
        return _with_total_work(shared, task_idx)
    return _lasting_as_its_work(shared, task_idx)


def _lasting_as_its_work(plan: Plan, task_idx: int) -> Plan:
    """Let the duration follow: as long as the longest assignment takes."""
    rows = _working(plan, task_idx)
    spans = [int(_delay(plan)[row]) + _length(plan, row) for row in rows]
    duration = max(spans, default=int(plan.tasks.duration[task_idx]))
    periods = plan.periods
    for row, span in zip(rows, spans, strict=True):
        periods = _stretched(periods, row, span)
    return _retimed(replace(plan, periods=periods), task_idx, duration)


def _of_length(plan: Plan, row: int, length: int) -> Plan:
    """Return the plan with one assignment that takes ``length`` working seconds, and its cost."""
    length = max(length, 0)
    work, units = int(plan.assignments.work[row]), float(plan.assignments.units[row])
    if _kind(plan, int(plan.assignments.task_idx[row])) == TaskKind.FIXED_WORK:
        units = _units_of(work, length, units)
    elif plan.assignments.contour[row] == Contour.FLAT:
        work = round(length * units)
    else:
        # An uneven assignment keeps its average load.
        work = round(work * length / max(_length(plan, row), 1))
    return _with_row(plan, row, units=units, work=work)


def _stretched(periods: WorkPeriods, row: int, span: int) -> WorkPeriods:
    """Let the stored pattern of an assignment end ``span`` after the task's start: its end gives or takes."""
    its = np.flatnonzero(periods.assignment_idx == row)
    if not len(its):
        return periods
    is_gone = np.zeros(len(periods), np.bool_)
    is_gone[its] = (periods.offset[its] >= span) & ~periods.is_actual[its]
    left = its[~is_gone[its]]
    if not len(left):
        return _rows(periods, ~is_gone)  # type: ignore[no-any-return]
    last = int(left[-1])
    length, work = periods.length.copy(), periods.work.copy()
    length[last] = max(span - int(periods.offset[last]), 0)
    work[last] = round(int(periods.work[last]) * int(length[last]) / max(int(periods.length[last]), 1))
    return _rows(_changed(periods, length=length, work=work), ~is_gone)  # type: ignore[no-any-return]


def _retimed(plan: Plan, task_idx: int, duration: int) -> Plan:
    """Set duration, what remains of it, progress and total work."""
    tasks = plan.tasks
    durations, remaining = tasks.duration.copy(), tasks.remaining_duration.copy()
    complete = tasks.percent_complete.copy()
    done = int(durations[task_idx]) - _remaining(plan, task_idx)
    durations[task_idx] = duration
    if remaining[task_idx] != NONE and tasks.actual_finish[task_idx] == NONE:
        remaining[task_idx] = max(duration - done, 0)
    if done > 0 and duration > 0:
        complete[task_idx] = min(done / duration, 1.0)
    changed = _changed(tasks, duration=durations, remaining_duration=remaining, percent_complete=complete)
    return _with_total_work(replace(plan, tasks=changed), task_idx)


def _with_total_work(plan: Plan, task_idx: int) -> Plan:
    rows = _working(plan, task_idx)
    work = plan.tasks.work.copy()
    if rows or work[task_idx]:
        work[task_idx] = int(plan.assignments.work[rows].sum())
    return replace(plan, tasks=_changed(plan.tasks, work=work))


def _with_row(plan: Plan, row: int, **values: Any) -> Plan:
    """Change columns of one assignment; what remains of its work and its cost follow."""
    columns = {name: getattr(plan.assignments, name).copy() for name in (*values, "remaining_work")}
    for name, value in values.items():
        columns[name][row] = value
    if "work" in values and columns["remaining_work"][row] != NONE:
        columns["remaining_work"][row] += values["work"] - int(plan.assignments.work[row])
        columns["remaining_work"][row] = max(int(columns["remaining_work"][row]), 0)
    changed = replace(plan, assignments=_changed(plan.assignments, **columns))
    task_idx = int(plan.assignments.task_idx[row])
    return _with_total_work(_recosted(plan, changed, row), task_idx)


def _recosted(before: Plan, after: Plan, row: int) -> Plan:
    """Charge more work, or less, at the standard rate of the resource."""
    more = int(after.assignments.work[row]) - int(before.assignments.work[row])
    rate = int(after.resources.standard_rate[after.assignments.resource_idx[row]])
    if not (more and rate):
        return after
    amount = round(more * rate / HOUR)
    cost, of_tasks = after.assignments.cost.copy(), after.tasks.cost.copy()
    cost[row] += amount
    of_tasks[after.assignments.task_idx[row]] += amount
    return replace(
        after,
        assignments=_changed(after.assignments, cost=cost),
        tasks=_changed(after.tasks, cost=of_tasks),
    )


def _added(plan: Plan, task_idx: int, resource_idx: int, units: float, *, is_work: bool) -> Plan:
    work = round(int(plan.tasks.duration[task_idx]) * units) if is_work else 0
    uid = int(plan.assignments.uid.max(initial=0)) + 1
    row = {"uid": uid, "task_idx": task_idx, "resource_idx": resource_idx, "units": units, "work": work}
    columns: dict[str, list[Any]] = {
        name: [*getattr(plan.assignments, name), row.get(name, default)]
        for name, (_, default) in Assignments.columns().items()
    }
    assignments = table(Assignments, columns, len(plan.assignments) + 1)
    before = replace(plan, assignments=_changed(assignments, work=_without_last(assignments.work)))
    return _recosted(before, replace(plan, assignments=assignments), len(plan.assignments))


def _without_cost(plan: Plan, row: int) -> Tasks:
    """Return the tasks without what one assignment costs; what was paid for it stays paid."""
    cost = plan.tasks.cost.copy()
    cost[plan.assignments.task_idx[row]] -= plan.assignments.cost[row]
    made: Tasks = _changed(plan.tasks, cost=cost)
    return made


def _without_last(work: Integers) -> Integers:
    changed = work.copy()
    changed[-1] = 0
    return changed


def _working(plan: Plan, task_idx: int) -> list[int]:
    """Return the assignments of a task that are work of somebody."""
    rows = np.flatnonzero((plan.assignments.task_idx == task_idx) & (plan.assignments.resource_idx >= 0))
    found: list[int] = rows[
        plan.resources.kind[plan.assignments.resource_idx[rows]] == ResourceKind.WORK
    ].tolist()
    return found


def _task_of_work(plan: Plan, row: int) -> int:
    task_idx = int(plan.assignments.task_idx[row])
    if row not in _working(plan, task_idx):
        raise ValueError(f"assignment {row} is no work of somebody")
    return task_idx


def _kind(plan: Plan, task_idx: int) -> int:
    return int(plan.tasks.kind[task_idx])


def _is_effort_driven(plan: Plan, task_idx: int) -> bool:
    return bool(plan.tasks.is_effort_driven[task_idx]) or _kind(plan, task_idx) == TaskKind.FIXED_WORK


def _remaining(plan: Plan, task_idx: int) -> int:
    tasks = plan.tasks
    if tasks.actual_finish[task_idx] != NONE:
        return 0
    stored = int(tasks.remaining_duration[task_idx])
    if stored != NONE:
        return max(stored, 0)
    return round(int(tasks.duration[task_idx]) * (1 - float(tasks.percent_complete[task_idx])))


def _delay(plan: Plan) -> Integers:
    return plan.assignments.delay + plan.assignments.leveling_delay


def _length(plan: Plan, row: int) -> int:
    """Return how long an assignment takes: by its stored pattern, else work ÷ units."""
    periods = plan.periods
    its = np.flatnonzero(periods.assignment_idx == row)
    work, units = int(plan.assignments.work[row]), float(plan.assignments.units[row])
    if len(its):
        stored = int(periods.work[its].sum())
        span = int((periods.offset[its] + periods.length[its]).max()) - int(_delay(plan)[row])
        return round(span * work / stored) if stored else span
    if plan.assignments.contour[row] != Contour.FLAT or units <= 0:
        return int(plan.tasks.duration[plan.assignments.task_idx[row]]) - int(_delay(plan)[row])
    return round(work / units)


def _span(plan: Plan, row: int) -> int:
    return int(_delay(plan)[row]) + _length(plan, row)


def _units_of(work: int, length: int, otherwise: float) -> float:
    return work / length if length > 0 and work > 0 else otherwise


def _changed(one: Any, **columns: Any) -> Any:
    for values in columns.values():
        values.setflags(write=False)
    return replace(one, **columns)


def _rows(one: Table, is_kept: Any) -> Any:
    """Return a table with only the rows that are kept."""
    columns: dict[str, list[Any]] = {}
    for name, (dtype, _) in one.columns().items():
        values = getattr(one, name)
        kept = np.flatnonzero(is_kept).tolist()
        columns[name] = [values[idx] for idx in kept] if dtype is str else values[is_kept].tolist()
    return table(type(one), columns, int(np.count_nonzero(is_kept)))
