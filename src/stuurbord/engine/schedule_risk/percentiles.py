"""Which of the ordered values is a percentile: one rule, so that all figures of a run agree."""

from __future__ import annotations

import math


def rank_of(count: int, probability: float) -> int:
    """Return the place of the smallest value that at least this share of ``count`` values does not exceed."""
    return min(max(math.ceil(probability * count) - 1, 0), count - 1)
