"""The ranking of tenders; equal points share a place."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stuurbord.engine.tender_evaluation.criteria import ScoreTable


@dataclass(frozen=True, slots=True)
class RankedTender:
    """One tender in the ranking.

    Attributes
    ----------
    place
        1 for the best; after two on place 1 comes place 3.
    total
        Points out of 100, exact.
    points
        Per criterion, in the order of the table.
    behind
        Points behind the best.
    """

    tender: str
    place: int
    total: Fraction
    points: tuple[Fraction, ...]
    behind: Fraction


@dataclass(frozen=True, slots=True)
class Ranking:
    """All tenders, best first; those with equal points in the order of the table."""

    tenders: tuple[RankedTender, ...]

    @property
    def best(self) -> tuple[str, ...]:
        """The tenders on place 1: more than one where points are equal."""
        return tuple(one.tender for one in self.tenders if one.place == 1)

    @property
    def winner(self) -> str | None:
        """The one tender on place 1; None without tenders and where several share it."""
        return self.best[0] if len(self.best) == 1 else None

    @property
    def lead(self) -> Fraction | None:
        """Points between the best and the next; 0 where they are equal, None with fewer than two."""
        return self.tenders[1].behind if len(self.tenders) > 1 else None


def ranking(table: ScoreTable) -> Ranking:
    """Return the tenders by their points, compared exactly."""
    totals = table.totals()
    weights = table.weights
    order = sorted(range(len(totals)), key=lambda row: (-totals[row], row))
    best = totals[order[0]] if order else Fraction()
    return Ranking(
        tuple(
            RankedTender(
                tender=table.tenders[row],
                place=1 + sum(one > totals[row] for one in totals),
                total=totals[row],
                points=tuple(
                    weight * share for weight, share in zip(weights, table.shares[row], strict=True)
                ),
                behind=best - totals[row],
            )
            for row in order
        )
    )
