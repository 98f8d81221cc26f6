"""Changes of a plan as people read them: per task, link or person, what it was and what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import N_
from stuurbord.plan import NONE, LagUnit, Plan
from stuurbord.plan.calendar import DAY
from stuurbord.plan.changes import Change, Conflict, leans_on, with_leaned_on
from stuurbord.plan.changes.change import (
    ASSIGNMENTS,
    DEPENDENCIES,
    PLACE,
    PLAN,
    RESOURCES,
    ROW,
    TASKS,
    ends_of,
)
from stuurbord.plan.changes.keyed import numbered
from stuurbord.web.planning import fact_words
from stuurbord.web.planning.fact_words import NOTHING, word_of
from stuurbord.web.reader import reader

Dated = tuple[Plan, Schedule]
_TITLES: Final = {
    TASKS: N_("Tasks"),
    DEPENDENCIES: N_("Links"),
    ASSIGNMENTS: N_("Who works on what"),
    RESOURCES: N_("People and means"),
    PLAN: N_("The plan as a whole"),
}
BASELINES: Final = "baselines"
"""Table of the rows that stand for a whole baseline, whose dates of many tasks are one promise."""
_FEW: Final = 20
"""Tasks up to which a baseline is told task by task."""
_UNTOLD: Final = ("name", "outline_level", "task", "resource", PLACE)
"""Facts of a row that comes or goes which its title tells, or which nobody asks."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact before and after, in words; empty where there is no before or no after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """What changes of one row of a plan.

    Attributes
    ----------
    kind
        ``added``, ``removed`` or ``changed``.
    uid
        The task to look at in the Gantt; None where it is none.
    brings
        Titles of the rows that come along when only this one is accepted.
    """

    table: str
    key: str
    kind: str
    code: str
    title: str
    uid: int | None
    facts: tuple[Fact, ...]
    brings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How a form names the row."""
        return f"{self.table}:{self.key}"


@dataclass(frozen=True, slots=True)
class Group:
    """Changed rows of one kind."""

    table: str
    title: str
    rows: tuple[ChangedRow, ...]


@dataclass(frozen=True, slots=True)
class ReadConflict:
    """One disagreement: what it was, what is proposed, and what the plan says now."""

    code: str
    title: str
    label: str
    before: str
    proposed: str
    now: str


def row_named(name: str) -> tuple[str, str]:
    """Return table and key of a row as `ChangedRow.name` names it."""
    table, _colon, key = name.partition(":")
    return table, key


def groups_of(changes: Sequence[Change], before: Dated, after: Dated) -> list[Group]:
    """Return the changes in words, grouped by what they are about; tasks in the order of the plan."""
    names = Names(before[0], after[0])
    by_row: dict[tuple[str, str], list[Change]] = {}
    for one in changes:
        by_row.setdefault((one.table, one.key), []).append(one)
    whole = _whole_baselines(by_row)
    leaning = leans_on(changes, before[0])
    dates = _Dates(before, after)

    def read(row: tuple[str, str]) -> ChangedRow:
        brought = sorted(with_leaned_on(leaning, [row]) - {row}, key=lambda one: names.order(*one))
        return _read(row, by_row[row], names, dates, tuple(names.title(*one) for one in brought))

    found = [Group(BASELINES, _("Baselines"), whole)] if whole else []
    for table, title in _TITLES.items():
        rows = sorted((row for row in by_row if row[0] == table), key=lambda one: names.order(*one))
        if rows:
            found.append(Group(table, _(title), tuple(read(row) for row in rows)))
    return found


def rows_named(names: Iterable[str], changes: Iterable[Change]) -> set[tuple[str, str]]:
    """Return the rows that names stand for; a whole baseline stands for every task in it."""
    rows = {row_named(name) for name in names}
    slots = {key for table, key in rows if table == BASELINES}
    tasks = {(one.table, one.key) for one in changes if _slot(one) in slots} if slots else set()
    return {row for row in rows if row[0] != BASELINES} | tasks


def _slot(one: Change) -> str:
    """Return the number of the baseline that a change is of, or nothing."""
    return one.column.split(".")[1] if one.column.startswith("baseline.") else ""


def _whole_baselines(by_row: dict[tuple[str, str], list[Change]]) -> tuple[ChangedRow, ...]:
    """Take the tasks of which only a baseline changes out of the rows, and return a row per baseline."""
    only = {row: {_slot(one) for one in of_row} for row, of_row in by_row.items()}
    only = {row: slots for row, slots in only.items() if slots and "" not in slots}
    if len(only) <= _FEW:
        return ()
    n_tasks: dict[str, int] = {}
    for row, slots in only.items():
        del by_row[row]
        for slot in slots:
            n_tasks[slot] = n_tasks.get(slot, 0) + 1
    return tuple(_whole_baseline(slot, n_tasks[slot]) for slot in sorted(n_tasks, key=int))


