"""Rows of the outline that come, go, and change their place or level."""

from __future__ import annotations

from collections.abc import Iterable

from stuurbord.engine.editing.edits import Insert
from stuurbord.engine.editing.refusal import cannot, named
from stuurbord.errors import N_
from stuurbord.plan.changes import Change, changed
from stuurbord.plan.changes.change import ASSIGNMENTS, DEPENDENCIES, PLACE, ROW, TASKS
from stuurbord.plan.changes.keyed import keyed_table
from stuurbord.plan.draft.links import last_parts
from stuurbord.plan.model import Plan


def with_task(plan: Plan, new: Insert) -> Plan:
    """Return the plan with one more task, below another and its parts."""
    if (plan.tasks.uid == new.uid).any():
        raise ValueError(f"there is a task {new.uid} already")
    above = _at(plan, new.below) if new.below else -1
    last = last_parts(plan.tasks.parent_idx.tolist())[above] if above >= 0 else -1
    deepest = int(plan.tasks.outline_level[last]) + 1 if last >= 0 else 1
    row = {
        "name": new.name,
        "outline_level": max(1, min(new.outline_level, deepest)),
        "duration": 0 if new.is_milestone else new.duration,
        "is_milestone": new.is_milestone,
        "is_manual": new.is_manual,
        "kind": int(plan.tasks.kind[above]) if above >= 0 else 0,
        PLACE: _key(plan, last),
    }
    return changed(plan, [Change(TASKS, str(new.uid), ROW, None, row)])


def without_tasks(plan: Plan, rows: Iterable[int]) -> Plan:
    """Return the plan without some tasks, their parts, and the links and assignments of these."""
    last = last_parts(plan.tasks.parent_idx.tolist())
    gone = {part for row in rows for part in range(row, last[row] + 1)}
    if len(gone) == len(plan.tasks):
        cannot("no_tasks", N_("The plan has no tasks."))
    links, rows_ = plan.dependencies, plan.assignments
    link_keys, assignment_keys = keyed_table(plan, DEPENDENCIES).keys, keyed_table(plan, ASSIGNMENTS).keys
    changes = [Change(TASKS, _key(plan, row), ROW, {}, None) for row in sorted(gone)]
    ends = zip(links.predecessor_idx.tolist(), links.successor_idx.tolist(), strict=True)
    changes += [
        Change(DEPENDENCIES, key, ROW, {}, None)
        for key, pair in zip(link_keys, ends, strict=True)
        if not gone.isdisjoint(pair)
    ]
    changes += [
        Change(ASSIGNMENTS, key, ROW, {}, None)
        for key, task in zip(assignment_keys, rows_.task_idx.tolist(), strict=True)
        if task in gone
    ]
    return changed(plan, changes)


def shifted(plan: Plan, rows: Iterable[int], levels: int) -> Plan:
    """Return the plan with tasks and their parts so many levels deeper."""
    last = last_parts(plan.tasks.parent_idx.tolist())
    given = plan.tasks.outline_level.tolist()
    moving = sorted({part for row in rows for part in range(row, last[row] + 1)})
    new = list(given)
    for row in moving:
        new[row] = given[row] + levels
    for row in moving:
        above = max(new[row - 1], 1) if row else 0
        if new[row] < 1:
            text = N_("“{task}” is at the top of the outline already.")
            cannot("outline_at_top", text, task=named(plan, row))
        if new[row] > above + 1:
            text = N_("“{task}” cannot be deeper than one level below the row above it.")
            cannot("outline_too_far", text, task=named(plan, row))
    return changed(plan, [Change(TASKS, _key(plan, row), "outline_level", None, new[row]) for row in moving])


def placed(plan: Plan, row: int, below: int) -> Plan:
    """Return the plan with a task and its parts after another task and its parts, at that task's level."""
    last = last_parts(plan.tasks.parent_idx.tolist())
    if row <= below <= last[row]:
        cannot("outline_within_itself", N_("“{task}” cannot stand within itself."), task=named(plan, row))
    level = max(int(plan.tasks.outline_level[below]), 1) if below >= 0 else 1
    deeper = level - int(plan.tasks.outline_level[row])
    anchor = last[below] if below >= 0 else -1
    if row <= anchor <= last[row]:
        anchor = row - 1  # it is the last part of that task: it only changes its level
    changes = []
    for part in range(row, last[row] + 1):
        changes.append(Change(TASKS, _key(plan, part), PLACE, None, _key(plan, anchor)))
        if deeper:
            given = int(plan.tasks.outline_level[part])
            changes.append(Change(TASKS, _key(plan, part), "outline_level", None, given + deeper))
        anchor = part
    return changed(plan, changes)


def _key(plan: Plan, row: int) -> str:
    return str(int(plan.tasks.uid[row])) if row >= 0 else ""


def _at(plan: Plan, uid: int) -> int:
    found = (plan.tasks.uid == uid).nonzero()[0]
    if not len(found):
        raise ValueError(f"there is no task {uid}")
    return int(found[0])
