"""``demo``, ``serve``, ``worker``, ``backup`` and ``migrate``: processes and a database of their own."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing

import pytest
from cli.commands import run_apart

import stuurbord
from stuurbord.cli import demo_home
from stuurbord.cli.demo_accounts import ACCOUNTS, PASSWORD
from stuurbord.cli.demo_home import DemoHome
from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.refusals import CannotContinue
from stuurbord.cli.terminal import Terminal


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The demo, loaded."""
    place = tmp_path_factory.mktemp("demo")
    done = run_apart("demo", "--no-serve", "--home", place, "--json", home=place)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["loaded"] is True
    return place


def asked(home, *arguments):
    """Return the JSON a command prints about the demo's data."""
    done = run_apart(*arguments, "--json", home=home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def rows_of(home, query):
    """Return what the demo's database holds."""
    with closing(sqlite3.connect(home / "stuurbord.sqlite3")) as database:
        return database.execute(query).fetchall()


def test_the_portfolio_is_there_with_a_snapshot(home):
    """So that the steering pack can be made at once."""
    listed = asked(home, "portfolio", "list")["portfolios"]

    assert [(one["key"], one["projects"], one["last_snapshot"]) for one in listed] == [
        ("ASN", 12, "2026-11-20")
    ]
    assert asked(home, "audit", "verify")["holds"] is True


def test_approved_minutes_have_their_files(home):
    """The chair approved them through the action of the screen: both files are kept, with their hashes."""
    query = """SELECT kept.docx, kept.docx_sha256, kept.pdf, kept.pdf_sha256, person.name
        FROM meetings_meeting AS meeting
        LEFT JOIN meetings_frozenminutes AS kept ON kept.meeting_id = meeting.id
        LEFT JOIN accounts_user AS person ON person.id = kept.approved_by_id
        WHERE meeting.state = 'minutes_approved'"""
    with closing(sqlite3.connect(home / "stuurbord.sqlite3")) as database:
        ((docx, docx_sha256, pdf, pdf_sha256, chair),) = database.execute(query).fetchall()

    assert (docx[:2], pdf[:4], chair) == (b"PK", b"%PDF", "K. De Backer")
    assert [hashlib.sha256(one).hexdigest() for one in (docx, pdf)] == [docx_sha256, pdf_sha256]


def test_procurements_stand_where_their_story_says(home):
    """From an estimate just below a threshold to a contract that runs; each under its own reference."""
    files = rows_of(home, "SELECT reference, stage, procedure FROM procurements_procurementfile")

    assert sorted(files) == [
        ("O-2022-014", "started", "OP"),
        ("O-2025-006", "started", "OP"),
        ("O-2026-002", "standstill", "OP"),
        ("O-2026-009", "award_report", "VOPMB"),
        ("O-2026-024", "specifications", "VOPZB"),
        ("O-2026-031", "specifications", "VOPZB"),
    ]


def test_a_raised_estimate_waits_as_one_proposal(home):
    """The file holds what it held; the proposal tells what the open procedure would do to plan and budget."""
    ((estimate, choice, effect),) = rows_of(
        home,
        """SELECT file.estimate, pending.choice, pending.effect FROM procurements_pendingchange AS pending
        JOIN procurements_procurementfile AS file ON file.id = pending.file_id
        JOIN planning_proposal AS proposal ON proposal.id = pending.proposal_id
        WHERE file.reference = 'O-2026-031' AND proposal.state = 'open'""",
    )
    after = json.loads(effect)["after"]

    assert (estimate, choice) == (139_000, "OP")
    assert (after["estimate"], after["tender_minimum"], after["standstill_days"]) == ("230000.00", 30, 15)
    assert after["payment"] == {"2027": "166980.00", "2028": "111320.00"}


def test_the_framework_and_the_contract_come_near_their_ceilings(home):
    """Seven tenths of the maximum was ordered; what the buyer modified is just below a tenth."""
    ((ordered,),) = rows_of(home, "SELECT sum(amount) FROM contracts_calloff")
    ((modified, initial),) = rows_of(
        home,
        """SELECT sum(change.amount), contract.initial_amount FROM contracts_contractmodification AS change
        JOIN contracts_contract AS contract ON contract.id = change.contract_id GROUP BY contract.id""",
    )

    assert 0.69 < ordered / 3_600_000 < 0.71
    assert 0.09 < modified / initial < 0.1


def test_a_choice_against_the_rules_was_approved_by_somebody_else(home):
    """It counts, and stays marked as refused by the rules."""
    choices = rows_of(
        home,
        """SELECT choice.verdict, choice.by_name, ruling.is_approved, ruling.by_name
        FROM procurements_procedurechoice AS choice
        JOIN procurements_choiceruling AS ruling ON ruling.choice_id = choice.id""",
    )

    assert choices == [("refused", "N. Vandersteene", 1, "G. Van Hoof")]


def test_a_second_start_loads_nothing(home):
    """It prints who can log in, again."""
    entries = asked(home, "audit", "verify")["entries"]
    again = run_apart("demo", "--no-serve", "--home", home, home=home)

    assert again.returncode == 0
    assert PASSWORD in again.stdout
    assert all(one.email in again.stdout for one in ACCOUNTS)
    assert asked(home, "audit", "verify")["entries"] == entries


def test_every_account_is_a_person_with_its_role(home):
    """Those of the workbook are linked by their address; nobody is made twice."""
    database = sqlite3.connect(home / "stuurbord.sqlite3")
    people = dict(
        database.execute(
            "SELECT u.email, p.name FROM accounts_user u JOIN accounts_person p ON p.user_id = u.id"
        )
    )
    roles = set(
        database.execute(
            "SELECT u.email, m.role FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id"
        )
    )
    doubles = database.execute("SELECT name FROM accounts_person GROUP BY name HAVING count(*) > 1")

    assert people == {one.email: one.name for one in ACCOUNTS}
    assert roles == {
        *((one.email, one.role) for one in ACCOUNTS),
        *((one.email, "reader") for one in ACCOUNTS if one.is_on_board),
    }
    assert doubles.fetchall() == []
    database.close()


def test_other_files_or_another_version_are_loaded_anew(tmp_path, monkeypatch):
    """A stamp that does not fit, as after an update, throws away the demo's database and nothing else."""
    place = DemoHome.found(tmp_path, Terminal())
    (tmp_path / "eigen.txt").write_text("blijft")
    (tmp_path / "stuurbord.sqlite3").write_text("oud")
    before = place.is_loaded
    place.mark_loaded()
    marked = place.is_loaded
    monkeypatch.setattr(stuurbord, "__version__", "99.0")
    updated = place.is_loaded
    place.clear()

    assert (before, marked, updated) == (False, True, False)
    assert [one.name for one in tmp_path.iterdir()] == ["eigen.txt"]


def test_without_the_source_code_there_is_no_demo(tmp_path, monkeypatch):
    """The sentence says where the files were looked for."""
    monkeypatch.setattr(demo_home, "PACKAGE", tmp_path / "site-packages" / "stuurbord")

    with pytest.raises(CannotContinue, match="demo"):
        DemoHome.found(None, Terminal())


def test_a_database_of_ones_own_is_left_alone(home):
    """The demo never goes where DATABASE_URL points."""
    done = run_apart(
        "demo", "--no-serve", "--home", home, home=home, DATABASE_URL="postgres://x:y@127.0.0.1:1/echt"
    )

    assert done.returncode == 0, done.stderr


def test_a_backup_is_a_whole_database(home, tmp_path):
    """One file that holds what the database holds, and says its own hash."""
    copy = tmp_path / "kopie.sqlite3"
    told = asked(home, "backup", copy)
    projects = sqlite3.connect(copy)
    number = projects.execute("SELECT count(*) FROM projects_project").fetchone()
    projects.close()

    assert number == (12,)
    assert told["bytes"] == copy.stat().st_size
    assert [one.name for one in tmp_path.iterdir()] == ["kopie.sqlite3"]


def free_port():
    """Return a port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answer_of(address, process):
    """Return the status of a page, as soon as the server answers."""
    for _attempt in range(300):
        assert process.poll() is None, process.stderr.read()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.status
        except (urllib.error.URLError, TimeoutError):  # not listening yet, or still starting
            time.sleep(0.2)
    raise AssertionError("the server never answered")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_serve_answers_until_it_is_stopped(home):
    """It prints its address, refuses a port that is taken, and ends well on Ctrl-C."""
    port = free_port()
    command = [sys.executable, "-m", "stuurbord", "serve", "--port", str(port), "--lang", "en"]
    kept = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE",)}
    environment = kept | {"STUURBORD_HOME": str(home)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        try:
            status = answer_of(f"http://127.0.0.1:{port}/aanmelden/", process)
            second = run_apart("serve", "--port", port, home=home)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()  # where it did not end by itself, nobody waits for it

    assert status == 200
    assert f"http://127.0.0.1:{port}/" in out
    assert second.returncode == ExitCode.IMPOSSIBLE
    assert str(port) in second.stderr
    assert process.returncode == 0, err


TYPESETS_THEN_SERVES = """
import multiprocessing, typst, granian
typst.compile(b"een verslag", format="pdf")
def report(_server):
    again = {"input": b"nog een", "format": "pdf"}
    child = multiprocessing.get_context().Process(target=typst.compile, kwargs=again)
    child.start()
    child.join(40)
    print(multiprocessing.get_start_method(), child.exitcode)
    child.kill()
granian.Granian.serve = report
from stuurbord.cli.serve import run_server
from stuurbord.cli.terminal import Terminal
import django
django.setup()
if __name__ == "__main__":
    run_server("127.0.0.1", 8000, 1, Terminal())
"""


def test_what_was_typeset_before_serving_does_not_hold_up_the_server(tmp_path):
    """The demo typesets minutes while it loads; a forked server would wait for threads it does not have."""
    script = tmp_path / "dienen.py"
    script.write_text(TYPESETS_THEN_SERVES)
    environment = os.environ | {
        "STUURBORD_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "stuurbord.web.settings",
    }
    done = subprocess.run(
        [sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    assert done.stdout.splitlines()[-1] == "spawn 0", done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A home whose database ``migrate`` made, which takes long, and how reading ended before."""
    place = tmp_path_factory.mktemp("made") / "home"
    before = run_apart("portfolio", "list", home=place)
    was_there = place.exists()
    return place, before, was_there, asked(place, "migrate")


def test_reading_makes_no_database(made):
    """Nor its folder; migrate makes it, and says a second time that nothing is to be done."""
    place, before, was_there, first = made
    second = asked(place, "migrate")

    assert before.returncode == ExitCode.IMPOSSIBLE
    assert "stuurbord migrate" in before.stderr
    assert not was_there
    assert "projects.0001_initial" in first["migrations"]
    assert second == {"migrations": []}
    assert asked(place, "portfolio", "list") == {"portfolios": []}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_worker_well(made, number):
    """As a service manager or Ctrl-C asks."""
    environment = os.environ | {"STUURBORD_HOME": str(made[0]), "STUURBORD_LANG": "en"}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "stuurbord", "worker"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert b"Waiting for work" in process.stderr.readline()
    time.sleep(0.1)
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=20)

    assert (process.returncode, stdout.strip(), stderr) == (0, b"0 jobs were run.", b"")


def test_a_database_that_does_not_answer_is_exit_code_5(tmp_path):
    """In one line, with what the driver said."""
    done = run_apart(
        "portfolio", "list", home=tmp_path, DATABASE_URL="postgres://x:y@127.0.0.1:1/weg?connect_timeout=2"
    )

    assert done.returncode == ExitCode.IMPOSSIBLE
    assert len(done.stderr.splitlines()) == 1
