"""How far percentiles may still move with more iterations."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.outcome import Convergence
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import Floats, Integers

_Z: Final = 1.959963984540054
"""Of an interval of 95 %."""
FEWEST: Final = 100
"""Iterations below which the formula says nothing: its ranks follow the normal distribution only of many."""


def convergence_of(finish: Integers, cost: Floats, begins: int, cut_from: int = NONE) -> Convergence:
    """Return the half widths of the 95 % intervals of P50 and P80.

    By order statistics: the percentile lies between the values of ranks n·p ± z·√(n·p·(1 − p)), whatever
    the distribution (W. J. Conover, *Practical Nonparametric Statistics*, 3rd ed. 1999, section 3.2).

    Parameters
    ----------
    begins
        Instant from which work remains: enough is also a hundredth of the time from there to the P80.
    cut_from
        Instant from which finishes are cut off, `NONE` if none is: with one of them, nobody knows how far
        those percentiles may move.
    """
    finishes, costs = np.sort(finish), np.sort(cost)
    is_cut = cut_from != NONE and int(finishes[-1]) >= cut_from
    p50, p80 = (None if is_cut else _half_width(finishes, p) for p in (0.5, 0.8))
    remains = float(finishes[min(int(0.8 * len(finishes)), len(finishes) - 1)]) - begins
    return Convergence(
        p50_seconds=p50,
        p80_seconds=p80,
        p50_eur=_half_width(costs, 0.5),
        p80_eur=_half_width(costs, 0.8),
        is_enough=p80 is not None and 2 * p80 <= max(DAY, remains / 100),
    )


def _half_width(ordered: Integers | Floats, probability: float) -> float | None:
    """Return half of the width, None with too few iterations: never a width that is only seemingly narrow."""
    n = len(ordered)
    spread = _Z * math.sqrt(n * probability * (1 - probability))
    low, high = math.floor(n * probability - spread) - 1, math.ceil(n * probability + spread) - 1
    if n < FEWEST or low < 0 or high > n - 1:
        return None
    return float(ordered[high] - ordered[low]) / 2
