"""Any file with a plan: judged by its content, never by its name, and read by the reader that knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Final

from stuurbord.errors import N_, FileRefused, Finding, InvalidPlan, Severity, UnreadableFile, Where
from stuurbord.exchange import mpxj, mspdi
from stuurbord.exchange.fidelity import Fidelity, compare, date_findings, stores_dates
from stuurbord.exchange.xml_document import check_whole, root_of
from stuurbord.plan.model import Plan

MEBIBYTE: Final = 1 << 20
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES: Final = (
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"(\xb5/\xfd",
)
_BYTE_ORDER_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Content(StrEnum):
    """What the bytes are."""

    MSPDI = "mspdi"
    """Microsoft Project XML."""
    PMXML = "pmxml"
    """Primavera P6 XML."""
    XML = "xml"
    MPP = "mpp"
    XER = "xer"
    MPX = "mpx"
    WORKBOOK = "workbook"
    ARCHIVE = "archive"
    OTHER = "other"


_ENDINGS: Final = {
    ".mpp": {Content.MPP},
    ".mpt": {Content.MPP},
    ".mpx": {Content.MPX},
    ".xer": {Content.XER},
    ".xml": {Content.MSPDI, Content.PMXML, Content.XML},
}
"""What a name promises; another name promises nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file: its size, and what the process may take that reads it through MPXJ.

    Attributes
    ----------
    keeps_the_rest
        Whether the plan keeps what no column holds, to give it back to a file. It takes a third of the
        time; who only wants the dates does without.
    """

    file_bytes: int = 100 * MEBIBYTE
    mpxj: mpxj.Bounds = field(default_factory=mpxj.Bounds)
    keeps_the_rest: bool = True


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan as it was read.

    Attributes
    ----------
    reader
        ``mspdi`` or ``mpxj``.
    producer
        The program that wrote the file, its version and the kind of file, as far as the file says so.
    fidelity
        The dates the file stores beside the recomputed ones; None if it stores none.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    reader: str
    producer: str = ""
    fidelity: Fidelity | None = None


DEFAULT: Final = Limits()
FOR_DATES: Final = Limits(keeps_the_rest=False)
"""To recompute a plan and look at it; it cannot be given back without loss."""


def read_plan_path(path: Path, limits: Limits = DEFAULT) -> PlanReading:
    """Read a plan from disk; a file that is too large is refused before it is read. Raises as `read_plan`."""
    if not path.is_file():
        text = N_("There is no such file.")
        raise UnreadableFile(Finding("no_such_file", text, Severity.ERROR, Where(path.name)))
    if path.stat().st_size > limits.file_bytes:
        raise _too_large(path.name, limits)
    with path.open("rb") as opened:  # a file may grow while it is read
        return read_plan(opened.read(limits.file_bytes + 1), path.name, limits)


def read_plan(data: bytes, file: str, limits: Limits = DEFAULT) -> PlanReading:
    """Read the plan in a file.

    Parameters
    ----------
    file
        The file's name, for the findings; the content alone decides how it is read.

    Raises
    ------
    FileRefused
        If the file is too large, protected, an archive, or XML with entities or a document type.
    UnreadableFile
        If it is empty, damaged, no plan, or of a kind for which something has to be installed.
    InvalidPlan
        If the plan contradicts itself. Each exception carries all findings; each names the file.
    """
    return _read(data, file, limits, everything=False)[0]


def read_plans(data: bytes, file: str, limits: Limits = DEFAULT) -> list[PlanReading]:
    """Read every plan in a file, the largest first: Primavera exports hold several. Raises as `read_plan`."""
    return _read(data, file, limits, everything=True)


def _read(data: bytes, file: str, limits: Limits, *, everything: bool) -> list[PlanReading]:
    if len(data) > limits.file_bytes:
        raise _too_large(file, limits)
    content = content_of(data, file)
    _refuse_what_is_no_plan(content, file)
    _check_the_end(content, data, file)
    try:
        if content is Content.MSPDI:
            reader, found = (
                "mspdi",
                [(*mspdi.read(data, file, keeps_the_rest=limits.keeps_the_rest), mspdi.producer_of(data))],
            )
        else:
            bounds = replace(limits.mpxj, keeps_the_rest=limits.keeps_the_rest)
            read = mpxj.read_projects(data, file, bounds, everything=everything)
            reader, found = "mpxj", [(one.plan, one.findings, one.producer) for one in read]
        renamed = _renamed(content, file)
        return [
            _compared(PlanReading(plan, (*renamed, *findings), reader, producer), file)
            for plan, findings, producer in found
        ]
    except InvalidPlan as error:
        raise InvalidPlan(*_in_file(error.findings, file)) from error


def _compared(reading: PlanReading, file: str) -> PlanReading:
    """Return the reading with what recomputing it shows, and with the file named in every finding."""
    plan, findings = reading.plan, reading.findings
    fidelity = compare(plan, findings) if stores_dates(plan) else None
    told = date_findings(fidelity, Where(file)) if fidelity else []
    return replace(reading, findings=tuple(_in_file([*findings, *told], file)), fidelity=fidelity)


def content_of(data: bytes, file: str) -> Content:
    """Return what the bytes are; raises for XML that is damaged or has a document type."""
    if not data.strip(b"\x00 \t\r\n"):
        text = N_("The file is empty.")
        raise UnreadableFile(Finding("empty_file", text, Severity.ERROR, Where(file)))
    if data.startswith(b"PK"):
        return Content.WORKBOOK if b"xl/workbook." in data else Content.ARCHIVE
    if data.startswith(_ARCHIVES):
        return Content.ARCHIVE
    if data.startswith(_OLE):
        return _content_of_ole(data)
    start = _start(data)
    if start.startswith(b"<"):
        return _content_of_xml(data, file)
    if start.startswith(b"ERMHDR"):
        return Content.XER
    return Content.MPX if start.startswith(b"MPX") and start[3:4] in (b",", b";", b"\t") else Content.OTHER


def _start(data: bytes) -> bytes:
    """Return the first characters, whatever the encoding, without byte order mark and white space."""
    start = data[:256]
    for mark in _BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\x00", b"").lstrip()


def _content_of_ole(data: bytes) -> Content:
    """Return what an OLE document is; plans may embed workbooks, so their own parts are looked for first."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("Props"):
        return Content.MPP
    return Content.WORKBOOK if holds("Workbook") or holds("EncryptedPackage") else Content.OTHER


