"""The interval around a point forecast: as wide as finished projects needed it at that stage."""

from __future__ import annotations

from typing import Final

import numpy as np

from stuurbord.engine.forecast.parameters import Spread
from stuurbord.plan.model import Floats

_LEAST_AHEAD: Final = 0.1
_CLOSING_COST: Final = 0.1


def finish_scale(elapsed: Floats, duration: Floats) -> Floats:
    """Return the unit of the relative error of a duration: √(share of it that lies ahead), at least √0.1."""
    past = np.divide(elapsed, duration, out=np.ones_like(elapsed), where=duration > 0)
    return np.asarray(np.sqrt(np.maximum(1.0 - past, _LEAST_AHEAD)), np.float64)


def cost_scale(earned: Floats) -> Floats:
    """Return the unit of the relative error of a cost: the share of the work that lies ahead, and a tenth."""
    return np.asarray(np.maximum(1.0 - earned, 0.0) + _CLOSING_COST, np.float64)


def bounds(point: Floats, scale: Floats, spread: Spread, least: Floats) -> tuple[Floats, Floats]:
    """Return low and high: never below what is past, and around the point."""
    low = np.clip(point * (1.0 + spread.low * scale), least, np.maximum(point, least))
    return low, np.maximum(point * (1.0 + spread.high * scale), np.maximum(point, low))
