"""Award criteria with their weights, and what each tender scores on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

WHOLE: Final = 100
"""The weights of the criteria together, per cent; also the most points that a tender can have."""


@dataclass(frozen=True, slots=True)
class AwardCriterion:
    """One award criterion and its weight, per cent of the whole."""

    key: str
    weight: Decimal

    def __post_init__(self) -> None:
        if not self.weight.is_finite() or not 0 < self.weight <= WHOLE:
            raise ValueError(f"the weight {self.weight} of {self.key} is not above 0 and up to {WHOLE}")


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """What every tender scores on every criterion.

    Attributes
    ----------
    criteria
        Together they weigh 100.
    tenders
        The keys of the tenders that are compared, each once.
    shares
        One row per tender, one column per criterion: the part of the most points, from 0 to 1, exact.
    """

    criteria: tuple[AwardCriterion, ...]
    tenders: tuple[str, ...]
    shares: tuple[tuple[Fraction, ...], ...]

    def __post_init__(self) -> None:
        total = sum((one.weight for one in self.criteria), Decimal())
        if total != WHOLE:
            raise ValueError(f"the weights add up to {total}, not to {WHOLE}")
        if len({one.key for one in self.criteria}) < len(self.criteria):
            raise ValueError("a criterion stands there twice")
        if len(set(self.tenders)) < len(self.tenders):
            raise ValueError("a tender stands there twice")
        if len(self.shares) != len(self.tenders):
            raise ValueError(f"{len(self.shares)} rows of scores != {len(self.tenders)} tenders")
        for tender, row in zip(self.tenders, self.shares, strict=True):
            if len(row) != len(self.criteria):
                raise ValueError(f"{tender} has {len(row)} scores, not {len(self.criteria)}")
            if not all(0 <= one <= 1 for one in row):
                raise ValueError(f"{tender} has a score that is not between 0 and 1")

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """The weights of the criteria, exact."""
        return tuple(Fraction(one.weight) for one in self.criteria)

    def totals(self) -> tuple[Fraction, ...]:
        """Return the points of each tender, out of 100, exact."""
        weights = self.weights
        return tuple(
            sum((weight * share for weight, share in zip(weights, row, strict=True)), Fraction())
            for row in self.shares
        )


def score_table(
    criteria: Sequence[AwardCriterion], scores: dict[str, Sequence[Fraction | Decimal | int]]
) -> ScoreTable:
    """Return the table from tender → the part of the most points on each criterion, 0 to 1.

    Raises
    ------
    ValueError
        If the weights do not add up to 100, a score is missing or lies outside 0 to 1.
    """
    rows = tuple(tuple(Fraction(one) for one in row) for row in scores.values())
    return ScoreTable(tuple(criteria), tuple(scores), rows)
