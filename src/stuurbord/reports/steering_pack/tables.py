"""Tables as Office draws them: hairlines under the rows, a firm line under the head, no grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from stuurbord.reports.steering_pack.colours import (
    ADJUST,
    BETTER,
    HAIR,
    HEADING,
    INK,
    PAPER,
    SECONDARY,
    TILE,
    WORSE,
    Colour,
)
from stuurbord.reports.steering_pack.drawing import Stroke
from stuurbord.reports.steering_pack.measures import emu
from stuurbord.reports.steering_pack.rich_text import Paragraph, bold, paragraph, text_body
from stuurbord.reports.steering_pack.text_fit import TIGHT, height_of, lines_of

PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Office's own style "No Style, No Grid"."""
SIDE, ABOVE, ABOVE_TOP = 0.06, 0.025, 0.08
"""Margins in a cell, inches; text that hangs from the top keeps clear of the line above."""

_NO_LINE = '<a:ln{side} w="0"><a:noFill/></a:ln{side}>'


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its width in inches, its head (one paragraph per line) and its alignment."""

    width: float
    head: str = ""
    align: str = "l"


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell; ``align`` empty follows the column."""

    text: tuple[Paragraph, ...] = ()
    fill: Colour | None = None
    align: str = ""
    anchor: str = "ctr"
    is_framed: bool = False
    """White edges around it, as status cells have."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be written; heights in inches, size in points."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_height: float
    head_height: float = 0.44
    size: float = 11
    head_size: float = 11
    has_head: bool = True
    n_total_rows: int = 0
    """Rows at the end that stand under a firm line."""
    row_heights: tuple[float, ...] = field(default=())
    """Heights per row, where they differ."""

    @property
    def width(self) -> float:
        """Width of all columns."""
        return sum(column.width for column in self.columns)

    @property
    def heights(self) -> tuple[float, ...]:
        """Heights of all rows, the head first."""
        rows = self.row_heights or (self.row_height,) * len(self.rows)
        return ((self.head_height,) if self.has_head else ()) + rows

    @property
    def height(self) -> float:
        """Height of all rows."""
        return sum(self.heights)


def cell(*parts: object, align: str = "", anchor: str = "ctr") -> Cell:
    """Return a cell with one paragraph."""
    return Cell((paragraph(*parts),), align=align, anchor=anchor)  # type: ignore[arg-type]


_STATUS_COLOURS = {
    "intervene": (WORSE, PAPER),
    "adjust": (ADJUST, INK),
    "on_track": (TILE, BETTER),
    "undetermined": (TILE, SECONDARY),
}


def status_cell(status: str, word: str) -> Cell:
    """Return a status as word and colour: strong where something must happen, neutral elsewhere."""
    fill, ink = _STATUS_COLOURS.get(status, _STATUS_COLOURS["undetermined"])
    return Cell((paragraph(bold(word, ink), align="ctr"),), fill, "ctr", is_framed=True)


def lines_needed(table: Table, row: Sequence[Cell]) -> int:
    """Return how many lines the tallest cell of a row takes."""
    return max(
        sum(
            len(lines_of(one.text or " ", column.width - 2 * SIDE, table.size, _is_bold(one)))
            for one in content.text
        )
        for column, content in zip(table.columns, row, strict=True)
        if content.text
    )


def _is_bold(one: Paragraph) -> bool:
    return bool(one.runs) and any(run.is_bold for run in one.runs)


def height_needed(n_lines: int, size: float) -> float:
    """Return the height of a row with so many lines."""
    return height_of(n_lines, size) + 2 * ABOVE


def table_xml(table: Table, tag: str) -> str:
    """Return the table as DrawingML."""
    widths = "".join(f'<a:gridCol w="{emu(column.width)}"/>' for column in table.columns)
    rows = [_head_xml(table, tag)] if table.has_head else []
    heights = table.heights[1:] if table.has_head else table.heights
    n_body = len(table.rows) - table.n_total_rows
    for position, (row, height) in enumerate(zip(table.rows, heights, strict=True)):
        is_last = position == n_body - 1 and table.n_total_rows > 0
        edge = Stroke(HEADING, 1.25) if is_last or position >= n_body else Stroke(HAIR, 0.75)
        cells = "".join(
            _cell_xml(content, column.align, edge, table.size, tag)
            for content, column in zip(row, table.columns, strict=True)
        )
        rows.append(f'<a:tr h="{emu(height)}">{cells}</a:tr>')
    first = ' firstRow="1"' if table.has_head else ""
    return (
        f"<a:tbl><a:tblPr{first}><a:tableStyleId>{PLAIN_STYLE}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{widths}</a:tblGrid>{''.join(rows)}</a:tbl>"
    )


def _head_xml(table: Table, tag: str) -> str:
    cells = []
    for column in table.columns:
        lines = tuple(paragraph(bold(one, HEADING)) for one in column.head.split("\n"))
        content = Cell(lines, align=column.align, anchor="ctr")
        cells.append(_cell_xml(content, column.align, Stroke(HEADING, 1.25), table.head_size, tag))
    return f'<a:tr h="{emu(table.head_height)}">{"".join(cells)}</a:tr>'


def _cell_xml(content: Cell, align: str, edge: Stroke, size: float, tag: str) -> str:
    chosen = content.align or align
    text = tuple(
        Paragraph(one.runs, one.level, chosen if one.align == "l" else one.align, one.before)
        for one in content.text or (paragraph(),)
    )
    body = text_body(text, tag, prefix="a", size=size, colour=INK, spacing=TIGHT)
    white = Stroke(PAPER, 2.25)
    sides = {"L": None, "R": None, "T": None, "B": edge}
    if content.is_framed:
        sides = {"L": white, "R": white, "T": white, "B": white}
    lines = "".join(
        stroke.xml.replace("<a:ln ", f"<a:ln{side} ").replace("</a:ln>", f"</a:ln{side}>")
        if stroke
        else _NO_LINE.format(side=side)
        for side, stroke in sides.items()
    )
    fill = content.fill.fill_xml if content.fill else "<a:noFill/>"
    above = ABOVE_TOP if content.anchor == "t" else ABOVE
    margins = f'marL="{emu(SIDE)}" marR="{emu(SIDE)}" marT="{emu(above)}" marB="{emu(ABOVE)}"'
    return f'<a:tc>{body}<a:tcPr {margins} anchor="{content.anchor}">{lines}{fill}</a:tcPr></a:tc>'
