"""A project's outcomes iteration by iteration, and what a scenario makes of them.

All projects were simulated with the same seed and share the random numbers of their shared causes. A
scenario keeps the iteration: what it changes is the difference within each one, not between two percentiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.joint_spending import Course
from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.plan.calendar import day_number
from stuurbord.plan.model import Floats, Integers

DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Draws:
    """One project, simulated.

    Attributes
    ----------
    finish
        Instants, int64 of shape (n_iterations,).
    cost
        Euro, float64 of shape (n_iterations,); None if its plan holds no costs.
    course
        How what remains is spent; None where that was not kept.
    days, actual
        What was spent up to the status date: euro at days since 1970.
    """

    finish: Integers
    cost: Floats | None
    course: Course | None
    days: Floats
    actual: Floats

    @property
    def spent(self) -> float | None:
        """Euro that are gone, whatever is decided; None if unknown."""
        return None if self.course is None else self.course.spent


@dataclass(frozen=True, slots=True)
class Moves:
    """What the changes of one scenario come to for one project.

    Attributes
    ----------
    days
        Calendar days by which all that remains comes later.
    euro
        Budget year (0: none named) and euro added to the budget, per change.
    """

    days: int = 0
    until: date | None = None
    is_stopped: bool = False
    euro: tuple[tuple[int, float], ...] = ()
    taken: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    rank: int | None = None

    @property
    def budget_change(self) -> float:
        """Euro added to the budget over all years."""
        return sum(amount for _year, amount in self.euro)


def moved(draws: Draws, moves: Moves) -> Draws:
    """Return the outcomes with what remains moved as one block, or ended here.

    Nothing is planned anew: closures and legal periods on the way stay as long as they were. A project that
    is stopped has no finish; what was spent is spent.
    """
    if moves.is_stopped:
        spent = draws.spent or 0.0
        cost = None if draws.cost is None else np.full_like(draws.cost, spent)
        return replace(draws, cost=cost)
    seconds = moves.days * DAY
    if not seconds:
        return draws
    course = draws.course and replace(draws.course, status=draws.course.status + seconds)
    return replace(draws, finish=draws.finish + seconds, course=course)


def with_days(moves: Moves, begins: int) -> Moves:
    """Return the moves with a postponement told in days.

    Parameters
    ----------
    begins
        Instant from which there is work left: before that nothing is postponed.
    """
    if moves.until is None:
        return moves
    wanted = day_number(moves.until) - begins // DAY
    return replace(moves, days=moves.days + max(wanted, 0), until=None)


def instant_at(finish: Integers, share: float) -> int:
    """Return the instant that this share of the iterations does not exceed."""
    rank = rank_of(len(finish), share)
    return int(np.partition(finish, rank)[rank])


def euro_at(cost: Floats, share: float) -> float:
    """Return the euro that suffice in this share of the iterations."""
    rank = rank_of(len(cost), share)
    return float(np.partition(cost, rank)[rank])


def joint(amounts: Sequence[Floats]) -> Floats | None:
    """Return the sum per iteration; None of nothing.

    Raises
    ------
    ValueError
        If the numbers of iterations differ: only the same iterations have met the same chance.
    """
    if not amounts:
        return None
    if len({len(one) for one in amounts}) > 1:
        raise ValueError("projects were simulated with different numbers of iterations")
    return np.sum(amounts, axis=0)
