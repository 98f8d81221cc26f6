"""From edits to another plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Any, Final

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import outline
from stuurbord.engine.editing.bounds import check_figures
from stuurbord.engine.editing.checks import check_logic
from stuurbord.engine.editing.dates import moved, with_manual_dates
from stuurbord.engine.editing.edits import (
    Assign,
    Edit,
    Insert,
    Link,
    Move,
    Place,
    Progress,
    Remove,
    Resize,
    SetFacts,
    Shift,
    Unassign,
    Unlink,
)
from stuurbord.engine.editing.legal_minimum import check_legal_minimum
from stuurbord.engine.editing.progress import with_progress
from stuurbord.engine.editing.refusal import cannot, named
from stuurbord.errors import N_
from stuurbord.plan.calendar import NONE
from stuurbord.plan.changes import Change, changed
from stuurbord.plan.changes.change import DEPENDENCIES, PLACE, ROW, TASKS
from stuurbord.plan.changes.keyed import keyed_table
from stuurbord.plan.effort import with_duration, with_resource, with_units, without_assignment
from stuurbord.plan.model import Constraint, Plan

Dating = Callable[[Plan], Schedule]
"""How the caller dates a plan."""
_FACTS: Final[dict[str, tuple[type, ...]]] = {
    "name": (str,),
    "notes": (str,),
    "gate": (str,),
    "legal_basis": (str,),
    "calendar": (str,),
    "deadline": (int,),
    "constraint": (int,),
    "constraint_date": (int,),
    "is_manual": (bool,),
    "is_active": (bool,),
    "is_milestone": (bool,),
    "ignores_resource_calendar": (bool,),
    "kind": (int,),
    "is_effort_driven": (bool,),
    "cost": (int,),
}
"""What `SetFacts` may set."""


def edited(plan: Plan, edits: Iterable[Edit], dating: Dating) -> Plan:
    """Return the plan after these edits, in order.

    Raises
    ------
    InvalidPlan
        If an edit cannot be made, leaves a plan that waits for itself, or makes a period shorter than the
        law allows; its finding says why.
    ValueError
        If an edit names a task, a resource or a fact that is not there.
    """
    before, of_logic = plan, False
    for edit in edits:
        check_figures(edit)
        plan = _with(edit, plan, dating)
        of_logic |= isinstance(edit, Link | Insert | Shift | Place)
    if of_logic:
        check_logic(plan)
    check_legal_minimum(before, plan, dating)
    return plan


@singledispatch
def _with(edit: Any, plan: Plan, dating: Dating) -> Plan:
    raise TypeError(f"{type(edit).__name__} is no edit")


@_with.register
def _(edit: SetFacts, plan: Plan, dating: Dating) -> Plan:
    for name, value in edit.facts.items():
        if name not in _FACTS:
            raise ValueError(f"a planner cannot set {name}")
        if value is not None and not isinstance(value, _FACTS[name]):
            raise ValueError(f"{name} is no {_FACTS[name][0].__name__}")
    facts = dict(edit.facts)
    if "calendar" in facts:
        facts["calendar_idx"] = _calendar(plan, facts.pop("calendar") or "")
    if facts.get("constraint") in (Constraint.ASAP, Constraint.ALAP):
        facts["constraint_date"] = None
    if facts.get("is_manual"):
        plan = with_manual_dates(plan, [at(plan, uid) for uid in edit.uids], dating)
    for uid in edit.uids:
        at(plan, uid)
    changes = [
        Change(TASKS, str(uid), name, None, value) for uid in edit.uids for name, value in facts.items()
    ]
    after = changed(plan, changes)
    for uid in edit.uids:
        idx = at(after, uid)
        dated = after.tasks.constraint[idx] not in (Constraint.ASAP, Constraint.ALAP)
        if "constraint" in facts and dated and after.tasks.constraint_date[idx] == NONE:
            text = N_("The constraint of “{task}” needs a date.")
            cannot("constraint_needs_date", text, task=named(after, idx))
    return after


@_with.register
def _(edit: Move, plan: Plan, dating: Dating) -> Plan:
    return moved(plan, at(plan, edit.uid), edit.start)


@_with.register
def _(edit: Resize, plan: Plan, dating: Dating) -> Plan:
    for uid in edit.uids:
        idx = at(plan, uid)
        if plan.tasks.is_summary[idx]:
            text = N_("“{task}” is as long as its parts take.")
            cannot("summary_follows_parts", text, task=named(plan, idx))
        try:
            plan = with_duration(plan, idx, edit.duration)
        except ValueError:
            text = N_("“{task}” cannot last shorter than what is done of it.")
            cannot("shorter_than_done", text, task=named(plan, idx))
        is_point = edit.duration == 0
        plan = changed(plan, [Change(TASKS, str(uid), "is_milestone", None, is_point)])
    return plan


@_with.register
def _(edit: Progress, plan: Plan, dating: Dating) -> Plan:
    return with_progress(plan, at(plan, edit.uid), edit, dating)


@_with.register
def _(edit: Link, plan: Plan, dating: Dating) -> Plan:
    ends = at(plan, edit.predecessor), at(plan, edit.successor)
    if ends[0] == ends[1]:
        cannot("cycle", N_("Task {predecessor} depends on itself."), predecessor=named(plan, ends[0]))
    facts = {"kind": edit.kind, "lag": edit.lag, "lag_unit": edit.lag_unit}
    links = plan.dependencies
    is_it = (links.predecessor_idx == ends[0]) & (links.successor_idx == ends[1])
    key = f"{edit.predecessor}>{edit.successor}"
    if is_it.any():
        return changed(
            plan, [Change(DEPENDENCIES, key, name, None, int(value)) for name, value in facts.items()]
        )
    last = _last_link(plan)
    row = {name: int(value) for name, value in facts.items()} | {PLACE: last}
    return changed(plan, [Change(DEPENDENCIES, key, ROW, None, row)])


@_with.register
def _(edit: Unlink, plan: Plan, dating: Dating) -> Plan:
    ends = at(plan, edit.predecessor), at(plan, edit.successor)
    links = plan.dependencies
    n_links = int(((links.predecessor_idx == ends[0]) & (links.successor_idx == ends[1])).sum())
    if not n_links:
        text = N_("“{successor}” does not wait for “{predecessor}”.")
        cannot("no_such_link", text, predecessor=named(plan, ends[0]), successor=named(plan, ends[1]))
    key = f"{edit.predecessor}>{edit.successor}"
    keys = [key if not number else f"{key}#{number}" for number in range(n_links)]
    return changed(plan, [Change(DEPENDENCIES, one, ROW, {}, None) for one in keys])


@_with.register
def _(edit: Insert, plan: Plan, dating: Dating) -> Plan:
    return outline.with_task(plan, edit)


@_with.register
def _(edit: Remove, plan: Plan, dating: Dating) -> Plan:
    return outline.without_tasks(plan, [at(plan, uid) for uid in edit.uids])


@_with.register
def _(edit: Shift, plan: Plan, dating: Dating) -> Plan:
    return outline.shifted(plan, [at(plan, uid) for uid in edit.uids], edit.levels)


@_with.register
def _(edit: Place, plan: Plan, dating: Dating) -> Plan:
    return outline.placed(plan, at(plan, edit.uid), at(plan, edit.below) if edit.below else -1)


@_with.register
def _(edit: Assign, plan: Plan, dating: Dating) -> Plan:
    if not edit.units > 0:
        cannot("units_not_positive", N_("Units must be more than zero."))
    task, resource = at(plan, edit.task), _resource(plan, edit.resource)
    if plan.tasks.is_summary[task]:
        cannot("summary_has_no_people", N_("People work on the parts of “{task}”."), task=named(plan, task))
    row = _assignment(plan, task, resource)
    if row is None:
        return with_resource(plan, task, resource, edit.units)
    return with_units(plan, row, edit.units)


@_with.register
def _(edit: Unassign, plan: Plan, dating: Dating) -> Plan:
    task, resource = at(plan, edit.task), _resource(plan, edit.resource)
    row = _assignment(plan, task, resource)
    if row is None:
        text = N_("“{resource}” does not work on “{task}”.")
        cannot("not_assigned", text, resource=plan.resources.name[resource], task=named(plan, task))
    return without_assignment(plan, row)


def at(plan: Plan, uid: int) -> int:
    """Return the position of a task."""
    found = (plan.tasks.uid == uid).nonzero()[0]
    if not len(found):
        raise ValueError(f"there is no task {uid}")
    return int(found[0])


def _resource(plan: Plan, uid: int) -> int:
    found = (plan.resources.uid == uid).nonzero()[0]
    if not len(found):
        raise ValueError(f"there is no resource {uid}")
    return int(found[0])


def _assignment(plan: Plan, task: int, resource: int) -> int | None:
    rows = plan.assignments
    found = ((rows.task_idx == task) & (rows.resource_idx == resource)).nonzero()[0]
    return int(found[0]) if len(found) else None


def _calendar(plan: Plan, name: str) -> int:
    if not name:
        return -1
    for idx, calendar in enumerate(plan.calendars):
        if calendar.name == name:
            return idx
    raise ValueError(f"there is no calendar {name!r}")


def _last_link(plan: Plan) -> str:
    keys = keyed_table(plan, DEPENDENCIES).keys
    return keys[-1] if keys else ""
