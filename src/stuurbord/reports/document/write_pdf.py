"""Set a document as PDF: A4, tagged for screen readers (PDF/UA-1), the same bytes for the same document.

The typesetter gets a fixed template and the document as JSON: what people wrote is never markup.

References
----------
ISO 14289-1:2014, PDF/UA-1. Typst 0.15, https://typst.app/docs/reference/pdf/.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import partial
from importlib.resources import files
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.language import Language
from stuurbord.reports.canonical_package import FIRST_DAY
from stuurbord.reports.document import palette
from stuurbord.reports.document.foot import foot_of
from stuurbord.reports.document.model import (
    Curve,
    Document,
    Facts,
    Heading,
    Table,
    Timeline,
    letters_in,
)
from stuurbord.reports.document.pictures import curve_svg, timeline_parts, timeline_svg
from stuurbord.reports.document.room import title_room, value_size
from stuurbord.reports.document.texts import LANGUAGE_TAGS, broken, clean, common_letters, rewritten, without

STANDARD: Final = "ua-1"
_ATTEMPTS: Final = 4
"""The typesetter names what it cannot show page by page; after so many times only common letters stay."""
_UNSHOWN: Final = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_LAST_ASCII: Final = 0x7F
_LONG_ROW: Final = 2_000
"""Letters; a longer row of a table may go on over the page, for it could be longer than one."""


def write_pdf(document: Document, language: Language) -> bytes:
    """Return the document as PDF.

    A character that no font here can show would make a document that cannot be read aloud; such a character
    becomes a question mark, and no other.
    """
    import typst

    said = rewritten(document, clean)
    unshown: frozenset[str] = frozenset()
    for _attempt in range(_ATTEMPTS):
        try:
            shown = rewritten(said, partial(without, letters=unshown))
            return _compiled(rewritten(shown, broken), language)
        except typst.TypstError as error:
            found = unshown_in(str(error.diagnostic)) - unshown
            if not found:
                raise
            unshown |= found
    return _compiled(rewritten(said, lambda text: broken(common_letters(text))), language)


def unshown_in(diagnostic: str) -> frozenset[str]:
    """Return the characters that the typesetter says no font of ours can show."""
    texts = _UNSHOWN.findall(diagnostic)
    plain = (_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in texts)
    return frozenset(letter for text in plain for letter in text if ord(letter) > _LAST_ASCII)


def _compiled(document: Document, language: Language) -> bytes:
    import typst

    template = files("stuurbord.reports.document").joinpath("document.typ").read_bytes()
    made: bytes = typst.compile(
        template,
        sys_inputs={"data": json.dumps(_data(document, language), ensure_ascii=False)},
        format="pdf",
        pdf_standards=STANDARD,
        timestamp=_noon(document.provenance.as_of or FIRST_DAY),
    )
    return made


def picture_png(svg: str) -> bytes:
    """Return a picture as PNG, 200 dots an inch, for readers that do not know SVG."""
    import typst

    source = (
        b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    )
    made: bytes = typst.compile(source, sys_inputs={"svg": svg}, format="png", ppi=200)
    return made


def _noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def _data(document: Document, language: Language) -> dict[str, Any]:
    tag = LANGUAGE_TAGS[language.code]
    left, middle = foot_of(document.provenance, language)
    plain = _plain(document)
    plain["blocks"] = _blocks(document, language)
    plain["title"] = document.title or document.rubric or "–"
    plain["title_size"], plain["title_width"] = title_room(plain["title"])
    return {
        "document": plain,
        "lang": tag[:2],
        "region": tag[3:],
        "fonts": palette.FONTS,
        "foot": {"left": left, "middle": middle},
        "colours": {
            name: value
            for name, value in vars(palette).items()
            if isinstance(value, str) and value[:1] == "#"
        },
        "status_colours": palette.STATUS_COLOURS,
        "words": {"date_and_signature": language.gettext(N_("Date and signature"))},
    }


def _blocks(document: Document, language: Language) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = []
    level = 0
    for block in document.blocks:
        if isinstance(block, Curve):
            written.append(_picture(block.title, block.alt, curve_svg(block, language)))
            continue
        if isinstance(block, Timeline):
            parts = timeline_parts(block)
            written += [_picture(one.title, one.alt, timeline_svg(one, language)) for one in parts]
            continue
        if (isinstance(block, Table) and not block.rows) or (isinstance(block, Facts) and not block.facts):
            continue
        record = {"kind_": type(block).__name__.lower(), **_plain(block)}
        if isinstance(block, Heading):
            # A level that skips one is no outline to a screen reader.
            record["text"] = block.text or "–"
            level = record["level"] = min(max(block.level, 1), level + 1, 2)
        elif isinstance(block, Facts):
            record["value_size"] = value_size(block)
        elif isinstance(block, Table):
            record["is_whole"] = block.is_whole
            record["is_breakable"] = [letters_in(row) > _LONG_ROW for row in block.rows]
        written.append(record)
    return written


def _picture(title: str, alt: str, svg: str) -> dict[str, Any]:
    return {"kind_": "picture", "title": title, "alt": alt or title or "–", "svg": svg}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
