"""``audit``: the chain is verified in the database, and in an export without it."""

from __future__ import annotations

import json

import pytest
from cli.commands import run, run_json
from web import factories

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.web.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path):
    """An export of four entries."""
    portfolio = factories.portfolio("ASN")
    for _number in range(3):
        factories.revision(factories.project(portfolio))
    path = tmp_path / "logboek.jsonl"
    assert run_json("audit", "export", "--out", path) == {"file": str(path), "entries": 4}
    return path


def test_a_chain_that_holds_is_exit_code_0(export):
    """In the database and in the export."""
    assert run_json("audit", "verify") == {"file": None, "holds": True, "entries": 4, "break": None}
    assert run_json("audit", "verify", "--file", export)["entries"] == 4
    assert "4 entries" in run("audit", "verify", "--file", export).stdout


def test_a_changed_entry_breaks_the_stored_chain(export):
    """Exit code 1, and the number of the entry."""
    AuditEntry.objects.filter(number=2).update(actor_name="Niemand")
    result = run("audit", "verify", "--json")

    assert result.exit_code == ExitCode.NO
    assert json.loads(result.stdout)["break"] == {
        "number": 2,
        "message": "the content does not match its hash",
    }
    assert "broken at entry 2" in run("audit", "verify").stdout


def test_an_entry_cut_off_at_the_end_is_noticed(export):
    """The database knows how many there should be."""
    AuditEntry.objects.filter(number=4).delete()

    assert run("audit", "verify").exit_code == ExitCode.NO


def without_second(lines):
    return [lines[0], *lines[2:]]


def exchanged(lines):
    return [lines[0], lines[2], lines[1], lines[3]]


def reworded(lines):
    return [*lines[:2], lines[2].replace('"plan.revise"', '"plan.forget"'), lines[3]]


def relinked(lines):
    """Return the third entry with a hash of its own making that its successor does not know."""
    from stuurbord.web.audit.proof import hash_of

    record = json.loads(lines[2]) | {"actor": "Niemand"}
    record["hash"] = hash_of(record)
    return [*lines[:2], json.dumps(record, ensure_ascii=False), lines[3]]


@pytest.mark.parametrize(
    ("tampered", "number"), [(without_second, 3), (exchanged, 3), (reworded, 3), (relinked, 4)]
)
def test_tampering_with_an_export_is_found(export, tampered, number):
    """Removed, moved, reworded, or reworded with a new hash."""
    lines = export.read_text(encoding="utf-8").splitlines()
    export.write_text("\n".join(tampered(lines)) + "\n", encoding="utf-8")
    result = run("audit", "verify", "--file", export, "--json")

    assert result.exit_code == ExitCode.NO
    assert json.loads(result.stdout)["break"]["number"] == number


BAD_LINES = ["geen json", "[1, 2]", '{"number": 5}', "[" * 5000, "\xff"]


@pytest.mark.parametrize("line", BAD_LINES, ids=["text", "list", "half", "deep", "bytes"])
def test_a_line_that_is_no_entry_is_exit_code_3(export, line):
    """With its number."""
    with export.open("ab") as opened:
        opened.write(line.encode("latin-1") + b"\n")
    result = run("audit", "verify", "--file", export)

    assert result.exit_code == ExitCode.UNREADABLE
    assert result.stderr.startswith("logboek.jsonl, line 5: ")


def test_an_export_that_is_not_there_is_exit_code_3(tmp_path):
    """As any file that cannot be read."""
    assert run("audit", "verify", "--file", tmp_path / "x.jsonl").exit_code == ExitCode.UNREADABLE
