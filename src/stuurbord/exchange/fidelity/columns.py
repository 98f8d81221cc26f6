"""What a file stores of a task's dates beside what a recomputation gives, column by column."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Protocol

import numpy as np

from stuurbord.plan import NONE, GivenDates, Plan, RuleProfile
from stuurbord.plan.model import Booleans, Integers, empty

MINUTE: Final = 60
"""Seconds; closer than this is equal, as people read dates to the minute."""
DATES: Final = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
FLOATS: Final = ("total_float", "start_float")


class Dates(Protocol):
    """Anything that dates the tasks of a plan: our schedule, or a rival's; int64 of shape (n_tasks,)."""

    @property
    def start(self) -> Integers: ...
    @property
    def finish(self) -> Integers: ...
    @property
    def early_start(self) -> Integers: ...
    @property
    def early_finish(self) -> Integers: ...
    @property
    def late_start(self) -> Integers: ...
    @property
    def late_finish(self) -> Integers: ...
    @property
    def total_float(self) -> Integers: ...
    @property
    def start_float(self) -> Integers: ...


def stored(plan: Plan, field: str) -> Integers:
    """Return what the source stored; `NONE` where it said nothing. Instants, or working seconds of float."""
    if field in ("start", "finish"):
        tasks = plan.tasks
        has_both = (tasks.given_start != NONE) & (tasks.given_finish != NONE)  # else a wish
        return np.where(has_both, tasks.given_start if field == "start" else tasks.given_finish, NONE)
    given: Integers = getattr(plan.given, field)
    return given if len(given) else np.full(len(plan.tasks), NONE)


def computed(dates: Dates, field: str) -> Integers:
    """Return what a recomputation gives."""
    column: Integers = getattr(dates, field)
    return column


def is_equal(plan: Plan, dates: Dates, field: str) -> Booleans:
    """Return where stored and computed are less than a minute apart."""
    near: Booleans = np.abs(stored(plan, field) - computed(dates, field)) < MINUTE
    return near


def is_stored(plan: Plan, field: str) -> Booleans:
    """Return for which tasks the source says something."""
    said: Booleans = stored(plan, field) != NONE
    return said


def stores_dates(plan: Plan) -> bool:
    """Return whether the source computed dates of any task that is no summary."""
    tasks = plan.tasks
    return bool((is_stored(plan, "start") & tasks.is_active & ~tasks.is_summary).any())


def float_field(plan: Plan) -> str:
    """Return which float is compared: what the program itself stores.

    Microsoft Project stores the start slack; the total slack beside it may be a reader's own arithmetic.
    Primavera stores the total float.
    """
    prefers_start = plan.rules.profile == RuleProfile.MS and bool(is_stored(plan, "start_float").any())
    return "start_float" if prefers_start else "total_float"


def without_stored_dates(plan: Plan) -> Plan:
    """Return the plan as if its source had computed nothing.

    Dates set by hand and those of external tasks stay: for these the given dates are the truth.
    """
    tasks = plan.tasks
    is_truth = tasks.is_manual | tasks.is_external
    start, finish = (np.where(is_truth, one, NONE) for one in (tasks.given_start, tasks.given_finish))
    tasks = replace(tasks, given_start=start, given_finish=finish)
    return replace(plan, tasks=tasks, given=empty(GivenDates))
