"""From a file that only MPXJ can read to its plans."""

from __future__ import annotations

from typing import Final, NamedTuple

from stuurbord.errors import N_, FileRefused, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.mpxj.child_process import DEFAULT, MEBIBYTE, OLE, Bounds, ChildFailed, ask
from stuurbord.exchange.mpxj.draft import RecordReader
from stuurbord.exchange.mpxj.java import is_installed
from stuurbord.exchange.mpxj.other_projects import stand_for_each_other
from stuurbord.exchange.mpxj.scheduler import producer_of
from stuurbord.exchange.mpxj.whole import keep_whole
from stuurbord.exchange.uneven_work import keep_uneven_work
from stuurbord.plan.draft import PlanDraft, freeze
from stuurbord.plan.model import Plan


class Reading(NamedTuple):
    """A project of a file: its plan, the findings, and the program that wrote it."""

    plan: Plan
    findings: tuple[Finding, ...]
    producer: str


def read(data: bytes, file: str, bounds: Bounds = DEFAULT) -> tuple[Plan, tuple[Finding, ...]]:
    """Return the plan in a file that MPXJ can read; of several, the one with the most tasks.

    Raises
    ------
    FileRefused
        If the file is protected by a password, or takes more time or memory than the bounds allow.
    UnreadableFile
        If the extra ``msproject`` or Java is missing, or MPXJ cannot read the file.
    InvalidPlan
        If the plan contradicts itself.
    """
    plan, findings, _ = read_projects(data, file, bounds, everything=False)[0]
    return plan, findings


def read_all(data: bytes, file: str, bounds: Bounds = DEFAULT) -> list[tuple[Plan, tuple[Finding, ...]]]:
    """Return every project in a file, the largest first; raises as `read` does."""
    return [(plan, findings) for plan, findings, _ in read_projects(data, file, bounds, everything=True)]


def read_projects(data: bytes, file: str, bounds: Bounds = DEFAULT, *, everything: bool) -> list[Reading]:
    """Return every project in a file, or the largest only, with its producer; raises as `read` does."""
    drafts, left_out, producers = read_drafts(data, file, bounds, everything=everything)
    if left_out:
        text = N_("The file holds several projects; the largest, “{project}”, is read. Left out: {others}.")
        fields = {"project": drafts[0].name, "others": ", ".join(left_out)}
        drafts[0].findings.append(Finding("several_projects", text, where=Where(file), fields=fields))
    return [Reading(*freeze(draft), producer) for draft, producer in zip(drafts, producers, strict=True)]


def read_drafts(
    data: bytes, file: str, bounds: Bounds, *, everything: bool
) -> tuple[list[PlanDraft], list[str], list[str]]:
    """Return what a file holds before it is validated, the names of the projects left out, and who wrote
    each.
    """
    if not is_installed():
        text = N_(
            "Reading this kind of file needs the extra stuurbord[msproject], which is not installed. "
            "Install it, or save the plan as XML from Microsoft Project."
        )
        raise UnreadableFile(Finding("msproject_missing", text, Severity.ERROR, Where(file)))
    if len(data) > bounds.input_bytes:
        text = N_("The file is larger than {limit} MB; it is refused.")
        fields = {"limit": bounds.input_bytes // MEBIBYTE}
        raise FileRefused(Finding("file_too_large", text, Severity.ERROR, Where(file), fields))
    try:
        answer = ask(data, bounds, everything=everything)
    except ChildFailed as failure:
        raise _failure(failure.reason, file) from failure
    if not answer["projects"]:
        raise _failure("damaged" if _is_known(data) else "unknown_format", file)
    projects = answer["projects"]
    drafts = [RecordReader.of(one, file).draft() for one in projects]
    for draft in drafts:
        keep_uneven_work(draft)
    stand_for_each_other(drafts, projects)
    for draft, project in zip(drafts, projects, strict=True):
        if bounds.keeps_the_rest:
            keep_whole(draft, project, file)
    return drafts, answer["left_out"], [producer_of(one, data) for one in projects]


def _is_known(data: bytes) -> bool:
    """Tell whether the file says what it is, so that failing to read it means that it is damaged."""
    is_mpp = data.startswith(OLE) and "Props".encode("utf-16-le") in data
    return is_mpp or data.startswith((b"ERMHDR", b"MPX")) or b"<APIBusinessObjects" in data[:2000]


_FAILURES: Final = {
    "no_java": N_("No Java machine is found. Install the extra stuurbord[msproject] or Java 11 or later."),
    "old_java": N_("The Java machine that was found is older than Java 11."),
    "password": N_(
        "The plan is protected with a password. Remove the password in Microsoft Project and try again."
    ),
    "damaged": N_("The plan is damaged or incomplete: it cannot be read as what it claims to be."),
    "unknown_format": N_("This is no plan that can be read, or it is cut off."),
    "too_slow": N_("Reading the plan takes too long; it is refused."),
    "too_large": N_("Reading the plan takes too much memory; it is refused."),
    "crashed": N_("The reader of the plan broke down; the file may be damaged."),
}
_REFUSALS: Final = ("password", "too_slow", "too_large")
_CODES: Final = {
    "no_java": "java_missing",
    "old_java": "java_too_old",
    "password": "password_protected",
    "damaged": "damaged_plan",
    "unknown_format": "unknown_plan_format",
    "too_slow": "reading_too_slow",
    "too_large": "reading_too_large",
    "crashed": "reader_crashed",
}


def _failure(reason: str, file: str) -> UnreadableFile:
    kind = FileRefused if reason in _REFUSALS else UnreadableFile
    return kind(Finding(_CODES[reason], _FAILURES[reason], Severity.ERROR, Where(file)))
