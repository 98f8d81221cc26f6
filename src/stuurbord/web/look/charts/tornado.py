"""What moves the outcome: one bar per cause, from where it turns out well to where it turns out badly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from stuurbord.web.look.charts.axes import Line, digits_of, round_ticks
from stuurbord.web.look.charts.canvas import Drawn, in_lines, in_steps, rectangle, text, upright
from stuurbord.web.reader import reader

_TOP: Final = 26
_BAR: Final = 14
_ROW: Final = 25
_LINE: Final = 13
_SHARE: Final = 52
_FIGURE: Final = 34
"""Room for the figure beside a bar."""
_NARROW: Final = 480
"""Below this width the names stand above their bars."""


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """One cause: what it takes off and what it adds, and its part of the spread (0–1)."""

    name: str
    low: float
    high: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Tornado:
    """Causes, the heaviest first, around the middle outcome.

    Attributes
    ----------
    middle
        What stands at zero: the date or the amount of P50.
    share_title
        Head of the column of shares.
    """

    rows: tuple[TornadoRow, ...]
    middle: str
    share_title: str
    label: str
    digits: int = 0

    def svg(self) -> SafeString:
        """Return the drawings, one per width."""
        return in_steps(self._drawn, self.label)

    def _drawn(self, width: int) -> Drawn:
        is_narrow = width < _NARROW
        names = 0 if is_narrow else width * 0.3
        low = min(0.0, *(row.low for row in self.rows))
        high = max(0.0, *(row.high for row in self.rows), low + 1)
        across = Line(low, high, names + 10 + _FIGURE, width - _SHARE - _FIGURE)
        lines = [in_lines(row.name, (width - _SHARE if is_narrow else names) - 8) for row in self.rows]
        heights = [_ROW + _LINE * (len(one) if is_narrow else max(len(one) - 1, 0) * 0.7) for one in lines]
        bottom = _TOP + sum(heights) + 4
        body = self._axis(across, bottom, width)
        top = float(_TOP)
        for row, name, height in zip(self.rows, lines, heights, strict=True):
            body += self._row(row, name, (top, height), across, width)
            top += height
        return round(bottom + 4), "".join(body)

    def _axis(self, across: Line, bottom: float, width: int) -> list[str]:
        ticks = [one for one in round_ticks(across.first, across.last, 5) if one]
        digits, words, zero = digits_of(ticks), reader(), across.at(0)
        body = [text(zero, 13, self.middle, "axis zero", "middle")]
        body.append(text(width - 6, 13, self.share_title, "axis", "end"))
        for one in ticks:
            x = across.at(one)
            body.append(upright(x, _TOP - 4, bottom, "grid"))
            if abs(x - zero) > 46:
                body.append(text(x, 13, words.signed(one, digits), "axis", "middle"))
        body.append(upright(zero, _TOP - 4, bottom, "chart-base strong"))
        return body

    def _row(
        self, row: TornadoRow, name: list[str], place: tuple[float, float], across: Line, width: int
    ) -> list[str]:
        (top, height), is_narrow, words = place, width < _NARROW, reader()
        if is_narrow:
            middle = top + height - _ROW / 2
            body = [text(4, top + 11 + _LINE * at, line, "chart-name") for at, line in enumerate(name)]
        else:
            middle = top + height / 2
            first = middle + 4 - _LINE * (len(name) - 1) / 2
            right = width * 0.3
            body = [
                text(right, first + _LINE * at, line, "chart-name", "end") for at, line in enumerate(name)
            ]
        zero, left, right = across.at(0), across.at(row.low), across.at(row.high)
        y = middle - _BAR / 2
        if row.low < 0:
            body.append(rectangle(left, y, zero - left, _BAR, "c-bar early"))
        if row.high > 0:
            body.append(rectangle(zero, y, right - zero, _BAR, "c-bar strong"))
        if self._is_told(row.low) and row.low < 0:
            body.append(text(left - 4, middle + 4, words.signed(row.low, self.digits), "axis", "end"))
        if self._is_told(row.high) and row.high > 0:
            body.append(text(right + 4, middle + 4, words.signed(row.high, self.digits), "chart-figure"))
        if row.share is not None:
            body.append(text(width - 6, middle + 4, words.percent(row.share), "axis", "end"))
        return body

    def _is_told(self, value: float) -> bool:
        return round(value, self.digits) != 0
