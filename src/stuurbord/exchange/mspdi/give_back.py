"""A plan that was read from MSPDI, written into the document it came from."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import InvalidPlan
from stuurbord.exchange.calendar_records import calendars_of
from stuurbord.exchange.mspdi.calendar_numbers import CalendarNumbers
from stuurbord.exchange.mspdi.cells import Shapes
from stuurbord.exchange.mspdi.kept import restored
from stuurbord.exchange.mspdi.merge import insert, name_of, text_of
from stuurbord.exchange.mspdi.merge_project import FIELDS, LISTS, ProjectMerge, child_of
from stuurbord.exchange.mspdi.project_write import Numbers, from_plan_alone
from stuurbord.exchange.mspdi.read import Readers, own_column
from stuurbord.exchange.mspdi.tasks_write import GATE_FIELD, LEGAL_FIELDS, TEXT_FIELDS
from stuurbord.exchange.own_columns import GATE_FIELDS, LEGAL_COLUMNS
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.draft import freeze
from stuurbord.plan.model import Plan


def given_back(plan: Plan, schedule: Schedule | None) -> bytes:
    """Return the document that the plan keeps, with what has changed since it was read."""
    document = restored(plan.kept)
    try:
        source = _Source.of(document)
    except InvalidPlan:  # a later version finds fault with what an earlier one read
        return from_plan_alone(plan, schedule)
    if schedule is None and source.plan == replace(plan, kept=b"", kept_format=""):
        return _as_bytes(document)
    before, now, numbers = source.plan, plan, source.numbers
    has_gate_column = source.gate_column is not None
    if not has_gate_column:
        before = _without_gates(before)
        if _gates(plan) == _gates(source.plan):
            now = _without_gates(plan)
    was = etree.fromstring(from_plan_alone(before, None, numbers))
    becomes = etree.fromstring(from_plan_alone(now, schedule, numbers))
    ProjectMerge(document, was, becomes).run()
    if not has_gate_column and any(now.tasks.gate):
        _define(document, becomes, numbers.gate_field)
    for column in source.new_legal_columns:
        if any(getattr(now.tasks, column)):
            _define(document, becomes, numbers.legal_fields[column])
    return _as_bytes(document)


def _as_bytes(document: etree._Element) -> bytes:
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True)


def _define(document: etree._Element, becomes: etree._Element, number: int) -> None:
    """Put our definition of a custom field beside those of the document."""
    ours = child_of(becomes, FIELDS)
    assert ours is not None  # our writer always defines that for gates
    wanted = [deepcopy(one) for one in ours if text_of(one, "FieldID") == str(number)]
    theirs = child_of(document, FIELDS)
    if theirs is not None:
        theirs.extend(wanted)
        return
    alone = etree.Element(ours.tag)
    alone.extend(wanted)
    insert(document, alone)


def _gates(plan: Plan) -> dict[int, str]:
    pairs = zip(plan.tasks.uid.tolist(), plan.tasks.gate, strict=True)
    return {uid: gate for uid, gate in pairs if gate}


def _without_gates(plan: Plan) -> Plan:
    return replace(plan, tasks=replace(plan.tasks, gate=("",) * len(plan.tasks)))


@dataclass(frozen=True, slots=True)
class _Source:
    """What the kept document says, and how it numbers things."""

    plan: Plan
    numbers: Numbers
    gate_column: int | None
    new_legal_columns: tuple[str, ...]
    """Those of `LEGAL_COLUMNS` that the document has no field for."""

    @classmethod
    def of(cls, document: etree._Element) -> _Source:
        readers, shapes = Readers.of(""), Shapes()
        for part in document:
            if name_of(part) in LISTS:
                for element in part:
                    readers.take(element, shapes.cells(element))
        draft = readers.draft(document)
        plan, _ = freeze(draft)
        column = own_column(document, readers.report, GATE_FIELDS)
        gate_field = _free_text_field(document, GATE_FIELD) if column is None else column
        legal = {one.column: own_column(document, readers.report, one.names) for one in LEGAL_COLUMNS}
        legal_fields: dict[str, int] = {}
        for name, number in legal.items():
            taken = (gate_field, *legal_fields.values())
            free = _free_text_field(document, LEGAL_FIELDS[name], *taken)
            legal_fields[name] = free if number is None else number
        numbers = Numbers(
            namespace=str(document.tag).rpartition("}")[0][1:],
            calendars=_calendar_numbers(readers),
            gate_field=gate_field,
            legal_fields=legal_fields,
            keeps_zero=True,
        )
        return cls(plan, numbers, column, tuple(name for name, number in legal.items() if number is None))


def _calendar_numbers(readers: Readers) -> CalendarNumbers:
    records = readers.calendars.records
    _, names = calendars_of(records, ReadingReport(""))
    uids = {one.uid for one in records}
    gave_way = {
        one.uid for one in records if one.is_empty and one.parent_uid in uids and one.parent_uid != one.uid
    }
    of_calendar: dict[str, int] = {}
    for one in records:
        if one.uid not in gave_way:
            of_calendar.setdefault(names[one.uid], one.uid)
    pairs = zip(readers.people.resources, readers.people.calendar_uids, strict=True)
    of_resource = {resource.uid: uid for resource, uid in pairs if uid in gave_way}
    return CalendarNumbers(of_calendar, of_resource, max(uids, default=0) + 1)


def _free_text_field(document: etree._Element, otherwise: int, *taken: int) -> int:
    """Return the first Text field that neither the document nor we use, else the given one."""
    used = {str(one) for one in taken} | {
        text_of(one, "FieldID") for one in document.iter("{*}ExtendedAttribute") if isinstance(one.tag, str)
    }
    return next((number for number in TEXT_FIELDS if str(number) not in used), otherwise)
