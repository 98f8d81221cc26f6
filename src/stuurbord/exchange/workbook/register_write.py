"""Write registers: one sheet each, with locked ids, lists of choices, sums, and what reading back needs.

Rows come as cells already: text, numbers, days and ``None``. A hidden column names the stored line and the
version it had, so that a file that comes back can be compared with what it was made from.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, Final

from stuurbord.exchange.workbook.declaration import META_SHEET, Sheet
from stuurbord.exchange.workbook.look import Look
from stuurbord.exchange.workbook.page import (
    HELP_ROW,
    SAFE,
    TEMPLATE_ROWS,
    column_letters,
    fitting,
    head_cells,
    lay_out,
    n_frozen,
    offer_list,
    set_columns,
    width_in_all,
)

FORMAT: Final = "stuurbord-registers"
KEY_HEADER: Final = "_stuurbord"
"""Head of the hidden column that holds ``line:version``."""
LIST_PREFIX: Final = "lijst_"
CREATED: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook has no time zone; fixed, for equal bytes
_TOTAL: Final = {"nl": "Totaal", "en": "Total", "fr": "Total"}
_FIRST_LIST: Final = 3
_READABLE_WIDTH: Final = 280
"""Characters across an A3 page that can still be read."""
_EPOCH: Final = date(1899, 12, 30).toordinal()
_OPEN_TO: Final = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
"""What a protected sheet still allows; there is no password, so everybody can lift it."""

Cell = str | float | date | None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One register as a sheet.

    Attributes
    ----------
    name
        Of the sheet, at most 31 characters.
    rows
        Per line its cells, in the order of the columns.
    keys
        Per line ``line:version``, empty for a line that is not stored.
    fixed
        Fields that name a line: locked where it is stored.
    added
        Fields that the line above the header adds up.
    lists
        Field → the name of its list.
    open_lists
        The fields of which other values than those of the list may be right as well.
    """

    name: str
    sheet: Sheet
    rows: Sequence[Sequence[Cell]]
    keys: Sequence[str]
    fixed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    lists: Mapping[str, str] = field(default_factory=dict)
    open_lists: frozenset[str] = frozenset()


def write_registers(
    pages: Sequence[RegisterPage],
    lists: Mapping[str, Sequence[str]],
    facts: Mapping[str, Any],
    language: str = "nl",
) -> bytes:
    """Return the workbook as bytes.

    Parameters
    ----------
    lists
        Name of a list → what can be chosen.
    facts
        What the hidden sheet tells of this file, for whoever reads it back.
    """
    import xlsxwriter  # here, since only writing should pay for loading it

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True, **SAFE}) as workbook:
        workbook.set_properties({"title": "Stuurbord", "author": "Stuurbord", "created": CREATED})
        workbook.set_size(2600, 1500)
        look = Look(workbook, is_protected=True)
        for page in pages:
            _PageWriting(workbook, look, page, language).write()
        _add_meta(workbook, {"format": FORMAT, **facts, "language": language}, lists)
    return target.getvalue()


