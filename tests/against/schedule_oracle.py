"""Real schedules as canonical JSON, made into plans with every stored date left out.

The stored dates stay beside the plan, as what our own dates are compared with. Only manual tasks keep
theirs in the plan, since for them the given dates are the truth; they are never compared.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from stuurbord.plan import (
    NONE,
    AssignmentRow,
    Calendar,
    CalendarException,
    Constraint,
    Contour,
    DependencyKind,
    DependencyRow,
    PeriodRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskKind,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.calendar import DAY, WorkWeek, day_number
from stuurbord.plan.model import LagUnit, SchedulingRules

_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_CONSTRAINTS = {
    "AS_SOON_AS_POSSIBLE": Constraint.ASAP,
    "AS_LATE_AS_POSSIBLE": Constraint.ALAP,
    "MUST_START_ON": Constraint.MSO,
    "MUST_FINISH_ON": Constraint.MFO,
    "START_NO_EARLIER_THAN": Constraint.SNET,
    "START_NO_LATER_THAN": Constraint.SNLT,
    "FINISH_NO_EARLIER_THAN": Constraint.FNET,
    "FINISH_NO_LATER_THAN": Constraint.FNLT,
}
_KINDS = {
    "FIXED_DURATION": TaskKind.FIXED_DURATION,
    "FIXED_DURATION_AND_UNITS": TaskKind.FIXED_DURATION,
    "FIXED_WORK": TaskKind.FIXED_WORK,
}


@dataclass(frozen=True)
class StoredSchedule:
    """A plan without its computed dates, and beside it what its file stores, by task position."""

    file: str
    plan: Plan
    is_scored: np.ndarray
    start: np.ndarray
    finish: np.ndarray
    early_start: np.ndarray
    early_finish: np.ndarray
    late_start: np.ndarray
    late_finish: np.ndarray
    start_float: np.ndarray
    finish_float: np.ndarray
    total_float: np.ndarray


def stored_schedules(archive: Path) -> Iterator[StoredSchedule]:
    """Yield every schedule of the archive, in the order of the file numbers."""
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getnames()):
            if member.endswith(".json"):
                content = tar.extractfile(member)
                assert content is not None
                yield stored_schedule(Path(member).name, json.load(content))


def stored_schedule(file: str, document: dict[str, Any]) -> StoredSchedule:
    """Make one schedule; the project summary (task 0) and empty rows are left out."""
    rows = [task for task in document["tasks"] if task["uid"] != 0 and not task["null"]]
    plan, _ = freeze(_draft(document, rows))
    plan = _without_stored_dates(plan)
    scored = [not (task["summary"] or task["manual"] or task["external"]) and task["active"] for task in rows]
    dates = {
        name: np.array([_instant(task[name]) for task in rows])
        for name in ["start", "finish", "early_start", "early_finish", "late_start", "late_finish"]
    }
    at_start, at_finish = _slack(rows, "start_slack"), _slack(rows, "finish_slack")
    floats = {
        "start_float": at_start,
        "finish_float": at_finish,
        # Microsoft Project stores both; the smaller is the total, for a begun task the one at its finish.
        "total_float": np.where(plan.tasks.actual_start == NONE, np.minimum(at_start, at_finish), at_finish),
    }
    return StoredSchedule(file, plan, np.array(scored), **dates, **floats)


def _slack(rows: list[dict[str, Any]], name: str) -> np.ndarray:
    return np.array([NONE if row[name] is None else round(row[name] * 60) for row in rows])


def _without_stored_dates(plan: Plan) -> Plan:
    """Forget the dates that were the origin of patterns, now relative; manual tasks keep theirs."""
    tasks = plan.tasks
    keeps = tasks.is_manual | tasks.is_external
    given = {name: np.where(keeps, getattr(tasks, name), NONE) for name in ("given_start", "given_finish")}
    return replace(plan, tasks=replace(tasks, **given))


def _draft(document: dict[str, Any], rows: list[dict[str, Any]]) -> PlanDraft:
    props = document["props"]
    seconds = {
        "m": 60,
        "h": 3600,
        "d": int(props["day_min"]) * 60,
        "w": int(props["week_min"]) * 60,
        "mo": int(props["dpm"]) * int(props["day_min"]) * 60,
        "em": 60,
        "eh": 3600,
        "ed": DAY,
        "ew": 7 * DAY,
        "emo": 30 * DAY,
    }
    calendars = _calendars(document["calendars"])
    names = {uid: calendar.name for uid, calendar in calendars.items()}
    tasks = _tasks(rows, seconds, names)
    known = {task.uid for task in tasks}
    assignments = [one for one in document["assignments"] if one["task"] in known]
    resource_calendar = {one["res"]: one["cal"] for one in assignments if one["res"] is not None}
    patterns = _Patterns(rows)
    return PlanDraft(
        name="stored",
        start=_instant(props["start"]),
        finish=_instant(props["finish"]),
        from_finish=props["schedule_from"] == "FINISH",
        status_date=_instant(props["status"]),
        rules=SchedulingRules(honors_constraints=props["honor"]),
        seconds_per_day=seconds["d"],
        seconds_per_week=seconds["w"],
        days_per_month=int(props["dpm"]),
        calendar=names[props["calendar"]],
        calendars=list(calendars.values()),
        tasks=tasks,
        dependencies=[
            _dependency(link, seconds) for link in document["links"] if {link["pred"], link["succ"]} <= known
        ],
        resources=[
            ResourceRow(uid, str(uid), _resource_kind(assignments, uid), names.get(calendar, ""))
            for uid, calendar in resource_calendar.items()
        ],
        assignments=[_assignment(number, one, seconds, patterns) for number, one in enumerate(assignments)],
    )


def _tasks(
    rows: list[dict[str, Any]], seconds: dict[str, int], calendar_names: dict[int, str]
) -> list[TaskRow]:
    level: dict[int, int] = {}
    tasks = []
    for row in rows:
        level[row["uid"]] = level.get(row["parent"], 0) + 1
        duration, remaining = _seconds(row["duration"], seconds), _seconds(row["rem"], seconds)
        task = TaskRow(
            row["uid"],
            row["name"] or "",
            level[row["uid"]],
            is_milestone=row["milestone"],
            is_manual=row["manual"],
            is_active=row["active"],
            is_elapsed=bool(row["duration"]) and row["duration"][1].startswith("e"),
            kind=_KINDS.get(row["type"], TaskKind.FIXED_UNITS),
            duration=duration,
            calendar=calendar_names.get(row["calendar"], ""),
            ignores_resource_calendar=row["ignore_res_cal"],
            constraint=_CONSTRAINTS[row["constraint"]],
            constraint_date=_instant(row["cdate"]),
            deadline=_instant(row["deadline"]),
            leveling_delay=_seconds(row["leveling"], seconds),
            percent_complete=(row["pct"] or 0) / 100,
            actual_start=_instant(row["astart"]),
            actual_finish=_instant(row["afinish"]),
            remaining_duration=NONE if row["rem"] is None else remaining,
            resume=_instant(row["resume"]),
            is_external=row["external"],
        )
        task.given_start = _instant(row["start"])
        if row["manual"] or row["external"]:
            task.given_finish = _instant(row["finish"])
        tasks.append(task)
    return tasks


def _dependency(link: dict[str, Any], seconds: dict[str, int]) -> DependencyRow:
    value, unit = link["lag"]
    kind = DependencyKind[link["type"]]
    if unit in ("%", "e%"):
        share = LagUnit.PERCENT if unit == "%" else LagUnit.ELAPSED_PERCENT
        return DependencyRow(link["pred"], link["succ"], kind, round(value * 100), share)
    is_elapsed = unit.startswith("e")
    lag_unit = LagUnit.ELAPSED if is_elapsed else LagUnit.WORKING
    return DependencyRow(link["pred"], link["succ"], kind, round(value * seconds[unit]), lag_unit)


def _assignment(
    number: int, row: dict[str, Any], seconds: dict[str, int], patterns: _Patterns
) -> AssignmentRow:
    return AssignmentRow(
        number,
        row["task"],
        -1 if row["res"] is None else row["res"],
        row["units"] / 100,
        _seconds(row["work"], seconds),
        _seconds(row["remaining"], seconds),
        _seconds(row["delay"], seconds),
        Contour.FLAT if row["contour"] in (None, "FLAT") else Contour[row["contour"]],
        leveling_delay=_seconds(row["lev"], seconds),
        periods=patterns.of(row),
    )


class _Patterns:
    """The stored patterns: where contoured and split work lies, which `freeze` makes relative.

    The archive tells the runs of a task, and from when to when each assignment lasts.
    """

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._tasks = {row["uid"]: row for row in rows}

    def of(self, row: dict[str, Any]) -> list[PeriodRow]:
        """Return the periods of an assignment; what was done before the task stopped is actual."""
        task = self._tasks[row["task"]]
        runs = [(_instant(start), _instant(finish)) for start, finish in task["splits"] or ()]
        start, finish, stop = _instant(row["start"]), _instant(row["finish"]), _instant(task["stop"])
        if (row["contour"] in (None, "FLAT") and len(runs) < 2) or NONE in (start, finish):
            return []
        found = []
        for begin, end in runs or [(start, finish)]:
            cuts = sorted(
                {max(begin, start), min(end, finish), min(max(stop, max(begin, start)), min(end, finish))}
            )
            found += [PeriodRow(one, other, other - one, other <= stop) for one, other in pairwise(cuts)]
        return [one for one in found if start <= one.start < one.finish <= finish]


def _resource_kind(assignments: list[dict[str, Any]], uid: int) -> int:
    kind = next(one["rtype"] for one in assignments if one["res"] == uid)
    return {"MATERIAL": 0, "WORK": 1, "COST": 2}[kind or "WORK"]


def _calendars(records: list[dict[str, Any]]) -> dict[int, Calendar]:
    by_uid = {record["uid"]: record for record in records}
    made: dict[int, Calendar] = {}

    def make(uid: int) -> Calendar:
        if uid not in made:
            record = by_uid[uid]
            parent = None if record["parent"] is None else make(record["parent"])
            made[uid] = Calendar(
                f"{record['name']} #{uid}",
                tuple(_day(record["days"].get(name), parent) for name in _WEEKDAYS),
                tuple(
                    CalendarException(_day_of(one["start"]), _day_of(one["end"]), _ranges(one["hours"]))
                    for one in record["exceptions"]
                ),
                tuple(
                    WorkWeek(
                        _day_of(one["start"]),
                        _day_of(one["end"]),
                        tuple(_day(one["days"].get(name), made) for name in _WEEKDAYS),
                    )
                    for one in record["weeks"]
                ),
                parent,
            )
        return made[uid]

    for uid in by_uid:
        make(uid)
    return made


def _day(record: dict[str, Any] | None, parent: object) -> tuple[tuple[int, int], ...] | None:
    kind = record["type"] if record else "DEFAULT"
    if kind == "DEFAULT" and parent is not None:
        return None
    return _ranges(record["hours"]) if record and kind == "WORKING" else ()


def _ranges(hours: list[list[str]] | None) -> tuple[tuple[int, int], ...]:
    ranges = sorted((_time(start), _time(end) or DAY) for start, end in hours or ())
    return tuple(ranges)


def _time(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * 3600 + int(minutes) * 60


def _day_of(text: str) -> int:
    return day_number(date.fromisoformat(text))


def _seconds(amount: list[Any] | None, seconds: dict[str, int]) -> int:
    return 0 if amount is None else round(amount[0] * seconds[amount[1]])


def _instant(text: str | None) -> int:
    return NONE if not text else instant(datetime.fromisoformat(text))
