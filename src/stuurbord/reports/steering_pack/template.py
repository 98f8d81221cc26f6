"""The template of the pack: one master, eleven layouts, our theme; made once per process."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Emu

from stuurbord.reports.steering_pack.colours import HAIR, HEADING
from stuurbord.reports.steering_pack.drawing import Stroke, frame_xml, line, rectangle, shape_xml
from stuurbord.reports.steering_pack.elements import attribute, element
from stuurbord.reports.steering_pack.measures import (
    FULL,
    HEIGHT,
    MARGIN,
    RULE_Y,
    TITLE,
    WIDTH,
    Box,
    columns,
    emu,
)
from stuurbord.reports.steering_pack.template_layouts import LAYOUTS, Layout, Placeholder

_TAG = "nl-BE"
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Stuurbord</Application><PresentationFormat>Widescreen</PresentationFormat></Properties>"
)
_UNWANTED = (RT.PRINTER_SETTINGS, RT.THUMBNAIL)


@cache
def template() -> bytes:
    """Return the template as a presentation without slides."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(emu(WIDTH)), Emu(emu(HEIGHT))
    _drop_unwanted(presentation)
    # The start file calls itself 4:3 and the work of another program.
    presentation.element.find(qn("p:sldSz")).attrib.pop("type", None)
    presentation.part.package.part_related_by(RT.EXTENDED_PROPERTIES)._blob = _APPLICATION
    master = presentation.slide_master
    theme = master.part.part_related_by(RT.THEME)
    theme._blob = files(__package__).joinpath("theme.xml").read_bytes()
    _write_master(master)
    for old, new in zip(presentation.slide_layouts, LAYOUTS, strict=True):
        _write_layout(old._element, new)
    written = io.BytesIO()
    presentation.save(written)
    return written.getvalue()


def _drop_unwanted(presentation: Any) -> None:
    """Drop what the library's own start file brings along: a printer's settings, a picture of itself."""
    for relations in (presentation.part.rels, presentation.part.package._rels):
        for key in [key for key, one in relations.items() if one.reltype in _UNWANTED]:
            relations.pop(key)


def _write_master(master: Any) -> None:
    placeholders = (
        Placeholder("Titel", "title", 0, TITLE),
        Placeholder("Tekst", "body", 1, columns(1, 12)),
        *LAYOUTS[1].placeholders[-3:],
    )
    drawn = shape_xml(line(MARGIN, RULE_Y, MARGIN + FULL, RULE_Y, Stroke(HAIR, 1)), 20, "Lijn", "", _TAG)
    _fill_tree(master._element, placeholders, drawn, is_master=True)
    styles = files(__package__).joinpath("text_styles.xml").read_bytes()
    old = master._element.find(qn("p:txStyles"))
    master._element.replace(old, etree.fromstring(styles))


def _write_layout(owner: Any, layout: Layout) -> None:
    owner.attrib.pop("type", None)
    owner.set("preserve", "1")
    owner.find(qn("p:cSld")).set("name", layout.name)
    drawn = ""
    if not layout.has_frame:
        owner.set("showMasterSp", "0")
        drawn = shape_xml(rectangle(Box(0, 0, 0.22, HEIGHT), HEADING), 20, "Band", "", _TAG)
    _fill_tree(owner, layout.placeholders, drawn)


def _fill_tree(
    owner: Any, placeholders: tuple[Placeholder, ...], drawn: str, is_master: bool = False
) -> None:
    tree = owner.find(qn("p:cSld")).find(qn("p:spTree"))
    for child in list(tree)[2:]:
        tree.remove(child)
    for number, one in enumerate(placeholders, start=2):
        tree.append(element(_placeholder_xml(one, number, is_master)))
    if drawn:
        tree.append(element(drawn))


NUMBER_FIELD = (
    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    '<a:rPr lang="nl-BE"/><a:t>‹nr.›</a:t></a:fld>'
)
_PROMPTS = {"sldNum": NUMBER_FIELD}
_SMALL = ("ftr", "dt", "sldNum")


def _placeholder_xml(one: Placeholder, number: int, is_master: bool) -> str:
    kind = f'type="{one.kind}"' + (' sz="quarter"' if one.kind in _SMALL else "")
    idx = "" if one.kind == "title" or (is_master and one.kind == "body") else f' idx="{one.idx}"'
    if is_master and one.kind == "body":
        idx = ' idx="1"'
    prompt = _PROMPTS.get(one.kind, f'<a:r><a:rPr lang="nl-BE"/><a:t>{one.name.replace("&", "")}</a:t></a:r>')
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(one.name)}/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}{idx}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{frame_xml(one.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody>{_body_properties(one)}<a:lstStyle>{_own_style(one)}</a:lstStyle>"
        f"<a:p>{prompt}</a:p></p:txBody></p:sp>"
    )


def _body_properties(one: Placeholder) -> str:
    anchor = "ctr" if one.kind in ("ftr", "dt", "sldNum") else "t"
    if one.name in ("Poort", "Gevraagd", "Vragen"):
        # These stand on a tile: the text keeps off its edges.
        inset = f'lIns="{emu(0.16)}" tIns="{emu(0.09)}" rIns="{emu(0.10)}" bIns="{emu(0.05)}"'
    else:
        inset = 'lIns="0" tIns="0" rIns="0" bIns="0"'
    return f'<a:bodyPr vert="horz" wrap="square" {inset} anchor="{anchor}"><a:noAutofit/></a:bodyPr>'


def _level(properties: str, size: float, colour: str, weight: int = 0) -> str:
    return (
        f'<a:lvl1pPr marL="0" indent="0" {properties}><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(size * 100)}" b="{weight}"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )


def _own_style(one: Placeholder) -> str:
    """Return the first level where a placeholder differs from the master."""
    if one.name == "Rubriek":
        return _level("", 11, "accent1", 1)
    if one.name == "Bron":
        return _level("", 10, "tx1")
    if one.kind in ("ftr", "dt"):
        return _level('algn="r"' if one.kind == "dt" else "", 10, "tx1")
    if one.kind == "sldNum":
        return _level('algn="r"', 10, "tx1", 1)
    if one.name == "Ondertitel":
        return _level("", 18, "tx1")
    if one.kind == "title" and one.box.y > 1:
        return '<a:lvl1pPr><a:defRPr sz="3600"/></a:lvl1pPr>'
    return ""
