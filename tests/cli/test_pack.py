"""``pack``: PowerPoint and Excel from a stored snapshot; the same snapshot gives the same bytes."""

from __future__ import annotations

from datetime import date

import pytest
from cli.commands import run, run_json
from web import factories

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.reports import steering_workbook
from stuurbord.web.steering.models import StoredSnapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    """One project with a plan, and a portfolio that is not the only one."""
    made = factories.portfolio("ASN")
    factories.revision(factories.project(made), factories.plan(late_days=3))
    factories.portfolio("ANDERE")
    return made


def test_both_files_stand_beside_each_other(portfolio, tmp_path):
    """And the answer names the snapshot they were made of."""
    out = tmp_path / "stuurgroep.pptx"
    document = run_json("pack", "--portfolio", "ASN", "--as-of", "2026-11-20", "--out", out)
    stored = StoredSnapshot.objects.get()

    assert document == {
        "portfolio": "ASN",
        "as_of": "2026-11-20",
        "snapshot": stored.sha256,
        "files": [str(out), str(out.with_suffix(".xlsx"))],
    }
    assert out.read_bytes().startswith(b"PK")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["stuurgroep.pptx", "stuurgroep.xlsx"]


def test_the_same_facts_give_the_same_bytes(portfolio, tmp_path):
    """Unchanged facts reuse the snapshot, and a snapshot can be asked for by the start of its hash."""
    names = ["een.pptx", "twee.pptx", "drie.pptx"]
    options = [["--as-of", "20/11/2026"], ["--as-of", "2026-11-20"]]
    for name, asked in zip(names, options, strict=False):
        run_json("pack", "--portfolio", "ASN", "--out", tmp_path / name, *asked)
    known = StoredSnapshot.objects.get().sha256[:10]
    run_json("pack", "--portfolio", "ASN", "--out", tmp_path / names[2], "--from-snapshot", known)

    assert len({(tmp_path / name).read_bytes() for name in names}) == 1
    assert len({(tmp_path / name).with_suffix(".xlsx").read_bytes() for name in names}) == 1
    assert StoredSnapshot.objects.count() == 1


def test_without_a_day_it_is_the_status_date_of_the_plans(portfolio, tmp_path):
    """Facts are as old as the youngest of them."""
    document = run_json("pack", "--portfolio", "ASN", "--out", tmp_path / "pak.pptx")

    assert document["as_of"] == "2026-11-20"


def test_people_read_day_files_and_hash(portfolio, tmp_path):
    """The hash on the slides can be compared with it."""
    shown = run("pack", "--portfolio", "ASN", "--out", tmp_path / "pak.pptx").stdout
    stored = StoredSnapshot.objects.get()

    assert "20\u00a0November 2026" in shown
    assert f"Snapshot {stored.sha256}" in shown


WRONG = {
    "which portfolio": [],
    "unknown portfolio": ["--portfolio", "XYZ"],
    "no date": ["--portfolio", "ASN", "--as-of", "gisteren"],
    "a day to come": ["--portfolio", "ASN", "--as-of", "2099-01-01"],
    "unknown snapshot": ["--portfolio", "ASN", "--from-snapshot", "0000"],
    "day and snapshot": ["--portfolio", "ASN", "--from-snapshot", "0000", "--as-of", "2026-11-20"],
}


@pytest.mark.parametrize("options", WRONG.values(), ids=WRONG)
def test_wrong_usage_makes_nothing(portfolio, tmp_path, options):
    """Neither a file nor a snapshot."""
    result = run("pack", "--out", tmp_path / "pak.pptx", *options)

    assert result.exit_code == ExitCode.USAGE
    assert list(tmp_path.iterdir()) == []
    assert not StoredSnapshot.objects.exists()


def test_another_ending_is_refused(portfolio, tmp_path):
    """The Excel behind the pack takes the same name, so the ending counts."""
    assert run("pack", "--portfolio", "ASN", "--out", tmp_path / "pak.pdf").exit_code == ExitCode.USAGE


def test_a_failure_leaves_the_files_that_were_there(portfolio, tmp_path, monkeypatch):
    """Both are written whole, or neither is touched."""
    out = tmp_path / "pak.pptx"
    out.write_bytes(b"oud")

    def fail(*arguments: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(steering_workbook, "write", fail)
    result = run("pack", "--portfolio", "ASN", "--out", out)

    assert result.exit_code == ExitCode.IMPOSSIBLE
    assert "No space left on device" in result.stderr
    assert out.read_bytes() == b"oud"
    assert [one.name for one in tmp_path.iterdir()] == ["pak.pptx"]


def test_list_names_the_last_snapshot(portfolio, tmp_path):
    """With the number of projects that are not archived."""
    run_json("pack", "--portfolio", "ASN", "--out", tmp_path / "pak.pptx")
    factories.project(portfolio, is_archived=True)
    listed = run_json("portfolio", "list")["portfolios"]

    assert [(one["key"], one["projects"], one["last_snapshot"]) for one in listed] == [
        ("ANDERE", 0, None),
        ("ASN", 1, date(2026, 11, 20).isoformat()),
    ]
    assert "20/11/2026" in run("portfolio", "list").stdout


def test_without_a_portfolio_the_list_says_how_to_begin():
    """An empty list is an answer, not a failure."""
    result = run("portfolio", "list")

    assert result.exit_code == ExitCode.OK
    assert "stuurbord import" in result.stdout
    assert run_json("portfolio", "list") == {"portfolios": []}
