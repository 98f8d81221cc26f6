"""Look into an Excel package before any reader unpacks it: sizes, extent of the sheets, error cells.

The directory of a zip file can lie about sizes, so each part is really inflated, in small pieces and
never beyond the limit. A sheet that claims a cell in column XFD and row 1,048,576 would make a reader
allocate the whole rectangle; the plain case is found here, the rest by the bounds of `reading_process`.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from stuurbord.errors import N_, FileRefused, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.tabular.limits import MEBIBYTE, Limits

_CHUNK = 1 << 18
_LOCAL_HEADER = 30
# Every repetition ends at the next < or >, so that hostile text costs no more than one pass.
_REFERENCE = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_FORMULA = rb"""<(?:\w+:)?f(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"""
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^<>]*?\bt\s*=\s*["']e["'])[^<>]*?\br\s*=\s*["']([A-Z]{1,3}\d{1,7})["'][^<>]*>\s*"""
    rb"""(?:""" + _FORMULA + rb""")?\s*<(?:\w+:)?v>([^<]{1,12})"""
)
_UNCOMPUTED = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["']([A-Z]{1,3}\d{1,7})["'][^<>/]*>\s*"""
    + _FORMULA
    + rb"""\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_PERCENT_IDS = frozenset({"9", "10"})
"""Number formats of Excel itself that show a percentage."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """Cells of one sheet that a reader of values passes over in silence."""

    errors: dict[str, str] = field(default_factory=dict)
    """Cell → Excel's error, ``C12`` → ``#REF!``."""
    uncomputed: frozenset[str] = frozenset()
    """Cells with a formula of which no result is stored."""
    above_hundred: frozenset[str] = frozenset()
    """Cells that Excel shows as a percentage above 100 %: they hold 1.5 where people see 150 %."""


def inspect(data: bytes, file: str, limits: Limits) -> dict[str, SheetMarks]:
    """Return the marks of each sheet by name.

    Raises
    ------
    UnreadableFile
        If this is no Excel package, or a damaged one.
    FileRefused
        If it is larger unpacked than the limits allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_directory(parts, file, limits)
            texts = {}
            unpacked = 0
            for part in parts:
                is_kept = part.filename.lower().endswith((".xml", ".rels"))
                pieces = []
                for piece in _inflate(data, part):
                    unpacked += len(piece)
                    if unpacked > limits.unpacked_bytes:
                        raise _too_large(file, limits)
                    if is_kept:
                        pieces.append(piece)
                texts[part.filename] = b"".join(pieces)
                _check_extent(texts[part.filename], file, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise damaged(file) from error
    _check_kind(texts, file)
    return _sheets(texts, file)


def damaged(file: str) -> UnreadableFile:
    """Return the error for a package that breaks off or does not hold together."""
    text = N_("The workbook is damaged or incomplete. Open it in Excel, save it again and try once more.")
    return UnreadableFile(Finding("damaged_workbook", text, Severity.ERROR, Where(file)))


def protected(file: str) -> FileRefused:
    """Return the error for a workbook that only opens with a password."""
    text = N_("The workbook is protected with a password. Remove the password and try again.")
    return FileRefused(Finding("password_protected", text, Severity.ERROR, Where(file)))


def _check_directory(parts: list[zipfile.ZipInfo], file: str, limits: Limits) -> None:
    if len(parts) > 10_000 or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise _too_large(file, limits)
    for part in parts:
        if part.flag_bits & 1:
            raise protected(file)
        if part.file_size > MEBIBYTE and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise _too_large(file, limits)


def _too_large(file: str, limits: Limits) -> FileRefused:
    text = N_("The workbook is too large once unpacked (more than {limit} MB, or a zip bomb); it is refused.")
    fields = {"limit": limits.unpacked_bytes // MEBIBYTE}
    return FileRefused(Finding("unpacked_too_large", text, Severity.ERROR, Where(file), fields))


def _inflate(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the true content of a part in pieces, whatever the directory says of its size."""
    header = data[part.header_offset : part.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header")
    start = part.header_offset + _LOCAL_HEADER
    start += int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[start : start + part.compress_size]
    if len(packed) < part.compress_size:
        raise zipfile.BadZipFile("part is cut off")
    if part.compress_type == zipfile.ZIP_STORED:
        yield packed
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        while packed and not inflater.eof:
            yield inflater.decompress(packed, _CHUNK)
            packed = inflater.unconsumed_tail
    else:
        raise zipfile.BadZipFile("unusual compression")


def _check_kind(texts: dict[str, bytes], file: str) -> None:
    if "xl/workbook.xml" in texts:
        return
    kinds = {"xl/workbook.bin": ".xlsb", "content.xml": ".ods", "word/document.xml": ".docx"}
    kind = next((kind for name, kind in kinds.items() if name in texts), ".zip")
    text = N_("This is a {kind} file, not an Excel workbook. Save it as .xlsx and try again.")
    raise UnreadableFile(Finding("not_a_workbook", text, Severity.ERROR, Where(file), {"kind": kind}))


def _sheets(texts: dict[str, bytes], file: str) -> dict[str, SheetMarks]:
    try:
        book = fromstring(texts["xl/workbook.xml"])
        relations = fromstring(texts.get("xl/_rels/workbook.xml.rels") or b"<none/>")
    except DefusedXmlException as error:
        text = N_("The workbook declares XML entities, which no Excel does; it is refused.")
        raise FileRefused(Finding("xml_entities", text, Severity.ERROR, Where(file))) from error
    except (ParseError, LookupError, ValueError) as error:  # LookupError: an encoding nobody knows
        raise damaged(file) from error
    styles = _percent_styles(texts.get("xl/styles.xml", b""))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    marks = {}
    for element in book.iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_RELATION), "")
            path = posixpath.normpath(posixpath.join("xl", target)).removeprefix("/")
            marks[element.get("name", "")] = _marks(texts.get(path, b""), styles)
    return marks


