"""Settings that every native chart of the pack shares: Dutch, theme colours, a plot area set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.oxml.ns import qn

from stuurbord.reports.steering_pack.colours import CONTEXT, HAIR, INK, Colour
from stuurbord.reports.steering_pack.drawing import Stroke
from stuurbord.reports.steering_pack.elements import attribute, clean, element

LABEL_SIZE = 11


def chart_data(code: str, categories: Sequence[Any], series: Sequence[tuple[str, Sequence[Any]]]) -> Any:
    """Return what a chart is drawn from and what its workbook holds; None leaves a gap."""
    data: Any = CategoryChartData(number_format=code)  # type: ignore[no-untyped-call]
    data.categories = [clean(one) if isinstance(one, str) else one for one in categories]
    for name, values in series:
        data.add_series(clean(name), values)
    return data


def settle(chart: Any, tag: str, plot: tuple[float, float, float, float], size: float = LABEL_SIZE) -> None:
    """Give a chart its language, its letters and its inner plot area (fractions of the chart)."""
    chart.has_legend = False
    chart.has_title = False
    space = chart._chartSpace
    _language(space, tag)
    for old in space.findall(qn("c:txPr")):
        space.remove(old)
    space.find(qn("c:chart")).addnext(element(text_properties(tag, size)))
    blanks = space.find(qn("c:chart")).find(qn("c:dispBlanksAs"))
    if blanks is not None:
        blanks.set("val", "gap")
    area = space.find(qn("c:chart")).find(qn("c:plotArea"))
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, element(layout_xml(*plot)))


def _language(space: Any, tag: str) -> None:
    for old in space.findall(qn("c:lang")) + space.findall(qn("c:roundedCorners")):
        space.remove(old)
    language = element(f'<c:lang val="{tag}"/>')
    corners = element('<c:roundedCorners val="0"/>')
    dates = space.find(qn("c:date1904"))
    if dates is None:
        space.insert(0, language)
    else:
        dates.addnext(language)
    language.addnext(corners)


def text_properties(tag: str, size: float, colour: Colour = INK, is_bold: bool = False) -> str:
    """Return the form of the letters in a chart or a part of it."""
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}" b="{int(is_bold)}">'
        f'{colour.fill_xml}</a:defRPr></a:pPr><a:endParaRPr lang="{tag}"/></a:p></c:txPr>'
    )


def layout_xml(x: float, y: float, w: float, h: float) -> str:
    """Return a plot area fixed by hand, so that charts compare and labels fall where they should."""
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{w:.4f}"/><c:h val="{h:.4f}"/>'
        "</c:manualLayout></c:layout>"
    )


def style_series(series: Any, fill: Colour | None = None, stroke: Stroke | None = None) -> None:
    """Set a series' fill and line; None is none."""
    owner = series._element
    for old in owner.findall(qn("c:spPr")) + owner.findall(qn("c:invertIfNegative")):
        owner.remove(old)
    line = stroke.xml.replace("<a:ln ", '<a:ln cap="flat" ') if stroke else "<a:ln><a:noFill/></a:ln>"
    inside = fill.fill_xml if fill else ""
    properties = element(f"<c:spPr>{inside}{line}</c:spPr>")
    text = owner.find(qn("c:tx"))
    text.addnext(properties)


def plain_line(series: Any) -> None:
    """Draw a line series straight and without markers."""
    owner = series._element
    for tag in ("c:marker", "c:smooth"):
        for old in owner.findall(qn(tag)):
            owner.remove(old)
    owner.find(qn("c:spPr")).addnext(element('<c:marker><c:symbol val="none"/></c:marker>'))
    owner.append(element('<c:smooth val="0"/>'))


_BEFORE_TICKS = ("c:numFmt", "c:title", "c:minorGridlines", "c:majorGridlines", "c:axPos")
"""What stands before the tick marks of an axis in the schema's sequence, the nearest first."""


def hide_axis(axis: Any) -> None:
    """Keep an axis for its scale but show nothing of it; deleting it would move the plot."""
    owner = axis._element
    _replace(owner, "c:delete", '<c:delete val="0"/>', ("c:scaling",))
    _replace(owner, "c:majorTickMark", '<c:majorTickMark val="none"/>', _BEFORE_TICKS)
    _replace(owner, "c:minorTickMark", '<c:minorTickMark val="none"/>', ("c:majorTickMark",))
    _replace(owner, "c:tickLblPos", '<c:tickLblPos val="none"/>', ("c:minorTickMark",))
    _replace(owner, "c:spPr", "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>", ("c:tickLblPos",))
    axis.has_major_gridlines = False


