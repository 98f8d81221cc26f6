"""Wilcoxon's signed-rank test for pairs, exact: do the differences lie evenly around zero?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def signed_rank_p(differences: NDArray[np.float64]) -> float:
    """Return the two-sided p-value; differences of zero tell nothing and are left out.

    All 2ⁿ signs of the ranks are counted, ties share their mean rank.

    References
    ----------
    Wilcoxon, F. (1945), "Individual comparisons by ranking methods", Biometrics Bulletin 1(6): 80–83.

    Examples
    --------
    >>> signed_rank_p(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    0.0625
    """
    kept = differences[differences != 0.0]
    if not len(kept):
        return 1.0
    # Ranks are counted double, so that a shared rank is a whole number as well.
    doubled = _doubled_ranks(np.abs(kept))
    ways = np.zeros(int(doubled.sum()) + 1)
    ways[0] = 1.0
    for rank in doubled.tolist():
        ways[rank:] += ways[:-rank].copy()
    positive = int(doubled[kept > 0].sum())
    tail = min(positive, int(doubled.sum()) - positive)
    return float(min(1.0, 2.0 * ways[: tail + 1].sum() / ways.sum()))


def _doubled_ranks(sizes: NDArray[np.float64]) -> NDArray[np.int64]:
    below = (sizes[:, None] > sizes[None, :]).sum(axis=1)
    alike = (sizes[:, None] == sizes[None, :]).sum(axis=1)
    return np.asarray(2 * below + alike + 1, np.int64)
