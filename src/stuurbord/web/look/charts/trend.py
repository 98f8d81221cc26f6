"""Milestone trend: what each report expected of each milestone, against the day on which it said so.

A level line is a milestone that keeps its date; one that rises slips. Where a line meets the diagonal the
milestone was reached: no report expects anything before its own day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from stuurbord.web.look.charts.axes import Line, month_ticks
from stuurbord.web.look.charts.canvas import Drawn, in_steps, level, text, upright, width_of
from stuurbord.web.look.drawing import n

_LEFT: Final = 52
_TOP: Final = 26
_PLOT: Final = 330
_FOOT: Final = 40
_APART: Final = 14
"""Least distance between two labels, pixels."""
_GAP: Final = 10
_MOST_NAME: Final = 0.4
"""Share of the width that names may take."""
SHAPES: Final = ("circle", "square", "diamond", "up", "down", "cross")


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One milestone.

    Attributes
    ----------
    points
        (day of the report, day expected), days since 1970-01-01, in the order of the reports.
    label, short
        What stands at its end; the short one where there is no room.
    shape
        One of `SHAPES`: lines are told apart without their colour.
    is_strong
        A gate.
    """

    points: Sequence[tuple[int, int]]
    label: str
    short: str
    shape: str
    is_strong: bool


@dataclass(frozen=True, slots=True)
class TrendChart:
    """The lines, what the axes are called, and the chart in a sentence for who cannot see it."""

    lines: Sequence[TrendLine]
    across_name: str
    up_name: str
    diagonal_name: str
    label: str

    def svg(self) -> SafeString:
        """Return the drawings, one per width."""
        return in_steps(self._drawn, self.label)

    def _drawn(self, width: int) -> Drawn:
        bottom = _TOP + _PLOT
        across = self._across(width)
        first, last = _span(day for line in self.lines for _on, day in line.points)
        margin = (last - first) * 0.06
        up = Line(first - margin, last + margin, bottom, _TOP)
        body = [*self._past(across, up), *self._months_up(up, across), *self._months(across, bottom)]
        body += [text(4, 13, self.up_name, "axis-name")]
        body += [text(width - 12, bottom + 36, self.across_name, "axis-name", "end")]
        body += [part for line in self.lines for part in _line(line, across, up)]
        body += self._labels(across, up, width)
        return bottom + _FOOT, "".join(body)

    def _across(self, width: int) -> Line:
        """Return the scale of the reports; at its right there is room for the names."""
        first, last = _span(on for line in self.lines for on, _day in line.points)
        room = max(width_of(label, True) for label in self._names(width)) + _GAP + 6
        right = width - min(room, width * _MOST_NAME)
        per_day = (right - _LEFT - 8) / (last - first)
        return Line(first - 8 / per_day, first + (width - 12 - _LEFT - 8) / per_day, _LEFT, width - 12)

    def _names(self, width: int) -> list[str]:
        """Return the names of the lines, all of them short where one has no room."""
        longest = max(width_of(line.label, True) for line in self.lines)
        is_wide = longest + _GAP + 6 <= width * _MOST_NAME
        return [line.label if is_wide else line.short for line in self.lines]

    def _past(self, across: Line, up: Line) -> list[str]:
        """Below the diagonal nothing can be expected."""
        first, last = max(across.first, up.first), min(across.last, up.last)
        if first >= last:
            return []
        start, end = (across.at(first), up.at(first)), (across.at(last), up.at(last))
        line = f"M{n(start[0])} {n(start[1])}L{n(end[0])} {n(end[1])}"
        corner = f"{line}H{n(across.right)}V{n(up.left)}H{n(start[0])}z"
        name = text(across.right - 6, up.left - 8, self.diagonal_name, "axis", "end")
        return [
            f'<path class="mta-past" d="{corner}"/>',
            f'<path class="mta-diagonal" d="{line}"/>',
            name,
        ]

    def _months_up(self, up: Line, across: Line) -> list[str]:
        body = []
        for tick in month_ticks(up.first, up.last, _PLOT):
            y = up.at(tick.day)
            body.append(level(y, across.left, across.right, "grid"))
            label = f"{tick.label} {tick.year}".strip()
            body.append(text(across.left - 5, y + 4, label, "axis", "end"))
        return body

    def _months(self, across: Line, bottom: float) -> list[str]:
        body = [level(bottom, across.left, across.right, "chart-base")]
        for tick in month_ticks(across.first, across.last, across.right - across.left):
            x = across.at(tick.day)
            body.append(upright(x, bottom, bottom + 4, "chart-base"))
            body.append(text(x, bottom + 15, tick.label, "axis", "middle"))
            if tick.year:
                body.append(text(x, bottom + 27, tick.year, "axis", "middle"))
        return body

    def _labels(self, across: Line, up: Line, width: int) -> list[str]:
        """Return the names at the ends of the lines, pushed apart where they would touch."""
        named = zip(self.lines, self._names(width), strict=True)
        ordered = sorted(named, key=lambda pair: -pair[0].points[-1][1])
        ys = [up.at(line.points[-1][1]) + 4 for line, _name in ordered]
        for at in range(1, len(ys)):
            ys[at] = max(ys[at], ys[at - 1] + _APART)
        body = []
        for (line, name), y in zip(ordered, ys, strict=True):
            kind = "marker-name" if line.is_strong else "marker-detail"
            body.append(text(across.at(line.points[-1][0]) + _GAP, y, name, kind))
        return body


def _span(days: Iterable[int]) -> tuple[int, int]:
    """Return the first and the last day, a month apart at least."""
    listed = list(days)
    return min(listed), max(*listed, min(listed) + 30)


def _line(line: TrendLine, across: Line, up: Line) -> list[str]:
    places = [(across.at(on), up.at(day)) for on, day in line.points]
    strong = " strong" if line.is_strong else ""
    path = "L".join(f"{n(x)} {n(y)}" for x, y in places)
    return [
        f'<path class="mta-line{strong}" d="M{path}"/>',
        *(mark(line.shape, x, y, f"mta-point{strong}") for x, y in places),
    ]


def mark(shape: str, x: float, y: float, kind: str) -> str:
    """Return a mark of 8 px around a point."""
    at = f"{n(x)} {n(y - 4)}"
    paths = {
        "square": f"M{n(x - 3.5)} {n(y - 3.5)}h7v7h-7z",
        "diamond": f"M{at}l4 4 -4 4 -4 -4z",
        "up": f"M{at}l4.5 8h-9z",
        "down": f"M{n(x)} {n(y + 4)}l4.5 -8h-9z",
        "cross": f"M{n(x - 4)} {n(y - 1.3)}h2.7v-2.7h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7z",
    }
    if shape not in paths:
        return f'<circle class="{kind}" cx="{n(x)}" cy="{n(y)}" r="3.6"/>'
    return f'<path class="{kind}" d="{paths[shape]}"/>'
