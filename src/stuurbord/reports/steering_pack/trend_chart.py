"""The line chart of the milestone trend: reports across, dates upwards, names at the end of the lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pptx.enum.chart import XL_CHART_TYPE

from stuurbord.reports.snapshot import TrendLine
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
from stuurbord.reports.steering_pack.colours import CONTEXT, Colour
from stuurbord.reports.steering_pack.drawing import Stroke
from stuurbord.reports.steering_pack.measures import CONTENT_BOTTOM, CONTENT_TOP, columns
from stuurbord.reports.steering_pack.pack import Pack
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.text_fit import fitted

_EXCEL_EPOCH = date(1899, 12, 30)
_QUARTER = 91.3125
_LOCALES = {"nl": "[$-813]", "fr": "[$-80C]", "en": "[$-809]"}
_PLOT = (0.085, 0.02, 0.68, 0.89)
_MOST_LINES = 9
_KEY = 0.34
"""Height of the key above the chart, inches."""
_LABEL = 0.19
"""Height of a name at the end of a line, inches."""


def draw_trend(
    page: Page, pack: Pack, named: Sequence[tuple[TrendLine, Colour]], grey: Sequence[TrendLine]
) -> None:
    """Draw all lines; those named come last, so that they lie on top."""
    box = columns(1, 8, CONTENT_TOP + _KEY, CONTENT_BOTTOM - CONTENT_TOP - _KEY)
    room = box.w * (1 - _PLOT[0] - _PLOT[2]) - 0.1
    names = [(one.project, one) for one in grey]
    names += [(_name(pack, one.project, room), one) for one, _ in named]
    series = [(name, [_serial(day) for day in one.forecasts]) for name, one in names]
    data = chart_data("dd/mm/yyyy", _categories(pack), series)
    alt = pack.gettext("Expected date of the goal milestones in each report; {codes} moved most").format(
        codes=", ".join(one.project for one, _ in named) or "–"
    )
    chart = page.chart("Grafiek", XL_CHART_TYPE.LINE, data, alt, box)
    settle(chart, pack.tag, _PLOT)
    low, high, unit = _scale([day for one in pack.snapshot.trend for day in one.forecasts if day])
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, unit
    show_axis(axis, pack.tag, grid=True)
    number_format(axis, f"{_LOCALES[pack.language.code]}mmm yy")
    show_axis(chart.category_axis, pack.tag, stroke=AXIS_LINE)
    drawn = list(chart.plots[0].series)
    for line in drawn[: len(grey)]:
        style_series(line, stroke=Stroke(CONTEXT, 1.25))
        plain_line(line)
    _name_lines(pack, drawn[len(grey) :], named, (low, high), box.h)


def _name_lines(
    pack: Pack,
    series: Sequence[object],
    named: Sequence[tuple[TrendLine, Colour]],
    scale: tuple[float, float],
    height: float,
) -> None:
    """Write each name at its line's end, apart from its neighbours."""
    plot = _PLOT[3] * height
    ends = [
        (1 - ((_serial(one.forecasts[-1]) or 0) - scale[0]) / (scale[1] - scale[0])) * plot
        for one, _ in named
    ]
    places = spread(ends, _LABEL, 0, plot)
    for line, (one, colour), end, place in zip(series, named, ends, places, strict=True):
        style_series(line, stroke=Stroke(colour, 3))
        plain_line(line)
        dy = (place - end) / height
        end_label(line, len(one.forecasts) - 1, pack.tag, colour, dy=dy if abs(dy) > 0.001 else 0)


def _name(pack: Pack, code: str, room: float) -> str:
    project = next((one for one in pack.snapshot.projects if one.code == code), None)
    text = f"{code} {project.short_name or project.name}" if project else code
    return fitted(text, room, 11, is_bold=True)


def _categories(pack: Pack) -> list[str]:
    """Return the reports' months, with the year under the first and under each new one; days if "
    "months repeat."""
    days = pack.snapshot.report_dates
    months = [(day.year, day.month) for day in days]
    if len(set(months)) < len(months):
        return [
            f"{day:%d/%m}\n{day.year}" if _starts_year(days, idx) else f"{day:%d/%m}"
            for idx, day in enumerate(days)
        ]
    return [
        f"{pack.language.short_month(day)}\n{day.year}"
        if _starts_year(days, idx)
        else pack.language.short_month(day)
        for idx, day in enumerate(days)
    ]


def _starts_year(days: Sequence[date], idx: int) -> bool:
    return idx == 0 or days[idx].year != days[idx - 1].year


def _serial(day: date | None) -> int | None:
    return None if day is None else (day - _EXCEL_EPOCH).days


def _scale(days: Sequence[date]) -> tuple[float, float, float]:
    """Return the axis from one quarter to another, its lines staying on the first days of quarters."""
    first, last = min(days), max(days)
    start = date(first.year, (first.month - 1) // 3 * 3 + 1, 2)
    low = float((start - _EXCEL_EPOCH).days)
    span = (last - start).days
    unit = next(
        (_QUARTER * n for n in (1, 2, 4, 8, 16) if span / (_QUARTER * n) <= _MOST_LINES), _QUARTER * 32
    )
    n_lines = max(int(span // unit) + 1, 2)
    return low, low + n_lines * unit, unit
