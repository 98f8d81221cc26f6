"""The cells of one row, read as their fields expect; what is wrong or doubtful is told with its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.invisible import hidden_characters
from stuurbord.exchange.tabular.problem import CellProblem
from stuurbord.web.lists.sheets.reading import ReadSheet
from stuurbord.web.lists.sheets.related import Related
from stuurbord.web.lists.sheets.sent_lines import SentLine
from stuurbord.web.lists.sheets.sheet_fields import SheetField

UNREADABLE: Final = object()
"""What a cell that holds an error is worth."""


@dataclass(frozen=True, slots=True)
class RowCells:
    """Reads the cells of one sheet."""

    sheet: ReadSheet
    related: Related

    def value(self, row: int, field: SheetField, found: Value, line: SentLine) -> Any:
        """Return what a cell means, or `UNREADABLE`; an error is told on the line, doubts are returned late.

        Doubts (a date as a number, text that begins like a formula) matter only where the cell changes
        something: see `doubts`.
        """
        where = self.sheet.place(row, field.name)
        if problem := self._marked(where, found):
            line.tell(problem)
            return UNREADABLE
        try:
            return _rounded(field, field.read(found, self.related, line.project))
        except CellProblem as problem:
            if problem.severity is Severity.ERROR:
                line.tell(_finding(problem, where))
                return UNREADABLE
            return problem.used

    def tell_doubts(self, row: int, field: SheetField, found: Value, line: SentLine) -> None:
        """Tell what was assumed in reading a cell that changes something."""
        where = self.sheet.place(row, field.name)
        try:
            field.read(found, self.related, line.project)
        except CellProblem as problem:
            line.tell(_finding(problem, where))
        if isinstance(found, str) and (hidden := hidden_characters(found, where)):
            line.tell(hidden)

    def _marked(self, where: Where, found: Value) -> Finding | None:
        """Return what a reader of values passes over: Excel's errors, formulas without a result."""
        marks, cell = self.sheet.marks, where.cell
        if cell in marks.errors:
            told = N_("The cell holds Excel's error {error}; type a value.")
            return Finding("error_cell", told, Severity.ERROR, where, {"error": marks.errors[cell]})
        if cell in marks.uncomputed:
            told = N_("The formula in this cell was never computed. Open the file in Excel and save it.")
            return Finding("formula_without_value", told, Severity.ERROR, where)
        if cell in marks.above_hundred and isinstance(found, float):
            told = N_("“{value}” lies outside 0–100 %.")
            fields = {"value": f"{found * 100:.10g} %"}
            return Finding("percent_out_of_range", told, Severity.ERROR, where, fields)
        return None


def is_empty(found: Value) -> bool:
    """Return whether a cell holds nothing; blanks are nothing."""
    return isinstance(found, str) and not found.strip()


def _rounded(field: SheetField, value: Any) -> Any:
    """Return a figure with as many decimals as the field keeps: what it would be once stored."""
    if isinstance(value, Decimal) and field.places is not None:
        return value.quantize(Decimal(1).scaleb(-field.places), ROUND_HALF_UP)
    return value


def _finding(problem: CellProblem, where: Where) -> Finding:
    return Finding(problem.code, problem.text, problem.severity, where, problem.fields)
