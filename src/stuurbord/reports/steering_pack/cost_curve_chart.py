"""The S-curve of a project in per cent of its budget: 0 to 140 for every project, so that they compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from stuurbord.reports.snapshot import ProjectFacts
from stuurbord.reports.steering_pack.charts import (
    AXIS_LINE,
    chart_data,
    end_label,
    number_format,
    plain_line,
    settle,
    show_axis,
    spread,
    style_series,
)
from stuurbord.reports.steering_pack.colours import ACTION, BETTER, CONTEXT, HEADING, SECONDARY, WORSE, Colour
from stuurbord.reports.steering_pack.drawing import Stroke, label
from stuurbord.reports.steering_pack.elements import element
from stuurbord.reports.steering_pack.measures import Box
from stuurbord.reports.steering_pack.pack import Pack
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph

_PLOT = (0.075, 0.03, 0.70, 0.85)
_LABEL = 0.18
_LOCALES = {"nl": "[$-813]", "fr": "[$-80C]", "en": "[$-809]"}


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    values: tuple[float | None, ...]
    stroke: Stroke
    ink: Colour


def draw_curve(page: Page, pack: Pack, project: ProjectFacts, head: Box) -> None:
    """Draw the curve, or say why there is none."""
    gettext = pack.gettext
    title = paragraph(bold(gettext("Value and cost, in % of the budget"), HEADING))
    page.draw(label(head, title, size=13), "Kop grafiek")
    base = _base(project)
    if not project.cost_curve or not base:
        text = (
            gettext("No curve: the plan holds no cost.")
            if project.plan
            else gettext("No curve: there is no plan.")
        )
        page.draw(
            label(head.at(y=head.y + 0.34), paragraph(Run(text, colour=SECONDARY)), size=12), "Geen grafiek"
        )
        return
    lines = _lines(pack, project, base)
    months = [one.month for one in project.cost_curve]
    data = chart_data("0", months, [(one.name, one.values) for one in lines])
    alt = gettext("Cumulative cost of {code}: {lines}").format(
        code=project.code, lines=", ".join(one.name for one in lines)
    )
    chart = page.chart("Grafiek", XL_CHART_TYPE.LINE, data, alt)
    settle(chart, pack.tag, _PLOT)
    top = _top(lines)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, top, 50
    show_axis(axis, pack.tag, grid=True)
    number_format(axis, "0")
    _dates(chart, pack, months)
    _form_lines(chart, pack, lines, top, page.placeholder("Grafiek").box.h)


def _base(project: ProjectFacts) -> Decimal | None:
    """Return what counts as 100: the budget, else the whole promised, else the whole expected cost."""
    if project.money.budget and project.money.budget > 0:
        return project.money.budget
    for name in ("planned", "forecast"):
        values = [value for one in project.cost_curve if (value := getattr(one, name)) is not None]
        if values and values[-1]:
            return Decimal(values[-1])
    return None


def _lines(pack: Pack, project: ProjectFacts, base: Decimal) -> list[_Line]:
    def share(name: str) -> tuple[Decimal | None, ...]:
        values = [getattr(one, name) for one in project.cost_curve]
        return tuple(None if value is None else value / base * 100 for value in values)

    planned, forecast, earned = share("planned"), share("forecast"), share("earned")
    gettext = pack.gettext
    found = [
        _named(gettext("planned"), planned, Stroke(CONTEXT, 2.25), SECONDARY),
        _named(gettext("forecast"), forecast, Stroke(ACTION, 2.25, "dash"), ACTION),
        _named(gettext("earned"), earned, Stroke(BETTER, 3), BETTER),
    ]
    if project.money.tolerance is not None and base == project.money.budget:
        values = (100 + project.money.tolerance * 100,) * len(project.cost_curve)
        found.append(_named(gettext("limit"), values, Stroke(WORSE, 1.25, "sysDot"), WORSE))
    return [one for one in found if any(value is not None for value in one.values)]


def _named(name: str, shares: tuple[Decimal | None, ...], stroke: Stroke, ink: Colour) -> _Line:
    """Name a line after its last value, as it stands at its end: rounded once, from what it really is."""
    last = next((share for share in reversed(shares) if share is not None), None)
    values = tuple(None if share is None else float(_rounded(share, 1)) for share in shares)
    return _Line(name if last is None else f"{name} {_rounded(last, 0)}", values, stroke, ink)


def _rounded(share: Decimal, digits: int) -> Decimal:
    return share.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _top(lines: Sequence[_Line]) -> int:
    """Return 140, or the next 50 above a cost that goes through the roof."""
    highest = max(value for one in lines for value in one.values if value is not None)
    return 140 if highest <= 140 else int(highest // 50 + 1) * 50


def _dates(chart: Any, pack: Pack, months: Sequence[date]) -> None:
    """Label the months in the reader's language, at most seven of them."""
    axis = chart.category_axis
    show_axis(axis, pack.tag, stroke=AXIS_LINE)
    number_format(axis, f"{_LOCALES[pack.language.code]}mmm yy")
    span = (months[-1].year - months[0].year) * 12 + months[-1].month - months[0].month
    unit = next((one for one in (1, 2, 3, 6, 12, 24, 60) if span / one <= 6), 120)
    owner = axis._element
    for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit", "c:minorUnit", "c:minorTimeUnit"):
        for old in owner.findall(qn(tag)):
            owner.remove(old)
    for xml in (
        '<c:baseTimeUnit val="months"/>',
        f'<c:majorUnit val="{unit}"/>',
        '<c:majorTimeUnit val="months"/>',
    ):
        owner.append(element(xml))


def _form_lines(chart: Any, pack: Pack, lines: Sequence[_Line], top: int, height: float) -> None:
    """Draw the lines and write each name at its end; names that would collide move apart."""
    plot = _PLOT[3] * height
    ends = [_last(one.values) for one in lines]
    y = [(1 - value / top) * plot for _, value in ends]
    wanted = [_beside(one, at, plot) for one, at in zip(lines, y, strict=True)]
    places = spread(wanted, _LABEL, 0, plot - _LABEL / 2)
    for series, one, (idx, _), at, now in zip(
        chart.plots[0].series,
        lines,
        ends,
        y,
        places,
        strict=True,
    ):
        style_series(series, stroke=one.stroke)
        plain_line(series)
        dy = (now - at) / height
        end_label(series, idx, pack.tag, one.ink, dy=dy if abs(dy) > 0.001 else 0)


def _beside(one: _Line, y: float, plot: float) -> float:
    """Return where a name wants to stand: that of the earned value clear of the lines that go on rising."""
    if one.ink is not BETTER:
        return y
    return y - _LABEL if y > plot - 1.5 * _LABEL else y + _LABEL / 2


def _last(values: Sequence[float | None]) -> tuple[int, float]:
    return next((idx, value) for idx, value in reversed(list(enumerate(values))) if value is not None)
