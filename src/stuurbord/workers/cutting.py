"""Iterations cut into parts that run anywhere, and joined again without a bit of difference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.network import Runs
from stuurbord.engine.schedule_risk.random_numbers import QUANTUM

GRAIN: Final = 16 * QUANTUM
"""Parts begin at multiples of this: no quantum is drawn twice, and no block of the kernel is half empty."""
FAIR_WORK: Final = 500_000_000
"""Iterations × nodes of one part: a second or two of compiled work, so that progress is felt, and some
hundred times what it costs to hand a part out and lay its network ready."""

Part = tuple[int, int]
"""First iteration, and how many."""


def shards(first: int, n: int, n_nodes: int, n_workers: int) -> list[Part]:
    """Return the parts of iterations ``first`` … ``first + n − 1``, in order.

    Parts are small enough to be told as progress, as many for each worker where there are enough
    iterations, and whole grains except at the ends.
    """
    workers = max(n_workers, 1)
    rounds = max(-(-n * n_nodes // (FAIR_WORK * workers)), 1)
    begin, end = first // GRAIN, -(-(first + n) // GRAIN)
    n_parts = min(rounds * workers, end - begin)
    inner = [(begin + (end - begin) * part // n_parts) * GRAIN for part in range(1, n_parts)]
    borders = [first, *inner, first + n]
    return [(here, there - here) for here, there in pairwise(borders)]


def merged(parts: Sequence[Runs]) -> Runs:
    """Return the parts as one run: iterations in order, counts added.

    Raises
    ------
    ValueError
        If there is no part, or one does not begin where the one before ended.
    """
    if not parts:
        raise ValueError("there is nothing to merge")
    for before, after in pairwise(parts):
        if after.first != before.first + len(before.finish):
            raise ValueError(f"part {after.first} does not follow iteration {before.first}")
    if len(parts) == 1:
        return parts[0]
    return Runs(
        first=parts[0].first,
        finish=np.concatenate([part.finish for part in parts]),
        cost=np.concatenate([part.cost for part in parts]),
        watched=np.concatenate([part.watched for part in parts], axis=1),
        watched_start=np.concatenate([part.watched_start for part in parts], axis=1),
        occurred=np.concatenate([part.occurred for part in parts], axis=1),
        critical_count=np.sum([part.critical_count for part in parts], axis=0, dtype=np.int64),
    )