def _add_meta(workbook: Any, facts: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> None:
    """Add the hidden sheet; written row by row, since nothing is kept of a row once the next has begun."""
    meta = workbook.add_worksheet(META_SHEET)
    columns = [[LIST_PREFIX + name, *choices] for name, choices in lists.items()]
    for row, (fact, choices) in enumerate(zip_longest(facts.items(), zip_longest(*columns))):
        if fact:
            meta.write_string(row, 0, fact[0])
            meta.write_string(row, 1, str(fact[1]))
        for position, choice in enumerate(choices or (), start=_FIRST_LIST):
            if choice is not None:
                meta.write_string(row, position, fitting(choice))
    for position, (name, choices) in enumerate(lists.items(), start=_FIRST_LIST):
        letters = column_letters(position)
        area = f"='{META_SHEET}'!${letters}$2:${letters}${max(len(choices), 1) + 1}"
        workbook.define_name(LIST_PREFIX + name, area)
    meta.hide()


class _PageWriting:
    """One sheet, from top to bottom."""

    def __init__(self, workbook: Any, look: Look, page: RegisterPage, language: str) -> None:
        self.look, self.page, self.language = look, page, language
        self.out = workbook.add_worksheet(page.name)
        self.header = 2 if page.added else 1
        self.key_column = len(page.sheet.columns)

    def write(self) -> None:
        page, first = self.page, self.header + 1
        set_columns(self.out, page.sheet, self.look, self.language, self.header)
        self.out.set_column(self.key_column, self.key_column, 12, None, {"hidden": True})
        self._head()
        styles = [self._styles(column.field, column.kind) for column in page.sheet.columns]
        for number, (row, key) in enumerate(zip(page.rows, page.keys, strict=True), start=first):
            self._row(number, row, key, styles)
        last = first + len(page.rows)
        for position, column in enumerate(page.sheet.columns):
            if name := page.lists.get(column.field):
                rows, is_open = (first, last + TEMPLATE_ROWS), column.field in page.open_lists
                name = LIST_PREFIX + name
                offer_list(self.out, position, column, name, self.language, rows, is_open)
        lay_out(self.out, page.sheet, self.language, max(last - 1, self.header), self.header)
        if (width := width_in_all(page.sheet, self.language)) > _READABLE_WIDTH:
            # One page wide would be too small to read: the ids come along on each page instead.
            self.out.fit_to_pages(-(-int(width) // _READABLE_WIDTH), 0)
            self.out.repeat_columns(0, n_frozen(page.sheet) - 1)
        self.out.protect("", _OPEN_TO)

    def _head(self) -> None:
        cells = list(head_cells(self.page.sheet, self.look, self.language, self.header))
        for cell in cells:
            if cell[0] == HELP_ROW:
                self.out.write_string(*cell)
        if self.page.added:
            self._totals()
        for cell in cells:
            if cell[0] == self.header:
                self.out.write_string(*cell)
        self.out.write_string(self.header, self.key_column, KEY_HEADER, self.look.header)

    def _totals(self) -> None:
        """Write the sums of what the filter leaves, with the value they have now."""
        first, last = self.header + 2, self.header + 1 + max(len(self.page.rows), 1) + TEMPLATE_ROWS
        self.out.write_string(1, 0, _TOTAL[self.language], self.look.total_label)
        for position, column in enumerate(self.page.sheet.columns):
            if column.field in self.page.added:
                letters = column_letters(position)
                formula = f"=SUBTOTAL(109,{letters}{first}:{letters}{last})"
                total = round(sum(row[position] or 0 for row in self.page.rows), 2)  # type: ignore[misc]
                self.out.write_formula(1, position, formula, self.look.total, total)

    def _styles(self, field_name: str, kind: str) -> tuple[Any, Any]:
        """Return the format of a column's cells, in a stored line and in a new one."""
        usual = self.look.of(kind)
        if field_name not in self.page.fixed:
            return usual, usual
        return (self.look.fixed_whole if kind == "whole" else self.look.fixed), usual

    def _row(self, number: int, row: Sequence[Cell], key: str, styles: Sequence[tuple[Any, Any]]) -> None:
        out, is_new = self.out, not key
        for position, value in enumerate(row):
            if value is None or value == "":
                if not is_new and styles[position][0] is not styles[position][1]:
                    out.write_blank(number, position, None, styles[position][0])
                continue
            style = styles[position][is_new]
            if isinstance(value, str):
                out.write_string(number, position, fitting(value), style)
            elif isinstance(value, date):
                out.write_number(number, position, value.toordinal() - _EPOCH, style)
            else:
                if style is self.look.of("percent") and round(value * 100, 6) % 1:
                    style = self.look.fine_percent
                out.write_number(number, position, value, style)
        if key:
            out.write_string(number, self.key_column, key)
