"""The risk matrix: classes of probability and impact, the level of their product, and the appetite.

An opportunity, whose impact is less than nothing, has no place in it: the appetite says how much threat is
borne, and to ask a measure against a gain has no meaning. In a forecast it counts in full.

Classes order risks; they are never added up or turned into money. What a risk weighs in days is its
probability times its impact, not its class.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import Final

PROBABILITY_LIMITS: Final = (0.10, 0.25, 0.40, 0.60)
"""Where classes 2 to 5 begin, as a fraction."""
IMPACT_LIMITS: Final = (5, 10, 20, 40)
"""Where classes 2 to 5 begin, in days of delay."""
APPETITE: Final = 15
"""From this product of both classes on, a measure and an owner are compulsory."""
WATCH: Final = 8
"""From this product on, a risk is watched."""
CLASSES: Final = (1, 2, 3, 4, 5)


class Level(StrEnum):
    """How grave a risk is: its place in the matrix, in one word."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def probability_class(probability: float) -> int:
    """Return the class of a probability.

    >>> [probability_class(one) for one in (0.0, 0.1, 0.4, 1.0)]
    [1, 2, 4, 5]
    """
    return 1 + bisect_right(PROBABILITY_LIMITS, probability)


def impact_class(days: float) -> int:
    """Return the class of a delay in days.

    >>> [impact_class(one) for one in (0, 5, 38, 62)]
    [1, 2, 4, 5]
    """
    return 1 + bisect_right(IMPACT_LIMITS, days)


def place(probability: float | None, days: float | None) -> tuple[int, int] | None:
    """Return the classes of probability and impact; None for what is not known or is an opportunity.

    >>> place(0.3, 12), place(0.3, None), place(0.3, -12)
    ((3, 3), None, None)
    """
    if probability is None or days is None or days < 0:
        return None
    return probability_class(probability), impact_class(days)


def level(product: int) -> Level:
    """Return the level of a product of both classes.

    >>> level(4 * 4).value, level(3 * 3).value, level(1 * 5).value
    ('high', 'medium', 'low')
    """
    if product >= APPETITE:
        return Level.HIGH
    return Level.MEDIUM if product >= WATCH else Level.LOW


def first_above_appetite(probability: int, appetite: int = APPETITE) -> int:
    """Return the first impact class above the appetite for a class of probability; 6 if there is none.

    >>> [first_above_appetite(one) for one in CLASSES]
    [6, 6, 5, 4, 3]
    >>> [first_above_appetite(one, appetite=8) for one in CLASSES]
    [6, 4, 3, 2, 2]
    """
    return next((impact for impact in CLASSES if probability * impact >= appetite), len(CLASSES) + 1)
