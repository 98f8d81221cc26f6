"""Write one table as a sheet: title, note, header, rows, totals, filter, and a page that prints well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name

from stuurbord.reports.steering_workbook.look import Look
from stuurbord.reports.steering_workbook.table import Column, Row, Stored, Table
from stuurbord.reports.steering_workbook.wording import JUDGED, Wording

TITLE_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3
A4: Final = 9
MOST_CHARACTERS: Final = 32_767
"""What a cell can hold; longer text ends in an ellipsis."""
MOST_LINES: Final = 30
"""A row cannot be higher than a screen."""
LINE: Final = 13.5
"""Height of a line, in points."""
LETTERS_PER_WIDTH: Final = 1.15
"""Letters of this font that fit in one unit of column width, on the safe side."""
INDENT: Final = 1.5
"""Width that the distance to the neighbouring cell takes."""
FILTER_BUTTON: Final = 1.0
EPOCH: Final = date(1899, 12, 30)


def set_up_page(page: Any, wording: Wording) -> None:
    """Make a sheet print on A4 landscape, as wide as the paper, with its origin in the foot."""
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L&8{wording.origin.replace('&', '&&')}&C&8&A&R&8&P / &N")


def fitting(text: str) -> str:
    """Return text that a cell can hold."""
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


@dataclass(slots=True)
class SheetWriting:
    """One table on one sheet."""

    workbook: Any
    look: Look
    wording: Wording
    table: Table
    page: Any = field(init=False)

    def write(self) -> None:
        self.page = self.workbook.add_worksheet(self.table.name)
        self._head()
        for number, row in enumerate(self.table.computed, start=FIRST_ROW):
            lines = self._lines(row)
            self.page.set_row(number, LINE * lines + 4)
            for position, column in enumerate(self.table.columns):
                self._cell(number, position, column, row.get(column.key), lines > 1)
        if self.table.rows:
            self._total_row()
            self._mark()
        else:
            self.page.write_string(FIRST_ROW, 0, self.table.empty, self.look.empty)
        self._lay_out()

    @property
    def _last_row(self) -> int:
        return max(FIRST_ROW + len(self.table.rows) - 1, HEADER_ROW)

    def _head(self) -> None:
        self.page.set_row(TITLE_ROW, 26)
        self.page.set_row(NOTE_ROW, 18)
        self.page.write_string(TITLE_ROW, 0, self.table.name, self.look.title)
        self.page.write_string(NOTE_ROW, 0, self.table.note, self.look.note)
        lines = 1
        for position, column in enumerate(self.table.columns):
            self.page.set_column(position, position, _width(column))
            self.page.write_string(HEADER_ROW, position, column.heading, self.look.head(column.kind))
            lines = max(lines, _lines(column.heading, _width(column) - FILTER_BUTTON))
        self.page.set_row(HEADER_ROW, LINE * lines + 6)

    def _lines(self, row: Row) -> int:
        """Return on how many lines the longest text of a row breaks: not every reader finds that out."""
        texts = (
            (str(row.get(one.key) or ""), _width(one) - INDENT)
            for one in self.table.columns
            if one.kind == "text"
        )
        return min(max((_lines(text, width) for text, width in texts), default=1), MOST_LINES)

    def _cell(self, row: int, position: int, column: Column, value: Any, is_tall: bool) -> None:
        style = self.look.cell(column.kind, is_tall)
        if column.formula and not isinstance(value, Stored):
            expression = column.formula.expression(self._cells(row))
            self.page.write_formula(row, position, expression, style, _cached(value))
        else:
            self._value(row, position, value.value if isinstance(value, Stored) else value, style)

    def _value(self, row: int, position: int, value: Any, style: Any) -> None:
        if value is None or value == "":
            self.page.write_blank(row, position, None, style)
        elif isinstance(value, date):
            # A workbook has no time zone.
            self.page.write_datetime(row, position, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
        elif isinstance(value, (int, float, Decimal)):
            self.page.write_number(row, position, float(value), style)
        else:
            self.page.write_string(row, position, fitting(str(value)), style)

    def _cells(self, row: int) -> Mapping[str, str]:
        return {
            column.key: f"{xl_col_to_name(position)}{row + 1}"
            for position, column in enumerate(self.table.columns)
        }

    def _total_row(self) -> None:
        if not self.table.total_label:
            return
        row, totals = self._last_row + 1, self.table.totals()
        for position, column in enumerate(self.table.columns):
            style, value = self.look.total(column.kind), totals.get(column.key)
            if position == 0:
                self.page.write_string(row, 0, self.table.total_label, self.look.total("text"))
            elif value is None:
                self.page.write_blank(row, position, None, style)
            elif column.formula:
                expression = column.formula.expression(self._cells(row))
                self.page.write_formula(row, position, expression, style, _cached(value))
            else:
                letter = xl_col_to_name(position)
                text = f"=SUM({letter}{FIRST_ROW + 1}:{letter}{row})"
                self.page.write_formula(row, position, text, style, _cached(value))

    def _mark(self) -> None:
        """Colour the status words, and what lies beyond its limit, also when somebody changes a figure."""
        cells = self._cells(FIRST_ROW)
        for position, column in enumerate(self.table.columns):
            if column.kind != "status":
                continue
            for value, style in self.look.status.items():
                for mark in ("", JUDGED):
                    word = f"{self.wording.status(value)}{mark}".replace('"', '""')
                    rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
                    self.page.conditional_format(FIRST_ROW, position, self._last_row, position, rule)
        if self.table.marks_beyond:
            position = [column.key for column in self.table.columns].index(self.table.marks_beyond[0])
            shown, limit = (f"${cells[key]}" for key in self.table.marks_beyond)
            text = f"=AND(ISNUMBER({shown}),ISNUMBER({limit}),{shown}>{limit})"
            rule = {"type": "formula", "criteria": text, "format": self.look.beyond}
            self.page.conditional_format(FIRST_ROW, position, self._last_row, position, rule)

    def _lay_out(self) -> None:
        set_up_page(self.page, self.wording)
        self.page.freeze_panes(FIRST_ROW, self.table.frozen)
        self.page.autofilter(HEADER_ROW, 0, self._last_row, len(self.table.columns) - 1)
        self.page.repeat_rows(HEADER_ROW)
        self.page.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)


def _cached(value: Any) -> float | str:
    """Return a computed value as a cell stores it: a date as its serial number, nothing as empty text."""
    if value is None:
        return ""
    if isinstance(value, date):
        return float((value - EPOCH).days)
    return value if isinstance(value, str) else float(value)


def _width(column: Column) -> float:
    """Return a width that holds the longest word of the heading too."""
    longest = max((len(word) for word in column.heading.split()), default=0)
    return max(column.width + INDENT, longest / LETTERS_PER_WIDTH + INDENT + FILTER_BUTTON)


def _lines(text: str, width: float) -> int:
    """Return on how many lines a text breaks in a column of that width."""
    return sum(_broken(paragraph, int(width * LETTERS_PER_WIDTH)) for paragraph in text.split("\n"))


def _broken(paragraph: str, room: int) -> int:
    lines, used = 1, 0
    for word in paragraph.replace("-", "- ").split():
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0
        used += len(word) + (1 if used else 0)
        # A word longer than the column breaks in the middle.
        lines, used = lines + (used - 1) // room, (used - 1) % room + 1
    return lines
