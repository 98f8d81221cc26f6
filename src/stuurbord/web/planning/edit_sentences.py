"""Edits of a plan in words: what a variant does, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.plan import Plan, moment
from stuurbord.plan.model import DependencyKind, LagUnit
from stuurbord.web.planning.plan_words import constraint_words, field_words
from stuurbord.web.reader import reader

Record = Mapping[str, Any]
_MOST_NAMED: Final = 3
_KINDS: Final = {int(one): one.name for one in DependencyKind}


class EditWords:
    """Sentences on edits of one plan; tasks that the edits themselves make are known by their names."""

    def __init__(self, plan: Plan, records: Sequence[Record]) -> None:
        self._day_seconds = plan.seconds_per_day
        self._names = dict(zip(plan.tasks.uid.tolist(), plan.tasks.name, strict=True))
        self._names |= {int(one["uid"]): str(one["name"]) for one in records if one.get("edit") == "Insert"}
        self._resources = dict(zip(plan.resources.uid.tolist(), plan.resources.name, strict=True))

    def sentence(self, record: Record) -> str:
        """Return what one edit does: ``“Bestek” begins on 12/03/2027``."""
        return _SENTENCES[str(record["edit"])](self, record)

    def _task(self, uid: Any) -> str:
        return _("“{name}”").format(name=self._names.get(uid) or uid)

    def _tasks(self, uids: Sequence[int]) -> str:
        named = ", ".join(self._task(uid) for uid in uids[:_MOST_NAMED])
        more = len(uids) - _MOST_NAMED
        if more <= 0:
            return named
        text = ngettext("{tasks} and {n} more", "{tasks} and {n} more", more)
        return text.format(tasks=named, n=reader().number(more))

    def _resource(self, uid: Any) -> str:
        return self._resources.get(uid) or str(uid)

    def days(self, seconds: int) -> str:
        """Return a duration in working days of the plan: ``25,2 wd``."""
        days = round(seconds / self._day_seconds, 1)
        return _("{n} wd").format(n=reader().number(days, 0 if days == int(days) else 1))

    def task(self, uid: Any) -> str:
        """Return a task by its name, between quotation marks."""
        return self._task(uid)

    def facts(self, record: Record) -> str:
        labels = field_words()
        told = [
            f"{labels.get(name, name).lower()} {self._value(name, value)}"
            for name, value in record["facts"].items()
        ]
        return _("{tasks}: {what}").format(tasks=self._tasks(record["uids"]), what=", ".join(told))

    def _value(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return _("none")
        if name in ("deadline", "constraint_date"):
            return _day(value)
        if name == "constraint":
            return constraint_words().get(value, str(value)).lower()
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if name == "cost":
            return reader().euro(round(value / 100))
        return str(value)

    def move(self, record: Record) -> str:
        return _("{task} begins on {day}").format(task=self._task(record["uid"]), day=_day(record["start"]))

    def resize(self, record: Record) -> str:
        return _("{tasks}: lasts {days}").format(
            tasks=self._tasks(record["uids"]), days=self.days(record["duration"])
        )

    def progress(self, record: Record) -> str:
        share = reader().percent(record["percent_complete"])
        return _("{task} is {share} done").format(task=self._task(record["uid"]), share=share)

    def link(self, record: Record) -> str:
        number = record.get("kind", DependencyKind.FS)
        kind = _KINDS.get(number, str(number))
        lag, unit = record.get("lag") or 0, record.get("lag_unit", LagUnit.WORKING)
        how = kind
        if lag and unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
            how = f"{kind} {reader().signed(lag / 100)} %"
        elif lag:
            days = lag / (86_400 if unit == LagUnit.ELAPSED else self._day_seconds)
            name = _("d") if unit == LagUnit.ELAPSED else _("wd")
            how = f"{kind} {reader().signed(round(days))} {name}"
        return _("{successor} waits for {predecessor} ({how})").format(
            successor=self._task(record["successor"]), predecessor=self._task(record["predecessor"]), how=how
        )

    def unlink(self, record: Record) -> str:
        return _("{successor} no longer waits for {predecessor}").format(
            successor=self._task(record["successor"]), predecessor=self._task(record["predecessor"])
        )

    def insert(self, record: Record) -> str:
        if record.get("is_milestone"):
            return _("new milestone {task}").format(task=self._task(record["uid"]))
        days = self.days(record.get("duration", 8 * 3600))
        return _("new task {task}, {days}").format(task=self._task(record["uid"]), days=days)

    def remove(self, record: Record) -> str:
        return _("{tasks} goes out of the plan").format(tasks=self._tasks(record["uids"]))

    def shift(self, record: Record) -> str:
        levels = record["levels"]
        text = _("{tasks}: {n} level deeper") if levels > 0 else _("{tasks}: {n} level higher")
        return text.format(tasks=self._tasks(record["uids"]), n=reader().number(abs(levels)))

    def place(self, record: Record) -> str:
        if not record["below"]:
            return _("{task} goes to the top").format(task=self._task(record["uid"]))
        return _("{task} goes below {other}").format(
            task=self._task(record["uid"]), other=self._task(record["below"])
        )

    def assign(self, record: Record) -> str:
        units = reader().percent(record.get("units", 1.0))
        return _("{resource} works on {task}, {units}").format(
            resource=self._resource(record["resource"]), task=self._task(record["task"]), units=units
        )

    def unassign(self, record: Record) -> str:
        return _("{resource} no longer works on {task}").format(
            resource=self._resource(record["resource"]), task=self._task(record["task"])
        )


_SENTENCES: Final[dict[str, Callable[[EditWords, Record], str]]] = {
    "SetFacts": EditWords.facts,
    "Move": EditWords.move,
    "Resize": EditWords.resize,
    "Progress": EditWords.progress,
    "Link": EditWords.link,
    "Unlink": EditWords.unlink,
    "Insert": EditWords.insert,
    "Remove": EditWords.remove,
    "Shift": EditWords.shift,
    "Place": EditWords.place,
    "Assign": EditWords.assign,
    "Unassign": EditWords.unassign,
}
"""Per edit its sentence; a new kind of edit without one fails a test."""


def _day(instant: int) -> str:
    found: date = moment(instant).date()
    return reader().day(found)