def _whole_baseline(slot: str, n_tasks: int) -> ChangedRow:
    told = ngettext("{n} task", "{n} tasks", n_tasks).format(n=reader().number(n_tasks))
    facts = (Fact(_("Dates, duration, work and cost"), "", told),)
    title = _("Baseline {number}").format(number=slot)
    return ChangedRow(BASELINES, slot, "changed", "", title, None, facts)


def conflicts_read(conflicts: Iterable[Conflict], base: Plan, now: Plan) -> list[ReadConflict]:
    """Return conflicts in words."""
    names = Names(base, now)
    there = Names(now, now)
    return [_conflict(one, names, there, base, now) for one in conflicts]


class Names:
    """How the rows of a plan are called, before and after a change."""

    def __init__(self, before: Plan, after: Plan) -> None:
        self.before, self.after = before, after
        self.tasks: dict[str, tuple[int, str, str]] = {}
        self.people: dict[str, str] = {}
        self.by_clock: set[str] = set()
        self._assigned: dict[str, tuple[str, str]] = {}
        for plan in (before, after):
            keys = numbered(map(str, plan.tasks.uid.tolist()))
            people = numbered(map(str, plan.resources.uid.tolist()))
            rows = zip(keys, plan.tasks.wbs, plan.tasks.name, strict=True)
            self.tasks |= {key: (at, wbs, name) for at, (key, wbs, name) in enumerate(rows)}
            self.by_clock.update(keys[at] for at in plan.tasks.is_elapsed.nonzero()[0].tolist())
            self.people |= dict(zip(people, plan.resources.name, strict=True))
            self._assigned |= _assigned(plan, keys, people)

    def order(self, table: str, key: str) -> tuple[Any, ...]:
        """Return where a row stands: with its task, in the order of the plan."""
        return self.tasks.get(self.task_key(table, key), (0, "", ""))[0], table, key

    def task_key(self, table: str, key: str) -> str:
        """Return the key of the task that a row belongs to; that of a link is the later one."""
        if table == DEPENDENCIES:
            return ends_of(key)[1]
        return self._assigned.get(key, ("", ""))[0] if table == ASSIGNMENTS else key

    def code(self, table: str, key: str) -> str:
        if table in (RESOURCES, PLAN):
            return ""
        return self.tasks.get(self.task_key(table, key), (0, "", ""))[1]

    def task(self, key: str) -> str:
        """Return a task as people call it: ``1.2 Bestek``."""
        _at, wbs, name = self.tasks.get(key, (0, "", _("a task that is not in this plan")))
        return f"{wbs} {name}".strip()

    def title(self, table: str, key: str) -> str:
        if table == DEPENDENCIES:
            before, after = ends_of(key)
            return f"{self.task(before)} → {self.task(after)}"
        if table == ASSIGNMENTS:
            task, person = self._assigned.get(key, ("", ""))
            return f"{self.people.get(person) or _('nobody yet')} · {self.task(task)}"
        if table == RESOURCES:
            return self.people.get(key, key)
        if table == PLAN:
            return _("The plan as a whole")
        return self.tasks.get(key, (0, "", key))[2]


class _Dates:
    """Computed start and finish of each task, before and after."""

    def __init__(self, before: Dated, after: Dated) -> None:
        self._of = [_dates(*one) for one in (before, after)]

    def facts(self, key: str) -> Iterator[Fact]:
        """Yield start and finish where they move, come or go."""
        was, now = (found.get(key, (None, None)) for found in self._of)
        for label, old, new in zip((_("Start"), _("Finish")), was, now, strict=True):
            if old != new:
                yield _dated_fact(label, old, new)


def _dates(plan: Plan, schedule: Schedule) -> dict[str, tuple[int | None, int | None]]:
    keys = numbered(map(str, plan.tasks.uid.tolist()))
    pairs = zip(schedule.start.tolist(), schedule.finish.tolist(), strict=True)
    return {key: (_known(start), _known(finish)) for key, (start, finish) in zip(keys, pairs, strict=True)}


def _known(instant: int) -> int | None:
    return None if instant == NONE else instant


def _dated_fact(label: str, old: int | None, new: int | None) -> Fact:
    """Return a fact of two instants; with the time of day where both are on one day."""
    same_day = old is not None and new is not None and old // DAY == new // DAY
    write = fact_words.with_time if same_day else fact_words.day
    texts = ["" if one is None else write(one, None) for one in (old, new)]  # type: ignore[arg-type]
    return Fact(label, *texts)


def _read(
    row: tuple[str, str], changes: list[Change], names: Names, dates: _Dates, brings: tuple[str, ...]
) -> ChangedRow:
    table, key = row
    whole = next((one for one in changes if one.column == ROW), None)
    kind = "changed" if whole is None else "added" if whole.adds else "removed"
    facts = list(dates.facts(key)) if table == TASKS else []
    facts += _whole_facts(whole, names) if whole is not None else _facts(changes, names)
    uid = names.task_key(table, key).partition("#")[0]
    is_there = table not in (PLAN, RESOURCES) and uid.isdecimal()
    return ChangedRow(
        table=table,
        key=key,
        kind=kind,
        code=names.code(table, key),
        title=names.title(table, key),
        uid=int(uid) if is_there else None,
        facts=tuple(facts),
        brings=brings,
    )


