"""The workbook that Stuurbord hands out: complete, explained, the same each time."""

from __future__ import annotations

import io
from dataclasses import fields
from pathlib import Path

import openpyxl
import pytest
from made_workbooks import full_records

from stuurbord.exchange import records
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.workbook import read, write
from stuurbord.exchange.workbook.declaration import choices, sheets
from stuurbord.exchange.workbook.planning_rows import PlanningRow
from stuurbord.exchange.workbook.read import RECORD_OF

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "formats" / "workbook.md"
LANGUAGES = ("nl", "en", "fr")


@pytest.fixture(scope="module")
def template() -> openpyxl.Workbook:
    """The Dutch template as another library reads it."""
    return openpyxl.load_workbook(io.BytesIO(write(None)))


def test_template_has_the_sheets_in_order(template):
    """A person finds the explanation first and the hidden sheet nowhere."""
    names = [
        "Leeswijzer",
        "Projecten",
        "Planning",
        "Begroting",
        "Risico's",
        "Maatregelen",
        "Schattingen",
        "Gedeelde oorzaken",
        "Samenhang",
        "Weer",
        "Issues",
        "Mijlpalen",
        "Mijlpaalrapporten",
    ]

    assert template.sheetnames == [*names, "Beslissingen", "Personen", "_meta"]
    assert template["_meta"].sheet_state == "hidden"


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_template_reads_back_as_nothing(language):
    """The explanations in the template are no data."""
    found = read(write(None, language), "sjabloon.xlsx")

    assert found == records.PortfolioRecords()


def test_equal_records_give_equal_bytes():
    """A stored file can be compared with a new one by its hash."""
    assert write(None) == write(None)
    assert write(full_records()) == write(full_records())


def test_every_field_of_every_record_has_a_column():
    """What can be stored can be brought in; a new field cannot be forgotten here."""
    for sheet in sheets():
        declared = {column.field for column in sheet.columns if not column.field.startswith("plan.")}
        own = {one.name for one in fields(RECORD_OF[sheet.key])} - {"where", "cells"}

        assert declared == own, sheet.key


def test_labels_within_a_sheet_are_unambiguous():
    """Two columns of one sheet never carry the same label in front, in any language."""
    for sheet in sheets():
        for language in LANGUAGES:
            labels = [plain(column.label(language)) for column in sheet.columns]

            assert len(set(labels)) == len(labels), (sheet.key, language)
            for label, column in zip(labels, sheet.columns, strict=True):
                assert sheet.by_label()[label] is column, (sheet.key, label)


def test_every_choice_is_found_by_every_label():
    """A list in another language is understood as well; no label means two things."""
    for name, options in choices().items():
        labels = [
            (plain(label), choice.value)
            for choice in options
            for one in choice.labels.values()
            for label in one
        ]

        assert len({label for label, _ in labels}) == len(set(labels)), name


def test_lists_are_named_ranges_that_exist(template):
    """Each list in a cell points at a name, and each name at filled cells."""
    rules = [rule for page in template.worksheets for rule in page.data_validations.dataValidation]
    names = {name.lstrip("=") for rule in rules for name in [rule.formula1]}

    assert len(rules) > 20
    assert names <= set(template.defined_names)
    area = template.defined_names["lijst_Stage"].attr_text.replace("'", "").replace("$", "")
    page, cells = area.split("!")
    assert [row[0].value for row in template[page][cells]][:3] == ["Idee", "Opstart", "Planning"]


def test_sheets_are_ready_to_work_and_print(template):
    """Header and explanations stay in view, rows can be filtered, a page is one sheet wide."""
    for page in template.worksheets[1:-1]:
        assert page.freeze_panes is not None
        assert page.auto_filter.ref is not None
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.page_setup.fitToHeight == 0


def test_dates_amounts_and_percentages_are_real():
    """Excel can compute with what is exported."""
    book = openpyxl.load_workbook(io.BytesIO(write(full_records())))
    risks, budget = book["Risico's"], book["Begroting"]
    column = {cell.value.rstrip(" *"): cell.column_letter for cell in risks[2]}
    amount = {cell.value.rstrip(" *"): cell.column_letter for cell in budget[2]}

    assert risks[f"{column['Uiterste datum']}3"].is_date
    assert risks[f"{column['Kans']}3"].value == 0.35
    assert "%" in risks[f"{column['Kans']}3"].number_format
    assert budget[f"{amount['Vastlegging begroot']}3"].value == 230_000
    assert "€" in budget[f"{amount['Vastlegging begroot']}3"].number_format


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+32 2 553 80 11", "-5", "@SUM(A1)", "https://example.org"]
)
def test_text_never_becomes_a_formula_or_a_link(text):
    """What somebody typed elsewhere is not executed by whoever opens the export."""
    data = write(
        records.PortfolioRecords(projects=[records.ProjectRecord("P-001", "Naam", description=text)])
    )
    page = openpyxl.load_workbook(io.BytesIO(data))["Projecten"]
    cells = [cell for cell in page[3] if cell.value == text]

    assert len(cells) == 1
    assert cells[0].data_type == "s"
    assert cells[0].hyperlink is None


def test_text_longer_than_a_cell_ends_in_an_ellipsis():
    """Excel refuses cells above 32,767 characters; the file stays readable."""
    long = records.ProjectRecord("P-001", "Naam", description="a" * 40_000)
    found = read(write(records.PortfolioRecords(projects=[long])), "lang.xlsx")

    assert len(found.projects[0].description) == 32_767
    assert found.projects[0].description.endswith("…")


def test_every_sheet_and_column_is_documented():
    """The page on the format cannot fall behind the declaration."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    for sheet in sheets():
        assert f"## {sheet.name('nl')}" in text
        part = text.split(f"## {sheet.name('nl')}\n")[1].split("\n## ")[0]
        for column in sheet.columns:
            required = "yes" if column.required else ""
            row = f"| {column.label('nl')} | {column.label('en')} | {column.kind} | {required} |"

            assert row in part, row


def test_planning_rows_know_every_planning_column():
    """The row class and the declared columns name the same things."""
    assert {one.name for one in fields(PlanningRow)} >= {
        column.field for sheet in sheets() if sheet.key == "planning" for column in sheet.columns
    }
