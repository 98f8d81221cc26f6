"""The exceedance curve: with which probability an amount or a date is exceeded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.plan.model import Floats

_N_POINTS: Final = 101


@dataclass(frozen=True, slots=True)
class Exceedance:
    """Points of the curve, from the smallest value on; arrays of shape (n_points,).

    Attributes
    ----------
    value
        Instants or euro, float64.
    probability
        Share of the iterations with more (later) than that, 0–1.
    """

    value: Floats
    probability: Floats


def exceedance(values: NDArray[Any], n_points: int = _N_POINTS) -> Exceedance:
    """Return the exceedance curve of what the iterations gave.

    >>> curve = exceedance(np.array([4.0, 1.0, 2.0, 3.0]), 3)
    >>> curve.value.tolist(), curve.probability.tolist()
    ([1.0, 2.0, 4.0], [0.75, 0.5, 0.0])
    """
    ordered = np.sort(values)
    rank = np.maximum(np.ceil(np.linspace(0, 1, n_points) * len(ordered)).astype(np.int64) - 1, 0)
    value = np.unique(ordered[rank])
    more = 1 - np.searchsorted(ordered, value, side="right") / len(ordered)
    return Exceedance(value.astype(np.float64), more)
