"""Paragraphs with bold and coloured parts, and how they are written in DrawingML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stuurbord.language import NBSP
from stuurbord.reports.steering_pack.colours import Colour
from stuurbord.reports.steering_pack.elements import clean, content

LANGUAGE_TAGS = {"nl": "nl-BE", "fr": "fr-BE", "en": "en-GB"}

_UNIT = re.compile(r"(?<![^\W\d])(\d+) (?=(?:%|M€|k€|€|dagen|dag|days|day|jours|jour)(?!\w))")
_EURO = re.compile(r"€ (?=\d)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one form; None follows the paragraph."""

    text: str
    is_bold: bool | None = None
    colour: Colour | None = None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs on one level: 1 heading, 2 bullet, 3 plain in a body placeholder."""

    runs: tuple[Run, ...]
    level: int = 1
    align: str = "l"
    before: float | None = None
    """Points of space above."""

    @property
    def text(self) -> str:
        """The words without their form."""
        return "".join(run.text for run in self.runs)


def bold(text: str, colour: Colour | None = None, size: float | None = None) -> Run:
    """Return a bold run."""
    return Run(text, True, colour, size)


def paragraph(*parts: str | Run, level: int = 1, align: str = "l", before: float | None = None) -> Paragraph:
    """Return a paragraph from plain texts and runs; empty parts fall out."""
    runs = tuple(part if isinstance(part, Run) else Run(part) for part in parts)
    return Paragraph(tuple(run for run in runs if run.text), level, align, before)


def glued(text: str) -> str:
    """Return the text with no-break spaces between a figure and its unit, and nothing XML cannot hold."""
    return _EURO.sub(f"€{NBSP}", _UNIT.sub(rf"\1{NBSP}", clean(text)))


def text_body(
    paragraphs: Iterable[Paragraph],
    tag: str,
    *,
    prefix: str = "p",
    size: float | None = None,
    colour: Colour | None = None,
    spacing: float | None = None,
    body: str = "<a:bodyPr/>",
) -> str:
    """Return a text body; ``size`` and ``colour`` hold for runs that name none.

    Without ``size`` the text follows its placeholder. ``spacing`` is the line spacing (`TIGHT` in tables).
    """
    written = "".join(_paragraph_xml(one, tag, size, colour, spacing) for one in paragraphs)
    return f"<{prefix}:txBody>{body}<a:lstStyle/>{written or '<a:p/>'}</{prefix}:txBody>"


def _paragraph_xml(
    one: Paragraph, tag: str, size: float | None, colour: Colour | None, spacing: float | None
) -> str:
    level = f' lvl="{one.level - 1}"' if one.level > 1 else ""
    align = "" if one.align == "l" else f' algn="{one.align}"'
    lines = "" if spacing is None else f'<a:lnSpc><a:spcPct val="{round(spacing * 100_000)}"/></a:lnSpc>'
    above = "" if one.before is None else f'<a:spcBef><a:spcPts val="{round(one.before * 100)}"/></a:spcBef>'
    runs = "".join(_run_xml(run, tag, size, colour) for run in one.runs)
    end = "" if one.runs else f'<a:endParaRPr lang="{tag}"{_size(size)}/>'
    return f"<a:p><a:pPr{level}{align}>{lines}{above}</a:pPr>{runs}{end}</a:p>"


def _run_xml(run: Run, tag: str, size: float | None, colour: Colour | None) -> str:
    weight = "" if run.is_bold is None else f' b="{int(run.is_bold)}"'
    chosen = run.colour or colour
    fill = chosen.fill_xml if chosen else ""
    properties = f'<a:rPr lang="{tag}"{_size(run.size or size)}{weight} dirty="0">{fill}</a:rPr>'
    return f"<a:r>{properties}<a:t>{content(glued(run.text))}</a:t></a:r>"


def _size(size: float | None) -> str:
    return "" if size is None else f' sz="{round(size * 100)}"'
