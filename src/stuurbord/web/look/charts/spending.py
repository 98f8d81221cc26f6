"""What is spent over time: what was, what was planned, and the band of what may come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from stuurbord.web.look.charts.axes import Line, digits_of, month_ticks, round_ticks
from stuurbord.web.look.charts.canvas import Drawn, in_steps, level, text, upright, width_of
from stuurbord.web.look.drawing import diamond, n
from stuurbord.web.reader import reader

_LEFT: Final = 38
_TOP: Final = 40
_PLOT: Final = 178
_FOOT: Final = 38
_APART: Final = 13
"""Least distance between two labels, pixels."""

Points = tuple[tuple[float, float], ...]
"""Day since 1970 and millions of euro, ascending."""


@dataclass(frozen=True, slots=True)
class EndLabel:
    """What stands at the end of a line."""

    value: float
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Spending:
    """The curves; each may be empty.

    Attributes
    ----------
    low, high
        The edges of the band, at the same days.
    today
        The status date, day since 1970.
    """

    actual: Points
    planned: Points
    middle: Points
    low: Points
    high: Points
    today: float | None
    today_name: str
    unit: str
    ends: tuple[EndLabel, ...]
    label: str

    def svg(self) -> SafeString:
        """Return the drawings, one per width."""
        return in_steps(self._drawn, self.label)

    def _drawn(self, width: int) -> Drawn:
        every = [*self.actual, *self.planned, *self.middle, *self.low, *self.high]
        days, amounts = [day for day, _ in every], [amount for _, amount in every]
        room = 10 + max((width_of(one.text, one.kind == "marker-name") for one in self.ends), default=0.0)
        across = Line(min(days), max(days), _LEFT, width - room)
        bottom = _TOP + _PLOT
        up = Line(0.0, max(*amounts, 1e-6) * 1.05, bottom, _TOP)
        body = [text(4, 13, self.unit, "axis-name"), *self._grid(up, across), *self._months(across, bottom)]
        body += [self._band(across, up), self._path(self.planned, across, up, "curve planned")]
        body += [
            self._path(self.actual, across, up, "curve actual"),
            self._path(self.middle, across, up, "curve middle"),
        ]
        body += self._now(across, up, bottom)
        if self.planned:
            day, amount = self.planned[-1]
            body.append(diamond(across.at(day), up.at(amount), 4.5, "promise"))
        body += self._ends(up, across.right + 6, bottom)
        return bottom + _FOOT, "".join(body)

    def _grid(self, up: Line, across: Line) -> list[str]:
        ticks = round_ticks(0.0, up.last, 4)
        digits, words = digits_of(ticks), reader()
        body = [
            level(up.at(one), across.left, across.right, "grid" if one else "chart-base") for one in ticks
        ]
        return body + [
            text(across.left - 6, up.at(one) + 4, words.number(one, digits), "axis", "end") for one in ticks
        ]

    def _months(self, across: Line, bottom: float) -> list[str]:
        body = []
        for tick in month_ticks(across.first, across.last, across.right - across.left):
            x = across.at(tick.day)
            body += [
                upright(x, bottom, bottom + 4, "chart-base"),
                text(x, bottom + 16, tick.label, "axis", "middle"),
            ]
            if tick.year:
                body.append(text(x, bottom + 30, tick.year, "axis", "middle"))
        return body

    def _band(self, across: Line, up: Line) -> str:
        if not self.low:
            return ""
        outline = [*self.low, *reversed(self.high)]
        return f'<path class="curve-band" d="M{_joined(outline, across, up)}z"/>'

    def _path(self, points: Points, across: Line, up: Line, kind: str) -> str:
        return f'<path class="{kind}" d="M{_joined(points, across, up)}"/>' if len(points) > 1 else ""

    def _now(self, across: Line, up: Line, bottom: float) -> list[str]:
        if self.today is None or not across.first <= self.today <= across.last:
            return []
        x = across.at(self.today)
        is_left = x > across.left + 60
        at, anchor = (x - 5, "end") if is_left else (x + 5, "")
        body = [
            upright(x, 20, bottom, "marker promise"),
            text(at, 30, self.today_name, "marker-name", anchor),
        ]
        if self.actual:
            day, amount = self.actual[-1]
            cx, cy = n(across.at(day)), n(up.at(amount))
            body.append(f'<circle class="curve-end" cx="{cx}" cy="{cy}" r="3.5"/>')
        return body

    def _ends(self, up: Line, x: float, bottom: float) -> list[str]:
        """Return the labels at the right, pushed apart where they would touch."""
        ordered = sorted(self.ends, key=lambda one: -one.value)
        places = [up.at(one.value) + 4 for one in ordered]
        for at in range(1, len(places)):
            places[at] = max(places[at], places[at - 1] + _APART)
        over = max(places[-1] - bottom, 0.0) if places else 0.0
        return [text(x, y - over, one.text, one.kind) for one, y in zip(ordered, places, strict=True)]


def _joined(points: Iterable[tuple[float, float]], across: Line, up: Line) -> str:
    return "L".join(f"{n(across.at(day))} {n(up.at(amount))}" for day, amount in points)
