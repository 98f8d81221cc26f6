"""The Excel behind the steering pack: every figure of the snapshot, alive, and nothing that is not in it."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from made_workbook_facts import BASELINE, FORECAST, made_project, made_snapshot
from python_calamine import CalamineWorkbook

from stuurbord.language import LANGUAGES, language
from stuurbord.reports.snapshot import ForecastFacts
from stuurbord.reports.steering_workbook import write
from stuurbord.reports.steering_workbook.sheet import FIRST_ROW, HEADER_ROW
from stuurbord.reports.steering_workbook.wording import Wording
from stuurbord.reports.steering_workbook.write import tables

HOSTILE = ("=1+1", "+32 2 555 55 55", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "_x0041_ \x01 & <b>", "'")
EMPTY = replace(
    made_snapshot(),
    projects=(),
    budget_years=(),
    risks=(),
    issues=(),
    decisions=(),
    report_dates=(),
    trend=(),
    sources=(),
    compared_with=None,
)


def values(content: bytes) -> dict[str, list[list[Any]]]:
    """Return sheet → rows, as a reader without a calculator sees them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def by_heading(content: bytes, position: int, code: str = "nl") -> list[dict[str, Any]]:
    """Return the rows under the header of the table at a position, by column key."""
    table = tables(Wording(language(code), made_snapshot()))[position]
    rows = list(values(content).values())[position + 1][FIRST_ROW:]
    return [dict(zip([column.key for column in table.columns], row, strict=False)) for row in rows]


@pytest.mark.parametrize(
    ("chances", "told"),
    [
        ((0.5, 0.5), "simulation"),
        ((None, 0.5), "simulation, chance in time unknown"),
        ((0.5, None), "simulation, chance in cost unknown"),
        ((None, None), "simulation, chances unknown"),
        (None, "not simulated"),
    ],
)
def test_basis_says_when_a_simulation_gives_no_chance(chances, told):
    """A project without a baseline is simulated, and yet its chance is not known."""
    made = made_snapshot()
    day = date(2027, 6, 30)
    found = chances and ForecastFacts(day, day, None, None, *chances)
    other = ForecastFacts(day, day, None, None, 0.5, 0.5)
    first, *others = made.projects
    projects = (replace(first, forecast=found), *(replace(one, forecast=other) for one in others))
    wording = Wording(language("en"), replace(made, projects=projects))
    rows = next(one.rows for one in tables(wording) if any(column.key == "basis" for column in one.columns))

    assert told == next(row["basis"] for row in rows if row["code"] == first.code)


@pytest.fixture(scope="module")
def content() -> bytes:
    """The workbook of the made snapshot."""
    return write(made_snapshot())


def test_figures_come_back_as_the_snapshot_gave_them(content):
    """Money, dates and fractions are stored as such, not as text."""
    first = by_heading(content, 0)[0]

    assert (first["baseline"], first["forecast"]) == (BASELINE, FORECAST)
    assert (first["budget"], first["cost"]) == (1_000_000, 1_080_000.5)
    assert first["tolerance_cost"] == pytest.approx(0.1)


def test_formulas_open_with_their_values(content):
    """A reader that does not calculate still sees the deviation, the limit and the verdicts."""
    first = by_heading(content, 0)[0]
    words = Wording(language(), made_snapshot())

    assert (first["deviation"], first["shift"], first["limit"]) == (41, 22, date(2027, 3, 31))
    assert first["overrun"] == pytest.approx(0.0800005)
    assert (first["time"], first["cost_status"]) == (words.status("intervene"), words.status("adjust"))


