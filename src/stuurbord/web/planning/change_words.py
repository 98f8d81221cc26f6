"""Changes of a plan in words: what was, and what is instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.plan import Plan, moment
from stuurbord.plan.calendar import MINUTE
from stuurbord.plan.changes import Change
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
from stuurbord.plan.model import Constraint, DependencyKind, LagUnit
from stuurbord.web.planning.plan_words import constraint_words, field_words
from stuurbord.web.reader import reader

_ELAPSED_DAY: Final = 86_400
_HOUR: Final = 3_600
_INSTANTS: Final = frozenset(
    {
        *("start", "finish", "status_date", "deadline", "constraint_date", "second_constraint_date"),
        *("actual_start", "actual_finish", "given_start", "given_finish", "resume", "stop"),
        "expected_finish",
    }
)
_DURATIONS: Final = frozenset({"duration", "remaining_duration", "leveling_delay", "delay"})
_WORK: Final = frozenset({"work", "remaining_work", "actual_work"})
_MONEY: Final = frozenset({"cost", "actual_cost", "standard_rate"})
_SHARES: Final = frozenset({"percent_complete", "units", "max_units"})


class ChangeWords:
    """Sentences on the changes between two plans; rows are named as in the later one, else the former."""

    def __init__(self, before: Plan, after: Plan) -> None:
        self._day_seconds = after.seconds_per_day
        self._on_clock = {
            key
            for key, is_elapsed in zip(
                numbered(map(str, after.tasks.uid.tolist())), after.tasks.is_elapsed.tolist(), strict=True
            )
            if is_elapsed
        }
        self._tasks: dict[str, str] = {}
        self._people: dict[str, str] = {}
        for plan in (before, after):
            keys = numbered(map(str, plan.tasks.uid.tolist()))
            self._tasks |= dict(zip(keys, map(_task, plan.tasks.wbs, plan.tasks.name), strict=True))
            people = numbered(map(str, plan.resources.uid.tolist()))
            self._people |= dict(zip(people, plan.resources.name, strict=True))
        self._labels = field_words() | _own_labels()
        self._assigned = _assigned(before) | _assigned(after)

    def sentence(self, one: Change) -> str:
        """Return what a change does to its row: ``Duration: 5 wd → 10 wd``."""
        return _BY_TABLE[one.table](self, one)

    def task(self, key: str) -> str:
        """Return code and name of a task."""
        return self._tasks.get(key, key)

    def _label(self, column: str) -> str:
        return self._labels.get(column) or capfirst(column.replace("_", " "))

    def _of_task(self, one: Change) -> str:
        if one.column == ROW:
            text = _("New task {task}") if one.adds else _("{task} goes out of the plan")
            return text.format(task=self.task(one.key))
        if one.column == PLACE:
            above = str(one.after or "")
            if not above:
                return _("Stands at the top now")
            return _("Stands below {task} now").format(task=self.task(above))
        if one.column.startswith("baseline."):
            return self._of_baseline(one)
        return self._of_value(one)

    def _of_baseline(self, one: Change) -> str:
        _before, number, column = one.column.split(".")
        label = _("Baseline {number}, {fact}").format(number=number, fact=self._label(column).lower())
        return self._told(label, column, one)

    def _of_value(self, one: Change) -> str:
        return self._told(self._label(one.column), one.column, one)

    def _told(self, label: str, column: str, one: Change) -> str:
        if column == "notes":
            return _("Other notes")
        on_clock = one.table == TASKS and one.key in self._on_clock
        before, after = (self.value(column, value, on_clock=on_clock) for value in (one.before, one.after))
        return _("{label}: {before} → {after}").format(label=label, before=before, after=after)

    def _of_link(self, one: Change) -> str:
        predecessor = self.task(ends_of(one.key)[0])
        if one.adds:
            text, how = _("Waits for {task} from now on ({how})"), self._how(one.after)
            return text.format(task=predecessor, how=how)
        if one.removes:
            return _("No longer waits for {task}").format(task=predecessor)
        label = _("Link from {task}, {fact}").format(task=predecessor, fact=self._label(one.column).lower())
        return self._told(label, one.column, one)

    def _how(self, link: dict[str, Any]) -> str:
        kind = DependencyKind(link.get("kind", DependencyKind.FS)).name
        lag = link.get("lag") or 0
        return f"{kind} {self._lag(lag, link.get('lag_unit', LagUnit.WORKING))}" if lag else kind

    def _lag(self, lag: int, unit: int) -> str:
        if LagUnit(unit).is_share:
            return f"{reader().signed(lag / 100)} %"
        if unit == LagUnit.ELAPSED and 0 < abs(lag) < _HOUR:
            return f"{reader().signed(round(lag / MINUTE))} min"
        if unit == LagUnit.ELAPSED:
            return f"{reader().signed(round(lag / _ELAPSED_DAY, 1), _digits(lag, _ELAPSED_DAY))} {_('d')}"
        days = round(lag / self._day_seconds, 1)
        return f"{reader().signed(days, _digits(lag, self._day_seconds))} {_('wd')}"

    def _of_assignment(self, one: Change) -> str:
        person = self._people.get(self._assigned.get(one.key, ""), "") or _("Nobody yet")
        if one.adds:
            return _("{person} works on it").format(person=person)
        if one.removes:
            return _("{person} no longer works on it").format(person=person)
        if one.column in ("task", "resource"):
            names = self._tasks if one.column == "task" else self._people
            before, after = (
                names.get(str(value or ""), "") or _("Nobody yet") for value in (one.before, one.after)
            )
            return _("{label}: {before} → {after}").format(
                label=self._label(one.column), before=before, after=after
            )
        label = _("{person}, {fact}").format(person=person, fact=self._label(one.column).lower())
        return (
            _("{label} changed").format(label=label)
            if one.column == "periods"
            else self._told(label, one.column, one)
        )

    def _of_resource(self, one: Change) -> str:
        name = self._people.get(one.key, one.key)
        if one.column in (ROW, PLACE):
            if one.column == PLACE:
                return _("{person} stands elsewhere in the list of people").format(person=name)
            text = _("{person} comes into the plan") if one.adds else _("{person} goes out of the plan")
            return text.format(person=name)
        return self._told(
            _("{person}, {fact}").format(person=name, fact=self._label(one.column).lower()), one.column, one
        )

    def _of_plan(self, one: Change) -> str:
        if one.column == "kept":
            return _("What the file held besides the plan changed")
        if isinstance(one.before, dict | list) or isinstance(one.after, dict | list):
            if one.column == "baselines":
                before, after = (
                    ", ".join(map(str, value)) or _("none") for value in (one.before or [], one.after or [])
                )
                return _("Baselines: {before} → {after}").format(before=before, after=after)
            return _("{label} changed").format(label=self._label(one.column))
        return self._told(self._label(one.column), one.column, one)

    def value(self, column: str, value: Any, *, on_clock: bool = False) -> str:
        """Return a plain value as people write it; ``on_clock``: of a task whose days have 24 hours."""
        if value is None or value == "":
            return _("none")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if column in _INSTANTS:
            return reader().day(moment(int(value)).date())
        if column in _DURATIONS:
            per_day, unit = (_ELAPSED_DAY, _("d")) if on_clock else (self._day_seconds, _("wd"))
            return f"{reader().number(round(value / per_day, 1), _digits(value, per_day))} {unit}"
        if column in _WORK:
            return (
                f"{reader().number(round(value / _HOUR, 1), _digits(value, _HOUR))} {pgettext('hours', 'h')}"
            )
        if column in _MONEY:
            return reader().euro(round(value / 100))
        if column in _SHARES:
            return reader().percent(round(value, 4))
        if column == "lag":
            return self._lag(int(value), LagUnit.WORKING)
        return _named(column, value)


def _named(column: str, value: Any) -> str:
    if column in ("constraint", "second_constraint"):
        return constraint_words()[Constraint(value)].lower()
    if column == "kind" and value in tuple(DependencyKind):
        return DependencyKind(value).name
    return str(value)


def _task(wbs: str, name: str) -> str:
    return f"{wbs} {name}".strip()


def _assigned(plan: Plan) -> dict[str, str]:
    """Return the key of the resource of each assignment."""
    people = numbered(map(str, plan.resources.uid.tolist()))
    rows = numbered(map(str, plan.assignments.uid.tolist()))
    idx = plan.assignments.resource_idx.tolist()
    return {key: people[at] if at >= 0 else "" for key, at in zip(rows, idx, strict=True)}


def _digits(seconds: int, per_day: int) -> int:
    return 0 if round(seconds / per_day, 1).is_integer() else 1


def _own_labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "percent_complete": _("Done"),
        "cost": _("Cost"),
        "actual_cost": _("Cost so far"),
        "work": _("Work"),
        "remaining_work": _("Remaining work"),
        "remaining_duration": _("Remaining duration"),
        "actual_start": _("Actual start"),
        "actual_finish": _("Actual finish"),
        "stop": _("Work done until"),
        "resume": _("Work goes on from"),
        "is_milestone": _("Milestone"),
        "is_manual": _("Scheduled by hand"),
        "is_active": _("Active"),
        "is_elapsed": _("Runs on the clock"),
        "outline_level": _("Level"),
        "calendar_idx": _("Calendar"),
        "leveling_delay": _("Levelling delay"),
        "kind": _("Kind"),
        "lag": _("Lag"),
        "lag_unit": _("Unit of the lag"),
        "units": _("Units"),
        "max_units": _("Most units"),
        "standard_rate": _("Rate per hour"),
        "delay": _("Delay"),
        "contour": _("Pattern of the work"),
        "periods": _("Pattern of the work"),
        "task": _("Task"),
        "resource": _("Who"),
        "status_date": _("Status date"),
        "calendars": _("Calendars"),
        "rules": _("Scheduling rules"),
        "author": _("Author"),
        "from_finish": _("Planned from the finish"),
        "codes_are_counted": _("Codes follow the outline"),
        "gate": _("Gate"),
        "legal_minimum": _("Legal minimum in calendar days"),
        "legal_is_unverified": _("Legal minimum not verified"),
        "step": _("Step of the procurement"),
    }


_BY_TABLE: Final[dict[str, Callable[[ChangeWords, Change], str]]] = {
    TASKS: ChangeWords._of_task,
    DEPENDENCIES: ChangeWords._of_link,
    ASSIGNMENTS: ChangeWords._of_assignment,
    RESOURCES: ChangeWords._of_resource,
    PLAN: ChangeWords._of_plan,
}
