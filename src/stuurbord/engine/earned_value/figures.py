"""Figures that may be unknown: each with its reason, so that no sum ever meets a number that is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np

from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Floats, Integers


class Unknown(IntEnum):
    """Why a figure has no value."""

    KNOWN = 0
    NOT_REPORTED = 1
    """The planned value, earned value or actual cost of that date is not given."""
    NO_PLANNED_VALUE = 2
    """Nothing was planned to be done by then."""
    NOTHING_EARNED = 3
    NO_ACTUAL_COST = 4
    NOT_STARTED = 5
    """The date lies at or before the start of the baseline."""
    COMPLETE = 6
    """All value is earned: nothing remains to perform on."""
    BUDGET_SPENT = 7
    """The actual cost has reached the amount that was to be enough."""
    TIME_SPENT = 8
    """The planned duration has passed."""
    NO_TASKS = 9
    """The figure needs amounts per task, and only totals are known."""
    TOO_FAR = 10
    """The forecast lies more than a century after the start."""
    ACTUAL_COST_DOUBTFUL = 11
    """The actual cost cannot be that of the work reported."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """One figure for many rows; arithmetic keeps the first reason it meets.

    Attributes
    ----------
    value
        float64 of shape (n_rows,); 0 where unknown, whatever is given.
    reason
        int64 of shape (n_rows,), an `Unknown`; `Unknown.KNOWN` where ``value`` holds.

    Examples
    --------
    >>> earned, spent = Figures.of(np.array([80, 80])), Figures.of(np.array([100, 0]))
    >>> earned.over(spent, Unknown.NO_ACTUAL_COST).as_list()
    [0.8, None]
    """

    value: Floats
    reason: Integers

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", np.where(self.reason == 0, self.value, 0.0))

    @classmethod
    def of(cls, values: Integers | Floats, reason: Unknown = Unknown.NOT_REPORTED) -> Figures:
        """Make figures of amounts in which `NONE` means not given, for this reason."""
        is_missing = values == NONE
        return cls(values.astype(np.float64), np.where(is_missing, reason, 0).astype(np.int64))

    def __len__(self) -> int:
        return len(self.value)

    def __add__(self, other: Operand) -> Figures:
        value, reason = _operand(other)
        return self._made(self.value + value, reason)

    def __radd__(self, other: float) -> Figures:
        return self + other

    def __sub__(self, other: Operand) -> Figures:
        value, reason = _operand(other)
        return self._made(self.value - value, reason)

    def __rsub__(self, other: float) -> Figures:
        return self._made(other - self.value, 0)

    def __mul__(self, other: Operand) -> Figures:
        value, reason = _operand(other)
        return self._made(self.value * value, reason)

    def __rmul__(self, other: float) -> Figures:
        return self * other

    def over(self, other: Operand, reason: Unknown) -> Figures:
        """Return the quotient; where the divisor is not above zero it is unknown for ``reason``."""
        divisor, why = _operand(other)
        divides = np.broadcast_to(np.asarray(divisor) > 0, self.value.shape)
        quotient = np.divide(self.value, divisor, out=np.zeros_like(self.value), where=divides)
        return self._made(quotient, why).unknown_where(~divides, reason)

    def unknown_where(self, mask: Booleans, reason: Unknown) -> Figures:
        """Return the same figures, unknown where the mask says so unless they already were."""
        return self._made(self.value, np.where(mask, reason, 0))

    def at_least(self, least: float) -> Figures:
        """Return the figures with those below ``least`` raised to it."""
        return Figures(np.maximum(self.value, least), self.reason)

    def at(self, row: int) -> float | None:
        """Return one figure, or None if it is unknown."""
        return None if self.reason[row] else float(self.value[row])

    def reason_at(self, row: int) -> Unknown:
        """Return why one figure is unknown."""
        return Unknown(int(self.reason[row]))

    def as_list(self) -> list[float | None]:
        """Return all figures, None where unknown."""
        return [self.at(row) for row in range(len(self))]

    @property
    def is_known(self) -> Booleans:
        """Tell which rows have a value."""
        known: Booleans = self.reason == 0
        return known

    def _made(self, value: Floats, reason: Integers | int) -> Figures:
        why = np.where(self.reason != 0, self.reason, reason).astype(np.int64)
        return Figures(value, why)


Operand: TypeAlias = Figures | Floats | float


def _operand(other: Operand) -> tuple[Floats | float, Integers | int]:
    return (other.value, other.reason) if isinstance(other, Figures) else (other, 0)
