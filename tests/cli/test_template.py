"""``template``: the empty workbook, in the reader's language."""

from __future__ import annotations

import openpyxl
import pytest
from cli.commands import run, run_json

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.exchange import workbook


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_template_is_our_workbook(tmp_path, language):
    """It comes back as one that can be read, without any row."""
    out = tmp_path / "leeg.xlsx"
    result = run("template", "--out", out, language=language)
    records = workbook.read(out.read_bytes(), out.name)

    assert result.exit_code == ExitCode.OK
    assert str(out) in result.stdout
    assert (records.projects, records.findings) == ([], [])
    assert out.read_bytes() == workbook.write(None, language)


def test_a_machine_is_told_where_it_stands(tmp_path):
    """One document, nothing else."""
    out = tmp_path / "leeg.xlsx"

    assert run_json("template", "--out", out) == {
        "file": str(out),
        "bytes": len(workbook.write(None, "en")),
        "language": "en",
    }


def test_a_folder_that_is_not_there_is_exit_code_5(tmp_path):
    """Nothing is made."""
    result = run("template", "--out", tmp_path / "nergens" / "leeg.xlsx")

    assert result.exit_code == ExitCode.IMPOSSIBLE
    assert str(tmp_path / "nergens") in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_sheets_for_a_simulation_alone(tmp_path):
    """What is uncertain about one plan, without the registers of a portfolio."""
    out = tmp_path / "risicos.xlsx"
    run("template", "--out", out, "--risks", language="nl")
    names = openpyxl.load_workbook(out).sheetnames

    assert names[1:-1] == [
        "Projecten",
        "Risico's",
        "Maatregelen",
        "Schattingen",
        "Gedeelde oorzaken",
        "Samenhang",
        "Weer",
    ]
