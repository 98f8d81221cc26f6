"""The same content gives the same bytes, whenever it is written."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from stuurbord.reports.canonical_package import canonical

CORE = (
    b'<cp:coreProperties><dcterms:created xsi:type="dcterms:W3CDTF">2026-11-%s</dcterms:created>'
    b'<dcterms:modified xsi:type="dcterms:W3CDTF">2026-11-%s</dcterms:modified></cp:coreProperties>'
)


def package(names: list[str], stamp: bytes, year: int, embedded: bytes | None = None) -> bytes:
    """Return a zip as a library would write it at a certain moment."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            content = CORE % (stamp, stamp) if name == "docProps/core.xml" else name.encode()
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), content)
        if embedded is not None:
            archive.writestr("ppt/embeddings/book.xlsx", embedded)
    return written.getvalue()


NAMES = ["ppt/presentation.xml", "docProps/core.xml", "[Content_Types].xml", "_rels/.rels"]


def test_clock_and_order_leave_no_trace() -> None:
    """Two writings of the same parts, in another order and another year, are one file."""
    first = package(NAMES, b"20T10:00:00Z", 2026, package(NAMES, b"20T10:00:00Z", 2026))
    second = package(NAMES[::-1], b"25T11:30:00Z", 2027, package(NAMES[::-1], b"25T11:30:00Z", 2027))

    assert first != second
    assert canonical(first) == canonical(second)


def test_content_types_come_first() -> None:
    """A reader that streams meets the content types before the parts."""
    with zipfile.ZipFile(io.BytesIO(canonical(package(NAMES, b"20T10:00:00Z", 2026)))) as archive:
        names = archive.namelist()

    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])


def test_document_says_the_day_it_was_given() -> None:
    """The properties carry the day of the facts, not of the writing."""
    with zipfile.ZipFile(
        io.BytesIO(canonical(package(NAMES, b"20T10:00:00Z", 2026), date(2026, 11, 20)))
    ) as archive:
        core = archive.read("docProps/core.xml")

    assert core.count(b">2026-11-20T00:00:00Z<") == 2


def test_rewriting_twice_changes_nothing() -> None:
    """What is canonical stays as it is."""
    once = canonical(package(NAMES, b"20T10:00:00Z", 2026))

    assert canonical(once) == once
