"""From the bytes of a file to what it holds: records, plans, or a table whose columns are still to map.

What a file is follows from its content, never from its name. Nothing here touches the database, so a file is
read outside any transaction; readings are kept a short while, since a file is read once to be reviewed and
once more to be accepted.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePath
from threading import Lock
from typing import Any

from django.conf import settings

from stuurbord.errors import N_, Finding, InvalidPlan, Severity, UnreadableFile, Where
from stuurbord.exchange import workbook
from stuurbord.exchange.foreign_table import (
    apply,
    from_toml,
    known_for,
    known_mappings,
    open_table,
    signature,
    suggest,
    to_toml,
)
from stuurbord.exchange.foreign_table.table import Table
from stuurbord.exchange.plan_file import Content, Limits, PlanReading, content_of, read_plan, read_plans
from stuurbord.exchange.records import PortfolioRecords

WORKBOOK, TABLE = "workbook", "table"
PLAN_READERS = frozenset({"mspdi", "mpxj"})
KEPT = 4
_TABLE_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ""})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds.

    Attributes
    ----------
    reader
        ``workbook``, ``table``, ``mspdi`` or ``mpxj``.
    plans
        Plans of a plan file, of which the project is still to be found.
    records
        Registers, and the plans of a planning sheet under their project's code.
    mapping
        For a foreign table: how its columns are read, as TOML.
    needs_mapping
        Whether ``mapping`` is only a suggestion: nothing is read before a person agrees.
    """

    reader: str
    findings: tuple[Finding, ...] = ()
    plans: tuple[PlanReading, ...] = ()
    records: PortfolioRecords = field(default_factory=PortfolioRecords)
    mapping: str = ""
    needs_mapping: bool = False
    is_shipped_mapping: bool = False
    """Whether the product brought the mapping: then an error is the file's, not the mapping's."""


@dataclass(frozen=True, slots=True)
class Question:
    """A file and how it is to be read."""

    data: bytes
    sha256: str
    file_name: str
    project_code: str = ""
    """Of the project the file was given for; several projects in one file are then not looked for."""
    mapping: str = ""
    """As TOML; empty: shipped, remembered or suggested."""


def read(question: Question, remembered: Callable[[str], str]) -> Reading:
    """Return what a file holds; what makes it unreadable stands in its findings.

    Parameters
    ----------
    remembered
        From the signature of a header row to the mapping that was used before, empty if there is none.
    """
    key = (question.sha256, question.file_name, question.mapping)
    found = _kept.get((*key, question.project_code))
    if found is None and question.project_code:
        # The one plan of a file is the same plan, whether its project was given or recognised in it.
        unaddressed = _kept.get((*key, ""))
        found = unaddressed if unaddressed and len(unaddressed.plans) == 1 else None
    if found is None:
        found = _read(question, remembered)
        # What was read through a remembered or suggested mapping depends on more than the question.
        if found.reader != TABLE or question.mapping:
            _kept.put((*key, question.project_code), found)
    return found


def _read(question: Question, remembered: Callable[[str], str]) -> Reading:
    try:
        content = _content(question)
        if content in (Content.WORKBOOK, Content.OTHER) and _is_table(question, content):
            return _read_table(question, remembered)
        if content is Content.WORKBOOK:
            return _read_workbook(question)
        return _read_plans(question)
    except (UnreadableFile, InvalidPlan) as error:
        return Reading("", tuple(_in_file(error.findings, question.file_name)))


def _content(question: Question) -> Content:
    if len(question.data) > settings.STUURBORD_UPLOAD_LIMIT:
        raise UnreadableFile(too_large(question.file_name))
    content = content_of(question.data, question.file_name)
    if content is Content.ARCHIVE and b"[Content_Types].xml" in question.data[:1024]:
        return Content.WORKBOOK  # an office document cut off before the part that says what it is
    if content is Content.OTHER and question.data.lstrip()[:1] in (b"{", b"["):
        text = N_("This is a JSON file. Save its list as CSV or Excel and import that.")
        raise UnreadableFile(Finding("is_json", text, Severity.ERROR, Where(question.file_name)))
    return content


def too_large(file_name: str) -> Finding:
    """Return the finding that refuses a file above the limit of this installation."""
    text = N_("The file is larger than {limit} MB; it is refused.")
    megabytes = round(settings.STUURBORD_UPLOAD_LIMIT / settings.MEGABYTE, 1)
    fields = {"limit": f"{megabytes:g}".replace(".", ",")}
    return Finding("file_too_large", text, Severity.ERROR, Where(file_name), fields)


def _is_table(question: Question, content: Content) -> bool:
    """Tell a foreign table from our own workbook, and from plan formats that only their reader knows."""
    if content is Content.WORKBOOK:
        return bool(question.mapping) or not workbook.is_ours(question.data)
    ending = PurePath(question.file_name).suffix.lower()
    return ending in _TABLE_ENDINGS


def _read_workbook(question: Question) -> Reading:
    records = workbook.read(question.data, question.file_name)
    return Reading(WORKBOOK, tuple(records.findings), records=records)


def _read_plans(question: Question) -> Reading:
    limits = Limits(file_bytes=settings.STUURBORD_UPLOAD_LIMIT)
    if question.project_code:
        plans = [read_plan(question.data, question.file_name, limits)]
    else:
        plans = read_plans(question.data, question.file_name, limits)
    findings = [finding for one in plans for finding in one.findings]
    return Reading(plans[0].reader, tuple(findings), tuple(plans))


def _read_table(question: Question, remembered: Callable[[str], str]) -> Reading:
    """Read a foreign table through the mapping given, the shipped one, or the one remembered."""
    table = open_table(question.data, question.file_name)
    known = None if question.mapping else known_for(table)
    kept = to_toml(known) if known else question.mapping or remembered(signature(table.headers))
    if not kept:
        mapping = to_toml(suggest(table))
        return Reading(TABLE, table.findings, mapping=mapping, needs_mapping=True)
    mapped = from_toml(kept)
    if mapped.sheet and mapped.sheet in table.sheet_names and mapped.sheet != table.sheet:
        table = open_table(question.data, question.file_name, mapped.sheet)
    file = f"{question.project_code}.x" if question.project_code else question.file_name
    records = apply(table, mapped, file)
    if question.project_code and mapped.project_from_file:
        records.projects = []  # the project is there already; the table is only its plan
    is_shipped = known is not None or kept in _shipped()
    found = tuple(records.findings)
    return Reading(TABLE, found, records=records, mapping=kept, is_shipped_mapping=is_shipped)


@cache
def _shipped() -> frozenset[str]:
    return frozenset(to_toml(one) for one in known_mappings().values())


def table_of(data: bytes, file_name: str, sheet: str = "") -> Table:
    """Return the table whose columns a person maps."""
    return open_table(data, file_name, sheet or None)


def _in_file(findings: Iterable[Finding], file: str) -> list[Finding]:
    return [one if one.where.file else replace(one, where=replace(one.where, file=file)) for one in findings]


class _Kept:
    """The last readings, oldest out first; several requests may come at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._readings: OrderedDict[Any, Reading] = OrderedDict()

    def get(self, key: Any) -> Reading | None:
        with self._lock:
            return self._readings.get(key)

    def put(self, key: Any, reading: Reading) -> None:
        with self._lock:
            self._readings[key] = reading
            self._readings.move_to_end(key)
            while len(self._readings) > KEPT:
                self._readings.popitem(last=False)


_kept = _Kept()
