"""``audit``: the chain is verified in the database, and in an export without it."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from cli.commands import run, run_json
from web import factories

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.web.audit.append_only import without_guard
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.audit.proof import hash_of

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
    last = AuditEntry.objects.get(number=4).hash
    whole = {"holds": True, "entries": 4, "last_hash": last, "sealed": True, "break_count": 0, "breaks": []}

    assert run_json("audit", "verify") == {"file": None} | whole
    assert run_json("audit", "verify", "--file", export) == {"file": str(export)} | whole
    assert "4 entries" in run("audit", "verify", "--file", export).stdout


def test_a_changed_entry_breaks_the_stored_chain(export):
    """Exit code 1, and the number of the entry."""
    with without_guard():
        AuditEntry.objects.filter(number=2).update(actor_name="Niemand")
    result = run("audit", "verify", "--json")

    assert result.exit_code == ExitCode.NO
    assert json.loads(result.stdout)["breaks"] == [
        {
            "kind": "edited",
            "number": 2,
            "until": 2,
            "message": "entry 2 was edited: its content does not match its hash",
        }
    ]
    assert "entry 2 was edited" in run("audit", "verify").stdout


def test_an_entry_cut_off_at_the_end_is_noticed(export):
    """The database knows how many there should be."""
    with without_guard():
        AuditEntry.objects.filter(number=4).delete()

    assert run("audit", "verify").exit_code == ExitCode.NO


def without_second(lines):
    return [lines[0], *lines[2:]]


def exchanged(lines):
    return [lines[0], lines[2], lines[1], *lines[3:]]


def reworded(lines):
    return [*lines[:2], lines[2].replace('"plan.revise"', '"plan.forget"'), *lines[3:]]


def repeated(lines):
    return [*lines[:2], lines[1], *lines[2:]]


def cut_short(lines):
    return [*lines[:2], lines[4]]


def relinked(lines):
    """Return the third entry with a hash of its own making that its successor does not know."""
    record = json.loads(lines[2]) | {"actor": "Niemand"}
    record["hash"] = hash_of(record)
    return [*lines[:2], json.dumps(record, ensure_ascii=False), *lines[3:]]


@pytest.mark.parametrize(
    ("tampered", "kind", "first", "until"),
    [
        (without_second, "removed", 2, 2),
        (exchanged, "moved", 3, 3),
        (reworded, "edited", 3, 3),
        (relinked, "edited", 3, 3),
        (repeated, "inserted", 2, 2),
        (cut_short, "removed", 3, 4),
    ],
)
def test_tampering_with_an_export_is_named(export, tampered, kind, first, until):
    """What was done, and to which entries."""
    lines = export.read_text(encoding="utf-8").splitlines()
    export.write_text("\n".join(tampered(lines)) + "\n", encoding="utf-8")
    result = run("audit", "verify", "--file", export, "--json")
    found = json.loads(result.stdout)["breaks"]

    assert result.exit_code == ExitCode.NO
    assert [(one["kind"], one["number"], one["until"]) for one in found] == [(kind, first, until)]


def test_an_export_from_before_seals_is_still_verified(export):
    """And it is told that its end cannot be known."""
    lines = export.read_text(encoding="utf-8").splitlines()[:-1]
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run("audit", "verify", "--file", export)

    assert result.exit_code == ExitCode.OK
    assert "no seal" in result.stderr


def test_a_printed_link_catches_a_chain_that_was_made_anew(export):
    """Such a chain holds by itself; the paper in the drawer does not change with it."""
    printed = f"3:{AuditEntry.objects.get(number=3).hash}"
    records = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    records[1]["actor"] = "Niemand"
    for before, record in pairwise(records[:-1]):
        record["previous_hash"] = before["hash"]
        record["hash"] = hash_of(record)
    records[-1]["seal"]["hash"] = records[-2]["hash"]
    export.write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")

    assert run("audit", "verify", "--file", export).exit_code == ExitCode.OK
    assert (
        "entry 3 does not have the hash"
        in run("audit", "verify", "--file", export, "--anchor", printed).stdout
    )
    assert run("audit", "verify", "--anchor", printed[:20]).exit_code == ExitCode.OK
    assert run("audit", "verify", "--anchor", "3").exit_code == ExitCode.USAGE


BAD_LINES = ["geen json", "[1, 2]", '{"number": 5}', "[" * 5000, "\xff"]


@pytest.mark.parametrize("line", BAD_LINES, ids=["text", "list", "half", "deep", "bytes"])
def test_a_line_that_is_no_entry_is_exit_code_3(export, line):
    """With its number."""
    with export.open("ab") as opened:
        opened.write(line.encode("latin-1") + b"\n")
    result = run("audit", "verify", "--file", export)

    assert result.exit_code == ExitCode.UNREADABLE
    assert result.stderr.startswith("logboek.jsonl, line 6: ")


def test_an_export_that_is_not_there_is_exit_code_3(tmp_path):
    """As any file that cannot be read."""
    assert run("audit", "verify", "--file", tmp_path / "x.jsonl").exit_code == ExitCode.UNREADABLE
