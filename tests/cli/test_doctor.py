"""``doctor``: every part of an installation is looked at, and a problem is exit code 1."""

from __future__ import annotations

import json

import pytest
from cli.commands import run
from web import factories

from stuurbord import __version__
from stuurbord.cli import doctor_checks
from stuurbord.cli.exit_codes import ExitCode
from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.append_only import without_guard
from stuurbord.web.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
NAMES = ["python", "packages", "catalogue", "msproject", "home", "disk", "workers", "database"]
OF_THE_DATABASE = ["migrations", "settings", "audit", "administrators", "mail", "digests"]


def examined() -> tuple[dict, dict[str, dict]]:
    """Return the document and its checks by name."""
    document = json.loads(run("doctor", "--json").stdout)
    return document, {one["name"]: one for one in document["checks"]}


def test_each_part_is_looked_at():
    """In a fixed order, each with a label, a state and a message."""
    document, checks = examined()

    assert document["version"] == __version__
    assert list(checks) == [*NAMES, *OF_THE_DATABASE]
    assert all(set(one) == {"name", "label", "state", "message"} for one in checks.values())
    assert document["ok"] is all(one["state"] != "problem" for one in checks.values())


def test_a_problem_is_exit_code_1(monkeypatch):
    """A full disk is one; people see which."""
    monkeypatch.setattr(doctor_checks, "LEAST_FREE", 1 << 80)
    result = run("doctor")
    document, checks = examined()

    assert result.exit_code == ExitCode.NO
    assert "✗ Disk" in result.stdout
    assert document["ok"] is False
    assert checks["disk"]["state"] == "problem"


def test_a_catalogue_that_is_not_compiled_is_a_problem(monkeypatch, tmp_path):
    """Every sentence would be English."""
    monkeypatch.setattr(doctor_checks, "CATALOGUES", tmp_path)

    assert examined()[1]["catalogue"]["state"] == "problem"


def test_a_broken_chain_is_a_problem():
    """With the entry where it breaks."""
    factories.portfolio()
    with without_guard():
        AuditEntry.objects.update(action="niets")
    check = examined()[1]["audit"]

    assert check["state"] == "problem"
    assert "broken at entry 1" in check["message"]


def test_an_installation_without_administrator_is_noted():
    """A note, since a new installation has none yet."""
    before = examined()[1]["administrators"]["state"]
    factories.user(Role.ADMINISTRATOR)
    after = examined()[1]["administrators"]

    assert before == "note"
    assert (after["state"], after["message"]) == ("ok", "1")


def test_a_key_that_others_can_read_is_a_problem(monkeypatch, tmp_path):
    """It signs every session."""
    monkeypatch.setenv("STUURBORD_HOME", str(tmp_path))
    key = tmp_path / "secret.key"
    key.write_text("geheim")
    key.chmod(0o644)
    readable = examined()[1]["home"]["state"]
    key.chmod(0o600)

    assert readable == "problem"
    assert examined()[1]["home"]["state"] == "ok"


def test_a_home_that_is_not_there_yet_is_noted(monkeypatch, tmp_path):
    """Doctor does not make it."""
    monkeypatch.setenv("STUURBORD_HOME", str(tmp_path / "later"))

    assert examined()[1]["home"]["state"] == "note"
    assert not (tmp_path / "later").exists()


def test_where_simulations_compute_is_told(monkeypatch):
    """A place that is not possible, or a cluster that does not answer, is a problem with its reason."""
    from stuurbord.cli.doctor_workers import workers_check
    from stuurbord.cli.terminal import Terminal
    from stuurbord.language import language

    speaker = Terminal(language("en"))
    monkeypatch.setenv("STUURBORD_WORKER_COUNT", "2")
    threads = workers_check(speaker)
    monkeypatch.setenv("STUURBORD_WORKERS", "processes")
    processes = workers_check(speaker)
    monkeypatch.setenv("STUURBORD_WORKERS", "wolken")
    wrong = workers_check(speaker)

    assert (threads.message, processes.message) == ("2 threads", "2 processes")
    assert wrong.state == "problem"
    assert "wolken" in wrong.message
