"""One cause beside the outcome: what comes of it when it is low and when it is high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stuurbord.plan.model import Booleans, Floats, Integers

_PART: Final = 5
"""The lowest and highest fifth: on average around P10 and P90."""


class Effect(NamedTuple):
    """What a cause does; clock seconds and euro between medians, parts of the variance 0–1.

    Medians, not means: beside the median of a finish with a long tail, the mean of any part of it is late.
    """

    seconds_low: float
    seconds_high: float
    eur_low: float
    eur_high: float
    share: float
    cost_share: float
    cruciality: float


@dataclass(frozen=True, slots=True)
class Beside:
    """The outcome, made ready to be laid beside many causes; arrays of shape (n_iterations,)."""

    finish: Integers
    cost: Floats
    from_finish: Floats
    """Clock seconds from the median finish."""
    from_cost: Floats
    standard_finish: Floats
    """With mean 0 and length 1; all 0 if nothing moves."""
    standard_cost: Floats
    ranked_finish: Floats

    @classmethod
    def of(cls, finish: Integers, cost: Floats) -> Beside:
        """Return it for one run."""
        away = (finish - np.median(finish)).astype(np.float64)
        return cls(
            finish,
            cost,
            away,
            cost - np.median(cost),
            _standard(away),
            _standard(cost),
            _standard(_ranks(away, np.argsort(away))),
        )

    def along(
        self, cause: NDArray[Any], drawn: NDArray[Any] | None = None, *, only_cost: bool = False
    ) -> Effect:
        """Return what a cause does of which every iteration has another amount.

        Parameters
        ----------
        cause
            The amount that counts for the parts of the variance.
        drawn
            What is ranked beside the finish where that is another amount: the whole draw, shared causes
            included.
        only_cost
            It cannot move the finish, so what seems so is chance.
        """
        n = len(cause)
        part = max(n // _PART, 1)
        order = np.argsort(cause, kind="stable")
        low, high = order[:part], order[n - part :]
        own = _standard(cause.astype(np.float64))
        share, cost_share = self._share(self.standard_finish, own), self._share(self.standard_cost, own)
        ranks = _ranks(cause, order) if drawn is None else _ranks(drawn, np.argsort(drawn))
        cruciality = 0.0 if only_cost else float(_standard(ranks) @ self.ranked_finish)
        seconds = self._medians(self.from_finish, low, high)
        if only_cost:
            share, seconds = 0.0, (0.0, 0.0)
        return Effect(*seconds, *self._medians(self.from_cost, low, high), share, cost_share, cruciality)

    def split(self, occurred: Booleans, size: Floats, money: Floats) -> Effect:
        """Return what an event does: when it does not occur, and when it does.

        Parameters
        ----------
        size, money
            Seconds and euro of its impacts in each iteration, 0 where it does not occur.
        """
        event = _standard(occurred.astype(np.float64))
        seconds, euro = _standard(size), _standard(money)
        share = max(self._share(self.standard_finish, event), self._share(self.standard_finish, seconds))
        cost_share = max(self._share(self.standard_cost, one) for one in (event, seconds, euro))
        low, high = np.flatnonzero(~occurred), np.flatnonzero(occurred)
        cruciality = float(event @ self.ranked_finish)
        middle = (*self._medians(self.from_finish, low, high), *self._medians(self.from_cost, low, high))
        return Effect(*middle, share, cost_share, cruciality)

    def _share(self, outcome: Floats, cause: Floats) -> float:
        """Return the part of the variance, less what chance alone gives."""
        return max(float(outcome @ cause) ** 2 - 1 / len(cause), 0.0)

    @staticmethod
    def _medians(values: Floats, low: NDArray[np.int64], high: NDArray[np.int64]) -> tuple[float, float]:
        return float(np.median(values[low])), float(np.median(values[high]))


def _standard(values: NDArray[Any]) -> Floats:
    centred = values.astype(np.float64) - values.mean(dtype=np.float64)
    length = float(np.sqrt(centred @ centred))
    return centred / length if length > 0 else np.zeros(len(values))


def _ranks(values: NDArray[Any], order: NDArray[np.int64]) -> Floats:
    """Return the rank of each value, ``order`` being their order; equal values share their mean rank."""
    ordered = values[order]
    is_first = np.empty(len(values), np.bool_)
    is_first[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    ranks = np.empty(len(values))
    if is_first.all():
        ranks[order] = np.arange(len(values))
        return ranks
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(values)) - 1
    ranks[order] = ((first + last) / 2)[np.cumsum(is_first) - 1]
    return ranks
