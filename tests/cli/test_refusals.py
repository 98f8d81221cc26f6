"""One translator: each kind of failure has one exit code, one sentence and one problem object."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.refusals import CannotContinue, Conflict, tell_failure, translated_failure
from stuurbord.cli.terminal import Terminal, printable
from stuurbord.errors import (
    FileRefused,
    Finding,
    InvalidPlan,
    NotPermitted,
    Severity,
    UnreadableFile,
    VersionConflict,
    Where,
)
from stuurbord.language import language

FINDING = Finding(
    "empty_file", "The file is {how}.", Severity.ERROR, Where("plan.xml", line=3), {"how": "empty"}
)
FAILURES = {
    "unreadable": (UnreadableFile(FINDING), ExitCode.UNREADABLE, "unreadable_file"),
    "refused": (FileRefused(FINDING), ExitCode.UNREADABLE, "file_refused"),
    "invalid plan": (InvalidPlan(FINDING), ExitCode.UNREADABLE, "invalid_plan"),
    "not permitted": (NotPermitted("view"), ExitCode.NOT_ALLOWED, "not_permitted"),
    "version": (VersionConflict("Somebody was first."), ExitCode.NOT_ALLOWED, "version_conflict"),
    "conflict": (Conflict("It is there."), ExitCode.NOT_ALLOWED, "conflict"),
    "cannot continue": (CannotContinue("No."), ExitCode.IMPOSSIBLE, "cannot_continue"),
    "system": (PermissionError(13, "Permission denied", "x.xlsx"), ExitCode.IMPOSSIBLE, "cannot_continue"),
    "database": (OperationalError("no such\n  table"), ExitCode.IMPOSSIBLE, "cannot_continue"),
}


@pytest.fixture
def terminal() -> Terminal:
    """An English reader."""
    return Terminal(language("en"), wants_json=True)


@pytest.mark.parametrize(("error", "exit_code", "code"), FAILURES.values(), ids=FAILURES)
def test_failure_has_its_exit_code(error, exit_code, code, terminal, capsys):
    """A machine reads code and exit code, a person a sentence."""
    failure = translated_failure(error, terminal)
    found = tell_failure(failure, terminal)
    told = capsys.readouterr()
    problem = json.loads(told.out)["problem"]

    assert found == problem["exit_code"] == exit_code
    assert problem["code"] == code
    assert problem["message"] in told.err.replace("plan.xml, line 3: ", "")


def test_findings_are_told_with_their_place(terminal, capsys):
    """File and line stand before the sentence, and in the problem."""
    tell_failure(UnreadableFile(FINDING, FINDING), terminal)
    told = capsys.readouterr()

    assert told.err.splitlines() == ["plan.xml, line 3: The file is empty."] * 2
    assert json.loads(told.out)["problem"]["findings"][0] == {
        "code": "empty_file",
        "severity": "error",
        "message": "The file is empty.",
        "where": "plan.xml, line 3",
    }


def test_a_defect_of_ours_is_no_refusal(terminal):
    """It keeps its traceback, so that it can be mended."""
    assert translated_failure(ZeroDivisionError(), terminal) is None


def test_messages_of_other_programs_stand_on_one_line(terminal):
    """A database driver likes line breaks."""
    assert "no such table" in str(translated_failure(OperationalError("no such\n  table"), terminal))


def test_the_system_speaks_the_readers_language():
    """Its commonest reasons; others stay in its own words."""
    dutch = Terminal(language("nl"))
    known, unknown = OSError(2, "No such file or directory", "x"), OSError(99, "Something rare", "x")

    assert "x: dat bestand of die map bestaat niet" in str(translated_failure(known, dutch))
    assert "x: Something rare" in str(translated_failure(unknown, dutch))


def test_text_of_a_file_cannot_steer_the_terminal(capsys):
    """Escape sequences in a name are shown, not obeyed; JSON escapes them."""
    terminal = Terminal(language("en"))
    terminal.say("a\x1b[31mb\x9bc\x07[bold]d[/bold]")
    terminal.print_json({"name": "a\x1bb\x9b"})
    shown, *document = capsys.readouterr().out.splitlines()

    assert shown == "a\ufffd[31mb\ufffdc\ufffd[bold]d[/bold]"
    assert "".join(document) == '{  "name": "a\\u001bb\\u009b"}'
    assert printable("twee\tregels\n") == "twee\tregels\n"
