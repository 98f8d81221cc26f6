"""Read a pack back as a person or a program would: slides, their tables, texts and charts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree
from pptx import Presentation
from reports.made_snapshots import EVERY

from stuurbord.reports.steering_pack import write

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAMES = {"a": A, "p": P, "c": C}


@cache
def pack(name: str, language: str = "nl") -> bytes:
    """Return the pack of one of the made snapshots; each is written once."""
    return write(EVERY[name](), language)


def slides(name: str, language: str = "nl") -> list[Any]:
    """Return the slides as the library reads them."""
    return list(Presentation(io.BytesIO(pack(name, language))).slides)


def parts(content: bytes, pattern: str) -> Iterator[tuple[str, Any]]:
    """Return the XML parts whose names match, parsed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if re.fullmatch(pattern, part):
                yield part, etree.fromstring(archive.read(part))


def titles(name: str, language: str = "en") -> list[str]:
    """Return the title of each slide but the first, on one line."""
    return [slide.shapes.title.text_frame.text for slide in slides(name, language)[1:]]


def slide_named(name: str, rubric: str, language: str = "en") -> Any:
    """Return the first slide whose rubric begins so."""
    return next(one for one in slides(name, language) if text_of(one, "Rubriek").startswith(rubric))


def text_of(slide: Any, shape: str) -> str:
    """Return the text of a shape by its name, or an empty text."""
    found = next((one for one in slide.shapes if one.name == shape), None)
    return "" if found is None else found.text_frame.text


def cells(slide: Any, table: str) -> list[list[str]]:
    """Return the texts of a table, row by row."""
    found = next(one for one in slide.shapes if one.name == table)
    return [[cell.text_frame.text for cell in row.cells] for row in found.table.rows]


def all_text(slide: Any) -> str:
    """Return every word on a slide: shapes, groups, tables."""
    return " ".join(slide._element.xpath(".//a:t/text()"))
