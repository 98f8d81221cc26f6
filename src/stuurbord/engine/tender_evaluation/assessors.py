"""One score from those of several assessors, and how far they lie apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Agreement(StrEnum):
    """How the scores of assessors become one."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class AgreedScore:
    """The score of one tender on one criterion.

    Attributes
    ----------
    points
        Exact; None while nobody has scored.
    spread
        Highest minus lowest; 0 with one assessor, None with none.
    count
        Of the assessors who scored.
    """

    points: Fraction | None
    spread: Decimal | None
    count: int

    def is_disputed(self, tolerance: Decimal) -> bool:
        """Return whether the assessors lie further apart than a number of points: they should talk."""
        return self.spread is not None and self.spread > tolerance


def agreed_score(points: Iterable[Decimal], most: Decimal, method: Agreement = Agreement.MEAN) -> AgreedScore:
    """Return one score from those of the assessors.

    Parameters
    ----------
    points
        Of each assessor who has scored, in any order.
    most
        The most points that can be given.

    Raises
    ------
    ValueError
        If a score lies outside 0 to ``most``.

    >>> agreed_score([Decimal(7), Decimal(8), Decimal(3)], Decimal(10), Agreement.MEDIAN).points
    Fraction(7, 1)
    """
    given = sorted(points)
    for one in given:
        if not one.is_finite() or not 0 <= one <= most:
            raise ValueError(f"the score {one} is not between 0 and {most}")
    if not given:
        return AgreedScore(None, None, 0)
    exact = [Fraction(one) for one in given]
    if method is Agreement.MEAN:
        agreed = sum(exact, Fraction()) / len(exact)
    else:
        low, high = (len(exact) - 1) // 2, len(exact) // 2
        agreed = (exact[low] + exact[high]) / 2
    return AgreedScore(agreed, given[-1] - given[0], len(given))
