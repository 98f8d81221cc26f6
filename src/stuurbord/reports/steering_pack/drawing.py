"""Shapes drawn on a slide: plain geometry with theme colours, without shadow or style."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stuurbord.reports.steering_pack.colours import Colour
from stuurbord.reports.steering_pack.elements import attribute
from stuurbord.reports.steering_pack.measures import Box, emu
from stuurbord.reports.steering_pack.rich_text import Paragraph, text_body


class Geometry(StrEnum):
    """The preset shapes that the pack uses."""

    RECTANGLE = "rect"
    OVAL = "ellipse"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: colour, width in points, and a dash such as ``dash`` or ``sysDot``."""

    colour: Colour
    width: float = 0.75
    dash: str = ""

    @property
    def xml(self) -> str:
        """The line as DrawingML."""
        dash = f'<a:prstDash val="{self.dash}"/>' if self.dash else ""
        return f'<a:ln w="{round(self.width * 12_700)}">{self.colour.fill_xml}{dash}</a:ln>'


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape, possibly with text in it."""

    geometry: Geometry
    box: Box
    fill: Colour | None = None
    stroke: Stroke | None = None
    text: tuple[Paragraph, ...] = ()
    size: float = 11
    colour: Colour | None = None
    anchor: str = "t"
    padding: float = 0
    name: str = ""
    wraps: bool = True
    spacing: float = 0.9


def rectangle(box: Box, fill: Colour, stroke: Stroke | None = None) -> Shape:
    """Return a filled rectangle."""
    return Shape(Geometry.RECTANGLE, box, fill, stroke)


def line(x1: float, y1: float, x2: float, y2: float, stroke: Stroke) -> Shape:
    """Return a line to the right or down."""
    return Shape(Geometry.LINE, Box(x1, y1, x2 - x1, y2 - y1), None, stroke)


def marker(
    geometry: Geometry, x: float, y: float, size: float, fill: Colour, stroke: Stroke | None = None
) -> Shape:
    """Return a small shape centred on a point."""
    return Shape(geometry, Box(x - size / 2, y - size / 2, size, size), fill, stroke)


def label(
    box: Box,
    *text: Paragraph,
    size: float = 11,
    colour: Colour | None = None,
    anchor: str = "t",
    name: str = "",
    wraps: bool = True,
    spacing: float = 0.9,
) -> Shape:
    """Return text without a frame."""
    return Shape(Geometry.RECTANGLE, box, None, None, text, size, colour, anchor, 0, name, wraps, spacing)


STATUS_SHAPES = {
    "intervene": Geometry.RECTANGLE,
    "adjust": Geometry.TRIANGLE,
    "on_track": Geometry.OVAL,
    "undetermined": Geometry.OVAL,
}
"""Status is a shape too: it stays readable without colour."""


def shape_xml(shape: Shape, number: int, name: str, alt: str, tag: str) -> str:
    """Return the shape as an element of a slide's tree."""
    if shape.geometry is Geometry.LINE:
        return _line_xml(shape, number, name)
    fill = shape.fill.fill_xml if shape.fill else "<a:noFill/>"
    stroke = shape.stroke.xml if shape.stroke else "<a:ln><a:noFill/></a:ln>"
    inset = emu(shape.padding)
    wrap = "square" if shape.wraps else "none"
    body = (
        f'<a:bodyPr wrap="{wrap}" lIns="{inset}" tIns="{inset}" rIns="{inset}" bIns="{inset}"'
        f' anchor="{shape.anchor}" rtlCol="0"><a:noAutofit/></a:bodyPr>'
    )
    text = text_body(shape.text, tag, size=shape.size, colour=shape.colour, spacing=shape.spacing, body=body)
    is_label = ' txBox="1"' if shape.fill is None and shape.stroke is None else ""
    return (
        f"<p:sp><p:nvSpPr>{_identity(number, name, alt)}<p:cNvSpPr{is_label}/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{frame_xml(shape.box)}"
        f'<a:prstGeom prst="{shape.geometry}"><a:avLst/></a:prstGeom>{fill}{stroke}</p:spPr>{text}</p:sp>'
    )


def _line_xml(shape: Shape, number: int, name: str) -> str:
    stroke = shape.stroke.xml if shape.stroke else ""
    return (
        f"<p:cxnSp><p:nvCxnSpPr>{_identity(number, name, '')}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>"
        f'<p:spPr>{frame_xml(shape.box)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{stroke}</p:spPr>'
        "</p:cxnSp>"
    )


def _identity(number: int, name: str, alt: str) -> str:
    described = f" descr={attribute(alt)}" if alt else ""
    return f'<p:cNvPr id="{number}" name={attribute(name)}{described}/>'


def frame_xml(box: Box, prefix: str = "a") -> str:
    """Return position and size."""
    return (
        f'<{prefix}:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/>'
        f'<a:ext cx="{emu(box.w)}" cy="{emu(box.h)}"/></{prefix}:xfrm>'
    )


def group_frame_xml(box: Box) -> str:
    """Return the frame of a group whose children keep the slide's coordinates."""
    x, y, w, h = emu(box.x), emu(box.y), emu(box.w), emu(box.h)
    return (
        f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/>'
        f'<a:chOff x="{x}" y="{y}"/><a:chExt cx="{w}" cy="{h}"/></a:xfrm>'
    )


def around(shapes: list[Shape]) -> Box:
    """Return the smallest box that holds all shapes."""
    x = min(shape.box.x for shape in shapes)
    y = min(shape.box.y for shape in shapes)
    right = max(shape.box.right for shape in shapes)
    bottom = max(shape.box.bottom for shape in shapes)
    return Box(x, y, right - x, bottom - y)
