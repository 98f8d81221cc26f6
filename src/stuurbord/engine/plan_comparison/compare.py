"""Two versions of a plan, compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from stuurbord.engine.plan_comparison.result import Aspect, Comparison, Dated, TaskDifference
from stuurbord.engine.plan_comparison.side import Side
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.changes import Change, difference
from stuurbord.plan.changes.change import ASSIGNMENTS, DEPENDENCIES, PLAN, RESOURCES, TASKS, ends_of
from stuurbord.plan.changes.keyed import keyed_table, numbered

_SAID_ELSEWHERE: Final = ("cost", "actual_cost", "given_start", "given_finish")
"""Facts of a task that show as money or as dates."""
_BASELINE: Final = "baseline."
_MONEY: Final = ("cost", "actual_cost")

Changes = dict[str, list[Change]]
"""By the key of the task."""


def comparison(before: Side, after: Side) -> Comparison:
    """Return what differs between two versions; tasks are the same where their uid is.

    Where one of both is a baseline, only dates and money are compared: it knows nothing else.
    """
    found = () if before.is_promise or after.is_promise else difference(before.plan, after.plan)
    differing = tuple(_differing(before, after, found))
    return Comparison(
        tasks=differing,
        counts=Counter(aspect for one in differing for aspect in one.aspects),
        of_plan=tuple(one for one in found if one.table in (PLAN, RESOURCES)),
        baselines=_of_baselines(found),
        finish_before=before.last_finish,
        finish_after=after.last_finish,
        cost_before=before.total_cost,
        cost_after=after.total_cost,
    )


def _differing(before: Side, after: Side, found: tuple[Change, ...]) -> Iterator[TaskDifference]:
    links, facts = _of_links(found), _of_facts(before, after, found)
    was, now = _Rows(before), _Rows(after)
    for key in _order(was, now):
        if key not in links and key not in facts and was.plain(key) == now.plain(key):
            continue
        one = _compared(key, was, now, links.get(key, []), facts.get(key, []))
        if one.aspects:
            yield one


class _Rows:
    """The tasks of a version by key, as plain values: arrays are slow to read one by one."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.tasks = side.plan.tasks
        self.uids = self.tasks.uid.tolist()
        there = side.is_there.tolist()
        keys = numbered(map(str, self.uids))
        self.position = {key: row for row, key in enumerate(keys) if there[row]}
        self.start, self.finish, self.cost = side.start.tolist(), side.finish.tolist(), side.cost.tolist()
        self.is_summary, self.is_milestone = self.tasks.is_summary.tolist(), self.tasks.is_milestone.tolist()

    def plain(self, key: str) -> tuple[int, int, int] | None:
        row = self.position.get(key)
        return None if row is None else (self.start[row], self.finish[row], self.cost[row])

    def dated(self, key: str) -> Dated | None:
        plain = self.plain(key)
        return None if plain is None else Dated(*plain)


def _order(was: _Rows, now: _Rows) -> Iterator[str]:
    """Yield the keys of the later version, and after each those that stood below it and went."""
    gone: dict[str, list[str]] = {}
    above = ""
    for key in was.position:
        if key in now.position:
            above = key
        else:
            gone.setdefault(above, []).append(key)
    yield from gone.get("", [])
    for key in now.position:
        yield key
        yield from gone.get(key, [])


def _compared(key: str, was: _Rows, now: _Rows, links: list[Change], facts: list[Change]) -> TaskDifference:
    before, after = was.dated(key), now.dated(key)
    rows = now if after is not None else was
    row = rows.position[key]
    is_summary = all(one.is_summary[one.position[key]] for one in (was, now) if key in one.position)
    aspects = frozenset(_aspects(before, after, links, facts, is_summary=is_summary))
    is_whole = before is None or after is None
    return TaskDifference(
        uid=rows.uids[row],
        wbs=rows.tasks.wbs[row],
        name=rows.tasks.name[row],
        is_summary=is_summary,
        is_milestone=rows.is_milestone[row],
        gate=rows.tasks.gate[row],
        aspects=aspects,
        before=before,
        after=after,
        days=_days(before, after),
        links=() if is_whole else tuple(links),
        facts=() if is_whole else tuple(one for one in facts if one.column not in _SAID_ELSEWHERE),
    )


def _aspects(
    before: Dated | None, after: Dated | None, links: list[Change], facts: list[Change], *, is_summary: bool
) -> Iterator[Aspect]:
    if before is None or after is None:
        yield Aspect.ADDED if before is None else Aspect.REMOVED
        return
    # A summary moves because its parts do: they are in the list themselves.
    dates = (before.start, before.finish), (after.start, after.finish)
    if not is_summary and dates[0] != dates[1] and NONE not in (before.finish, after.finish):
        yield Aspect.MOVED
    if links:
        yield Aspect.RELINKED
    is_known = NONE not in (before.cost, after.cost)
    if (is_known and before.cost != after.cost) or any(one.column in _MONEY for one in facts):
        yield Aspect.RECOSTED
    if any(one.column not in _SAID_ELSEWHERE for one in facts):
        yield Aspect.OTHER


def _days(before: Dated | None, after: Dated | None) -> int | None:
    if before is None or after is None or NONE in (before.finish, after.finish):
        return None
    return after.finish // DAY - before.finish // DAY


def _of_links(found: Iterable[Change]) -> Changes:
    """Return the changes of links by the task that waits."""
    links: Changes = {}
    for one in found:
        if one.table == DEPENDENCIES:
            links.setdefault(ends_of(one.key)[1], []).append(one)
    return links


def _of_facts(before: Side, after: Side, found: tuple[Change, ...]) -> Changes:
    """Return the changes of tasks and of who works on them by task.

    The source's own dates are no facts, and a promise is none of the task: it is told once for the plan.
    """
    facts: Changes = {}
    for one in found:
        if one.table == TASKS and not one.column.startswith(("given.", _BASELINE)):
            facts.setdefault(one.key, []).append(one)
    if any(one.table == ASSIGNMENTS for one in found):
        for one, tasks in _with_tasks(before, after, found):
            for key in tasks:
                facts.setdefault(key, []).append(one)
    return facts


def _of_baselines(found: Iterable[Change]) -> dict[int, int]:
    """Return of how many tasks each baseline says something else."""
    keys: dict[int, set[str]] = {}
    for one in found:
        if one.table == TASKS and one.column.startswith(_BASELINE):
            keys.setdefault(int(one.column.split(".")[1]), set()).add(one.key)
    return {number: len(keys[number]) for number in sorted(keys)}


def _with_tasks(
    before: Side, after: Side, found: tuple[Change, ...]
) -> Iterator[tuple[Change, tuple[str, ...]]]:
    """Yield the changes of assignments with the tasks they are on, before and after."""
    on = [
        dict(zip(table.keys, table.columns["task"], strict=True))
        for table in (keyed_table(side.plan, ASSIGNMENTS) for side in (before, after))
    ]
    for one in found:
        if one.table == ASSIGNMENTS:
            yield one, tuple(dict.fromkeys(tasks[one.key] for tasks in on if one.key in tasks))
