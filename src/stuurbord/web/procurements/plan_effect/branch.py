"""The steps of a procurement in the plan of its project: found, and brought to what another procedure asks.

What somebody planned stays: a step that both procedures have keeps its duration, its people and its progress.
A step that the new procedure does not have goes, unless it has begun; what waited for it waits for the step
before it. A period that a law sets takes what the law sets now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import check_logic
from stuurbord.engine.editing.outline import without_tasks
from stuurbord.plan import NONE, Calendar, DependencyKind, DependencyRow, LagUnit, Plan, TaskRow, moment
from stuurbord.plan.calendar import DAY
from stuurbord.plan.changes import Change, changed
from stuurbord.plan.changes.change import DEPENDENCIES, PLACE, ROW, TASKS
from stuurbord.plan.changes.keyed import keyed_table
from stuurbord.plan.draft.links import last_parts
from stuurbord.plan.effort import with_duration
from stuurbord.plan.legal_periods import TO_NEXT_DAY

CONCLUSION: Final = "S24"
"""The step in which the contract is concluded."""
DISPATCH: Final = "S09"
"""The step in which the notice or the invitation goes out."""
_LAST_STEPS: Final = ("S27", CONCLUSION)
"""What the rest of the project waits for: the order to start, else the conclusion."""
_LAW: Final = ("legal_minimum", "legal_is_unverified", "legal_basis")
Name = tuple[str, int]
"""A step and the how-manieth task of that step, from 0."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Tasks of a procedure in order, as `stuurbord.rulebooks.be_procurement.planning` makes them.

    Attributes
    ----------
    rows, links
        Uids are their own.
    calendars
        Those that the rows name.
    anew
        Steps that mean something else than in the former procedure, though a task stands for them already.
    uids
        Step → the uid that its task had in the plan once: it gets that again, so that registers find it.
    """

    rows: Sequence[TaskRow]
    links: Sequence[DependencyRow]
    calendars: Sequence[Calendar] = ()
    anew: Collection[str] = ()
    uids: Mapping[str, int] = field(default_factory=dict)

    def without(self, steps: Collection[str]) -> Parts:
        """Return the parts without some steps: what waited for one of these waits for what it waited for."""
        dropped = {row.uid for row in self.rows if row.step in steps}
        waits: dict[int, list[int]] = {}
        for link in self.links:
            waits.setdefault(link.successor_uid, []).append(link.predecessor_uid)

        def kept(uid: int) -> set[int]:
            return {uid} if uid not in dropped else {one for each in waits.get(uid, ()) for one in kept(each)}

        links = [link for link in self.links if not dropped & {link.predecessor_uid, link.successor_uid}]
        pairs = {(link.predecessor_uid, link.successor_uid) for link in links}
        for link in self.links:
            if link.predecessor_uid in dropped and link.successor_uid not in dropped:
                for uid in sorted(kept(link.predecessor_uid)):
                    if (uid, link.successor_uid) not in pairs:
                        pairs.add((uid, link.successor_uid))
                        links.append(DependencyRow(uid, link.successor_uid))
        return replace(self, rows=[row for row in self.rows if row.uid not in dropped], links=links)


@dataclass(frozen=True, slots=True)
class Branch:
    """The steps of one procurement in one plan.

    Attributes
    ----------
    uid
        The task under which they stand; None if the plan has none.
    step_uids
        Step → uids of its tasks, in the order of the plan.
    """

    uid: int | None = None
    step_uids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def legal_minimum(self, plan: Plan, step: str) -> int | None:
        """Return the calendar days that the law asks of a step at least; None where it asks none."""
        return max((int(plan.tasks.legal_minimum[row]) for row in self._rows(plan, step)), default=0) or None

    def planned_days(self, plan: Plan, schedule: Schedule, step: str) -> int | None:
        """Return the calendar days that the plan gives a step: on the clock, else to its last day."""
        rows = self._rows(plan, step)
        on_clock = sum(int(plan.tasks.duration[row]) for row in rows if plan.tasks.is_elapsed[row])
        if on_clock:
            return round(on_clock / DAY)
        dated = [row for row in rows if schedule.finish[row] != NONE]
        if not dated:
            return None
        first, last = (
            moment(int(edge)).date() for edge in (min(schedule.start[dated]), max(schedule.finish[dated]))
        )
        return (last - first).days or None

    def dispatch(self, plan: Plan, schedule: Schedule) -> date | None:
        """Return the day on which the notice or the invitation goes out; None where no step does."""
        return _day(self._end(plan, schedule, DISPATCH))

    def conclusion(self, plan: Plan, schedule: Schedule) -> date | None:
        """Return the day on which the contract is concluded."""
        return _day(self.conclusion_instant(plan, schedule))

    def conclusion_instant(self, plan: Plan, schedule: Schedule) -> int | None:
        """Return the instant at which the contract is concluded."""
        return self._end(plan, schedule, CONCLUSION)

    def _end(self, plan: Plan, schedule: Schedule, step: str) -> int | None:
        ends = [int(schedule.finish[row]) for row in self._rows(plan, step)]
        known = [one for one in ends if one != NONE]
        return max(known) if known else None

    def _rows(self, plan: Plan, step: str) -> list[int]:
        wanted = set(self.step_uids.get(step, ()))
        return [row for row, uid in enumerate(plan.tasks.uid.tolist()) if uid in wanted]


def branch_of(plan: Plan, reference: str, uid: int | None = None) -> Branch:
    """Return the steps of a file in a plan.

    Parameters
    ----------
    uid
        Where they stand, where that is known; else it is the first task with the reference in its name.
    """
    at = _row_of(plan, uid)
    if at is None:
        named = re.compile(rf"(?<![\w-]){re.escape(reference)}(?![\w-])")
        at = next((row for row, name in enumerate(plan.tasks.name) if named.search(name)), None)
    if at is None:
        return Branch()
    last = last_parts(plan.tasks.parent_idx.tolist())[at]
    found: dict[str, tuple[int, ...]] = {}
    for row in range(at, last + 1):
        if step := plan.tasks.step[row]:
            found[step] = (*found.get(step, ()), int(plan.tasks.uid[row]))
    return Branch(int(plan.tasks.uid[at]), found)


@dataclass(frozen=True, slots=True)
class Merged:
    """A plan with the steps of another procedure.

    Attributes
    ----------
    uid_of
        Uid in the parts → uid in the plan.
    renewed
        Uids of the tasks that are new or take another legal period: what is uncertain about them is too.
    added
        Those of them that the plan did not have.
    gone
        Uids of the tasks that went.
    """

    plan: Plan
    branch: Branch
    uid_of: Mapping[int, int]
    renewed: tuple[int, ...]
    gone: tuple[int, ...]
    added: tuple[int, ...] = ()


def merged(plan: Plan, branch: Branch, parts: Parts, heading: str, feeds: int) -> Merged:
    """Return the plan with a procurement by another procedure.

    Parameters
    ----------
    heading
        Name of the task under which the steps come, where the plan has none.
    feeds
        Uid of what waits for the contract.

    Raises
    ------
    InvalidPlan
        If tasks would wait for each other.
    ValueError
        If ``feeds`` is no task of the plan.
    """
    plan = _with_calendars(plan, parts.calendars)
    next_uid = int(plan.tasks.uid.max()) + 1
    if branch.uid is None:
        plan = changed(plan, [_heading(plan, next_uid, heading, feeds)])
        branch, next_uid = Branch(next_uid), next_uid + 1
    there = {(step, n): uid for step, uids in branch.step_uids.items() for n, uid in enumerate(uids)}
    names = _names(parts.rows)
    uid_of = {row.uid: there.get(names[row.uid], -1) for row in parts.rows}
    taken = {*plan.tasks.uid.tolist()}
    next_uid = max(next_uid, *parts.uids.values(), 0) + 1 if parts.uids else next_uid
    for row in parts.rows:
        if uid_of[row.uid] < 0:
            once = parts.uids.get(row.step, -1) if names[row.uid][1] == 0 else -1
            if once < 0 or once in taken:
                once, next_uid = next_uid, next_uid + 1
            uid_of[row.uid] = once
            taken.add(once)
    added = [row for row in parts.rows if names[row.uid] not in there]
    kept = [row for row in parts.rows if names[row.uid] in there]
    plan = changed(plan, _additions(plan, branch, parts.rows, added, uid_of))
    plan, lasting = _changed(plan, kept, uid_of, parts.anew)
    gone = _leaving(plan, there, {*names.values()})
    plan = _linked(plan, _new_links(plan, parts, uid_of, there, gone, feeds))
    plan = _on_the_next_day(plan, _last_days(parts, uid_of))
    if gone:
        plan = without_tasks(plan, [_at(plan, uid) for uid in gone])
    check_logic(plan)
    new = {uid_of[row.uid] for row in added}
    found = branch_of(plan, "", branch.uid)
    return Merged(plan, found, uid_of, (*sorted(new | lasting),), (*gone,), (*sorted(new),))


def _with_calendars(plan: Plan, calendars: Iterable[Calendar]) -> Plan:
    known = {one.name for one in plan.calendars}
    new = tuple(one for one in calendars if one.name not in known)
    return replace(plan, calendars=(*plan.calendars, *new)) if new else plan


def _heading(plan: Plan, uid: int, name: str, feeds: int) -> Change:
    """Return the task over the steps, right above what waits for the contract and at its level."""
    at = _at(plan, feeds)
    above = str(int(plan.tasks.uid[at - 1])) if at else ""
    record = {"name": name, "outline_level": int(plan.tasks.outline_level[at]), PLACE: above}
    return Change(TASKS, str(uid), ROW, None, record)


def _names(rows: Iterable[TaskRow]) -> dict[int, Name]:
    met: Counter[str] = Counter()
    names: dict[int, Name] = {}
    for row in rows:
        names[row.uid] = (row.step, met[row.step])
        met[row.step] += 1
    return names


def _additions(
    plan: Plan, branch: Branch, rows: Sequence[TaskRow], added: Sequence[TaskRow], uid_of: Mapping[int, int]
) -> list[Change]:
    """Return the new tasks, each right below the part before it."""
    assert branch.uid is not None  # made before the parts come
    is_added, above = {row.uid for row in added}, branch.uid
    level = int(plan.tasks.outline_level[_at(plan, branch.uid)]) + 1
    calendar_at = {one.name: idx for idx, one in enumerate(plan.calendars)}
    changes = []
    for row in rows:
        uid = uid_of[row.uid]
        if row.uid in is_added:
            record = _record(row, calendar_at) | {"outline_level": level, PLACE: str(above)}
            changes.append(Change(TASKS, str(uid), ROW, None, record))
        else:
            level = int(plan.tasks.outline_level[_at(plan, uid)])
        above = uid
    return changes


def _record(row: TaskRow, calendar_at: Mapping[str, int]) -> dict[str, Any]:
    names = ("name", "duration", "is_milestone", "is_elapsed", "notes", "step", *_LAW)
    record = {name: getattr(row, name) for name in names}
    if row.constraint_date != NONE:
        record |= {"constraint": int(row.constraint), "constraint_date": row.constraint_date}
    return record | ({"calendar_idx": calendar_at[row.calendar]} if row.calendar else {})


def _changed(
    plan: Plan, kept: Iterable[TaskRow], uid_of: Mapping[int, int], anew: Collection[str]
) -> tuple[Plan, set[int]]:
    """Return the plan in which tasks that stay take the law of now, and uids of those that last otherwise.

    What has begun stays as it is. A task whose law or meaning changes takes its name too: the old one may
    tell of days or of people that are no longer right.
    """
    lasting: set[int] = set()
    for row in kept:
        uid, tasks = uid_of[row.uid], plan.tasks
        at = _at(plan, uid)
        if tasks.actual_start[at] != NONE or tasks.percent_complete[at] > 0:
            continue
        is_other_law = any(getattr(tasks, name)[at] != getattr(row, name) for name in _LAW)
        if not is_other_law and row.step not in anew:
            continue
        is_other_time = row.step in anew or int(tasks.legal_minimum[at]) != row.legal_minimum
        names = ("name", *_LAW, *(("is_elapsed", "is_milestone") if is_other_time else ()))
        plan = changed(plan, [Change(TASKS, str(uid), name, None, getattr(row, name)) for name in names])
        if is_other_time:
            plan = with_duration(plan, at, row.duration)
            lasting.add(uid)
    return plan, lasting


def _leaving(plan: Plan, there: Mapping[Name, int], wanted: set[Name]) -> list[int]:
    """Return the tasks of steps that are not wanted any more; what has begun is history and stays."""
    tasks = plan.tasks
    return [
        uid
        for name, uid in there.items()
        if name not in wanted
        and tasks.actual_start[at := _at(plan, uid)] == NONE
        and tasks.percent_complete[at] == 0
        and not tasks.is_summary[at]
    ]


Pair = tuple[int, int]


def _new_links(
    plan: Plan,
    parts: Parts,
    uid_of: Mapping[int, int],
    there: Mapping[Name, int],
    gone: Sequence[int],
    feeds: int,
) -> dict[Pair, tuple[int, int, int]]:
    """Return pairs of uids that are to be linked → kind, lag and its unit."""
    links = plan.dependencies
    uids = plan.tasks.uid
    pairs = list(zip(uids[links.predecessor_idx].tolist(), uids[links.successor_idx].tolist(), strict=True))
    wanted = {
        (uid_of[one.predecessor_uid], uid_of[one.successor_uid]): (one.kind, one.lag, one.lag_unit)
        for one in parts.links
    }
    own, left = {*uid_of.values()}, set(gone)
    names = {uid: name for name, uid in there.items()}
    order = [(row.step, uid_of[row.uid]) for row in parts.rows]
    for before, after in pairs:
        if before in left and after not in left | own:
            wanted[_before(order, names[before][0]), after] = _PLAIN
        if after in left and before not in left | own:
            wanted[before, _after(order, names[after][0])] = _PLAIN
    last = _last(order)
    if last != feeds and not any(one == feeds and other in own for other, one in [*pairs, *wanted]):
        wanted[last, feeds] = _PLAIN
    standing = {pair for pair in pairs if not left & {*pair}}
    return {pair: how for pair, how in wanted.items() if pair not in standing and pair[0] != pair[1]}


_PLAIN: Final = (1, 0, int(LagUnit.WORKING))
"""Finish to start, without lag."""


def _last_days(parts: Parts, uid_of: Mapping[int, int]) -> set[int]:
    """Return the uids of the tasks that stand for the last day of a legal period."""
    periods = {row.step for row in parts.rows if row.legal_minimum}
    return {uid_of[row.uid] for row in parts.rows if row.step in periods and not row.legal_minimum}


def _on_the_next_day(plan: Plan, last_days: Collection[int]) -> Plan:
    """Return the plan in which what takes no time waits until a legal period has run to its last hour.

    What takes time begins in working time, and so on the next day by itself.
    """
    tasks, links = plan.tasks, plan.dependencies
    timeless = (tasks.duration == 0) & ~tasks.is_summary
    is_it = np.isin(tasks.uid[links.predecessor_idx], [*last_days]) & timeless[links.successor_idx]
    is_it &= (links.kind == DependencyKind.FS) & (links.lag == 0)
    keys = keyed_table(plan, DEPENDENCIES).keys
    values = {"lag": TO_NEXT_DAY, "lag_unit": int(LagUnit.ELAPSED)}
    changes = [
        Change(DEPENDENCIES, keys[at], name, None, value)
        for at in np.flatnonzero(is_it).tolist()
        for name, value in values.items()
    ]
    return changed(plan, changes) if changes else plan


def _before(order: Sequence[tuple[str, int]], step: str) -> int:
    return next((uid for one, uid in reversed(order) if one <= step), order[0][1])


def _after(order: Sequence[tuple[str, int]], step: str) -> int:
    return next((uid for one, uid in order if one >= step), order[-1][1])


def _last(order: Sequence[tuple[str, int]]) -> int:
    for step in _LAST_STEPS:
        for one, uid in reversed(order):
            if one == step:
                return uid
    return order[-1][1]


def _linked(plan: Plan, wanted: Mapping[Pair, tuple[int, int, int]]) -> Plan:
    keys = keyed_table(plan, DEPENDENCIES).keys
    above, changes = keys[-1] if keys else "", []
    for (before, after), (kind, lag, unit) in wanted.items():
        key = f"{before}>{after}"
        record = {"kind": int(kind), "lag": int(lag), "lag_unit": int(unit), PLACE: above}
        changes.append(Change(DEPENDENCIES, key, ROW, None, record))
        above = key
    return changed(plan, changes) if changes else plan


def _row_of(plan: Plan, uid: int | None) -> int | None:
    found = [] if uid is None else (plan.tasks.uid == uid).nonzero()[0].tolist()
    return found[0] if found else None


def _at(plan: Plan, uid: int) -> int:
    found = _row_of(plan, uid)
    if found is None:
        raise ValueError(f"there is no task {uid}")
    return found


def _day(at: int | None) -> date | None:
    return None if at is None else moment(at).date()