def test_formula_verdicts_are_those_of_the_rule_book(content):
    """Every verdict stands as a live formula as long as it agrees; exactly at the tolerance is no breach."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    verdicts = [
        sheet.cell(row, column).value for row in range(FIRST_ROW + 1, FIRST_ROW + 4) for column in (13, 20)
    ]

    assert all(verdict.startswith("=IF(") for verdict in verdicts)
    assert by_heading(content, 0)[2]["cost_status"] == Wording(language(), made_snapshot()).status("adjust")


def test_stored_verdict_wins_over_the_formula():
    """A verdict that today's formula would not give stands as the committee saw it."""
    project = made_project()
    odd = replace(project, status=replace(project.status, time="on_track"))
    sheet = openpyxl.load_workbook(io.BytesIO(write(made_snapshot(projects=(odd,))))).worksheets[1]

    assert sheet.cell(FIRST_ROW + 1, 13).value == Wording(language(), made_snapshot()).status("on_track")


def test_judged_status_is_marked():
    """Who reads the sheet sees that a person made it worse."""
    project = made_project()
    judged = replace(project, status=replace(project.status, is_judged=True))
    rows = by_heading(write(made_snapshot(projects=(judged,))), 0)

    assert rows[0]["status"].endswith("°")


def test_unknown_stays_empty(content):
    """What is not known is an empty cell, never a zero, and its verdict says so."""
    second = by_heading(content, 0)[1]
    names = "baseline tolerance_days limit previous shift deviation budget overrun previous_cost cost_shift"

    assert {second[name] for name in names.split()} == {""}
    assert second["time"] == Wording(language(), made_snapshot()).status("undetermined")


def test_zero_is_not_empty(content):
    """Nothing committed yet is a fact."""
    third = by_heading(content, 7)[2]

    assert (third["committed"], third["paid"]) == (0, "")


def test_totals_are_the_sums_of_the_snapshot(content):
    """The last line adds up what is known; a difference of unlike sums is left out."""
    total, snapshot = by_heading(content, 0)[3], made_snapshot()

    assert total["cost"] == float(sum(one.money.forecast for one in snapshot.projects if one.money.forecast))
    assert total["budget"] == 4_000_000
    # P-002 has a forecast without a budget: the difference of these sums would say nothing.
    assert total["overrun"] == ""


def test_budget_years_add_up(content):
    """Commitment and payment per year, their deviation, and the sum below."""
    rows, years = by_heading(content, 3), made_snapshot().budget_years

    assert rows[0]["commitment_deviation"] == -20_000
    assert rows[2]["payment_forecast"] == float(sum(one.forecast_payment for one in years))
    assert rows[2]["commitment_deviation"] == pytest.approx(30_000.20)
    assert (rows[0]["commitment_previous"], rows[2]["commitment_change"]) == ("", "")


def test_trend_shows_each_report_and_its_shifts(content):
    """What was not reported stays empty; a shift needs both reports."""
    first, second = by_heading(content, 2)

    assert [first[f"report_{n}"] for n in range(4)] == [
        date(2027, 3, 5),
        "",
        date(2027, 3, 20),
        date(2027, 4, 11),
    ]
    assert (first["shift_1"], first["shift_3"]) == (22, 37)
    assert (second["shift_1"], second["shift_3"]) == ("", "")


def test_cost_curve_survives_a_month_without_plan(content):
    """An index over nothing is nothing, not an error."""
    rows = by_heading(content, 8)[:3]

    assert [row["index"] for row in rows] == ["", 0.9, ""]
    assert [row["variance"] for row in rows] == [0, -50_000, ""]


