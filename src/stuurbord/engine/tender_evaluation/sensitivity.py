"""How much the winner rests on the weights: how far each may move, and how often others win nearby."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.tender_evaluation.criteria import WHOLE, ScoreTable
from stuurbord.engine.tender_evaluation.ranking import ranking


@dataclass(frozen=True, slots=True)
class WeightRange:
    """Between which weights of one criterion the winner stays the winner; the others keep their proportions.

    Attributes
    ----------
    weight
        The weight that it has, per cent.
    lowest, highest
        Exact; at the weight itself the tenders are equal, beyond it another wins. None where no weight down
        to 0, or up to 100, changes the winner.
    below, above
        The tenders that win just beyond.
    """

    criterion: str
    weight: Fraction
    lowest: Fraction | None
    highest: Fraction | None
    below: tuple[str, ...]
    above: tuple[str, ...]

    @property
    def room(self) -> Fraction | None:
        """The smallest move, in percentage points, that brings another level; None if none does."""
        moves = [abs(self.weight - one) for one in (self.lowest, self.highest) if one is not None]
        return min(moves, default=None)


def weight_ranges(table: ScoreTable) -> tuple[WeightRange, ...]:
    """Return the range of each criterion; none where no single tender wins, or for one criterion alone.

    Notes
    -----
    When criterion k weighs w and the others share 100 − w in their proportions, the lead of the winner over a
    rival is ``w a + (100 − w) b``, with a its lead on k and b its lead on the others, as parts of the most
    points. It is nought at ``w = 100 b / (b − a)``.
    """
    winner = ranking(table).winner
    if winner is None or len(table.criteria) < 2:
        return ()
    row = table.tenders.index(winner)
    return tuple(_range(table, row, column) for column in range(len(table.criteria)))


def _range(table: ScoreTable, winner: int, column: int) -> WeightRange:
    weight = table.weights[column]
    others = [_on_others(table, row, column) for row in range(len(table.tenders))]
    level: dict[Fraction, list[str]] = {}
    for rival, name in enumerate(table.tenders):
        on_it = table.shares[winner][column] - table.shares[rival][column]
        on_others = others[winner] - others[rival]
        if rival == winner or on_it == on_others:
            continue
        found = WHOLE * on_others / (on_others - on_it)
        if 0 < found < WHOLE:
            level.setdefault(found, []).append(name)
    lowest = max((one for one in level if one < weight), default=None)
    highest = min((one for one in level if one > weight), default=None)
    return WeightRange(
        criterion=table.criteria[column].key,
        weight=weight,
        lowest=lowest,
        highest=highest,
        below=tuple(level.get(lowest, ())) if lowest is not None else (),
        above=tuple(level.get(highest, ())) if highest is not None else (),
    )


def _on_others(table: ScoreTable, row: int, column: int) -> Fraction:
    """Return the part of the most points on all criteria but one, by their proportions."""
    weights = table.weights
    rest = WHOLE - weights[column]
    told = sum(
        (weights[one] * table.shares[row][one] for one in range(len(weights)) if one != column), Fraction()
    )
    return told / rest


@dataclass(frozen=True, slots=True)
class WinnerShares:
    """How often each tender comes first when the weights are not sure.

    Attributes
    ----------
    shares
        float64 of shape (n_tenders,), from 0 to 1, together 1; tenders that are equal share a draw.
    standard_errors
        float64 of shape (n_tenders,): of each share.
    """

    tenders: tuple[str, ...]
    shares: NDArray[np.float64]
    standard_errors: NDArray[np.float64]
    n_draws: int

    def of(self, tender: str) -> float:
        """Return the share of one tender."""
        return float(self.shares[self.tenders.index(tender)])


def winner_shares(
    table: ScoreTable, band: float, rng: np.random.Generator, n_draws: int = 10_000
) -> WinnerShares:
    """Return how often each tender comes first under weights drawn around those of the table.

    Parameters
    ----------
    band
        Percentage points: every weight is drawn evenly between itself minus and plus so much, never below 0;
        together they are brought back to 100.

    Raises
    ------
    ValueError
        If there is no tender, ``band`` is negative or not finite, or ``n_draws`` < 1.
    """
    if not table.tenders:
        raise ValueError("there is no tender")
    if not 0 <= band <= WHOLE:
        raise ValueError(f"band {band} is not between 0 and {WHOLE}")
    if n_draws < 1:
        raise ValueError(f"n_draws {n_draws} < 1")
    weights = np.array([float(one) for one in table.weights])
    shares = np.array([[float(one) for one in row] for row in table.shares])
    drawn = rng.uniform(np.maximum(weights - band, 0.0), weights + band, (n_draws, len(weights)))
    drawn /= drawn.sum(axis=1, keepdims=True)
    totals = drawn @ shares.T
    is_first = np.isclose(totals, totals.max(axis=1, keepdims=True), rtol=0.0, atol=1e-12)
    per_draw = is_first / is_first.sum(axis=1, keepdims=True)
    spread = per_draw.std(axis=0) / np.sqrt(n_draws)
    return WinnerShares(table.tenders, per_draw.mean(axis=0), spread, n_draws)
