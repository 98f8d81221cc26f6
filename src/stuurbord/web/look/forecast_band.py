"""The forecast band: P50 and P80 in days from the baseline, on one axis for all rows of a table."""

from __future__ import annotations

from typing import Final

from django.utils.safestring import SafeString

from stuurbord.web.look.deviation import HEIGHT, DeviationScale
from stuurbord.web.look.drawing import diamond, drawing, n

_TICK: Final = 8


def forecast_band(
    scale: DeviationScale, p50: int | None, p80: int | None, tolerance: int | None
) -> SafeString:
    """Return one row: thick tick P50, thin tick P80, diamond baseline, dotted tolerance, beyond it red."""
    zero, middle = scale.x(0), HEIGHT / 2
    parts = [scale.grid]
    if tolerance:
        edge, top = scale.x(tolerance), n(middle - _TICK)
        parts.append(
            f'<rect class="tolerance" x="{n(zero)}" y="{top}" width="{n(edge - zero)}" height="16"/>'
            f'<path class="limit" d="M{n(edge)} {top}v16"/>'
        )
    if p50 is not None and p80 is not None:
        parts.append(_band(scale, p50, p80, tolerance, middle))
    parts.append(diamond(zero, middle, 4.5, "promise"))
    return drawing(scale.width, HEIGHT, "".join(parts), "band")


def _band(scale: DeviationScale, p50: int, p80: int, tolerance: int | None, middle: float) -> str:
    """Return the band between two ticks, thicker and red beyond the tolerance."""
    left, right = scale.x(p50), scale.x(p80)
    edge = right if tolerance is None else min(max(scale.x(tolerance), left), right)
    is_beyond = tolerance is not None and p80 > tolerance
    drawn = f'<rect class="within" x="{n(left)}" y="{n(middle - 4)}" width="{n(edge - left)}" height="8"/>'
    if is_beyond:
        drawn += (
            f'<rect class="over" x="{n(edge)}" y="{n(middle - 5)}" width="{n(right - edge)}" height="10"/>'
        )
    thick = "forecast beyond" if tolerance is not None and p50 > tolerance else "forecast"
    thin = "sure beyond" if is_beyond else "sure"
    if p80 > scale.last:
        drawn += f'<path class="over" d="M{n(right)} {n(middle - 7)}l7 7 -7 7z"/>'
    return (
        f'{drawn}<path class="{thick}" d="M{n(left)} {n(middle - _TICK)}v16"/>'
        f'<path class="{thin}" d="M{n(right)} {n(middle - _TICK)}v16"/>'
    )
