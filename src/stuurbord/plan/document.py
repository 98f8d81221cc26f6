"""A plan as plain data and back: what a plan revision stores, and what its hash is taken of."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any, Final

from stuurbord.plan.calendar import NONE, Calendar, CalendarException, Ranges, WorkWeek
from stuurbord.plan.model import (
    Assignments,
    Baseline,
    Dependencies,
    FloatKind,
    GivenDates,
    LagCalendar,
    OutOfSequence,
    Plan,
    Resources,
    RuleProfile,
    SchedulingRules,
    Tasks,
    WorkPeriods,
    table,
)

SCHEMA: Final = 2
_TABLES: Final = {
    "tasks": Tasks,
    "dependencies": Dependencies,
    "resources": Resources,
    "assignments": Assignments,
    "periods": WorkPeriods,
    "given": GivenDates,
}
_NOT_PLAIN: Final = {*_TABLES, "calendars", "baselines", "rules", "kept"}
_PLAIN: Final = tuple(one.name for one in fields(Plan) if one.name not in _NOT_PLAIN)


def to_document(plan: Plan) -> dict[str, Any]:
    """Return the plan as JSON-ready data; a column that only holds its default is left out."""
    document: dict[str, Any] = {"schema": SCHEMA} | header_record(plan)
    document |= {name: _columns(getattr(plan, name)) for name in _TABLES}
    document["baselines"] = {str(number): _columns(one) for number, one in plan.baselines.items()}
    return document


def header_record(plan: Plan) -> dict[str, Any]:
    """Return what is said of the plan as a whole as JSON-ready data, by the names of `Plan`."""
    record = {name: _plain(getattr(plan, name)) for name in _PLAIN}
    record["rules"] = asdict(plan.rules)
    record["kept"] = base64.b64encode(plan.kept).decode()
    record["calendars"] = [_calendar_record(calendar) for calendar in plan.calendars]
    return record


def header_of(record: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of `Plan` that a record of `header_record`, or a part of it, holds."""
    made: dict[str, Any] = {
        name: NONE if record[name] is None else record[name] for name in _PLAIN if name in record
    }
    read: dict[str, Callable[[Any], Any]] = {
        "rules": _rules,
        "kept": base64.b64decode,
        "calendars": lambda calendars: tuple(map(_calendar, calendars)),
    }
    return made | {name: reading(record[name]) for name, reading in read.items() if name in record}


def from_document(document: dict[str, Any]) -> Plan:
    """Return the plan that `to_document` wrote.

    Raises
    ------
    ValueError
        If the document has another schema than this version knows.
    """
    if document.get("schema") == 1:
        document = _from_schema_1(document)
    if document.get("schema") != SCHEMA:
        raise ValueError(f"plan document has schema {document.get('schema')!r}, not {SCHEMA}")
    made = header_of(document)
    for name, kind in _TABLES.items():
        made[name] = _table(kind, document[name])
    made["baselines"] = {
        int(number): _table(Baseline, columns) for number, columns in document["baselines"].items()
    }
    return Plan(**made)


def _from_schema_1(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document of the first schema, which knew no patterns and one profile, as the second has it."""
    rules = asdict(SchedulingRules(honors_constraints=document["honors_constraints"]))
    nothing = {"kept_format": "", "kept": "", "periods": {"n": 0}, "given": {"n": 0}}
    return {**document, **nothing, "rules": rules, "schema": SCHEMA}


def _rules(record: dict[str, Any]) -> SchedulingRules:
    kinds: dict[str, Any] = {
        "profile": RuleProfile,
        "out_of_sequence": OutOfSequence,
        "lag_calendar": LagCalendar,
        "float_kind": FloatKind,
    }
    return SchedulingRules(
        **{name: kinds[name](value) if name in kinds else value for name, value in record.items()}
    )


def pack(plan: Plan) -> bytes:
    """Return the plan as compressed canonical JSON; equal plans give equal bytes."""
    text = json.dumps(to_document(plan), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return zlib.compress(text.encode(), 6)


def unpack(data: bytes) -> Plan:
    """Return the plan that `pack` made."""
    return from_document(json.loads(zlib.decompress(data)))


def digest(plan: Plan) -> str:
    """Return the SHA-256 of the plan's content, in hexadecimal."""
    return hashlib.sha256(zlib.decompress(pack(plan))).hexdigest()


def _plain(value: Any) -> Any:
    return None if isinstance(value, int) and value == NONE else value


def _columns(one: Any) -> dict[str, Any]:
    columns: dict[str, Any] = {"n": len(one)}
    for name, (dtype, default) in one.columns().items():
        values = getattr(one, name)
        values = list(values) if dtype is str else values.tolist()
        if any(value != default for value in values):
            columns[name] = [_plain(value) for value in values]
    return columns


def _table(kind: type, columns: dict[str, Any]) -> Any:
    rows = {
        name: [NONE if value is None else value for value in values]
        for name, values in columns.items()
        if name != "n"
    }
    return table(kind, rows, columns["n"])


def _calendar_record(calendar: Calendar) -> dict[str, Any]:
    # Lists throughout: what JSON gives back has to equal what is asked of a plan.
    return {
        "name": calendar.name,
        "days": _lists(calendar.days),
        "exceptions": [
            [one.first_day, one.last_day, _lists(one.ranges), one.name] for one in calendar.exceptions
        ],
        "work_weeks": [
            [one.first_day, one.last_day, _lists(one.days), one.name] for one in calendar.work_weeks
        ],
        "parent": None if calendar.parent is None else _calendar_record(calendar.parent),
    }


def _lists(value: Any) -> Any:
    return [_lists(one) for one in value] if isinstance(value, tuple | list) else value


def _calendar(record: dict[str, Any]) -> Calendar:
    return Calendar(
        record["name"],
        _days(record["days"]),
        tuple(
            CalendarException(first, last, _ranges(ranges), name)
            for first, last, ranges, name in record["exceptions"]
        ),
        tuple(WorkWeek(first, last, _days(days), name) for first, last, days, name in record["work_weeks"]),
        None if record["parent"] is None else _calendar(record["parent"]),
    )


def _days(days: list[Any]) -> tuple[Ranges | None, ...]:
    return tuple(None if ranges is None else _ranges(ranges) for ranges in days)


def _ranges(ranges: list[list[int]]) -> Ranges:
    return tuple((start, end) for start, end in ranges)
