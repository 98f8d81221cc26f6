"""Cells of a baseline that cannot be read or contradict each other, mended from what repeats them.

A tracking workbook tells everything of a task more than once: its duration lies between its dates, its cost
is the sum of three columns, and the sheet of each status date repeats its baseline. One bad cell should
therefore not cost the plan, and never turn a task of a year into one of a week.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple

from stuurbord.engine.earned_value.planned_curve import clock_over
from stuurbord.errors import N_, Finding, Where
from stuurbord.exchange.foreign_table.agenda import read_agenda
from stuurbord.exchange.foreign_table.table import Table
from stuurbord.exchange.progress_series.columns import SheetCells, column_letter
from stuurbord.exchange.progress_series.task_sheets import TRACKING
from stuurbord.exchange.tabular.book import Book, Rows, Value
from stuurbord.exchange.tabular.durations import WorkingUnits
from stuurbord.exchange.workbook.calendars import units_of
from stuurbord.plan.calendar import NONE, Calendar, WorkingTime, moment

AGENDA: Final = "Agenda"
_WITNESSES: Final = 3
"""Sheets of status dates that are asked; all repeat the same."""
_MISFIT: Final = 0.1
"""Share by which a duration may differ from the working time between its dates, or a day if that is more."""
_PARTS: Final = ("Resource Cost", "Fixed Cost", "Variable Cost")
_EURO: Final = 100

_TOLD: Final = {
    one.code: one
    for one in (
        Finding(
            "baseline_from_status_sheet",
            N_(
                "The baseline of “{task}” cannot be read here or contradicts itself; what the sheet of a"
                " status date repeats of it counts."
            ),
        ),
        Finding(
            "baseline_duration_from_dates",
            N_(
                "The baseline duration of “{task}” cannot be read or does not fit its dates; the working"
                " time between the dates counts."
            ),
        ),
        Finding(
            "baseline_dates_from_duration",
            N_(
                "A baseline date of “{task}” is missing, cannot be read or does not fit; it follows from"
                " the other date and the duration."
            ),
        ),
        Finding(
            "baseline_dates_swapped",
            N_("“{task}” finishes before it starts in the baseline; its dates are swapped."),
        ),
        Finding(
            "baseline_cost_mended",
            N_(
                "The baseline cost of “{task}” cannot be read or contradicts its parts; the sum of"
                " the parts counts."
            ),
        ),
        Finding("task_without_name", N_("This task has no name; it is called “{task}”.")),
        Finding(
            "task_number_mended",
            N_(
                "The number of “{task}” is missing, repeated or no number; the one in the sheet of a"
                " status date counts, if it is there."
            ),
        ),
    )
}


class _Span(NamedTuple):
    """Baseline start and finish (instants) and duration (working seconds); `NONE` if unreadable."""

    start: int
    finish: int
    duration: int


def mended(table: Table, book: Book, findings: list[Finding]) -> Table:
    """Return the baseline with the cells mended that another cell can mend; each is told."""
    mending = _Mending(table, book, findings)
    mending.mend_numbers()
    for row in mending.rows_of_tasks():
        mending.mend_name(row)
        mending.mend_span(row)
        mending.mend_cost(row)
    if not mending.is_changed:
        return table
    book.loaded[table.sheet] = mending.cells
    return replace(table, cells=mending.cells)


class _Mending:
    """The rows of one baseline while they are mended."""

    def __init__(self, table: Table, book: Book, findings: list[Finding]) -> None:
        self.table, self.book, self.findings = table, book, findings
        self.cells = [list(row) for row in table.cells]
        agenda = book.rows(AGENDA) if AGENDA in book.sheet_names else []
        self.calendar: Calendar | None = read_agenda(agenda, AGENDA) if agenda else None
        self.units = units_of(self.calendar) if self.calendar else WorkingUnits()
        self.rows = self.cells[table.header_row :]
        self.sheet = self._reader(table.sheet, table.headers, self.rows, table.header_row)
        self.at = {name: self.sheet.position(name) for name in ("ID", "Name", "Duration", "Total Cost")}
        self.start, self.finish = self.sheet.position("Baseline Start"), self.sheet.position("Baseline End")
        self.is_changed = False

    def _reader(self, sheet: str, headers: Sequence[Value], rows: Rows, header: int) -> SheetCells:
        """Return cells to look at; what is wrong in them is told where they are used."""
        return SheetCells(self.table.file, sheet, headers, rows, header + 1, self.units, [])

    def rows_of_tasks(self) -> Iterator[int]:
        """Return the rows that hold a task; row 0 is the project."""
        for row, cells in enumerate(self.rows):
            if any(value != "" for value in cells) and self.sheet.number(row, self.at["ID"]) != 0:
                yield row

    @cached_property
    def whole(self) -> _Span | None:
        """The project's own row, if its dates can be read."""
        for row in range(len(self.rows)):
            if self.sheet.number(row, self.at["ID"]) == 0:
                span = self._span(self.sheet, row, self.start, self.finish, self.at["Duration"])
                return span if NONE < span.start < span.finish else None
        return None

    @cached_property
    def clock(self) -> WorkingTime | None:
        """The agenda over every date of the baseline; none without an agenda."""
        spans = [self._span(self.sheet, row, self.start, self.finish, None) for row in range(len(self.rows))]
        known = [one for span in spans for one in span[:2] if one != NONE]
        return clock_over(self.calendar, min(known), max(known)) if known and self.calendar else None

    @cached_property
    def witnesses(self) -> list[tuple[SheetCells, dict[float, int], dict[str, float]]]:
        """Sheets of status dates: their cells, the row of each number, and the number of each name."""
        found = []
        names = [name for name in self.book.sheet_names if TRACKING.fullmatch(name)]
        for name in names[:_WITNESSES]:
            rows = self.book.rows(name)
            if len(rows) < 5:
                continue
            cells = self._reader(name, rows[3], rows[4:], 4)
            row_of: dict[float, int] = {}
            number_of: dict[str, float] = {}
            repeated = set()
            number, named = cells.position("ID"), cells.position("Name")
            for row in range(len(cells.rows)):
                value = cells.number(row, number)
                if value is None:
                    continue
                row_of.setdefault(value, row)
                text = _text(cells.rows[row], named)
                repeated |= {text} & set(number_of)
                number_of[text] = value
            found.append((cells, row_of, {k: v for k, v in number_of.items() if k and k not in repeated}))
        return found

    @staticmethod
    def _span(
        cells: SheetCells, row: int, start: int | None, finish: int | None, duration: int | None
    ) -> _Span:
        return _Span(cells.moment(row, start), cells.moment(row, finish), cells.seconds(row, duration))

    def mend_numbers(self) -> None:
        """Give tasks whose number is no number, or another's, the number it has in a status sheet."""
        seen: set[float] = set()
        for row, cells in enumerate(self.rows):
            name, number = _text(cells, self.at["Name"]), self.sheet.number(row, self.at["ID"])
            if not any(value != "" for value in cells):
                continue
            if number is not None and number not in seen and number == int(number):
                seen.add(number)
                continue
            told = [one[2][name] for one in self.witnesses if name in one[2]]
            is_new = bool(told) and told[0] not in seen
            self._write(row, self.at["ID"], int(told[0]) if is_new else "", "task_number_mended")
            seen |= set(told[:1])

    def mend_name(self, row: int) -> None:
        """Call a task without a name by its number."""
        if self.at["Name"] is not None and not _text(self.rows[row], self.at["Name"]):
            number = _text(self.rows[row], self.at["ID"])
            self._write(row, self.at["Name"], f"#{number}", "task_without_name")

    def mend_span(self, row: int) -> None:
        """Mend start, finish and duration of one task together."""
        own = self._span(self.sheet, row, self.start, self.finish, self.at["Duration"])
        if self._fits(own):
            return
        # Where nothing fits, what cannot be read, or is no duration at all, is as good as not given.
        is_empty = own.duration == 0 and NONE < own.start < own.finish
        bare = own._replace(duration=NONE) if is_empty else own
        fitting = (found for found in self._candidates(row, own) if self._fits(found[1]))
        code, span = next(fitting, ("baseline_duration_from_dates", bare))
        if span.start != own.start or own.start == NONE:
            self._write(row, self.start, "" if span.start == NONE else moment(span.start), code)
        if span.finish != own.finish or own.finish == NONE:
            self._write(row, self.finish, "" if span.finish == NONE else moment(span.finish), code)
        if span.duration != own.duration or own.duration == NONE:
            text = "" if span.duration == NONE else f"{span.duration}s"
            self._write(row, self.at["Duration"], text, code)

    def _candidates(self, row: int, own: _Span) -> Iterator[tuple[str, _Span]]:
        """Return what the task may have meant, the likeliest first."""
        start, finish, duration = own
        number = self.sheet.number(row, self.at["ID"])
        for cells, row_of, _ in self.witnesses:
            if number is not None and number in row_of:
                places = [cells.position(name) for name in ("Baseline Start", "Baseline End", "Duration")]
                yield (
                    "baseline_from_status_sheet",
                    self._span(cells, row_of[number], places[0], places[1], places[2]),
                )
        if NONE not in (start, finish) and finish < start:
            yield "baseline_dates_swapped", _Span(finish, start, duration)
        if self.clock is None:
            return
        if NONE < start < finish:
            yield "baseline_duration_from_dates", own._replace(duration=self.clock.between(start, finish))
        if duration != NONE:
            for date, is_start in ((start, True), (finish, False)):
                if date != NONE:
                    yield "baseline_dates_from_duration", self._from(date, duration, is_start)

    def _from(self, date: int, duration: int, is_start: bool) -> _Span:
        assert self.clock is not None
        # The clock reaches a year past every date; what lies beyond cannot be told.
        work = self.clock.before(date) + (duration if is_start else -duration)
        if not 0 < work <= int(self.clock.cum[-1]):
            return _Span(NONE, NONE, NONE)
        other = int(self.clock.finish_at(work) if is_start else self.clock.start_at(work))
        return _Span(date, other, duration) if is_start else _Span(other, date, duration)

    def _fits(self, span: _Span) -> bool:
        """Tell whether the three agree, inside the project where its own row tells how long that is."""
        start, finish, duration = span
        if NONE in span or finish < start:
            return False
        if self.whole and not (self.whole.start <= start and finish <= self.whole.finish):
            return False
        if self.clock is None:
            return duration > 0 or start == finish
        if not self.clock.first <= start <= finish <= self.clock.last:
            return False
        between = int(self.clock.between(start, finish))
        misfit = max(_MISFIT * max(between, duration), self.units.day)
        return abs(between - duration) <= misfit and (duration > 0 or between == 0)

    def mend_cost(self, row: int) -> None:
        """Take the sum of its parts for a total that is no amount, or that a status sheet contradicts."""
        total = self.sheet.cents(row, self.at["Total Cost"])
        parts = [self.sheet.cents(row, self.sheet.position(name)) for name in _PARTS]
        if self.at["Total Cost"] is None or all(part == NONE for part in parts):
            if total < 0:
                self._write(row, self.at["Total Cost"], "", "baseline_cost_mended")
            return
        summed = sum(max(part, 0) for part in parts)
        if total >= 0 and abs(total - summed) <= max(_EURO, summed // 100):
            return
        number = self.sheet.number(row, self.at["ID"])
        repeated = [
            cells.cents(row_of[number], cells.position("Total Cost"))
            for cells, row_of, _ in self.witnesses
            if number is not None and number in row_of
        ]
        if total < 0 or any(abs(one - summed) <= max(_EURO, summed // 100) for one in repeated):
            self._write(row, self.at["Total Cost"], summed / 100, "baseline_cost_mended")

    def _write(self, row: int, at: int | None, value: Value, code: str) -> None:
        cells = self.rows[row]
        if at is None or (at >= len(cells) and value == ""):
            return
        cells.extend([""] * (at + 1 - len(cells)))
        if cells[at] == value:
            return
        cells[at] = value
        self.is_changed = True
        name = _text(cells, self.at["Name"])
        where = Where(self.table.file, self.table.sheet, f"{column_letter(at)}{self.sheet.first_line + row}")
        self.findings.append(replace(_TOLD[code], where=where, fields={"task": name[:60]}))


def _text(cells: Sequence[Value], at: int | None) -> str:
    return str(cells[at]).strip() if at is not None and at < len(cells) else ""