def _content_of_xml(data: bytes, file: str) -> Content:
    root = root_of(data, file)
    if mspdi.is_mspdi(root):
        return Content.MSPDI
    return Content.PMXML if root.name == "APIBusinessObjects" else Content.XML


def _refuse_what_is_no_plan(content: Content, file: str) -> None:
    where = Where(file)
    if content is Content.WORKBOOK:
        text = N_("This is an Excel workbook, not a plan file. Import it as a workbook.")
        raise UnreadableFile(Finding("is_workbook", text, Severity.ERROR, where))
    if content is Content.ARCHIVE:
        text = N_("This is a compressed archive; it is not unpacked. Unpack it and import the files in it.")
        raise FileRefused(Finding("is_archive", text, Severity.ERROR, where))
    if content in (Content.XML, Content.OTHER) and not mpxj.is_installed():
        text = N_("This is no plan that can be read, or it is cut off.")
        raise UnreadableFile(Finding("unknown_plan_format", text, Severity.ERROR, where))


def _check_the_end(content: Content, data: bytes, file: str) -> None:
    """Refuse what breaks off, where the format shows it: MPXJ would read the part that is there."""
    if content in (Content.PMXML, Content.XML):
        check_whole(data, file)
    if content is Content.XER and b"%E" not in data[-256:]:
        text = N_("The Primavera file breaks off: its last line is missing. Export it again.")
        raise UnreadableFile(Finding("incomplete_xer", text, Severity.ERROR, Where(file)))


def _too_large(file: str, limits: Limits) -> FileRefused:
    text = N_("The file is larger than {limit} MB; it is refused.")
    fields = {"limit": limits.file_bytes // MEBIBYTE}
    return FileRefused(Finding("file_too_large", text, Severity.ERROR, Where(file), fields))


def _renamed(content: Content, file: str) -> list[Finding]:
    promised = _ENDINGS.get(PurePath(file).suffix.lower())
    if promised is None or content in promised:
        return []
    text = N_("The name ends in {ending}, but the content is {content}; it is read as what it is.")
    fields = {"ending": PurePath(file).suffix, "content": content.value}
    return [Finding("renamed_file", text, Severity.INFO, Where(file), fields)]


def _in_file(findings: Iterable[Finding], file: str) -> list[Finding]:
    """Return the findings with the file named in each."""
    return [one if one.where.file else replace(one, where=replace(one.where, file=file)) for one in findings]