def _percent_styles(content: bytes) -> tuple[int, ...]:
    """Return the cell styles that show a percentage; none if the styles cannot be read."""
    try:
        styles = fromstring(content or b"<none/>")
    except (DefusedXmlException, ParseError, LookupError, ValueError):
        return ()
    tag = styles.tag.removesuffix("styleSheet")
    own = {
        one.get("numFmtId"): "%" in one.get("formatCode", "") for one in styles.iterfind(f".//{tag}numFmt")
    }
    formats = [one.get("numFmtId", "") for one in styles.iterfind(f"{tag}cellXfs/{tag}xf")]
    return tuple(idx for idx, one in enumerate(formats) if own.get(one, one in _PERCENT_IDS))


def _check_extent(content: bytes, file: str, limits: Limits) -> None:
    """Refuse cells far away, in whichever part they stand: a sheet may have any name."""
    found = _REFERENCE.findall(content)
    last_row = max(map(int, {digits for _letters, digits in found}), default=0)
    columns = {letters.upper() for letters in {letters for letters, _digits in found}}
    last_column = max((column_number(letters.decode()) for letters in columns), default=0)
    is_small = last_row <= limits.rows and last_column <= limits.columns
    if not is_small or last_row * last_column > limits.cells:
        text = N_("A sheet reaches to row {row} and column {column}; at most {rows} rows are read.")
        fields = {"row": last_row, "column": last_column, "rows": limits.rows}
        raise FileRefused(Finding("too_many_rows", text, Severity.ERROR, Where(file), fields))


def _marks(content: bytes, percent_styles: tuple[int, ...]) -> SheetMarks:
    errors = {cell.decode(): what.decode(errors="replace") for cell, what in _ERROR.findall(content)}
    uncomputed = {cell.decode() for cell in _UNCOMPUTED.findall(content)} if b"<f" in content else set()
    return SheetMarks(errors, frozenset(uncomputed), frozenset(_above_hundred(content, percent_styles)))


def _above_hundred(content: bytes, percent_styles: tuple[int, ...]) -> Iterator[str]:
    """Yield the cells in one of these styles that hold a number above 1."""
    if not percent_styles:
        return
    styles = "|".join(map(str, percent_styles)).encode()
    number = re.compile(
        rb"""<(?:\w+:)?c\s(?=[^<>]*?\bs\s*=\s*["'](?:""" + styles + rb""")["'])"""
        rb"""(?![^<>]*?\bt\s*=\s*["'](?!n["']))[^<>]*?\br\s*=\s*["']([A-Z]{1,3}\d{1,7})["'][^<>/]*>\s*"""
        rb"""(?:""" + _FORMULA + rb""")?\s*<(?:\w+:)?v>([0-9.eE+-]{1,32})<"""
    )
    for found in number.finditer(content):
        with suppress(ValueError):
            if float(found[2]) > 1:
                yield found[1].decode()


def column_number(letters: str) -> int:
    """Return the position of a column, A = 1.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
