"""Tables of Word: fixed widths that add up, ruled lines, shading; the parts python-docx leaves to XML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stuurbord.reports.document import palette
from stuurbord.reports.document.model import Column


def new_table(made: Any, columns: Sequence[Column], n_rows: int, width_mm: float, caption: str = "") -> Any:
    """Return an empty table whose columns share the width as they ask, in whole twentieths of a point."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table = made.add_table(rows=n_rows, cols=len(columns))
    table.autofit = False
    whole = sum(max(one.width, 0.01) for one in columns)
    widths = [round(Mm(width_mm) / 635 * max(one.width, 0.01) / whole) * 635 for one in columns]
    for grid, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        grid.set(qn("w:w"), str(width // 635))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    _describe(table, caption)
    return table


def _describe(table: Any, caption: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    for name in ("w:tblStyle",):
        for found in properties.findall(qn(name)):
            properties.remove(found)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    margins = OxmlElement("w:tblCellMar")
    for side, value in (("left", 60), ("right", 60)):
        part = OxmlElement(f"w:{side}")
        part.set(qn("w:w"), str(value))
        part.set(qn("w:type"), "dxa")
        margins.append(part)
    properties.append(margins)
    if look is not None:
        properties.append(look)
    if caption:
        part = OxmlElement("w:tblCaption")
        part.set(qn("w:val"), caption[:255])
        properties.append(part)


def set_edges(table: Any, **sides: tuple[str, int]) -> None:
    """Draw the named sides (``top left bottom right inside``): colour, and eighths of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH"):
        given = sides.get("inside" if name == "insideH" else name)
        if given is None:
            continue
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", given[1]), ("space", 0), ("color", given[0][1:])):
            line.set(qn(f"w:{key}"), str(value))
        borders.append(line)
    margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    (layout if layout is not None else margins).addprevious(borders)


def shade(cell: Any, colour: str) -> None:
    """Fill a cell."""
    _shading(cell, "clear", "auto", colour)


def hatch(cell: Any) -> None:
    """Hatch a cell: what stands there comes from the law."""
    _shading(cell, "thinDiagStripe", palette.LINE, "#ffffff")


def _shading(cell: Any, kind: str, line: str, fill: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    part = OxmlElement("w:shd")
    for name, value in (("val", kind), ("color", line.lstrip("#")), ("fill", fill[1:])):
        part.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(part)


def side_margins(cell: Any, twentieths: int) -> None:
    """Leave room at all sides of a cell, in twentieths of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tcMar")
    for side in ("top", "left", "bottom", "right"):
        part = OxmlElement(f"w:{side}")
        part.set(qn("w:w"), str(twentieths if side in ("left", "right") else twentieths // 2))
        part.set(qn("w:type"), "dxa")
        margins.append(part)
    cell._tc.get_or_add_tcPr().append(margins)
