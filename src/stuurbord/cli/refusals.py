"""The one place where what cannot continue becomes a sentence, a problem object and an exit code."""

from __future__ import annotations

import sys
from typing import Any, Final

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import (
    N_,
    Finding,
    InvalidPlan,
    InvalidRiskModel,
    InvalidRulePack,
    NotPermitted,
    StuurbordError,
    UnreadableFile,
    VersionConflict,
)


class CannotContinue(StuurbordError):
    """The command cannot go on; the message is already in the reader's language."""

    code = "cannot_continue"


class Conflict(StuurbordError):
    """What is asked is at odds with what is there; the message is already in the reader's language."""

    code = "conflict"


_EXIT_CODES: tuple[tuple[type[StuurbordError], ExitCode], ...] = (
    (UnreadableFile, ExitCode.UNREADABLE),
    (InvalidPlan, ExitCode.UNREADABLE),
    (InvalidRiskModel, ExitCode.UNREADABLE),
    (InvalidRulePack, ExitCode.UNREADABLE),
    (NotPermitted, ExitCode.NOT_ALLOWED),
    (VersionConflict, ExitCode.NOT_ALLOWED),
    (Conflict, ExitCode.NOT_ALLOWED),
)

FROM_THE_SYSTEM: Final = (
    N_("Address already in use"),
    N_("File exists"),
    N_("Is a directory"),
    N_("No space left on device"),
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Permission denied"),
    N_("Read-only file system"),
)
"""What the operating system says most, in its own English words."""


def translated_failure(error: Exception, terminal: Terminal) -> StuurbordError | None:
    """Return the refusal an exception stands for, or ``None`` if it is a defect of ours."""
    if isinstance(error, StuurbordError):
        return error
    if isinstance(error, OSError):
        text = terminal.gettext(N_("This does not work on this machine: {reason}."))
        place = f"{error.filename}: " if error.filename else ""
        reason = terminal.gettext(error.strerror) if error.strerror else str(error)
        return CannotContinue(text.format(reason=f"{place}{reason}"))
    # Only a command that works with the database has loaded it.
    database = sys.modules.get("django.db")
    if database and isinstance(error, database.DatabaseError | database.InterfaceError):
        text = terminal.gettext(N_("The database cannot be used: {reason}. Try `stuurbord doctor`."))
        return CannotContinue(text.format(reason=in_one_line(str(error)).rstrip(".?")))
    return None


def in_one_line(text: str) -> str:
    """Return a message of another program without its line breaks."""
    return " ".join(text.split())


def tell_failure(error: StuurbordError, terminal: Terminal) -> ExitCode:
    """Tell a refusal on standard error (and as JSON, if asked) and return its exit code."""
    exit_code = next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), ExitCode.IMPOSSIBLE)
    findings = list(getattr(error, "findings", ()))
    if terminal.wants_json:
        terminal.print_json({"problem": problem(error, exit_code, findings, terminal)})
    for line in [finding_line(one, terminal) for one in findings] or [terminal.gettext(str(error))]:
        terminal.tell(line, style="red")
    return exit_code


def problem(
    error: StuurbordError, exit_code: ExitCode, findings: list[Finding], terminal: Terminal
) -> dict[str, Any]:
    """Return the problem object a machine reads."""
    messages = [finding.message(terminal.gettext) for finding in findings]
    return {
        "code": error.code,
        "exit_code": int(exit_code),
        "message": " ".join(messages) or terminal.gettext(str(error)),
        "findings": [finding.as_json(terminal.gettext) for finding in findings],
    }


def finding_line(finding: Finding, terminal: Terminal) -> str:
    """Return ``plan.xlsx, sheet Planning, cell C12: sentence`` for people."""
    place = finding.where.as_text(terminal.gettext)
    return f"{place}: {finding.message(terminal.gettext)}" if place else finding.message(terminal.gettext)
