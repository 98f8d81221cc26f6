"""Each kind of block as Word writes it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from stuurbord.errors import N_
from stuurbord.language import Language
from stuurbord.reports.document import palette
from stuurbord.reports.document.docx_styles import border
from stuurbord.reports.document.docx_tables import hatch, new_table, set_edges, shade, side_margins
from stuurbord.reports.document.model import (
    Box,
    Bullets,
    Cell,
    Column,
    Curve,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Signatures,
    StatusMark,
    Table,
    Timeline,
)
from stuurbord.reports.document.pictures import curve_svg, timeline_parts, timeline_svg
from stuurbord.reports.document.room import TEXT_WIDTH_MM, title_room, value_size

_TONES = {
    "plain": "Normal",
    "lead": "Stuurbord Lead",
    "quiet": "Stuurbord Quiet",
    "missing": "Stuurbord Missing",
}
_EDGES = {"asked": palette.ACTION, "note": palette.BEFORE, "bad": palette.BAD}


class Writer:
    """Writes a document block by block into a Word file."""

    def __init__(self, made: Any, language: Language) -> None:
        """Write into ``made``."""
        self.made = made
        self.language = language
        self.kinds: dict[type, Callable[[Any], None]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Facts: self._facts,
            Table: self._table,
            Box: self._box,
            Curve: self._curve,
            Timeline: self._timeline,
            Signatures: self._signatures,
            PageBreak: self._page_break,
        }
        self.n_pictures = 0
        self.level = 0

    def write(self, document: Document) -> None:
        """Write title and blocks."""
        from docx.shared import Mm, Pt

        self._add(document.rubric, "Stuurbord Rubric")
        title = self._add(document.title or document.rubric or "–", "Title")
        size, width = title_room(title.text)
        title.runs[0].font.size = Pt(size)
        title.paragraph_format.right_indent = Mm(TEXT_WIDTH_MM - width)
        if document.subtitle or document.status:
            line = self._add("", "Subtitle")
            if document.status:
                self.mark(line, document.status)
                line.add_run("    ")
            line.add_run(document.subtitle)
        for block in document.blocks:
            self.kinds[type(block)](block)

    def _add(self, text: str, style: str) -> Any:
        return self.made.add_paragraph(text, style=style)

    def mark(self, paragraph: Any, mark: StatusMark) -> None:
        """Write a status as sign and word, both in its colour."""
        from docx.shared import RGBColor

        colour = palette.STATUS_COLOURS.get(mark.status, palette.INK_3)
        sign = palette.STATUS_SIGNS.get(mark.status, "○")
        run = paragraph.add_run(f"{sign}\N{NO-BREAK SPACE}{mark.word}")
        run.bold = True
        run.font.color.rgb = RGBColor.from_string(colour[1:].upper())

    def _heading(self, block: Heading) -> None:
        self.level = min(max(block.level, 1), self.level + 1, 2)
        self.made.add_paragraph(block.text, style=f"Heading {self.level}")

    def _paragraph(self, block: Paragraph) -> None:
        self._add(block.text, _TONES[block.tone])

    def _bullets(self, block: Bullets) -> None:
        if not block.is_numbered:
            for item in block.items:
                self._add(item, "List Bullet")
            return
        # A list of Word goes on counting through the document; ours begins at one each time.
        for number, item in enumerate(block.items, 1):
            from docx.shared import Mm

            line = self._add(f"{number}.\t{item}", "Normal")
            line.paragraph_format.left_indent = Mm(6)
            line.paragraph_format.first_line_indent = Mm(-6)

    def _facts(self, block: Facts) -> None:
        from docx.shared import Pt

        if not block.facts:
            return
        size, columns = value_size(block), tuple(Column("") for _ in block.facts)
        table = new_table(self.made, columns, 1, TEXT_WIDTH_MM)
        set_edges(table, top=(palette.LINE, 4), bottom=(palette.LINE, 4))
        for cell, fact in zip(table.rows[0].cells, block.facts, strict=True):
            cell.paragraphs[0].style = "Stuurbord Label"
            cell.paragraphs[0].add_run(fact.label)
            value = cell.add_paragraph(style="Stuurbord Value")
            if fact.mark:
                self.mark(value, fact.mark)
                value.runs[0].font.size = Pt(12)
                if fact.value:
                    cell.add_paragraph(fact.value, style="Stuurbord Cell")
            else:
                value.add_run(fact.value).font.size = Pt(size)
            cell.add_paragraph(fact.note, style="Stuurbord Note")
        self._space()

    def _table(self, block: Table) -> None:
        if not block.rows:
            return
        if block.caption:
            self._add(block.caption, "Caption")
        table = new_table(self.made, block.columns, 1 + len(block.rows), TEXT_WIDTH_MM, block.caption)
        set_edges(table, bottom=(palette.HAIR, 4), inside=(palette.HAIR, 4))
        _repeat_head(table.rows[0])
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = "Stuurbord Head"
            paragraph.add_run(column.head)
            _align(paragraph, column)
            _cell_edge(cell, palette.INK, 8)
        for row, written in zip(list(table.rows)[1:], block.rows, strict=True):
            _keep_row(row)
            for target, cell, column in zip(row.cells, written, block.columns, strict=True):
                self._cell(target, cell, column)
        if block.has_total:
            for cell in table.rows[-2].cells:
                _cell_edge(cell, palette.INK, 8)
        # The head stands with a row under it, and a short table on one page.
        _keep_with_next(list(table.rows)[: -1 if block.is_whole else 1])
        self._space()

    def _cell(self, target: Any, cell: Cell, column: Column) -> None:
        from docx.shared import RGBColor

        paragraph = target.paragraphs[0]
        paragraph.style = "Stuurbord Cell"
        if cell.mark:
            self.mark(paragraph, cell.mark)
        if cell.text or not cell.mark:
            told = paragraph if not cell.mark else target.add_paragraph(style="Stuurbord Note")
            run = told.add_run(cell.text)
            run.bold = True if cell.is_bold or cell.is_bad else None
            if cell.is_bad:
                run.font.color.rgb = RGBColor.from_string(palette.BAD[1:].upper())
        if cell.note:
            target.add_paragraph(cell.note, style="Stuurbord Note")
        for one in target.paragraphs:
            _align(one, column)
        if cell.is_legal:
            hatch(target)

    def _box(self, block: Box) -> None:
        table = new_table(self.made, (Column(""),), 1, TEXT_WIDTH_MM)
        set_edges(table, left=(_EDGES[block.kind], 24))
        cell = table.rows[0].cells[0]
        side_margins(cell, 160)
        shade(cell, palette.TILE)
        cell.paragraphs[0].style = "Stuurbord Box"
        cell.paragraphs[0].add_run(block.title).bold = True
        for text in block.paragraphs:
            cell.add_paragraph(text, style="Stuurbord Box")
        for item in block.items:
            cell.add_paragraph(item, style="List Bullet")
        self._space()

    def _curve(self, block: Curve) -> None:
        self._picture(block.title, curve_svg(block, self.language), block.alt)

    def _timeline(self, block: Timeline) -> None:
        for part in timeline_parts(block):
            self._picture(part.title, timeline_svg(part, self.language), part.alt)

    def _picture(self, title: str, svg: str, alt: str) -> None:
        from docx.shared import Mm

        from stuurbord.reports.document.write_pdf import picture_png

        # Title and picture are lines of one paragraph: LibreOffice parts two that should keep together.
        line = self._add("", "Normal")
        line.paragraph_format.keep_together = True
        if title:
            run = line.add_run(title)
            run.bold = True
            run.add_break()
        self.n_pictures += 1
        shape = line.add_run().add_picture(io.BytesIO(picture_png(svg)), width=Mm(TEXT_WIDTH_MM))
        # Without these a reader keeps its own distance, and the picture sticks out at the right.
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")
        properties = shape._inline.docPr
        properties.set("descr", alt or title or "–")
        properties.set("name", f"Picture {self.n_pictures}")

    def _signatures(self, block: Signatures) -> None:
        columns = tuple(Column("") for _ in range(max(2, len(block.signatures))))
        table = new_table(self.made, columns, 1, TEXT_WIDTH_MM)
        _keep_row(table.rows[0])
        for cell, one in zip(table.rows[0].cells, block.signatures, strict=False):
            cell.paragraphs[0].style = "Stuurbord Label"
            cell.paragraphs[0].add_run(one.role)
            cell.add_paragraph(style="Stuurbord Cell").add_run(one.name or "…").bold = True
            if not one.on:
                cell.add_paragraph("\n", style="Stuurbord Cell")
            told = one.on or self.language.gettext(N_("Date and signature"))
            line = cell.add_paragraph(told, style="Stuurbord Note")
            border(line._p.get_or_add_pPr(), "top", palette.INK, 6, 2)
        self._space()

    def _page_break(self, block: PageBreak) -> None:
        self.made.add_page_break()

    def _space(self) -> None:
        """Leave room after a table, which Word gives none."""
        from docx.shared import Pt

        line = self._add("", "Stuurbord Note")
        line.paragraph_format.space_after = Pt(2)


def _align(paragraph: Any, column: Column) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if column.align != "left":
        right = column.align == "right"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER


def _repeat_head(row: Any) -> None:
    from docx.oxml import OxmlElement

    _keep_row(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_row(row: Any) -> None:
    from docx.oxml import OxmlElement

    if sum(len(cell.text) for cell in row.cells) < 2_000:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _keep_with_next(rows: list[Any]) -> None:
    for row in rows:
        for cell in row.cells:
            for one in cell.paragraphs:
                one.paragraph_format.keep_with_next = True


def _cell_edge(cell: Any, colour: str, eighths: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", eighths), ("space", 0), ("color", colour[1:])):
        line.set(qn(f"w:{name}"), str(value))
    borders.append(line)
    properties.append(borders)
