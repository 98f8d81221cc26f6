"""The XML of a notice: checked before it is built, and the values in it read strictly.

A form is small: a few hundred thousand elements at most, a dozen levels deep. What goes beyond is refused
while it is counted, before anything of it is kept in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Final
from xml.parsers import expat

from lxml import etree

from stuurbord.errors import N_, FileRefused, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.notices.model import Moment, Money
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.exchange.xml_document import local_name, root_of

_BEGIN: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe<\0|\xfe\xff\0<")
"""How XML begins: with a tag, maybe behind a byte order mark."""
MOST_BYTES: Final = 20 << 20
MOST_ELEMENTS: Final = 300_000
DEEPEST: Final = 64
_AMOUNT: Final = re.compile(r"\d{1,15}(?:\.\d{1,8})?")
_CENT: Final = Decimal("0.01")
_DATE: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:Z|[+-]\d{2}:\d{2})?")
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?")
_COUNT: Final = re.compile(r"\d{1,9}")


class _TooMuch(Exception):
    pass


def tree_of(data: bytes, file: str) -> etree._Element:
    """Return the root of a document.

    Raises
    ------
    FileRefused
        If it is too large, too deep, or has a document type or entities.
    UnreadableFile
        If it is empty or no sound XML.
    """
    where = Where(file)
    if not data.strip():
        text = N_("The file is empty.")
        raise UnreadableFile(Finding("empty_file", text, Severity.ERROR, where))
    if not _BEGIN.match(data):
        text = N_("This is no XML file; a notice is downloaded as XML from TED or e-Procurement.")
        raise UnreadableFile(Finding("not_xml", text, Severity.ERROR, where))
    if len(data) > MOST_BYTES:
        text = N_("The file is larger than {limit} MB; it is refused.")
        fields = {"limit": MOST_BYTES >> 20}
        raise FileRefused(Finding("file_too_large", text, Severity.ERROR, where, fields))
    _refuse_document_type(data, file)
    _refuse_too_much(data, file)
    parser = etree.XMLParser(
        load_dtd=False,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(file, getattr(error, "lineno", None)) from error


def _refuse_document_type(data: bytes, file: str) -> None:
    """Say what `root_of` says, in the words of a notice."""
    try:
        root_of(data, file)
    except FileRefused as refused:
        text = N_("The file declares an XML document type or entities, which no notice does; it is refused.")
        raise FileRefused(Finding("xml_doctype", text, Severity.ERROR, Where(file))) from refused
    except UnreadableFile as refused:
        raise _damaged(file, refused.findings[0].where.line) from refused


def _refuse_too_much(data: bytes, file: str) -> None:
    depth = count = 0

    def started(_name: str, _attributes: object) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise _TooMuch

    def ended(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = started, ended
    try:
        parser.Parse(data, True)
    except _TooMuch as much:
        text = N_("The XML is nested too deeply or has too many elements for a notice; it is refused.")
        raise FileRefused(Finding("xml_too_large", text, Severity.ERROR, Where(file))) from much
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _damaged(file, parser.CurrentLineNumber) from error


def _damaged(file: str, line: int | None) -> UnreadableFile:
    text = N_("The XML breaks off or is damaged here; download the notice again.")
    return UnreadableFile(Finding("damaged_xml", text, Severity.ERROR, Where(file, line=line)))


def all_of(element: etree._Element | None, path: str) -> list[etree._Element]:
    """Return the elements at ``A/B/C`` below an element, whatever their namespaces."""
    if element is None:
        return []
    return element.findall("/".join(f"{{*}}{name}" for name in path.split("/")))


def one_of(element: etree._Element | None, path: str) -> etree._Element | None:
    """Return the first of `all_of`, or none."""
    found = all_of(element, path)
    return found[0] if found else None


def has(element: etree._Element | None, path: str) -> bool:
    """Tell whether there is an element at a path."""
    return bool(all_of(element, path))


def text_of(element: etree._Element | None, path: str = "") -> str:
    """Return the text of an element, or of the first at a path; white space at its ends is removed."""
    found = one_of(element, path) if path else element
    return "" if found is None else (found.text or "").strip()


def attribute(element: etree._Element | None, path: str, name: str) -> str:
    """Return an attribute of the first element at a path; empty where there is none."""
    found = one_of(element, path)
    return "" if found is None else str(found.get(name) or "").strip()


def unique(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes once each, in their order, without empty ones."""
    return tuple(dict.fromkeys(code for code in codes if code))


def web_address(raw: str) -> str:
    """Return an address of the web as it can stand in a link; anything else becomes empty.

    >>> web_address("www.asn.example"), web_address("javascript:alert(1)")
    ('https://www.asn.example', '')
    """
    told = raw.strip()
    if re.match(r"https?://[^\s\"'<>]+$", told, re.IGNORECASE):
        return told
    return f"https://{told}" if re.match(r"www\.[^\s\"'<>]+$", told, re.IGNORECASE) else ""


class Values:
    """Reads the values of one file, and tells what it cannot read instead of guessing."""

    def __init__(self, file: str) -> None:
        self.report = ReadingReport(file)

    def money(self, element: etree._Element | None, currency: str, number: str | None = None) -> Money | None:
        """Return an amount of euros and cents, rounded half up where the form has more decimals."""
        if element is None:
            return None
        raw = number if number is not None else text_of(element)
        code = str(element.get(currency) or "").strip().upper()
        if not raw:
            return None
        if not _AMOUNT.fullmatch(raw) or len(code) != 3:
            self._unread(element, f"{raw} {code}".strip())
            return None
        return Money(Decimal(raw).quantize(_CENT, rounding="ROUND_HALF_UP"), code)

    def day(self, element: etree._Element | None) -> date | None:
        """Return a day as it is written; its offset, where it has one, changes nothing to it."""
        raw = text_of(element)
        if element is None or not raw:
            return None
        found = _DATE.fullmatch(raw)
        try:
            if found:
                return date(*(int(part) for part in found.groups()))
        except ValueError:  # the 30th of February
            pass
        self._unread(element, raw)
        return None

    def moment(self, day: etree._Element | None, at: etree._Element | None) -> Moment | None:
        """Return a day with the time beside it."""
        on = self.day(day)
        if on is None:
            return None
        raw = text_of(at)
        if at is None or not raw:
            return Moment(on)
        try:
            told = time.fromisoformat(f"0{raw}" if raw[1:2] == ":" else raw) if _TIME.fullmatch(raw) else None
        except ValueError:
            told = None
        if told is None:
            self._unread(at, raw)
        return Moment(on, told)

    def count(self, element: etree._Element | None) -> int | None:
        """Return a number of things."""
        raw = text_of(element)
        if element is None or not raw:
            return None
        if _COUNT.fullmatch(raw):
            return int(raw)
        self._unread(element, raw)
        return None

    def decimal(self, element: etree._Element | None) -> Decimal | None:
        """Return a number with decimals."""
        raw = text_of(element)
        if element is None or not raw:
            return None
        if _AMOUNT.fullmatch(raw):
            return Decimal(raw)
        self._unread(element, raw)
        return None

    def _unread(self, element: etree._Element, raw: str) -> None:
        text = N_("Line {line}: {field} has a value that cannot be read and is left out: {value}.")
        line, field = element.sourceline, local_name(element)
        self.report.tell("notice_value_unread", text, line=line, field=field, value=raw[:80])
