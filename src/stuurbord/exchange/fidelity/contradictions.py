"""Stored dates that their own file contradicts, as after it was saved without calculating.

Only what no calendar and no option can bring about counts, so a misread calendar never looks like a stale
file. Early: a start before the finish of a predecessor without lead, before a "no earlier than", a finish
before the start, or less time on the clock between them than the duration of a task that nobody works on.
Late: a late finish after the late start of a successor, own or inherited from a summary; late dates that are
not those their summary gathers (it does in 354 of 361 automatic summaries of the real files); a float where
early and late start are one moment; or, on the task's calendar, an end before the project's of what nothing
holds.
"""

from __future__ import annotations

import numpy as np

from stuurbord.exchange.fidelity.clocks import worked
from stuurbord.exchange.fidelity.columns import MINUTE, stored
from stuurbord.exchange.fidelity.kinds import has_any, is_uneven, is_within
from stuurbord.plan import NONE, Constraint, DependencyKind, Plan
from stuurbord.plan.model import Booleans, Integers

_BEATS_LINKS = (Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT)
NEVER = 2**62


def early_contradictions(plan: Plan) -> Booleans:
    """Return the tasks not begun whose stored start or finish the file contradicts."""
    tasks, links = plan.tasks, plan.dependencies
    start, finish = tasks.given_start, tasks.given_finish
    is_open = _is_open(plan) & (start != NONE) & (finish != NONE)
    beats = np.isin(tasks.constraint, _BEATS_LINKS)
    of_links = has_any(plan, links.successor_idx[_is_broken(plan, start, finish)]) & ~beats
    dated = tasks.constraint_date != NONE
    by_start = dated & np.isin(tasks.constraint, (Constraint.SNET, Constraint.MSO))
    by_finish = dated & (tasks.constraint == Constraint.FNET)
    of_dates = (by_start & (start < tasks.constraint_date - MINUTE)) | (
        by_finish & (finish < tasks.constraint_date - MINUTE)
    )
    found: Booleans = is_open & (of_links | of_dates | (finish < start) | _is_too_short(plan))
    return found


def late_contradictions(plan: Plan) -> Booleans:
    """Return the tasks not finished whose stored late dates do not go with each other."""
    late_start, late_finish = stored(plan, "late_start"), stored(plan, "late_finish")
    tasks, links = plan.tasks, plan.dependencies
    is_held = _is_open(plan)[links.successor_idx] | tasks.is_summary[links.successor_idx]
    broken = is_held & _is_broken(plan, late_start, late_finish)
    ends = np.concatenate([links.predecessor_idx[broken], links.successor_idx[broken]])
    found = has_any(plan, ends) | _exceeds_inherited(plan, late_start, late_finish)
    found |= is_within(plan, _gathers_otherwise(plan, late_finish)) & (late_finish != NONE)
    found |= _has_other_float(plan, late_start) | _ends_before_project(plan, late_finish)
    found &= ~tasks.is_summary & ~tasks.is_manual & (tasks.actual_finish == NONE)
    return found


def _exceeds_inherited(plan: Plan, late_start: Integers, late_finish: Integers) -> Booleans:
    """Return the tasks that end later than what waits for a summary above them may begin."""
    links, tasks = plan.dependencies, plan.tasks
    counts = (links.kind == DependencyKind.FS) & (links.lag >= 0) & tasks.is_active[links.successor_idx]
    counts &= _is_open(plan)[links.successor_idx] | tasks.is_summary[links.successor_idx]
    counts &= late_start[links.successor_idx] != NONE
    ceiling = np.full(len(tasks), NEVER)
    np.minimum.at(ceiling, links.predecessor_idx[counts], late_start[links.successor_idx[counts]])
    for idx, above in enumerate(tasks.parent_idx.tolist()):
        if above >= 0:
            ceiling[idx] = min(ceiling[idx], ceiling[above])
    exceeds: Booleans = (late_finish != NONE) & (late_finish > ceiling + MINUTE)
    return exceeds


def _gathers_otherwise(plan: Plan, late_finish: Integers) -> Booleans:
    """Return the automatic summaries whose stored late finish is not the latest of their parts."""
    tasks = plan.tasks
    latest = np.full(len(tasks), NONE)
    counts = (tasks.parent_idx >= 0) & tasks.is_active & (late_finish != NONE)
    np.maximum.at(latest, tasks.parent_idx[counts], late_finish[counts])
    gathers = tasks.is_summary & ~tasks.is_manual & (late_finish != NONE) & (latest != NONE)
    otherwise: Booleans = gathers & (np.abs(latest - late_finish) >= MINUTE)
    return otherwise


def _has_other_float(plan: Plan, late_start: Integers) -> Booleans:
    """Return the tasks with float although their early and late start are one moment."""
    floats, early = stored(plan, "start_float"), stored(plan, "early_start")
    other: Booleans = (floats != NONE) & (floats != 0) & (early != NONE) & (early == late_start)
    return other


def _ends_before_project(plan: Plan, late_finish: Integers) -> Booleans:
    """Return the tasks that nothing in the plan holds, and that yet may not last as long as the project."""
    tasks, links = plan.tasks, plan.dependencies
    none = np.zeros(len(tasks), np.bool_)
    is_dated = bool((late_finish[tasks.is_active] != NONE).any())
    if plan.rules.multiple_critical_paths or plan.from_finish or not is_dated:
        return none
    end = np.full(len(tasks), late_finish[tasks.is_active].max())
    is_held = is_within(plan, has_any(plan, links.predecessor_idx) | (tasks.deadline != NONE))
    is_held |= is_within(plan, np.isin(tasks.constraint, _BEATS_LINKS) | (tasks.is_manual & tasks.is_summary))
    free = _is_open(plan) & ~is_held & ~has_any(plan, plan.assignments.task_idx)
    between = worked(plan, np.arange(len(tasks)), late_finish, end)
    found: Booleans = free & (late_finish != NONE) & (between > MINUTE)
    return found


def _is_open(plan: Plan) -> Booleans:
    """Return which tasks a scheduler has to date from what precedes them."""
    tasks = plan.tasks
    is_open: Booleans = (
        tasks.is_active
        & ~tasks.is_manual
        & ~tasks.is_external
        & ~tasks.is_summary
        & (tasks.actual_start == NONE)
    )
    return is_open


def _is_broken(plan: Plan, start: Integers, finish: Integers) -> Booleans:
    """Return the links without lead whose ends come in the wrong order."""
    links, tasks = plan.dependencies, plan.tasks
    from_start = np.isin(links.kind, (DependencyKind.SS, DependencyKind.SF))
    to_finish = np.isin(links.kind, (DependencyKind.FF, DependencyKind.SF))
    before = np.where(from_start, start[links.predecessor_idx], finish[links.predecessor_idx])
    after = np.where(to_finish, finish[links.successor_idx], start[links.successor_idx])
    holds = (links.lag >= 0) & tasks.is_active[links.predecessor_idx] & tasks.is_active[links.successor_idx]
    broken: Booleans = holds & (before != NONE) & (after != NONE) & (after < before - MINUTE)
    return broken


def _is_too_short(plan: Plan) -> Booleans:
    """Return the tasks without people with less time on the clock between their dates than they take."""
    tasks = plan.tasks
    is_alone = ~has_any(plan, plan.assignments.task_idx) & ~is_uneven(plan)
    short: Booleans = is_alone & (tasks.given_finish - tasks.given_start < tasks.duration - MINUTE)
    return short
