"""A chart of one credit: stacked columns for done and expected, a stroke for what was voted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.charts import (
    AXIS_LINE,
    chart_data,
    hide_axis,
    settle,
    show_axis,
    style_series,
)
from stuurbord.reports.steering_pack.colours import ACTION, FORECAST, HEADING, INK, SECONDARY, WORSE
from stuurbord.reports.steering_pack.drawing import Shape, Stroke, label, rectangle
from stuurbord.reports.steering_pack.elements import element
from stuurbord.reports.steering_pack.measures import Box
from stuurbord.reports.steering_pack.pack import DASH, Pack
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.text_fit import width_of

_PLOT = (0.01, 0.02, 0.98, 0.87)
_HEADROOM = Decimal("1.22")


@dataclass(frozen=True, slots=True)
class CreditChart:
    """The figures of one credit per year, euros; None where not known."""

    head: str
    years: tuple[str, ...]
    budgeted: tuple[Decimal | None, ...]
    actual: tuple[Decimal | None, ...]
    forecast: tuple[Decimal | None, ...]


def draw_credit(page: Page, pack: Pack, name: str, one: CreditChart, top: Decimal, digits: int) -> None:
    """Draw head, key, chart and the totals above the columns."""
    box = page.placeholder(name).box
    rest = [
        None if after is None else max(after - (before or Decimal(0)), Decimal(0))
        for before, after in zip(one.actual, one.forecast, strict=True)
    ]
    series = [
        (pack.gettext("done"), [_millions(value) for value in one.actual]),
        (pack.gettext("expected"), [_millions(value) for value in rest]),
        (pack.gettext("budgeted"), [_millions(value) for value in one.budgeted]),
    ]
    data = chart_data("0.0" if digits == 1 else "0.00", one.years, series)
    said = "; ".join(
        f"{year}: {pack.millions(after, digits)} / {pack.millions(voted, digits)}"
        for year, after, voted in zip(one.years, one.forecast, one.budgeted, strict=True)
    )
    alt = pack.gettext("{head} per year, expected against budgeted, million euro: {figures}")
    chart = page.chart(name, XL_CHART_TYPE.COLUMN_STACKED, data, alt.format(head=one.head, figures=said))
    scale = float((top or Decimal(1_000_000)) * _HEADROOM / 1_000_000)
    _form(chart, pack, scale)
    head = paragraph(bold(one.head, HEADING))
    page.draw(label(Box(box.x, 1.50, 2.2, 0.28), head, size=14), f"Kop {one.head}"[:60])
    page.group(_key(pack, box), f"Legende {one.head}"[:60], pack.gettext("Key to the chart"))
    page.group(_totals(pack, one, box, scale, digits), f"Totalen {one.head}"[:60], said)


def _millions(value: Decimal | None) -> float | None:
    return None if value is None else float(facts.in_millions(value, 3))


def _form(chart: Any, pack: Pack, scale: float) -> None:
    settle(chart, pack.tag, _PLOT)
    chart.plots[0].gap_width = 60
    done, expected, budgeted = chart.plots[0].series
    style_series(done, ACTION)
    style_series(expected, FORECAST, Stroke(ACTION, 1))
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = 0, scale
    hide_axis(axis)
    show_axis(chart.category_axis, pack.tag, size=12, stroke=AXIS_LINE)
    _as_strokes(budgeted._element)


def _as_strokes(series: Any) -> None:
    """Move a series to a line chart on the same axes, drawn as strokes only; the workbook stays right."""
    bars = series.getparent()
    for old in series.findall(qn("c:invertIfNegative")) + series.findall(qn("c:spPr")):
        series.remove(old)
    series.find(qn("c:tx")).addnext(
        element(
            '<c:marker><c:symbol val="dash"/><c:size val="26"/>'
            f"<c:spPr>{INK.fill_xml}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        )
    )
    series.find(qn("c:tx")).addnext(element("<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"))
    series.append(element('<c:smooth val="0"/>'))
    axes = "".join(f'<c:axId val="{one.get("val")}"/>' for one in bars.findall(qn("c:axId")))
    lines = element(
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'<c:marker val="1"/>{axes}</c:lineChart>'
    )
    bars.addnext(lines)
    lines.insert(2, series)


def _totals(pack: Pack, one: CreditChart, box: Box, scale: float, digits: int) -> list[Shape]:
    """Return the expected total and its difference above each column."""
    left, plot = box.x + _PLOT[0] * box.w, _PLOT[2] * box.w / len(one.years)
    base, height = box.y + (_PLOT[1] + _PLOT[3]) * box.h, _PLOT[3] * box.h
    shapes = []
    for number, (voted, done, after) in enumerate(zip(one.budgeted, one.actual, one.forecast, strict=True)):
        known = [amount for amount in (voted, done, after) if amount is not None]
        tallest = float(max(known, default=Decimal(0)) / 1_000_000)
        y = base - tallest / scale * height - 0.46
        is_past = int(one.years[number]) < pack.snapshot.as_of.year
        text = (
            paragraph(bold(pack.millions(after, digits), INK), align="ctr"),
            paragraph(_difference(pack, voted, after, digits, is_past), align="ctr"),
        )
        shapes.append(label(Box(left + number * plot, y, plot, 0.38), *text, size=11))
    return shapes


def _difference(pack: Pack, voted: Decimal | None, after: Decimal | None, digits: int, is_past: bool) -> Run:
    """Return the difference from the rounded terms, as both are visible; a dash if one is not known."""
    if voted is None or after is None:
        return Run(DASH, None, SECONDARY)
    gap = facts.in_millions(after, digits) - facts.in_millions(voted, digits)
    text = pack.language.signed(gap, digits) if gap else f"±{pack.language.number(0, digits)}"
    return Run(text, gap > 0 or None, WORSE if gap > 0 and not is_past else SECONDARY)


def _key(pack: Pack, box: Box) -> list[Shape]:
    entries = (
        (pack.gettext("done"), ACTION, None, 0.15),
        (pack.gettext("expected"), FORECAST, Stroke(ACTION, 1), 0.15),
        (pack.gettext("budgeted"), INK, None, 0.06),
    )
    widths = [0.32 + width_of(text, 11) + 0.2 for text, *_ in entries]
    x = box.right - sum(widths)
    shapes: list[Shape] = []
    for (text, fill, stroke, height), width in zip(entries, widths, strict=True):
        shapes.append(rectangle(Box(x, 1.65 - height / 2, 0.25, height), fill, stroke))
        at = Box(x + 0.32, 1.55, width - 0.34, 0.2)
        shapes.append(label(at, paragraph(text), size=11, anchor="ctr", wraps=False))
        x += width
    return shapes
