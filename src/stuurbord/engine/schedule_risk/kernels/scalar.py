"""What `elementwise` leaves to NumPy, for one lane at a time: only the compiler reads this."""

from __future__ import annotations

from typing import Any


def smaller(one: Any, other: Any) -> Any:
    """Return the smaller of two."""
    return one if one < other else other


def larger(one: Any, other: Any) -> Any:
    """Return the larger of two."""
    return one if one > other else other
