"""What a price scores beside the others: proportional to the lowest, or falling in a straight line.

Notes
-----
With the lowest price L and a price p, both formulas give the lowest all points and do not change when every
price is multiplied by the same:

- proportional: ``L / p``;
- linear: ``1 − (p − L) / (L × (z − 1))``, nothing from ``z × L`` on.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class PriceFormula(StrEnum):
    """How a price becomes a score."""

    PROPORTIONAL = "proportional"
    LINEAR = "linear"


def price_scores(
    prices: Sequence[Decimal], formula: PriceFormula, zero_at: Decimal = Decimal(2)
) -> tuple[Fraction, ...]:
    """Return the part of the most points for each price, from 0 to 1, exact.

    Parameters
    ----------
    prices
        Euros, in the order of the tenders; only regular tenders belong among them.
    zero_at
        z of the linear formula: the multiple of the lowest price from which a price scores nothing.

    Raises
    ------
    ValueError
        If a price is not > 0, or ``zero_at`` is not > 1.

    >>> price_scores([Decimal(80), Decimal(100)], PriceFormula.PROPORTIONAL)
    (Fraction(1, 1), Fraction(4, 5))
    """
    for one in prices:
        if not one.is_finite() or one <= 0:
            raise ValueError(f"the price {one} is not > 0")
    if not zero_at.is_finite() or zero_at <= 1:
        raise ValueError(f"zero_at {zero_at} is not > 1")
    if not prices:
        return ()
    lowest = Fraction(min(prices))
    if formula is PriceFormula.PROPORTIONAL:
        return tuple(lowest / Fraction(one) for one in prices)
    width = lowest * (Fraction(zero_at) - 1)
    return tuple(max(Fraction(), 1 - (Fraction(one) - lowest) / width) for one in prices)
