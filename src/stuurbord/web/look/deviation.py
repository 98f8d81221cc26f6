"""The deviation band: how far the forecast lies from the promise, on one axis for all rows of a table.

Days from the baseline, not calendar dates: with dates on the axis every band shrinks to a speck.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from stuurbord.web.look.drawing import diamond, drawing, n
from stuurbord.web.reader import reader

WIDTH = 232
HEIGHT = 38
_STEPS = (30, 60, 90, 180, 360)
_MOST_DAYS = 720
"""Beyond this the band runs off the edge with an arrow; the date beside it tells all."""
_MOST_TICKS = 5
_MARGIN = 14


@dataclass(frozen=True)
class DeviationScale:
    """An axis in calendar days around the baseline at 0.

    Parameters
    ----------
    first, last
        Days at the left and the right end of the axis.
    step
        Days between two ticks: a multiple of 30.
    """

    first: int
    last: int
    step: int
    width: int = WIDTH

    @classmethod
    def covering(cls, values: Iterable[int | None], width: int = WIDTH) -> DeviationScale:
        """Return the axis that holds all deviations and tolerances given, 120 days at least."""
        known = [max(-_MOST_DAYS, min(value, _MOST_DAYS)) for value in values if value is not None]
        furthest, earliest = max([120, *known]), min([-8, *known])
        step = next((one for one in _STEPS if furthest / one <= _MOST_TICKS), _STEPS[-1])
        return cls(first=earliest - step // 5, last=-(-furthest // step) * step, step=step, width=width)

    @property
    def ticks(self) -> range:
        return range(-(-self.first // self.step) * self.step, self.last + 1, self.step)

    def x(self, days: float) -> float:
        """Return the position of a number of days, within the drawing."""
        held = max(self.first, min(days, self.last))
        return _MARGIN + (held - self.first) * (self.width - 2 * _MARGIN) / (self.last - self.first)

    @cached_property
    def grid(self) -> str:
        """The vertical lines behind every band of this axis."""
        lines = "".join(f"M{n(self.x(day))} 0V{HEIGHT}" for day in self.ticks if day)
        return f'<path class="grid" d="{lines}"/><path class="grid zero" d="M{n(self.x(0))} 0V{HEIGHT}"/>'


def deviation_axis(scale: DeviationScale) -> SafeString:
    """Return the axis for the column head: ``0 +30 … +120``."""
    signed = reader().signed
    texts = "".join(
        f'<text class="axis{"" if day else " zero"}" x="{n(scale.x(day))}" y="10" text-anchor="middle">'
        f"{signed(day)}</text>"
        for day in scale.ticks
    )
    return drawing(scale.width, 14, texts, "axis-drawing")


def deviation_band(scale: DeviationScale, deviation: int | None, tolerance: int | None) -> SafeString:
    """Return one row: diamond = baseline, grey = tolerance, tick = forecast, red = beyond the tolerance."""
    zero, middle = scale.x(0), HEIGHT / 2
    parts = [scale.grid]
    if tolerance:
        edge, top = scale.x(tolerance), n(middle - 8)
        parts.append(
            f'<rect class="tolerance" x="{n(zero)}" y="{top}" width="{n(edge - zero)}" height="16"/>'
            f'<path class="limit" d="M{n(edge)} {top}v16"/>'
        )
    if deviation is not None:
        parts.append(_bar(scale, deviation, tolerance, middle))
    parts.append(diamond(zero, middle, 4.5, "promise"))
    return drawing(scale.width, HEIGHT, "".join(parts), "band")


def _bar(scale: DeviationScale, deviation: int, tolerance: int | None, middle: float) -> str:
    """The bar from the promise to the forecast, thicker and red beyond the tolerance."""
    zero, forecast = scale.x(0), scale.x(deviation)
    is_beyond = tolerance is not None and deviation > tolerance
    edge = scale.x(tolerance) if is_beyond and tolerance is not None else forecast
    left, right = min(zero, edge), max(zero, edge)
    drawn = f'<rect class="within" x="{n(left)}" y="{n(middle - 4)}" width="{n(right - left)}" height="8"/>'
    if is_beyond:
        drawn += (
            f'<rect class="over" x="{n(edge)}" y="{n(middle - 5)}" width="{n(forecast - edge)}" height="10"/>'
        )
    if deviation > scale.last:
        return f'{drawn}<path class="over" d="M{n(forecast)} {n(middle - 7)}l7 7 -7 7z"/>'
    tick = "forecast beyond" if is_beyond else "forecast"
    return f'{drawn}<path class="{tick}" d="M{n(forecast)} {n(middle - 8)}v16"/>'
