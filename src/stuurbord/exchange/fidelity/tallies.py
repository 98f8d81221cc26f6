"""How many dates agree to the minute, counted measure by measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from stuurbord.exchange.fidelity.columns import Dates, float_field, is_equal, is_stored
from stuurbord.exchange.fidelity.kinds import kinds_of
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Booleans

MEASURES: Final = ("start_finish", "early", "late", "total_float")


@dataclass(frozen=True, slots=True)
class Tally:
    """Of how many tasks the source stores a measure, and for how many of them it is ours too."""

    compared: int = 0
    equal: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.compared + other.compared, self.equal + other.equal)

    @property
    def share(self) -> float | None:
        """Fraction that is equal; None if there was nothing to compare."""
        return self.equal / self.compared if self.compared else None


def rounded_share(equal: int, compared: int) -> float:
    """Return the fraction that is equal to a tenth of a percent; only all of them are 100 %.

    >>> rounded_share(1666, 10_000), rounded_share(99_999, 100_000), rounded_share(3, 3)
    (0.167, 0.999, 1.0)
    """
    return 1.0 if equal == compared else min(round(equal / compared, 3), 0.999)


Tallies = dict[str, Tally]
"""Measure → tally."""


def fields_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return measure → the fields that all have to be equal."""
    return {
        "start_finish": ("start", "finish"),
        "early": ("early_start", "early_finish"),
        "late": ("late_start", "late_finish"),
        "total_float": (float_field(plan),),
    }


def is_counted(plan: Plan, dates: Dates) -> Booleans:
    """Return which tasks count: no summaries, and what takes part in the computation."""
    counted: Booleans = ~plan.tasks.is_summary & plan.tasks.is_active & (dates.start != NONE)
    return counted


def is_scored(plan: Plan, counted: Booleans) -> Booleans:
    """Return which of them the scheduler had to date itself: not set by hand, not of another plan."""
    scored: Booleans = counted & ~plan.tasks.is_manual & ~plan.tasks.is_external
    return scored


def tallies(plan: Plan, dates: Dates, among: Booleans) -> Tallies:
    """Return each measure over some tasks."""
    made: Tallies = {}
    for measure, fields in fields_of(plan).items():
        compared, equal = among.copy(), np.ones(len(among), np.bool_)
        for field in fields:
            compared &= is_stored(plan, field)
            equal &= is_equal(plan, dates, field)
        made[measure] = Tally(int(compared.sum()), int((compared & equal).sum()))
    return made


def tallies_by_kind(plan: Plan, dates: Dates, among: Booleans) -> dict[str, Tallies]:
    """Return kind of task → its tallies; kinds that do not occur are left out."""
    masks = {kind: among & mask for kind, mask in kinds_of(plan).items()}
    return {kind: tallies(plan, dates, mask) for kind, mask in masks.items() if mask.any()}


def total(several: list[Tallies]) -> Tallies:
    """Return the tallies of several files together."""
    return {measure: sum((one[measure] for one in several), Tally()) for measure in MEASURES}


def tallies_record(of: Tallies) -> dict[str, Any]:
    """Return counts and shares as programs read them; ``compared`` is that of start and finish."""
    record: dict[str, Any] = {"compared": of["start_finish"].compared}
    for measure, tally in of.items():
        if measure != "start_finish":
            record[f"compared_{measure}"] = tally.compared
        record[f"{measure}_equal"] = tally.equal
        record[f"{measure}_share"] = None if tally.share is None else round(tally.share, 6)
    return record
