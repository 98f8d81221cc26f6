"""Kinds of tasks, since a share over all of them hides where a scheduler goes wrong."""

from __future__ import annotations

import numpy as np

from stuurbord.errors import N_
from stuurbord.plan import NONE, Constraint, Contour, Plan
from stuurbord.plan.model import Booleans, Integers

LABELS = {
    "linked": N_("driven by a link"),
    "unlinked": N_("without predecessor"),
    "constrained": N_("with a date constraint"),
    "in_progress": N_("in progress"),
    "finished": N_("finished"),
    "with_people": N_("with people on it"),
    "uneven_work": N_("interrupted or unevenly worked"),
    "levelled": N_("delayed by levelling"),
    "milestone": N_("without duration"),
    "elapsed": N_("round the clock"),
}


def is_within(plan: Plan, is_marked: Booleans) -> Booleans:
    """Return which tasks are marked or stand below a summary that is."""
    found = is_marked.copy()
    for idx, above in enumerate(plan.tasks.parent_idx.tolist()):  # a summary comes before its parts
        if above >= 0 and found[above]:
            found[idx] = True
    return found


def has_any(plan: Plan, idx: Integers) -> Booleans:
    """Return which tasks occur among positions."""
    found: Booleans = np.zeros(len(plan.tasks), np.bool_)
    found[idx[idx >= 0]] = True
    return found


def is_uneven(plan: Plan) -> Booleans:
    """Return which tasks hold a work pattern, a contour or a delayed assignment."""
    rows = plan.assignments
    uneven = (rows.contour != Contour.FLAT) | (rows.delay != 0)
    uneven[plan.periods.assignment_idx] = True
    return has_any(plan, rows.task_idx[uneven])


def is_levelled(plan: Plan) -> Booleans:
    """Return which tasks, or whose assignments, levelling delays."""
    rows = plan.assignments
    found: Booleans = (plan.tasks.leveling_delay != 0) | has_any(
        plan, rows.task_idx[rows.leveling_delay != 0]
    )
    return found


def kinds_of(plan: Plan) -> dict[str, Booleans]:
    """Return kind → which tasks are of it; a task may be of several."""
    tasks = plan.tasks
    is_linked = is_within(plan, has_any(plan, plan.dependencies.successor_idx))
    is_begun = tasks.actual_start != NONE
    is_finished = tasks.actual_finish != NONE
    return {
        "linked": is_linked & ~is_begun,
        "unlinked": ~is_linked & ~is_begun,
        "constrained": (tasks.constraint != Constraint.ASAP) & ~is_begun,
        "in_progress": is_begun & ~is_finished,
        "finished": is_finished,
        "with_people": has_any(plan, plan.assignments.task_idx[plan.assignments.resource_idx >= 0]),
        "uneven_work": is_uneven(plan),
        "levelled": is_levelled(plan),
        "milestone": tasks.duration == 0,
        "elapsed": tasks.is_elapsed,
    }