def _facts(changes: list[Change], names: Names) -> Iterator[Fact]:
    n_given = sum(one.column.startswith("given.") for one in changes)
    for one in changes:
        if not one.column.startswith("given."):
            yield _fact(one, names, changes)
    if n_given:
        # What another program computed: told, not listed.
        yield Fact(_("Dates that the file gives"), "", str(n_given))


def _fact(one: Change, names: Names, changes: list[Change]) -> Fact:
    if one.column == PLACE:
        return Fact(_("Place"), _place(one, one.before, names), _place(one, one.after, names))
    if one.column in ("task", "resource") and one.table == ASSIGNMENTS:
        called = names.task if one.column == "task" else lambda key: names.people.get(key, NOTHING)
        label = _("Task") if one.column == "task" else _("Who")
        return Fact(label, called(one.before or ""), called(one.after or ""))
    label, write = _writer(one.table, one.column, changes)
    if write is fact_words.working_days and one.key in names.by_clock:
        write = fact_words.clock_days
    if write is fact_words.day and None not in (one.before, one.after):
        return _dated_fact(label, one.before, one.after)
    return Fact(label, write(one.before, names.before), write(one.after, names.after))


def _writer(table: str, column: str, changes: Iterable[Change]) -> tuple[str, Callable[[Any, Plan], str]]:
    label, write = word_of(table, column)
    unit = next((one.after for one in changes if one.column == "lag_unit"), LagUnit.WORKING)
    if table == DEPENDENCIES and column == "lag":
        return label, lambda value, plan: fact_words.lag(value or 0, unit, plan)
    return label, write


def _whole_writer(whole: Change, column: str, names: Names) -> tuple[str, Callable[[Any, Plan], str]]:
    """Return how a fact of a row that comes or goes is written: the duration of a task in its own days."""
    label, write = word_of(whole.table, column)
    is_on_clock = whole.table == TASKS and whole.key in names.by_clock
    return label, fact_words.clock_days if is_on_clock and write is fact_words.working_days else write


def _place(one: Change, above: str, names: Names) -> str:
    if not above:
        return _("at the top")
    title = names.task(above) if one.table == TASKS else names.title(one.table, above)
    return _("below {name}").format(name=title)


def _whole_facts(whole: Change, names: Names) -> Iterator[Fact]:
    """Yield what a row that comes or goes holds; of a removed one only what it was."""
    record: Mapping[str, Any] = whole.after if whole.adds else whole.before
    plan = names.after if whole.adds else names.before
    if whole.table == DEPENDENCIES:
        label, _write = word_of(DEPENDENCIES, "kind")
        told = [(label, fact_words.link_kind(record.get("kind"), plan))]
        if record.get("lag"):
            unit = record.get("lag_unit", LagUnit.WORKING)
            told.append((word_of(DEPENDENCIES, "lag")[0], fact_words.lag(record["lag"], unit, plan)))
    else:
        told = [
            (label, write(value, plan))
            for column, value in record.items()
            if column not in _UNTOLD and not column.startswith("given.")
            if not (column == "duration" and record.get("is_milestone"))
            if not column.startswith("baseline.") or column.endswith(".finish")
            for label, write in [_whole_writer(whole, column, names)]
        ]
    if whole.adds and whole.table == TASKS:
        told.append((_("Place"), _place(whole, record.get(PLACE, ""), names)))
    for label, written in told:
        yield Fact(label, "", written) if whole.adds else Fact(label, written, "")


def _assigned(plan: Plan, tasks: list[str], people: list[str]) -> dict[str, tuple[str, str]]:
    """Return key of each assignment → keys of its task and its person."""
    rows = plan.assignments
    keys = numbered(map(str, rows.uid.tolist()))
    ends = zip(rows.task_idx.tolist(), rows.resource_idx.tolist(), strict=True)
    return {
        key: (tasks[task], people[person] if person >= 0 else "")
        for key, (task, person) in zip(keys, ends, strict=True)
    }


def _conflict(found: Conflict, names: Names, there: Names, base: Plan, now: Plan) -> ReadConflict:
    one = found.change
    label, before, proposed, stands = _values(found, names, there, base, now)
    return ReadConflict(
        names.code(one.table, one.key), names.title(one.table, one.key), label, before, proposed, stands
    )


def _values(found: Conflict, names: Names, there: Names, base: Plan, now: Plan) -> tuple[str, str, str, str]:
    one = found.change
    if one.column == ROW:
        label = _("The whole row")
        return label, _is_there(one.before), _is_there(one.after), _is_there(found.found)
    fact = _fact(one, names, [one])
    is_gone = one.table == TASKS and one.key not in there.tasks
    if is_gone:
        return fact.label, fact.before, fact.after, _("no longer in the plan")
    stands = _fact(Change(one.table, one.key, one.column, one.before, found.found), names, [one])
    return fact.label, fact.before, fact.after, stands.after


def _is_there(record: Any) -> str:
    return _("in the plan") if record is not None else _("not in the plan")
