"""Values that no planning tool writes, and children that may not take more than they get."""

from __future__ import annotations

import io
import json
import os
from typing import Any

import pytest
import xlsxwriter
from exchange.made_mspdi import calendar, project

from stuurbord.errors import FileRefused
from stuurbord.exchange import mspdi
from stuurbord.exchange.tabular import reading_process
from stuurbord.exchange.tabular.book import open_book
from stuurbord.exchange.tabular.cells import READERS
from stuurbord.exchange.tabular.limits import DEFAULT
from stuurbord.exchange.tabular.problem import CellProblem, Notation

EVERY_SUNDAY = (
    "<Exceptions><Exception><EnteredByOccurrences>1</EnteredByOccurrences><Occurrences>{}</Occurrences>"
    "<TimePeriod><FromDate>2026-01-01T00:00:00</FromDate><ToDate>2026-12-31T23:59:00</ToDate></TimePeriod>"
    "<Type>6</Type><Period>1</Period><DaysOfWeek>1</DaysOfWeek><DayWorking>0</DayWorking>"
    "</Exception></Exceptions>"
)


@pytest.mark.parametrize("minutes", ["²", "٤٨٠", "9" * 5_000, "-480", "4.8e2"])
def test_minutes_that_are_no_number_leave_a_day_of_eight_hours(minutes: str) -> None:
    """Digits that Python does not count with, and more of them than it reads."""
    plan, _findings = mspdi.read(project(head=f"<MinutesPerDay>{minutes}</MinutesPerDay>"), "plan.xml")

    assert plan.seconds_per_day == 8 * 3600


@pytest.mark.parametrize(("occurrences", "n_days"), [("-1", 52), ("0", 52), ("3", 3), ("9" * 16, 52)])
def test_a_recurrence_ends_at_its_period(occurrences: str, n_days: int) -> None:
    """Fewer than none counts as without bound; more than all are all."""
    written = calendar(facts=EVERY_SUNDAY.format(occurrences))
    plan, _findings = mspdi.read(project(calendars=written), "plan.xml")

    assert len(plan.calendar.exceptions) == n_days


def workbook(n_cells: int) -> bytes:
    """Return a small file in which one text of 30,000 letters stands in many cells."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet("Risico's")
        for number in range(n_cells):
            page.write_string(number // 100, number % 100, "x" * 30_000)
    return made.getvalue()


def test_an_answer_that_would_fill_the_parent_is_refused() -> None:
    """The file has 25 kilobytes, its cells 300 million letters."""
    book = open_book(workbook(10_000), "boek.xlsx")

    with pytest.raises(FileRefused) as refused:
        book.load(book.sheet_names)

    assert refused.value.findings[0].code == "workbook_too_demanding"


def test_the_child_that_reads_a_workbook_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the environment it gets what it takes to start."""
    given: list[dict[str, str]] = []
    run = reading_process.subprocess.run

    def watched(*arguments: Any, **options: Any) -> Any:
        given.append(options["env"])
        return run(*arguments, **options)

    monkeypatch.setenv("STUURBORD_SECRET_KEY", "geheim")
    monkeypatch.setattr(reading_process.subprocess, "run", watched)
    sheets = reading_process.read_sheets(workbook(1), None, DEFAULT)

    assert json.dumps(given[0]).count("geheim") == 0
    assert given[0].keys() <= {"PATH", "SYSTEMROOT"} <= os.environ.keys() | {"SYSTEMROOT"}
    assert list(sheets) == ["Risico's"]


@pytest.mark.parametrize("kind", ["whole", "euro", "percent", "date", "moment"])
@pytest.mark.parametrize(
    "text", ["1" + " " * 32_000 + "x", "T " * 16_000, "1." * 16_000, " d" * 16_000, "9" * 32_000]
)
def test_a_cell_full_of_almost_a_figure_is_told_at_once(kind: str, text: str) -> None:
    """Each was looked at from every letter on: a minute per cell."""
    with pytest.raises(CellProblem):
        READERS[kind](text, Notation())