def show_axis(
    axis: Any, tag: str, *, size: float = LABEL_SIZE, grid: bool = False, stroke: Stroke | None = None
) -> None:
    """Show the labels of an axis, with or without light grid lines."""
    owner = axis._element
    axis.has_major_gridlines = grid
    if grid:
        lines = owner.find(qn("c:majorGridlines"))
        for old in list(lines):
            lines.remove(old)
        lines.append(element(f"<c:spPr>{Stroke(HAIR, 0.75).xml}</c:spPr>"))
    _replace(owner, "c:delete", '<c:delete val="0"/>', ("c:scaling",))
    _replace(owner, "c:majorTickMark", '<c:majorTickMark val="none"/>', _BEFORE_TICKS)
    _replace(owner, "c:minorTickMark", '<c:minorTickMark val="none"/>', ("c:majorTickMark",))
    _replace(owner, "c:tickLblPos", '<c:tickLblPos val="low"/>', ("c:minorTickMark",))
    line = stroke.xml if stroke else "<a:ln><a:noFill/></a:ln>"
    _replace(owner, "c:spPr", f"<c:spPr>{line}</c:spPr>", ("c:tickLblPos",))
    _replace(owner, "c:txPr", text_properties(tag, size), ("c:spPr",))


AXIS_LINE = Stroke(CONTEXT, 0.75)


def _replace(owner: Any, name: str, xml: str, after: tuple[str, ...]) -> None:
    """Put an element in its place of the schema's sequence: after the first of ``after`` that exists."""
    for old in owner.findall(qn(name)):
        owner.remove(old)
    place = next(found for found in (owner.find(qn(one)) for one in after) if found is not None)
    place.addnext(element(xml))


def number_format(axis: Any, code: str) -> None:
    """Set how an axis writes its numbers."""
    owner = axis._element
    _replace(
        owner, "c:numFmt", f'<c:numFmt formatCode={attribute(code)} sourceLinked="0"/>', _BEFORE_TICKS[1:]
    )


_NO_LEADERS = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    '<c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
"""A name that was moved gets no line back to its point."""


def end_label(
    series: Any, idx: int, tag: str, colour: Colour, *, size: float = LABEL_SIZE, dx: float = 0, dy: float = 0
) -> None:
    """Name a line at one of its points, moved by fractions of the chart so that names do not collide."""
    owner = series._element
    layout = (
        f'<c:layout><c:manualLayout><c:x val="{dx:.4f}"/><c:y val="{dy:.4f}"/></c:manualLayout></c:layout>'
        if dx or dy
        else ""
    )
    form = _on_one_line(text_properties(tag, size, colour, is_bold=True))
    show = "".join(
        f'<c:{name} val="{value}"/>'
        for name, value in (
            ("showLegendKey", 0),
            ("showVal", 0),
            ("showCatName", 0),
            ("showSerName", 1),
            ("showPercent", 0),
            ("showBubbleSize", 0),
        )
    )
    none = show.replace('showSerName val="1"', 'showSerName val="0"')
    labels = element(
        f'<c:dLbls><c:dLbl><c:idx val="{idx}"/>{layout}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{form}<c:dLblPos val="r"/>{show}</c:dLbl>{none}{_NO_LEADERS}</c:dLbls>'
    )
    for old in owner.findall(qn("c:dLbls")):
        owner.remove(old)
    owner.find(qn("c:cat")).addprevious(labels)


def _on_one_line(form: str) -> str:
    return form.replace("<a:bodyPr/>", '<a:bodyPr wrap="none" anchor="ctr"/>')


def value_labels(series: Any, tag: str, code: str, size: float = LABEL_SIZE) -> None:
    """Write each bar's value at its end."""
    owner = series._element
    for old in owner.findall(qn("c:dLbls")):
        owner.remove(old)
    form = _on_one_line(text_properties(tag, size, INK, is_bold=True))
    owner.find(qn("c:cat")).addprevious(
        element(
            f'<c:dLbls><c:numFmt formatCode={attribute(code)} sourceLinked="0"/>'
            "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
            f'{form}<c:dLblPos val="outEnd"/>'
            '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
            '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        )
    )


def spread(places: list[float], apart: float, low: float, high: float) -> list[float]:
    """Return places at least ``apart`` from each other, each as near as it can be to where it was."""
    order = sorted(range(len(places)), key=lambda idx: places[idx])
    moved = [places[idx] for idx in order]
    for _ in range(200):
        is_settled = True
        for left, right in zip(range(len(moved)), range(1, len(moved)), strict=False):
            lack = apart - (moved[right] - moved[left])
            if lack > 1e-6:
                moved[left] -= lack / 2
                moved[right] += lack / 2
                is_settled = False
        moved = [min(max(one, low), high) for one in moved]
        if is_settled:
            break
    result = list(places)
    for idx, place in zip(order, moved, strict=True):
        result[idx] = place
    return result
