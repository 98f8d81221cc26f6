"""A risk workbook filled in with mistakes: each is told with sheet and cell, and nothing is half written."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from exchange.made_workbooks import workbook_of
from web import factories

from stuurbord.errors import Finding, Severity
from stuurbord.exchange.risk_workbook import read_risks
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import ImportState
from stuurbord.web.registers.models import (
    FactorCorrelation,
    FactorLoading,
    ResponseAction,
    Risk,
    TaskEstimate,
)

pytestmark = pytest.mark.django_db
_RISK = ["Projectcode", "Nr.", "Risico", "Kans", "Gevolg tijd (dagen)", "Gevolg tijd, minst (dagen)"]
_RISK += ["Gevolg tijd, meest (dagen)", "Taken", "Hangt af van"]
_ESTIMATE = ["Projectcode", "Taak", "Waarvan", "Laag", "Waarschijnlijk", "Hoog"]
_ESTIMATE += ["Kans op laag", "Kans op hoog"]
_DURATION = ["P-001", "3", "Duur"]
_LOADING = ["Projectcode", "Oorzaak", "Taken", "Waarvan", "Sterkte"]
_WRONG = {
    "text in a probability": ("Risico's", _RISK, ["P-001", "R-1", "a", "veel"], "not_a_number", "D2"),
    "150 % as text": ("Risico's", _RISK, ["P-001", "R-1", "a", "150 %"], "percent_out_of_range", "D2"),
    "least above most": (
        "Risico's",
        _RISK,
        ["P-001", "R-1", "a", 0.3, 10, 40, 20, "3", ""],
        "points_disordered",
        "A2",
    ),
    "low above high": (
        "Schattingen",
        _ESTIMATE,
        [*_DURATION, 150, 100, 120],
        "points_disordered",
        "A2",
    ),
    "below nothing": (
        "Schattingen",
        _ESTIMATE,
        [*_DURATION, -1, 100, 120],
        "points_negative",
        "A2",
    ),
    "chances above 100 %": (
        "Schattingen",
        _ESTIMATE,
        [*_DURATION, 50, 100, 120, 0.7, 0.7],
        "chances_above_one",
        "A2",
    ),
    "loading 1.3": (
        "Gedeelde oorzaken",
        _LOADING,
        ["P-001", "A", "3", "Duur", 1.3],
        "number_out_of_range",
        "E2",
    ),
    "correlation 1.2": (
        "Samenhang",
        ["Projectcode", "Oorzaak", "Andere oorzaak", "Samenhang"],
        ["P-001", "A", "B", 1.2],
        "number_out_of_range",
        "D2",
    ),
}
_DOUBTFUL = {
    "unknown task": ([["P-001", "R-1", "a", 0.3, 10, "", "", "99.9", ""]], ["risk_task_unknown"], ["A2"]),
    "conditions go round": (
        [
            ["P-001", "R-1", "a", 0.3, 10, "", "", "3", "R-2"],
            ["P-001", "R-2", "b", 0.3, 10, "", "", "3", "R-1"],
        ],
        ["risk_condition_circle"] * 2,
        ["A2", "A3"],
    ),
}
_TABLES = (Risk, ResponseAction, TaskEstimate, FactorLoading, FactorCorrelation)


@pytest.fixture
def project():
    """A project with a plan of four tasks."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    return made


def _received(project, data: bytes):
    return actions.receive(factories.OPERATOR, project.portfolio, "risicos.xlsx", data)


def _findings(one) -> list[Finding]:
    return [Finding.from_record(record) for record in one.findings]


@pytest.mark.parametrize(("sheet", "header", "row", "code", "cell"), _WRONG.values(), ids=_WRONG.keys())
def test_an_error_names_its_cell_and_nothing_is_written(project, sheet, header, row, code, cell):
    """On the web as on the command line; a right row beside it does not come in either."""
    n_entries = AuditEntry.objects.exclude(action__startswith="import.").count()
    data = workbook_of(**{sheet: [header, row], "Maatregelen": _RIGHT})
    one = _received(project, data)
    _, on_command_line = read_risks(data, "risicos.xlsx", factories.plan())

    assert one.state == ImportState.REFUSED
    for found in (_findings(one), on_command_line):
        [error] = [each for each in found if each.severity is Severity.ERROR and each.code == code]
        assert (error.where.file, error.where.sheet, error.where.cell) == ("risicos.xlsx", sheet, cell)
    assert not any(table.objects.exists() for table in _TABLES)
    assert AuditEntry.objects.exclude(action__startswith="import.").count() == n_entries


_RIGHT = [["Projectcode", "Nr.", "Risiconr.", "Maatregel"], ["P-001", "M-1", "R-1", "Keuren"]]


@pytest.mark.parametrize(("rows", "codes", "cells"), _DOUBTFUL.values(), ids=_DOUBTFUL.keys())
def test_what_a_forecast_would_pass_over_is_told_at_the_review(project, rows, codes, cells):
    """As a warning: a plan with that task may still come."""
    one = _received(project, workbook_of(**{"Risico's": [_RISK, *rows]}))
    told = [each for each in _findings(one) if each.severity is Severity.WARNING]

    assert one.state == ImportState.READY
    assert [each.code for each in told] == codes
    assert [each.where.cell for each in told] == cells
    assert {each.where.sheet for each in told} == {"Risico's"}


def test_a_cell_that_shows_150_percent_is_not_read_as_one_and_a_half(project):
    """Excel keeps 1.5 for it; without that format a bare 1.5 may be either."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet("Risico's")
        sheet.write_row(0, 0, _RISK[:4])
        sheet.write_row(1, 0, ["P-001", "R-1", "a"])
        sheet.write_number(1, 3, 1.5, book.add_format({"num_format": "0 %"}))
        sheet.write_row(2, 0, ["P-001", "R-2", "b"])
        sheet.write_formula(2, 3, "=3/2", book.add_format({"num_format": "0%"}), 1.5)
        sheet.write_row(3, 0, ["P-001", "R-3", "c", 1.5])
        sheet.write_row(4, 0, ["P-001", "R-4", "d"])
        sheet.write_number(4, 3, 0.5, book.add_format({"num_format": "0%"}))
    told = {each.where.cell: each for each in _findings(_received(project, kept.getvalue()))}

    assert {cell: each.code for cell, each in told.items()} == {
        "D2": "percent_out_of_range",
        "D3": "percent_out_of_range",
        "D4": "percent_ambiguous",
    }
    assert "150 %" in told["D2"].message()
    assert "1,5 %" in told["D4"].message()
    assert {each.severity for each in told.values()} == {Severity.ERROR}
