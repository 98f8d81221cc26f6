"""Charts of a document as SVG, drawn for the width of its text so that letters keep their size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from stuurbord.language import Language
from stuurbord.reports.document.model import Bar, Curve, Series, Timeline
from stuurbord.reports.document.palette import (
    ACTION,
    BAD,
    BAND,
    BEFORE,
    FONTS,
    HAIR,
    INK,
    INK_2,
    INK_3,
    LINE,
)

WIDTH = 482
"""Points: the text of an A4 with margins of 20 mm."""
_SIZE = 8.5
_CURVE_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 170, 34, 96, 12, 22
_ROW, _NAME, _AXIS = 17, 150, 20
MOST_ROWS = 24
"""Rows of a timeline in one picture; more would not stand on a page together with their heading."""
_STROKES = {
    "before": (BEFORE, 1.4, ""),
    "forecast": (ACTION, 1.8, "5 3"),
    "actual": (INK, 2.2, ""),
    "limit": (BAD, 1.0, "1.5 2.5"),
}


def curve_svg(curve: Curve, language: Language) -> str:
    """Return lines over time, each named at its end."""
    known = [value for one in curve.series for value in one.values if value is not None]
    top = _round_up(max(known, default=1.0))
    n = max(len(curve.labels) - 1, 1)
    inner_w, inner_h = WIDTH - _LEFT - _RIGHT, _CURVE_HEIGHT - _TOP - _BOTTOM

    def x(index: float) -> float:
        return _LEFT + inner_w * index / n

    def y(value: float) -> float:
        return _TOP + inner_h * (1 - value / top)

    parts = []
    for step in range(5):
        value = top * step / 4
        parts.append(_line(_LEFT, y(value), _LEFT + inner_w, y(value), INK_3 if step == 0 else HAIR, 0.7))
        parts.append(_text(_LEFT - 5, y(value) + 3, language.number(value, _digits(top / 4)), INK_3, "end"))
    parts.append(_text(2, _TOP - 3, curve.unit, INK_3))
    every = max(1, -(-len(curve.labels) // 8))
    for index in range(0, len(curve.labels), every):
        parts.append(_text(x(index), _CURVE_HEIGHT - 8, curve.labels[index], INK_3, "middle"))
    if curve.today in curve.labels:
        at = x(curve.labels.index(curve.today))
        parts.append(_line(at, _TOP, at, _TOP + inner_h, INK, 0.8))
    ends: list[tuple[float, float, str, str]] = []
    for one in curve.series:
        path, last = _path(one, x, y)
        if not path:
            continue
        colour, width, dash = _STROKES[one.kind]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed} '
            'stroke-linejoin="round"/>'
        )
        value = one.values[last] or 0
        told = f"{one.name} {language.number(value, 0 if top >= 1_000 else 1 if top >= 8 else 2)}"
        # What ends before the others is named below its line: they go on at its right.
        below = 12 if last < len(one.values) - 1 else 3
        ends.append((x(last) + 5, y(value) + below, told, colour))
    parts += [_text(*one) for one in _apart(ends)]
    return _svg(_CURVE_HEIGHT, parts)


def _path(one: Series, x: object, y: object) -> tuple[str, int]:
    """Return the line through the known values, and the place of the last."""
    steps, last, is_down = [], -1, False
    for index, value in enumerate(one.values):
        if value is None:
            is_down = False
            continue
        steps.append(f"{'L' if is_down else 'M'}{x(index):.1f} {y(value):.1f}")  # type: ignore[operator]
        is_down, last = True, index
    return " ".join(steps), last


def _apart(ends: Iterable[tuple[float, float, str, str]]) -> list[tuple[float, float, str, str]]:
    """Return the names of the lines, pushed apart until none lies over another."""
    placed: list[tuple[float, float, str, str]] = []
    for x, y, text, colour in sorted(ends, key=lambda one: one[1]):
        if placed and y - placed[-1][1] < _SIZE + 1.5:
            y = placed[-1][1] + _SIZE + 1.5
        placed.append((x, y, text, colour))
    return placed


def timeline_svg(timeline: Timeline, language: Language) -> str:
    """Return bars and milestones: what was promised in grey, what is expected in blue, late in red."""
    first, last = _axis(timeline)
    span = max((last - first).days, 1)
    inner = WIDTH - _NAME - 64
    height = _AXIS + _ROW * len(timeline.bars) + 6

    def x(day: date) -> float:
        return _NAME + inner * (day - first).days / span

    parts = []
    for day in _ticks(first, last):
        parts.append(_line(x(day), _AXIS - 4, x(day), height - 4, HAIR, 0.7))
        label = f"{language.short_month(day)} {day:%y}"
        parts.append(_text(x(day), 10, label, INK_3, "middle"))
    for row, bar in enumerate(timeline.bars):
        middle = _AXIS + _ROW * row + _ROW / 2
        parts.append(_text(0, middle + 3, _short(bar.name, 34), INK))
        parts += _bar(bar, middle, x)
        if bar.expected:
            parts.append(
                _text(WIDTH, middle + 3, language.day(bar.expected[1]), BAD if bar.is_late else INK_2, "end")
            )
    if timeline.today and first <= timeline.today <= last:
        parts.append(_line(x(timeline.today), _AXIS - 4, x(timeline.today), height - 4, INK, 0.9))
    return _svg(height, parts)


def timeline_parts(timeline: Timeline) -> list[Timeline]:
    """Return a timeline in pieces that each fit on a page, about as long, with the same axis."""
    n_bars = len(timeline.bars)
    n_parts = max(1, -(-n_bars // MOST_ROWS))
    if n_parts == 1:
        return [timeline]
    size, axis = -(-n_bars // n_parts), _axis(timeline)
    return [
        replace(
            timeline,
            title=f"{timeline.title} ({part + 1}/{n_parts})" if timeline.title else "",
            bars=timeline.bars[part * size : (part + 1) * size],
            axis=axis,
        )
        for part in range(n_parts)
    ]


def _axis(timeline: Timeline) -> tuple[date, date]:
    days = [day for bar in timeline.bars for span in (bar.planned, bar.expected) if span for day in span]
    days = days or [timeline.today or date(2000, 1, 1)]
    return timeline.axis or (min(days), max(days))


def _bar(bar: Bar, middle: float, x: object) -> list[str]:
    parts = []
    for span, fill, edge, low in ((bar.planned, "#ffffff", BEFORE, 3.5), (bar.expected, "", "", 0.0)):
        if span is None:
            continue
        start, end = x(span[0]), x(span[1])  # type: ignore[operator]
        is_point = span[0] == span[1]
        if fill and is_point:
            parts.append(_diamond(end, middle, fill, edge))
        elif fill:
            parts.append(_line(start, middle + low + 2, end, middle + low + 2, edge, 1.6))
        elif is_point:
            colour = INK if bar.is_done else BAD if bar.is_late else ACTION
            parts.append(_diamond(end, middle, colour, colour))
        else:
            colour = BAD if bar.is_late else ACTION
            parts.append(
                f'<rect x="{start:.1f}" y="{middle - 4:.1f}" width="{max(end - start, 1.5):.1f}" height="7" '
                f'fill="{ACTION if bar.is_done else BAND}" stroke="{colour}" stroke-width="0.8"/>'
            )
    return parts


def _ticks(first: date, last: date) -> list[date]:
    """Return first days of months, at most ten."""
    months = [
        date(n // 12, n % 12 + 1, 1)
        for n in range(first.year * 12 + first.month, last.year * 12 + last.month)
    ]
    every = max(1, -(-len(months) // 8))
    return months[::every]


def _digits(step: float) -> int:
    """Return the decimals that tell the marks of an axis apart, and say them exactly."""
    return next((digits for digits in range(3) if abs(step - round(step, digits)) < 1e-9), 2)


def _round_up(value: float) -> float:
    """Return the next round number above."""
    scale = 10.0 ** (len(str(int(abs(value)))) - 1)
    return next(
        (one * scale for one in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10) if one * scale >= value),
        10 * scale,
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )


def _diamond(x: float, y: float, fill: str, edge: str) -> str:
    points = f"{x:.1f},{y - 4.5:.1f} {x + 4.5:.1f},{y:.1f} {x:.1f},{y + 4.5:.1f} {x - 4.5:.1f},{y:.1f}"
    return f'<polygon points="{points}" fill="{fill}" stroke="{edge}" stroke-width="1.2"/>'


def _text(x: float, y: float, text: str, colour: str = LINE, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{_SIZE}" text-anchor="{anchor}" '
        f"font-family={quoteattr(', '.join(FONTS))}>{escape(text)}</text>"
    )


def _svg(height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH} {height:g}">{"".join(parts)}</svg>'
    )
