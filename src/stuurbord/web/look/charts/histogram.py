"""How often each outcome occurs: bars in three fills, with the marks by which one reads them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.safestring import SafeString

from stuurbord.web.look.charts.axes import Line, digits_of, month_ticks, round_ticks
from stuurbord.web.look.charts.canvas import Drawn, in_steps, level, rectangle, text, upright
from stuurbord.web.look.charts.marks import ROW, Marker, marked, places_of
from stuurbord.web.reader import reader

_LEFT: Final = 38
_RIGHT: Final = 10
_PLOT: Final = 150
_HEAD: Final = 22
_FOOT: Final = 38


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars between edges.

    Attributes
    ----------
    edges
        Ascending, one more than there are bars: days since 1970, or millions of euro.
    shares
        Part of all iterations in each bar, 0–1.
    promise, limit
        Up to the promise bars are light, beyond the limit they are red; None where there is none.
    is_in_days
        The axis counts days and shows months; else it shows the numbers.
    """

    edges: tuple[float, ...]
    shares: tuple[float, ...]
    unit: str
    markers: tuple[Marker, ...] = ()
    promise: float | None = None
    limit: float | None = None
    is_in_days: bool = True
    label: str = ""

    def svg(self) -> SafeString:
        """Return the drawings, one per width."""
        return in_steps(self._drawn, self.label)

    def _drawn(self, width: int) -> Drawn:
        across = Line(self.edges[0], self.edges[-1], _LEFT, width - _RIGHT)
        placed = places_of(self.markers, across, width)
        top = _HEAD + ROW * (1 + max((one.row for one in placed), default=-1))
        bottom = top + _PLOT
        highest = max(self.shares, default=0.0) * 100 or 1.0
        up = Line(0.0, highest * 1.04, bottom, top)
        body = [text(4, 13, self.unit, "axis-name"), *self._grid(up, across)]
        body += self._bars(across, up, bottom)
        body += [level(bottom, across.left, across.right, "chart-base")]
        body += self._months(across, bottom) if self.is_in_days else self._numbers(across, bottom)
        body += marked(self.markers, placed, _HEAD, bottom)
        return bottom + (_FOOT if self.is_in_days else _FOOT - 12), "".join(body)

    def _grid(self, up: Line, across: Line) -> list[str]:
        ticks = round_ticks(0.0, up.last, 4)
        digits = digits_of(ticks)
        lines = [level(up.at(one), across.left, across.right, "grid") for one in ticks if one]
        words = reader()
        return lines + [
            text(across.left - 6, up.at(one) + 4, words.number(one, digits), "axis", "end") for one in ticks
        ]

    def _bars(self, across: Line, up: Line, bottom: float) -> list[str]:
        """Return the bars, cut where a promise or a limit runs through one."""
        cuts = [one for one in (self.promise, self.limit) if one is not None]
        bars = []
        for (left, right), share in zip(pairwise(self.edges), self.shares, strict=True):
            top = up.at(share * 100)
            ends = [left, *sorted(one for one in cuts if left < one < right), right]
            for begin, end in pairwise(ends):
                x, gap = across.at(begin), 1 if end == right else 0
                kind = self._kind((begin + end) / 2)
                bars.append(rectangle(x, top, across.at(end) - x - gap, bottom - top, f"c-bar {kind}"))
        return bars

    def _kind(self, value: float) -> str:
        if self.promise is not None and value <= self.promise:
            return "early"
        return "late" if self.limit is not None and value > self.limit else "due"

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

    def _numbers(self, across: Line, bottom: float) -> list[str]:
        ticks = round_ticks(across.first, across.last, max(2, int((across.right - across.left) / 90)))
        digits, words = digits_of(ticks), reader()
        return [
            mark
            for one in ticks
            for mark in (
                upright(across.at(one), bottom, bottom + 4, "chart-base"),
                text(across.at(one), bottom + 16, words.number(one, digits), "axis", "middle"),
            )
        ]
