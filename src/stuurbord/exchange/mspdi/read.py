"""From the bytes of an MSPDI file to a plan, with everything that was changed, ignored or doubtful."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from lxml import etree

from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.calendar_records import calendars_of
from stuurbord.exchange.gate_names import recognise_gates
from stuurbord.exchange.legal_facts import set_legal_fact
from stuurbord.exchange.mspdi.calendars_read import CalendarReader
from stuurbord.exchange.mspdi.cells import Cells, Shapes
from stuurbord.exchange.mspdi.fields import FORMAT, NAMESPACE, Row
from stuurbord.exchange.mspdi.kept import Keeper, TooMuch
from stuurbord.exchange.mspdi.people_read import PeopleReader
from stuurbord.exchange.mspdi.tasks_read import TaskReader
from stuurbord.exchange.own_columns import GATE_FIELDS, LEGAL_COLUMNS
from stuurbord.exchange.own_money import set_own_money
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.exchange.uneven_work import keep_uneven_work
from stuurbord.exchange.xml_document import XmlRoot, elements, local_name, root_of
from stuurbord.plan.draft import PlanDraft, freeze
from stuurbord.plan.model import Plan, SchedulingRules

_MOST_DAYS: Final = 100_000
"""Of float up to which a task counts as critical."""
_SYMBOLS: Final = {"€": "EUR", "£": "GBP", "$": "USD", "kr": "SEK", "CHF": "CHF"}


def read(data: bytes, file: str, *, keeps_the_rest: bool = True) -> tuple[Plan, tuple[Finding, ...]]:
    """Return the plan in an MSPDI file and all findings.

    Parameters
    ----------
    file
        The file's name, for the findings.
    keeps_the_rest
        Whether the plan keeps what no column holds, for `write` to give back.

    Raises
    ------
    FileRefused
        If the XML has a document type declaration.
    UnreadableFile
        If the bytes are no MSPDI, or damaged.
    InvalidPlan
        If the plan contradicts itself; the exception carries all findings.
    """
    with without_collecting():
        return freeze(read_draft(data, file, keeps_the_rest=keeps_the_rest))


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let Python not look for circles among what is made meanwhile: rows and texts have none.

    Whoever finds it switched off already leaves it so; readings at the same time do each other no harm.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_draft(data: bytes, file: str, *, keeps_the_rest: bool = True) -> PlanDraft:
    """Return what an MSPDI file holds, before it is validated; raises as `read` does."""
    if not is_mspdi(root_of(data, file)):
        text = N_("This XML is no plan of Microsoft Project.")
        raise UnreadableFile(Finding("not_mspdi", text, Severity.ERROR, Where(file)))
    shapes = Shapes.of(data)
    readers, keeper = Readers.of(file), Keeper(shapes) if keeps_the_rest else None
    root: etree._Element | None = None
    for element in elements(data, file, ("Calendar", "Task", "Resource", "Assignment")):
        if element.getparent() is None:
            root = element
        else:
            cells = shapes.cells(element)
            readers.take(element, cells)
            if keeper is not None:
                keeper.take(element, cells)
    assert root is not None  # the last element of a whole document
    draft = readers.draft(root)
    return draft if keeper is None else _kept(draft, keeper, root, file)


def _kept(draft: PlanDraft, keeper: Keeper, root: etree._Element, file: str) -> PlanDraft:
    """Return the draft with what the document holds besides, unless that is too much."""
    try:
        draft.kept, draft.kept_format = keeper.finished(root), FORMAT
    except TooMuch:
        text = N_("The file is too large to keep what Stuurbord does not read of it.")
        draft.findings.append(Finding("kept_too_large", text, where=Where(file)))
    return draft


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers of one document, fed with the elements of its lists."""

    report: ReadingReport
    calendars: CalendarReader
    tasks: TaskReader
    people: PeopleReader

    @classmethod
    def of(cls, file: str) -> Readers:
        report = ReadingReport(file)
        return cls(report, CalendarReader(report), TaskReader(report), PeopleReader(report))

    def take(self, element: etree._Element, cells: Cells) -> None:
        """Take an element of one of the lists."""
        match local_name(element):
            case "Calendar":
                self.calendars.add(cells)
            case "Task":
                if not self.tasks.tasks:
                    self.tasks.seconds_per_day = _seconds_per_day(element)
                self.tasks.add(cells)
            case "Resource":
                self.people.add_resource(cells)
            case "Assignment":
                self.people.add_assignment(cells)

    def draft(self, root: etree._Element) -> PlanDraft:
        """Return what they have read, with the properties of the project itself."""
        row = Row(Shapes().own_texts(root), self.report)
        return _draft(row, self.report, self.calendars, self.tasks, self.people, root)


def is_mspdi(root: XmlRoot) -> bool:
    """Tell whether a document with this root is one of Microsoft Project's."""
    return root.name == "Project" and (root.namespace.startswith(NAMESPACE) or not root.namespace)


