"""The slip sparkline: a step line of the last reports, one scale for all rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from stuurbord.web.look.drawing import drawing, n

WIDTH = 58
HEIGHT = 18
_POINTS = 12


@dataclass(frozen=True)
class SlipScale:
    """The least and most days of deviation that any row shows; 30 days apart at least."""

    low: int
    high: int

    @classmethod
    def covering(cls, rows: Iterable[Sequence[int | None]]) -> SlipScale:
        known = [day for row in rows for day in row if day is not None]
        low, high = min([0, *known]), max([0, *known])
        return cls(low, max(high, low + 30))

    def y(self, days: float) -> float:
        return HEIGHT - 3 - (days - self.low) * (HEIGHT - 6) / (self.high - self.low)


def sparkline(scale: SlipScale, slips: Sequence[int | None]) -> SafeString:
    """Return the line of at most twelve reports, the latest at the right with a dot; a gap is a gap."""
    shown = list(slips)[-_POINTS:]
    step = (WIDTH - 6) / _POINTS
    left = WIDTH - 4 - step * len(shown)
    path, pen_down = [], False
    for position, days in enumerate(shown):
        if days is None:
            pen_down = False
            continue
        x, y = left + position * step, scale.y(days)
        path.append(f"{'V' if pen_down else f'M{n(x)} '}{n(y)}H{n(x + step)}")
        pen_down = True
    if not path:
        return SafeString("")
    dot = ""
    if shown[-1] is not None:
        x, y = left + len(shown) * step, scale.y(shown[-1])
        dot = f'<circle class="slip-end" cx="{n(x)}" cy="{n(y)}" r="2"/>'
    return drawing(WIDTH, HEIGHT, f'<path class="slip" d="{"".join(path)}"/>{dot}', "slips")
