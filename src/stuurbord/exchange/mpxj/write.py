"""From a plan to a file of Primavera P6, written by MPXJ in a process of its own."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.mpxj.child_process import DEFAULT, Bounds, ChildFailed, ask
from stuurbord.exchange.mpxj.java import is_installed
from stuurbord.exchange.mpxj.write_record import PlanRecord
from stuurbord.plan.model import Plan


class PrimaveraFormat(StrEnum):
    """The two formats in which Primavera P6 exchanges projects."""

    XER = "xer"
    PMXML = "pmxml"
    """P6 XML."""


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file, and what of the plan they do not hold."""

    content: bytes
    findings: tuple[Finding, ...]


_FAILURES: Final = {
    "too_slow": N_("Writing the plan takes too long; it is given up."),
    "too_large": N_("Writing the plan takes too much memory; it is given up."),
    "no_java": N_("No Java machine is found. Install the extra stuurbord[msproject] or Java 11 or later."),
    "old_java": N_("The Java machine that was found is older than Java 11."),
    "broken": N_("The writer of the plan broke down."),
}
_CODES: Final = {
    "too_slow": "writing_too_slow",
    "too_large": "writing_too_large",
    "no_java": "java_missing",
    "old_java": "java_too_old",
    "broken": "writer_crashed",
}


def write(
    plan: Plan, schedule: Schedule, form: PrimaveraFormat, file: str = "", bounds: Bounds = DEFAULT
) -> Written:
    """Return a plan with its computed dates as a file of Primavera P6.

    Raises
    ------
    UnreadableFile
        If the extra ``msproject`` or Java is missing, or the writer breaks down or exceeds the bounds.
    """
    if not is_installed():
        text = N_("Writing this kind of file needs the extra stuurbord[msproject], which is not installed.")
        raise UnreadableFile(Finding("msproject_missing", text, Severity.ERROR, Where(file)))
    record = PlanRecord(plan, schedule)
    data = json.dumps({"format": form.value, **record.record()}).encode("ascii")
    try:
        answer = ask(data, bounds, everything=False, purpose="write")
    except ChildFailed as failure:
        reason = failure.reason if failure.reason in _CODES else "broken"
        told = Finding(_CODES[reason], _FAILURES[reason], Severity.ERROR, Where(file))
        raise UnreadableFile(told) from failure
    findings = (*record.findings(), *_unwritable_letters(plan, form))
    return Written(base64.b64decode(answer["document"]), findings)


def _unwritable_letters(plan: Plan, form: PrimaveraFormat) -> list[Finding]:
    """Return a finding if names hold letters that XER, a format of Western Windows, does not know."""
    if form is not PrimaveraFormat.XER:
        return []
    names = (*plan.tasks.name, *plan.resources.name, *(one.name for one in plan.calendars), plan.name)
    count = sum(not _is_western(name) for name in names)
    text = N_("XER knows Western European letters only; in {count} names others became question marks.")
    return [Finding("letters_lost", text, fields={"count": count})] if count else []


def _is_western(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
