"""``stuurbord procurement notice`` and ``cpv``: what they print, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

from cli.commands import run, run_json

DATA = Path(__file__).resolve().parent.parent / "data" / "notices"


def test_a_notice_is_told_to_a_person():
    """Title, buyer, term, lots and the facts it gives."""
    told = run("procurement", "notice", DATA / "contract-notice.xml").stdout

    for one in (
        "Netwerkbeheer",
        "Agentschap Spoor en Net",
        "13/04/2026 11:00",
        "LOT-0002",
        "estimate = 341250.5",
    ):
        assert one in told
    assert "Peeters" not in told


def test_a_notice_is_told_to_a_machine():
    """The notice, the stage at which its file opens, facts, what is missing, findings."""
    made = run_json("procurement", "notice", DATA / "award-notice.xml")

    assert list(made) == ["notice", "opens_file_at", "facts", "missing", "findings"]
    assert made["opens_file_at"] == "notice"
    assert made["notice"]["awards"][0]["value"] == {"amount": 298450.25, "currency": "EUR"}
    assert {one["fact"] for one in made["missing"]} == {"buyer", "estimate", "date"}
    assert {one["code"] for one in made["findings"]} == {"notice_is_award", "notice_winner_unclear"}


def test_a_notice_is_written_as_open_data(tmp_path: Path):
    """Beside what is printed."""
    out = tmp_path / "uit.json"
    run("procurement", "notice", DATA / "contract-notice.xml", "--ocds", out, "--ocid-prefix", "ocds-213czf")

    assert json.loads(out.read_bytes())["releases"][0]["ocid"].startswith("ocds-213czf-")


def test_a_prefix_of_another_form_is_wrong_usage(tmp_path: Path):
    """Nothing is written."""
    out = tmp_path / "uit.json"
    asked = ("procurement", "notice", DATA / "contract-notice.xml", "--ocds", out, "--ocid-prefix", "x")

    assert run(*asked).exit_code == 2
    assert not out.exists()


def test_a_notice_that_is_no_stage_writes_nothing(tmp_path: Path):
    """It is told, with the exit code of a no."""
    path, out = tmp_path / "x.xml", tmp_path / "uit.json"
    path.write_bytes((DATA / "contract-notice.xml").read_bytes().replace(b"cn-standard", b"qu-sy"))
    result = run("procurement", "notice", path, "--ocds", out)

    assert (result.exit_code, out.exists()) == (1, False)
    assert "no stage" in result.stderr


def test_a_file_that_is_no_notice_is_unreadable(tmp_path: Path):
    """Exit code 3 and the reason."""
    path = tmp_path / "x.xml"
    path.write_text("<html/>")
    result = run("procurement", "notice", path)

    assert result.exit_code == 3
    assert "no procurement notice" in result.stderr


def test_codes_are_found_in_the_language_of_the_reader():
    """Words need no quotation marks; nothing found is a no."""
    assert run("procurement", "cpv", "software", "testing").stdout.startswith("72254000")
    found = run_json("procurement", "cpv", "722", "--limit", "2")["codes"]
    assert [one["code"] for one in found] == ["72200000", "72210000"]
    assert run("procurement", "cpv", "xyzzy").exit_code == 1