def _seconds_per_day(task: etree._Element) -> int:
    """Return what a day in a duration means; it stands above the tasks."""
    minutes = task.findtext("../../{*}MinutesPerDay") or ""
    is_number = minutes.isdecimal() and len(minutes) < 6
    return int(minutes) * 60 if is_number and 0 < int(minutes) <= 1440 else 8 * 3600


def _draft(
    row: Row,
    report: ReadingReport,
    calendars: CalendarReader,
    tasks: TaskReader,
    people: PeopleReader,
    root: etree._Element,
) -> PlanDraft:
    made, names = calendars_of(calendars.records, report)
    seconds_per_day = _within(row.whole("MinutesPerDay", 480), 1440, 480) * 60
    for task, uid in zip(tasks.tasks, tasks.calendar_uids, strict=True):
        task.calendar = _calendar_name(uid, names)
    for resource, uid in zip(people.resources, people.calendar_uids, strict=True):
        resource.calendar = _calendar_name(uid, names)
    set_own_money(tasks.tasks, tasks.money, people.assigned_cost())
    _set_gates(root, tasks, report)
    _set_legal_facts(root, tasks, report)
    if tasks.n_blank:
        text = N_("Blank rows are left out: {count}.")
        report.tell("blank_rows", text, Severity.INFO, count=tasks.n_blank)
    tasks.drop_links_from_elsewhere()
    draft = PlanDraft(
        name=row.line("Title") or tasks.project_name or row.line("Name").removesuffix(".xml"),
        start=row.instant("StartDate"),
        finish=row.instant("FinishDate"),
        from_finish=not row.is_true("ScheduleFromStart", True),
        status_date=row.instant("StatusDate"),
        rules=_rules(row, report, seconds_per_day),
        seconds_per_day=seconds_per_day,
        seconds_per_week=_within(row.whole("MinutesPerWeek", 2400), 7 * 1440, 2400) * 60,
        days_per_month=_within(row.whole("DaysPerMonth", 20), 31, 20),
        currency=row.text("CurrencyCode").strip() or _SYMBOLS.get(row.text("CurrencySymbol").strip(), "EUR"),
        author=row.line("Author"),
        calendar=_calendar_name(row.whole("CalendarUID", -1), names) or (made[0].name if made else ""),
        calendars=made,
        tasks=tasks.tasks,
        dependencies=tasks.dependencies,
        resources=people.resources,
        assignments=people.assignments,
        findings=report.findings(),
    )
    keep_uneven_work(draft)
    return draft


def _rules(row: Row, report: ReadingReport, seconds_per_day: int) -> SchedulingRules:
    return SchedulingRules(
        honors_constraints=_honors_constraints(row, report),
        splits_in_progress=row.is_true("SplitsInProgressTasks", True),
        multiple_critical_paths=row.is_true("MultipleCriticalPaths"),
        critical_limit=min(max(row.whole("CriticalSlackLimit"), -_MOST_DAYS), _MOST_DAYS) * seconds_per_day,
    )


def _within(value: int, most: int, default: int) -> int:
    return value if 0 < value <= most else default


def _calendar_name(uid: int, names: dict[int, str]) -> str:
    """Return the calendar's name; −1 and 0 mean none, and a name nobody has becomes a finding later."""
    return names.get(uid, "" if uid <= 0 else f"#{uid}")


def _honors_constraints(row: Row, report: ReadingReport) -> bool:
    """Tell whether a date constraint beats a predecessor.

    The element says the opposite of its name: with the option on, as it is by default, Microsoft Project
    writes 0.
    """
    if not row.is_true("HonorConstraints"):
        return True
    text = N_("The plan says that links between tasks beat date constraints.")
    report.tell("constraints_not_honoured", text, Severity.INFO)
    return False


def _set_gates(root: etree._Element, tasks: TaskReader, report: ReadingReport) -> None:
    """Fill the gates from the file's own column for them, else from the names of milestones."""
    column = own_column(root, report, GATE_FIELDS)
    if column is None:
        recognise_gates(tasks.tasks, report)
        return
    for task, texts in zip(tasks.tasks, tasks.texts, strict=True):
        task.gate = texts.get(column, "")


def _set_legal_facts(root: etree._Element, tasks: TaskReader, report: ReadingReport) -> None:
    for one in LEGAL_COLUMNS:
        number = own_column(root, report, one.names)
        if number is None:
            continue
        for task, texts in zip(tasks.tasks, tasks.texts, strict=True):
            set_legal_fact(task, one, texts.get(number, ""), report)


def own_column(root: etree._Element, report: ReadingReport, names: Collection[str]) -> int | None:
    """Return the number of the file's own custom field that has one of these names, in lower case."""
    for element in root.iterfind("{*}ExtendedAttributes/{*}ExtendedAttribute"):
        field = Row(Shapes().own_texts(element), report)
        if field.line("Alias").strip().lower() in names:
            return field.whole("FieldID")
    return None
