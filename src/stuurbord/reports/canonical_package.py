"""Write an Office package (pptx, xlsx, docx) so that the same content always gives the same bytes.

An Office file is a zip archive. Libraries put the wall clock in it twice: as the time of each entry and
in the document properties. A file that is kept as evidence, with its hash, may hold neither.

References
----------
ISO/IEC 29500-2, Open Packaging Conventions: the core properties part and the content-types stream.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

FIRST_DAY = date(1980, 1, 1)
"""The first day that a zip archive can name."""

_CONTENT_TYPES = "[Content_Types].xml"
_CORE_PROPERTIES = "docProps/core.xml"
_EMBEDDED = (".xlsx", ".docx", ".pptx")
_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def canonical(content: bytes, day: date = FIRST_DAY) -> bytes:
    """Return the package with its parts in one order, without any trace of the clock.

    The content types come first, as readers that stream expect, then the parts by name. ``day`` becomes
    the day on which the document says it was made and changed; embedded workbooks follow.
    """
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in sorted(source.namelist(), key=lambda name: (name != _CONTENT_TYPES, name)):
            target.writestr(_entry(name), _part(name, source.read(name), day))
    return written.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Otherwise the system that wrote the file shows in it.
    entry.create_system = 0
    entry.external_attr = 0
    return entry


def _part(name: str, content: bytes, day: date) -> bytes:
    if name.endswith(_EMBEDDED):
        return canonical(content, day)
    if name == _CORE_PROPERTIES:
        return _MOMENT.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<3>", content)
    return content