def test_hidden_sheet_names_the_snapshot(content):
    """A program knows what made this file and from what."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    meta = {row[0].value: row[1].value for row in book["_meta"].iter_rows()}

    assert book["_meta"].sheet_state == "hidden"
    assert meta["snapshot_sha256"] == made_snapshot().sha256
    assert (meta["as_of"], meta["compared_with"]) == ("2026-11-20", "2026-10-23")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sheet_can_be_filtered_and_printed(code):
    """Frozen header, filter, landscape A4 as wide as the page, header repeated."""
    book = openpyxl.load_workbook(io.BytesIO(write(made_snapshot(), code)))

    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes.endswith(str(FIRST_ROW + 1))
        assert sheet.auto_filter.ref.startswith(f"A{HEADER_ROW + 1}:")
        assert sheet.print_title_rows == f"${HEADER_ROW + 1}:${HEADER_ROW + 1}"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # As wide as one page is the default, so it is not written.
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)


@pytest.mark.parametrize("code", LANGUAGES)
def test_portfolio_without_projects_is_a_workbook(code):
    """Every sheet is there and says that it is empty; no total, no formula, no zero."""
    book = openpyxl.load_workbook(io.BytesIO(write(EMPTY, code)))
    cells = [
        cell.value
        for sheet in book.worksheets[1:-1]
        for row in sheet.iter_rows(FIRST_ROW + 1)
        for cell in row
    ]

    assert len(book.worksheets) == 13
    assert len([one for one in cells if one is not None]) == 11
    assert not any(str(one).startswith("=") for one in cells)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    """What people type never becomes a formula, a link or broken markup."""
    snapshot = made_snapshot(
        projects=(made_project("P-9", text),), portfolio_name=text, meeting=text, organisation=text
    )
    made = write(snapshot)
    cell = openpyxl.load_workbook(io.BytesIO(made)).worksheets[1].cell(FIRST_ROW + 1, 2)

    assert cell.data_type == "s"
    assert by_heading(made, 0)[0]["name"].replace("_x0001_", "\x01") == text


def test_long_text_is_cut_with_an_ellipsis():
    """A text longer than a cell can hold does not vanish."""
    rows = by_heading(write(made_snapshot(projects=(made_project(description="x" * 40_000),))), 7)

    assert len(rows[0]["description"]) == 32_767
    assert rows[0]["description"].endswith("…")


def test_language_without_catalogue_is_refused():
    """A wrong code is the caller's mistake."""
    with pytest.raises(ValueError, match="de"):
        write(made_snapshot(), "de")


def test_two_processes_write_the_same_bytes(tmp_path):
    """The same snapshot is the same file, whoever writes it and when."""
    (tmp_path / "snapshot.json").write_text(made_snapshot().to_json(), encoding="utf-8")
    script = (
        "import hashlib,sys,pathlib;from stuurbord.reports.snapshot import Snapshot;"
        "from stuurbord.reports.steering_workbook import write;"
        "text=pathlib.Path(sys.argv[1]).read_text(encoding='utf-8');"
        "print(hashlib.sha256(write(Snapshot.from_json(text))).hexdigest())"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "snapshot.json")]
    other = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"})

    assert other.stdout.strip() == hashlib.sha256(write(made_snapshot())).hexdigest()


def test_no_clock_in_the_file(content):
    """The document says the day of its facts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        core = archive.read("docProps/core.xml").decode()

    assert core.count("2026-11-20T00:00:00Z") == 2


@pytest.mark.office
@pytest.mark.parametrize("code", LANGUAGES)
def test_recalculation_changes_nothing(tmp_path, code):
    """LibreOffice, made to compute every formula anew, finds the values that were stored."""
    made = write(made_snapshot(), code)
    stored, computed = values(made), values(recalculated(made, tmp_path))
    cells = [
        (name, row, column)
        for name, rows in stored.items()
        for row, line in enumerate(rows)
        for column, _ in enumerate(line)
    ]

    assert len(cells) > 500
    for name, row, column in cells:
        was, now = stored[name][row][column], computed[name][row][column]
        assert now == (pytest.approx(was) if isinstance(was, float) else was), (name, row, column)


def recalculated(content: bytes, folder: Path) -> bytes:
    """Return the workbook after LibreOffice computed it; the stored values are taken out beforehand."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not there")
    bare, out = folder / "zonder-waarden.xlsx", folder / "uit"
    # openpyxl keeps formulas and drops their stored values: there is nothing left to copy.
    openpyxl.load_workbook(io.BytesIO(content)).save(bare)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (out / bare.name).read_bytes()
