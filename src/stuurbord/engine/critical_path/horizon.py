"""For how many days the calendars of a plan are compiled: those it speaks of, and what its work may need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np

from stuurbord.engine.critical_path.clocks import Clocks
from stuurbord.errors import N_, Finding, InvalidPlan, Severity
from stuurbord.plan.calendar import DAY, HOUR, NONE, OutsideHorizon
from stuurbord.plan.model import Constraint, Integers, Plan, RuleProfile

_YEAR: Final = 366  # days
_MOST_YEARS: Final = 600
"""Beyond this no plan is meant, and a wrong date must not fill the memory."""
_FEW: Final = 2 * _YEAR
"""Work that is planned from its start seldom reaches further before it."""
_CAPS: Final = np.array(
    [one in (Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT) for one in Constraint]
)

T = TypeVar("T")


def on_enough_days(plan: Plan, longest_chain: int, computed: Callable[[Clocks], T]) -> T:
    """Return what ``computed`` gives on calendars compiled for enough days.

    Parameters
    ----------
    longest_chain
        Working seconds of the longest chain of tasks.
    computed
        Raises `OutsideHorizon` if the days do not suffice; then it gets more.

    Raises
    ------
    InvalidPlan
        If the project calendar never works, or the dates lie centuries apart.
    """
    first, last = _known_days(plan)
    most = (_MOST_YEARS * _YEAR - (last - first)) // 2
    after = min(_days_of(longest_chain, plan), most)
    before = min(after, max(_FEW, after - _days_until_cap(plan, first)))
    while after > 0:
        try:
            return computed(Clocks(plan, first - before, last + after))
        except OutsideHorizon:
            before = after = min(4 * after, most) if after < most else 0
    text = N_("The plan cannot be dated: its calendar never works, or its dates lie centuries apart.")
    raise InvalidPlan(Finding("plan_cannot_be_dated", text, Severity.ERROR))


def _days_of(longest_chain: int, plan: Plan) -> int:
    """Return how many days the longest chain probably needs, in whole years."""
    workdays = longest_chain / max(plan.seconds_per_day, HOUR)
    return (int(workdays * 7 / 5 * 1.2) // _YEAR + 2) * _YEAR


def _days_until_cap(plan: Plan, first: int) -> int:
    """Return after how many days, in whole years, the first date lies that late dates are counted back from.

    The project finish is never such a date: it ends the early dates.
    """
    tasks = plan.tasks
    is_fixed = plan.from_finish or plan.rules.profile == RuleProfile.P6
    caps = np.concatenate(
        [
            [plan.finish if is_fixed else NONE],
            tasks.deadline,
            tasks.constraint_date[_CAPS[tasks.constraint]],
            tasks.second_constraint_date[_CAPS[tasks.second_constraint]],
        ]
    )
    known = caps[caps != NONE]
    return (int(known.min()) // DAY - first) // _YEAR * _YEAR if known.size else _MOST_YEARS * _YEAR


def _known_days(plan: Plan) -> tuple[int, int]:
    """Return the first and last day of the years that the plan speaks of."""
    tasks = plan.tasks
    columns: list[Integers] = [
        tasks.constraint_date,
        tasks.deadline,
        tasks.actual_start,
        tasks.actual_finish,
        tasks.resume,
        tasks.given_start[tasks.is_manual | tasks.is_external],
        tasks.given_finish[tasks.is_manual | tasks.is_external],
    ]
    known = np.concatenate([[plan.start, plan.finish, plan.status_date], *columns])
    known = known[known != NONE]
    # Whole years, so that plans of one portfolio share their compiled calendars.
    return int(known.min()) // DAY // _YEAR * _YEAR, (int(known.max()) // DAY // _YEAR + 1) * _YEAR
