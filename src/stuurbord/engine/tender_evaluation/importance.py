"""Tenders on criteria that have an order of importance and no weights: what follows from the scores alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def dominates(one: Sequence[Fraction], other: Sequence[Fraction]) -> bool:
    """Return whether a tender is at least as good on every criterion, and better on one.

    Parameters
    ----------
    one, other
        What each scores on the criteria, in the same order: the part of the most points, from 0 to 1.

    Raises
    ------
    ValueError
        If they were not scored on as many criteria.

    >>> dominates([Fraction(1), Fraction(1, 2)], [Fraction(1), Fraction(1, 4)])
    True
    >>> dominates([Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)])
    False
    """
    pairs = list(zip(one, other, strict=True))
    return all(mine >= theirs for mine, theirs in pairs) and any(mine > theirs for mine, theirs in pairs)


def certain_places(rows: Sequence[Sequence[Fraction]]) -> tuple[int | None, ...]:
    """Return the place of each tender where every choice of weights gives the same; None where it does not.

    Parameters
    ----------
    rows
        One per tender, with its scores as `dominates` takes them.

    Notes
    -----
    A place is certain if the tender dominates, equals or is dominated by each of the others: then their
    totals lie in that order, or level where a weight is nought, whatever the weights are.

    >>> certain_places([[Fraction(1), Fraction(1)], [Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]])
    (1, None, None)
    """
    return tuple(_place(at, rows) for at in range(len(rows)))


def _place(at: int, rows: Sequence[Sequence[Fraction]]) -> int | None:
    place = 1
    for position, other in enumerate(rows):
        if position == at or list(other) == list(rows[at]):
            continue
        if dominates(other, rows[at]):
            place += 1
        elif not dominates(rows[at], other):
            return None
    return place
