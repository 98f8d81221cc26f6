"""The blocks of a document for a page: each with the name of how it is shown, pictures drawn already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from stuurbord.language import language
from stuurbord.reports.document import Cell, Column, Curve, Document, Table, Timeline
from stuurbord.reports.document.pictures import curve_svg, timeline_svg
from stuurbord.reports.document.texts import clean, rewritten


@dataclass(frozen=True)
class Shown:
    """A block: ``kind`` names its form, ``drawn`` is its picture."""

    kind: str
    block: Any
    drawn: SafeString | None = None
    rows: tuple[tuple[tuple[Column, Cell], ...], ...] = ()


def shown_blocks(document: Document, code: str) -> list[Shown]:
    """Return the blocks of a document in their order."""
    spoken, made = language(code), []
    for block in rewritten(replace(document), clean).blocks:
        kind = type(block).__name__.lower()
        if isinstance(block, Curve | Timeline):
            svg = curve_svg(block, spoken) if isinstance(block, Curve) else timeline_svg(block, spoken)
            # Drawn by us: every text in it was escaped when it was written.
            made.append(Shown("picture", block, mark_safe(svg)))  # noqa: S308
        elif isinstance(block, Table):
            rows = tuple(tuple(zip(block.columns, row, strict=True)) for row in block.rows)
            made.append(Shown(kind, block, rows=rows))
        else:
            made.append(Shown(kind, block))
    return made
