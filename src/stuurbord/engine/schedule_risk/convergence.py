"""How far percentiles may still move with more iterations."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.outcome import Convergence
from stuurbord.plan.calendar import DAY
from stuurbord.plan.model import Floats, Integers

_Z: Final = 1.959963984540054
"""Of an interval of 95 %."""


def convergence_of(finish: Integers, cost: Floats, begins: int) -> Convergence:
    """Return the half widths of the 95 % intervals of P50 and P80.

    By order statistics: the percentile lies between the values of ranks n·p ± z·√(n·p·(1 − p)), whatever
    the distribution (W. J. Conover, *Practical Nonparametric Statistics*, 3rd ed. 1999, section 3.2).

    Parameters
    ----------
    begins
        Instant from which work remains: enough is also a hundredth of the time from there to the P80.
    """
    finishes, costs = np.sort(finish), np.sort(cost)
    p80 = _half_width(finishes, 0.8)
    remains = float(finishes[min(int(0.8 * len(finishes)), len(finishes) - 1)]) - begins
    return Convergence(
        p50_seconds=_half_width(finishes, 0.5),
        p80_seconds=p80,
        p50_eur=_half_width(costs, 0.5),
        p80_eur=_half_width(costs, 0.8),
        is_enough=2 * p80 <= max(DAY, remains / 100),
    )


def _half_width(ordered: Integers | Floats, probability: float) -> float:
    n = len(ordered)
    spread = _Z * math.sqrt(n * probability * (1 - probability))
    low = min(max(math.floor(n * probability - spread) - 1, 0), n - 1)
    high = min(max(math.ceil(n * probability + spread) - 1, 0), n - 1)
    return float(ordered[high] - ordered[low]) / 2
