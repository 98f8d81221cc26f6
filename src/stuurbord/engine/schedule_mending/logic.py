"""Points 1 to 3: missing links, leads and lags."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import Edit, Insert, Link, SetFacts, Unlink, edited
from stuurbord.engine.schedule_mending.neighbours import Neighbours
from stuurbord.engine.schedule_mending.result import Mend, MendCode, Mending, Unmended, WhyNot
from stuurbord.engine.schedule_quality import Point
from stuurbord.errors import InvalidPlan
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, DependencyKind, LagUnit, Plan


def logic_mends(plan: Plan, schedule: Schedule, point: Point) -> Mending:
    """Return the missing links that can only be meant one way: to a neighbour, and so that no date moves.

    Parameters
    ----------
    schedule
        Decides what ends before what begins.
    point
        Point 1 of the same plan.
    """
    uid = plan.tasks.uid
    beside, has_before, has_after = Neighbours(plan, schedule), *_linked(plan)
    first, last = _ends(plan, schedule)
    mends: list[Mend] = []
    unmended: list[Unmended] = []
    made: set[tuple[int, int]] = set()
    working = plan
    for idx in point.task_idx:
        pairs, why = [], None
        if not has_before[idx] and idx != first:
            found = beside.before(idx)
            pairs += [(found.idx, idx)] if found.idx >= 0 else []
            why = why or _why(found.idx, overlaps=found.overlaps)
        if not has_after[idx] and idx != last:
            found = beside.after(idx)
            pairs += [(idx, found.idx)] if found.idx >= 0 else []
            why = why or _why(found.idx, overlaps=found.overlaps)
        fresh = [pair for pair in pairs if pair not in made]
        edits: tuple[Edit, ...] = tuple(Link(int(uid[one]), int(uid[other])) for one, other in fresh)
        after = _followed(working, edits)
        if after is None:
            unmended.append(Unmended(int(uid[idx]), WhyNot.CIRCLE))
            continue
        working = after
        made.update(fresh)
        if edits:
            mends.append(Mend(1, MendCode.LINK, int(uid[idx]), edits))
        if why:
            unmended.append(Unmended(int(uid[idx]), why))
    return Mending(1, tuple(mends), tuple(unmended))


def lead_mends(plan: Plan, point: Point) -> Mending:
    """Return every lead taken away: its successor waits for the whole of its predecessor."""
    links, uid = plan.dependencies, plan.tasks.uid
    mends = [
        Mend(
            2,
            MendCode.NO_LEAD,
            int(uid[links.successor_idx[row]]),
            (
                Link(
                    int(uid[links.predecessor_idx[row]]),
                    int(uid[links.successor_idx[row]]),
                    kind=int(links.kind[row]),
                ),
            ),
        )
        for row in point.link_idx
    ]
    return Mending(2, tuple(mends))


def lag_mends(plan: Plan, point: Point, waiting_name: str) -> Mending:
    """Return lags between a finish and a start as tasks that wait, so that people see what is waited for.

    Parameters
    ----------
    waiting_name
        What such a task is called; ``{task}`` is its predecessor.
    """
    links, tasks = plan.dependencies, plan.tasks
    mends, unmended = [], []
    free = int(tasks.uid.max()) + 1
    for row in point.link_idx:
        before, after = int(links.predecessor_idx[row]), int(links.successor_idx[row])
        ends = int(tasks.uid[before]), int(tasks.uid[after])
        why = _unseen(plan, row)
        if why:
            unmended.append(Unmended(ends[1], why))
            continue
        name = waiting_name.format(task=tasks.name[before] or tasks.wbs[before])
        level = int(tasks.outline_level[before])
        edits: list[Edit] = [
            Insert(free, ends[0], name[:200], level, int(links.lag[row])),
            Unlink(*ends),
            Link(ends[0], free),
            Link(free, ends[1]),
        ]
        if tasks.calendar_idx[after] >= 0:  # a lag counts on the calendar of what waits
            calendar = plan.calendars[int(tasks.calendar_idx[after])].name
            edits.insert(1, SetFacts([free], {"calendar": calendar}))
        mends.append(Mend(3, MendCode.WAITING_TASK, ends[1], tuple(edits)))
        free += 1
    return Mending(3, tuple(mends), tuple(unmended))


def _unseen(plan: Plan, row: int) -> WhyNot | None:
    """Return why a lag cannot be a task."""
    links = plan.dependencies
    if links.kind[row] != DependencyKind.FS:
        return WhyNot.OVERLAP_LAG
    if links.lag_unit[row] != LagUnit.WORKING:
        return WhyNot.CLOCK_LAG
    same = (links.predecessor_idx == links.predecessor_idx[row]) & (
        links.successor_idx == links.successor_idx[row]
    )
    return WhyNot.MEANING if int(same.sum()) > 1 else None


def _why(idx: int, *, overlaps: bool) -> WhyNot | None:
    if idx >= 0:
        return None
    return WhyNot.MAY_RUN_BESIDE if overlaps else WhyNot.NO_NEIGHBOUR


def _linked(plan: Plan) -> tuple[Booleans, Booleans]:
    """Return which tasks have a predecessor, and which a successor."""
    before, after = np.zeros(len(plan.tasks), np.bool_), np.zeros(len(plan.tasks), np.bool_)
    before[plan.dependencies.successor_idx] = True
    after[plan.dependencies.predecessor_idx] = True
    return before, after


def _ends(plan: Plan, schedule: Schedule) -> tuple[int, int]:
    """Return the task that starts first, which follows nothing, and the one that ends last."""
    rows = np.flatnonzero((schedule.start != NONE) & ~plan.tasks.is_summary & ~plan.tasks.is_external)
    finishes = schedule.finish[rows]
    last = len(rows) - 1 - int(np.argmax(finishes[::-1]))
    return int(rows[np.argmin(schedule.start[rows])]), int(rows[last])


def _followed(plan: Plan, edits: tuple[Edit, ...]) -> Plan | None:
    """Return the plan with these links; None where it would wait for itself."""
    try:
        return edited(plan, edits, _undated)
    except InvalidPlan:
        return None


def _undated(plan: Plan) -> Schedule:
    raise AssertionError("a link asks no dates")
