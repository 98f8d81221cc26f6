"""How far a task is, told by its owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing.edits import Progress
from stuurbord.engine.editing.refusal import cannot, named
from stuurbord.errors import N_
from stuurbord.plan.calendar import NONE
from stuurbord.plan.changes import Change, changed
from stuurbord.plan.changes.change import ASSIGNMENTS, TASKS
from stuurbord.plan.changes.keyed import keyed_table
from stuurbord.plan.model import Plan


def with_progress(plan: Plan, idx: int, told: Progress, dating: Callable[[Plan], Schedule]) -> Plan:
    """Return the plan with what a task's owner tells of it.

    Work that is said to be done began, and what is complete ended, on the dates told, else where the plan had
    them. What remains is told, or follows from the share that is done.
    """
    tasks, share = plan.tasks, told.percent_complete
    if tasks.is_summary[idx]:
        text = N_("The progress of “{task}” is that of its parts.")
        cannot("summary_follows_parts", text, task=named(plan, idx))
    if not 0 <= share <= 1:
        cannot(
            "progress_out_of_range", N_("Progress of “{task}” lies outside 0–100 %."), task=named(plan, idx)
        )
    facts: dict[str, Any] = {"percent_complete": float(share), "stop": None, "resume": None}
    facts |= _dates(plan, idx, told, dating)
    remaining = 0 if share >= 1 else told.remaining_duration
    if remaining == NONE and share > 0:
        remaining = round(int(tasks.duration[idx]) * (1 - share))
    facts["remaining_duration"] = None if remaining == NONE else remaining
    _check_dates(plan, idx, facts)
    key = str(int(tasks.uid[idx]))
    changes = [Change(TASKS, key, name, None, value) for name, value in facts.items()]
    return changed(plan, [*changes, *_work_left(plan, idx, share)])


def _dates(plan: Plan, idx: int, told: Progress, dating: Callable[[Plan], Schedule]) -> dict[str, Any]:
    start, finish = told.actual_start, told.actual_finish
    if start == NONE:
        start = int(plan.tasks.actual_start[idx])
    if told.percent_complete >= 1 and finish == NONE:
        finish = int(plan.tasks.actual_finish[idx])
    needs_start = told.percent_complete > 0 and start == NONE
    if needs_start or (told.percent_complete >= 1 and finish == NONE):
        schedule = dating(plan)
        start = int(schedule.start[idx]) if start == NONE else start
        if told.percent_complete >= 1 and finish == NONE:
            finish = max(int(schedule.finish[idx]), start)
    if told.percent_complete < 1:
        finish = NONE
    if told.percent_complete == 0 and told.actual_start == NONE:
        start = NONE  # nothing was done after all
    return {
        "actual_start": None if start == NONE else start,
        "actual_finish": None if finish == NONE else finish,
    }


def _check_dates(plan: Plan, idx: int, facts: dict[str, Any]) -> None:
    start, finish = facts["actual_start"], facts["actual_finish"]
    if start is not None and finish is not None and finish < start:
        text = N_("“{task}” was finished before it was started.")
        cannot("actual_finish_before_start", text, task=named(plan, idx))


def _work_left(plan: Plan, idx: int, share: float) -> list[Change]:
    """Leave each assignment its part of the work, where the plan counts what is left."""
    rows = (plan.assignments.task_idx == idx).nonzero()[0].tolist()
    if not rows:
        return []
    keys = keyed_table(plan, ASSIGNMENTS).keys
    return [
        Change(
            ASSIGNMENTS,
            keys[row],
            "remaining_work",
            None,
            round(int(plan.assignments.work[row]) * (1 - share)),
        )
        for row in rows
        if plan.assignments.remaining_work[row] != NONE
    ]
