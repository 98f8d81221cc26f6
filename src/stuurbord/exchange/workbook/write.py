"""Write the workbook: an empty template with explanations, or filled with a portfolio's records.

Equal records give equal bytes: the file carries a fixed creation date, and nothing in it comes from a clock.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from stuurbord.exchange.records import PortfolioRecords
from stuurbord.exchange.workbook.declaration import (
    META_SHEET,
    SCHEMA_VERSION,
    Choice,
    Column,
    Sheet,
    sheets,
)
from stuurbord.exchange.workbook.lists import LISTS, add_lists
from stuurbord.exchange.workbook.look import Look
from stuurbord.exchange.workbook.page import (
    FIRST_ROW,
    HEADER_ROW,
    SAFE,
    TEMPLATE_ROWS,
    fitting,
    head_cells,
    lay_out,
    offer_list,
    set_columns,
    yes_no,
)
from stuurbord.exchange.workbook.planning_write import plan_facts, planning_rows
from stuurbord.exchange.workbook.readme_sheet import add_readme

CREATED: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook has no time zone; fixed, for equal bytes


def write(
    records: PortfolioRecords | None, language: str = "nl", keys: Collection[str] | None = None
) -> bytes:
    """Return the workbook as bytes.

    Parameters
    ----------
    records
        What it holds; ``None`` gives the empty template.
    language
        Of labels, lists and explanations: ``nl``, ``en`` or ``fr``.
    keys
        The sheets to write; all if not given.
    """
    import xlsxwriter  # here, since only writing should pay for loading it

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **SAFE}) as workbook:
        workbook.set_properties({"title": "Stuurbord", "author": "Stuurbord", "created": CREATED})
        workbook.set_size(2600, 1500)
        look = Look(workbook)
        written = [one for one in sheets() if keys is None or one.key in keys]
        add_readme(workbook, look, language, written)
        for sheet in written:
            rows = [] if records is None else _rows(sheet, records, language)
            _SheetWriting(workbook, look, sheet, language).write(rows)
        _add_meta(workbook, language, {one.key for one in written})
    return target.getvalue()


def _rows(sheet: Sheet, records: PortfolioRecords, language: str) -> list[Mapping[str, Any]]:
    """Return field → value of each row of a sheet."""
    if sheet.key == "planning":
        return [
            _fields(row, sheet)
            for code in sorted(records.plans)
            for row in planning_rows(code, records.plans[code], language)
        ]
    rows: list[Mapping[str, Any]] = []
    for record in getattr(records, sheet.key):
        values = _fields(record, sheet)
        if sheet.key == "projects" and record.code in records.plans:
            values |= plan_facts(records.plans[record.code], language)
        rows.append(values)
    return rows


def _fields(record: Any, sheet: Sheet) -> dict[str, Any]:
    return {column.field: getattr(record, column.field, None) for column in sheet.columns}


def _add_meta(workbook: Any, language: str, keys: Collection[str]) -> None:
    """Add the hidden sheet that tells the reader what made this file, and holds the lists of choices."""
    meta = workbook.add_worksheet(META_SHEET)
    facts = (("format", "stuurbord"), ("schema_version", SCHEMA_VERSION), ("language", language))
    for row, (name, value) in enumerate(facts):
        meta.write(row, 0, name)
        meta.write(row, 1, value)
    add_lists(workbook, meta, language, keys)
    meta.hide()


@dataclass(slots=True)
class _SheetWriting:
    """One register as a sheet: explanations, header, rows, lists, filter, print set-up."""

    workbook: Any
    look: Look
    sheet: Sheet
    language: str
    page: Any = field(init=False)

    def write(self, rows: list[Mapping[str, Any]]) -> None:
        self.page = self.workbook.add_worksheet(self.sheet.name(self.language))
        set_columns(self.page, self.sheet, self.look, self.language)
        for cell in head_cells(self.sheet, self.look, self.language):
            self.page.write_string(*cell)
        for number, row in enumerate(rows, start=FIRST_ROW):
            for position, column in enumerate(self.sheet.columns):
                self._cell(number, position, column, row.get(column.field))
        last = FIRST_ROW + len(rows) + TEMPLATE_ROWS
        for position, column in enumerate(self.sheet.columns):
            self._offer_list(position, column, last)
        lay_out(self.page, self.sheet, self.language, max(FIRST_ROW + len(rows) - 1, HEADER_ROW))

    def _cell(self, row: int, position: int, column: Column, value: Any) -> None:
        style = self.look.of(column.kind)
        if value is None or value == "":
            return
        if isinstance(value, bool):
            self.page.write_string(row, position, yes_no(value, self.language), style)
        elif isinstance(value, datetime):
            self.page.write_datetime(row, position, value, self.look.moment)
        elif isinstance(value, date):
            self.page.write_datetime(row, position, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
        elif isinstance(value, Enum):
            self.page.write_string(row, position, _label(value, column.choices, self.language), style)
        elif isinstance(value, (int, Decimal)):
            if column.kind == "percent" and value * 100 % 1:
                style = self.look.fine_percent
            self.page.write_number(row, position, value, style)
        else:
            self.page.write_string(row, position, fitting(str(value)), style)

    def _offer_list(self, position: int, column: Column, last: int) -> None:
        name = column.choices_name or column.list or ("yes_no" if column.kind == "yes_no" else "")
        if not name:
            return
        # A person or project may be known to the portfolio without standing in this file.
        is_open = bool(column.list)
        rows = (FIRST_ROW, last)
        offer_list(self.page, position, column, LISTS[name], self.language, rows, is_open)


def _label(value: Any, options: tuple[Choice, ...], language: str) -> str:
    return next(choice.labels[language][0] for choice in options if choice.value == value)
