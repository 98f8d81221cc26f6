"""Prices that lie so far below the trimmed mean of all tenders that they must be explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class AbnormalPriceRule:
    """The figures of the rule; they stand in the rule book.

    Attributes
    ----------
    min_tenders
        With fewer tenders the rule does not apply.
    below
        The part of the mean from which a price is too low: 0.15.
    many_tenders
        From so many on, the lowest and the highest part are left out; with fewer, the lowest and the highest.
    top
        That highest part: 0.25, rounded up to whole tenders.
    """

    min_tenders: int
    below: Decimal
    many_tenders: int
    top: Decimal

    def __post_init__(self) -> None:
        if not 3 <= self.min_tenders <= self.many_tenders:
            raise ValueError(f"not 3 <= min_tenders {self.min_tenders} <= many_tenders {self.many_tenders}")
        for name, share in (("below", self.below), ("top", self.top)):
            if not share.is_finite() or not 0 < share < 1:
                raise ValueError(f"{name} {share} is not between 0 and 1")


@dataclass(frozen=True, slots=True)
class AbnormalPrices:
    """Which prices must be explained.

    Attributes
    ----------
    applies
        Whether there are enough tenders.
    left_out
        Positions of the tenders that the mean leaves out.
    mean, limit
        Euros, exact: the trimmed mean, and the price at and below which one must be explained.
    too_low
        Positions of the tenders at or below ``limit``.
    """

    applies: bool
    left_out: tuple[int, ...] = ()
    mean: Fraction | None = None
    limit: Fraction | None = None
    too_low: tuple[int, ...] = ()

    def gap(self, price: Decimal) -> Fraction | None:
        """Return how far a price lies below the mean, as a fraction of it; negative above it."""
        return None if self.mean is None else 1 - Fraction(price) / self.mean


def abnormal_prices(prices: Sequence[Decimal], rule: AbnormalPriceRule) -> AbnormalPrices:
    """Return which of the prices must be explained.

    Parameters
    ----------
    prices
        Euros after arithmetic corrections, in the order of the tenders.

    Raises
    ------
    ValueError
        If a price is not > 0.

    References
    ----------
    Royal Decree of 18 April 2017 on placement, article 36 §4.

    Notes
    -----
    Of tenders with the same price the one that stands later is left out as the higher.
    """
    for one in prices:
        if not one.is_finite() or one <= 0:
            raise ValueError(f"the price {one} is not > 0")
    n_tenders = len(prices)
    if n_tenders < rule.min_tenders:
        return AbnormalPrices(applies=False)
    n_top = ceil(n_tenders * Fraction(rule.top)) if n_tenders >= rule.many_tenders else 1
    ascending = sorted(range(n_tenders), key=lambda place: (prices[place], place))
    kept = ascending[1 : n_tenders - n_top]
    mean = sum((Fraction(prices[place]) for place in kept), Fraction()) / len(kept)
    limit = mean * (1 - Fraction(rule.below))
    return AbnormalPrices(
        applies=True,
        left_out=tuple(sorted(set(ascending) - set(kept))),
        mean=mean,
        limit=limit,
        too_low=tuple(place for place, one in enumerate(prices) if Fraction(one) <= limit),
    )
