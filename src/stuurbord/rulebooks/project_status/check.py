"""Judge a project on time and cost: on track, adjust, intervene, or undetermined with what is missing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from stuurbord.errors import N_


class Status(StrEnum):
    """Four kinds, never more; unknown is not green."""

    ON_TRACK = "on_track"
    ADJUST = "adjust"
    INTERVENE = "intervene"
    UNDETERMINED = "undetermined"


GRAVITY = (Status.INTERVENE, Status.ADJUST, Status.UNDETERMINED, Status.ON_TRACK)
"""Worst first, as lists are sorted. A breach outweighs a missing fact; a missing fact outweighs green."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a project on ``on``; ``None`` means unknown."""

    on: date
    promised_on: date | None = None
    """The goal date of the baseline."""
    expected_on: date | None = None
    """The goal date of the forecast, or the day it was reached."""
    time_tolerance_days: int | None = None
    budget: Decimal | None = None
    forecast_cost: Decimal | None = None
    cost_tolerance: Decimal | None = None
    """Fraction of the budget."""
    next_gate: str = ""
    next_gate_on: date | None = None
    judged_status: Status | None = None
    """A person's judgement; it only counts when it is worse."""
    judged_reason: str = ""

    @property
    def deviation_days(self) -> int | None:
        """Goal date expected minus promised, calendar days; late is positive."""
        if self.promised_on is None or self.expected_on is None:
            return None
        return (self.expected_on - self.promised_on).days


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code, an English sentence with ``{fields}``, and the fields.

    Fields ending in ``_date`` hold ISO dates, ``_days`` whole days, ``_fraction`` fractions, ``_eur`` euros
    as text; the edge writes them in the reader's form before it fills the translated sentence.
    """

    code: str
    text: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status, its parts, the reasons (the gravest first) and the facts that are missing."""

    status: Status
    time: Status
    cost: Status
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    is_judged: bool


def project_status(facts: Facts) -> Verdict:
    """Return the verdict on a project; the worst of time and cost.

    A missing fact makes its part undetermined; it never makes it green.
    """
    limits = _limits(facts.on)
    time, time_reason = _time(facts, limits)
    cost, cost_reason = _cost(facts, limits)
    judged = [(time, time_reason), (cost, cost_reason), *_gate(facts, limits)]
    computed = min((status for status, _ in judged), key=GRAVITY.index)
    is_judged = bool(facts.judged_status) and GRAVITY.index(facts.judged_status) < GRAVITY.index(computed)
    if is_judged and facts.judged_status:
        # The words are the person's own; who shows them marks the status with a degree sign.
        judged.insert(0, (facts.judged_status, Reason("judged", "{reason}", {"reason": facts.judged_reason})))
        computed = facts.judged_status
    judged.sort(key=lambda pair: GRAVITY.index(pair[0]))
    telling = [reason for status, reason in judged if status is not Status.ON_TRACK]
    if computed is Status.ON_TRACK:
        telling = [Reason("within_tolerances", N_("Within all tolerances"), {})]
    return Verdict(computed, time, cost, tuple(telling), _missing(facts), is_judged)


def adjust_share(on: date) -> float:
    """Return the share of a tolerance beyond which a project must adjust, as it holds on a day."""
    return float(_limits(on)["adjust_above_used_share"])


def _time(facts: Facts, limits: dict[str, Any]) -> tuple[Status, Reason]:
    deviation, tolerance = facts.deviation_days, facts.time_tolerance_days
    if deviation is None:
        text = N_("Finish cannot be compared: no forecast")
        if facts.promised_on is None:
            text = N_("Finish cannot be compared: no baseline")
        return Status.UNDETERMINED, Reason("finish_unknown", text, {})
    if tolerance is None:
        return Status.UNDETERMINED, Reason("no_time_tolerance", N_("No tolerance in time agreed"), {})
    if deviation > tolerance:
        text = N_("Forecast {beyond_days} days beyond the tolerance")
        fields = {"beyond_days": deviation - tolerance, "tolerance_days": tolerance}
        return Status.INTERVENE, Reason("time_beyond_tolerance", text, fields)
    if deviation > max(tolerance * limits["adjust_above_used_share"], 0):
        text = N_("{deviation_days} of the {tolerance_days} days of tolerance used")
        fields = {"deviation_days": deviation, "tolerance_days": tolerance}
        return Status.ADJUST, Reason("time_tolerance_half_used", text, fields)
    return Status.ON_TRACK, Reason("time_within_tolerance", N_("Finish within the tolerance"), {})


def _cost(facts: Facts, limits: dict[str, Any]) -> tuple[Status, Reason]:
    if facts.budget is None or facts.budget <= 0 or facts.forecast_cost is None:
        text = N_("Cost cannot be compared: no budget")
        if facts.budget is not None and facts.budget > 0:
            text = N_("Cost cannot be compared: no forecast")
        return Status.UNDETERMINED, Reason("cost_unknown", text, {})
    if facts.cost_tolerance is None:
        return Status.UNDETERMINED, Reason("no_cost_tolerance", N_("No tolerance in cost agreed"), {})
    overrun = facts.forecast_cost / facts.budget - 1
    fields = {"overrun_fraction": float(overrun), "tolerance_fraction": float(facts.cost_tolerance)}
    if overrun > facts.cost_tolerance:
        text = N_("Forecast {overrun_fraction} above budget, at most {tolerance_fraction}")
        return Status.INTERVENE, Reason("cost_beyond_tolerance", text, fields)
    if overrun > facts.cost_tolerance * Decimal(str(limits["adjust_above_used_share"])):
        text = N_("Forecast {overrun_fraction} above budget, {tolerance_fraction} allowed")
        return Status.ADJUST, Reason("cost_tolerance_half_used", text, fields)
    return Status.ON_TRACK, Reason("cost_within_tolerance", N_("Cost within the tolerance"), {})


def _gate(facts: Facts, limits: dict[str, Any]) -> list[tuple[Status, Reason]]:
    if facts.next_gate_on is None:
        return []
    overdue = (facts.on - facts.next_gate_on).days
    if overdue <= limits["gate_overdue_days"]:
        return []
    text = N_("Gate {gate} is {overdue_days} days overdue")
    fields = {"gate": facts.next_gate, "overdue_days": overdue}
    return [(Status.ADJUST, Reason("gate_overdue", text, fields))]


def _missing(facts: Facts) -> tuple[str, ...]:
    names = "promised_on expected_on time_tolerance_days budget forecast_cost cost_tolerance".split()
    unknown = {name for name in names if getattr(facts, name) is None}
    if facts.budget is not None and facts.budget <= 0:
        unknown.add("budget")  # nothing can be measured against it
    return tuple(name for name in names if name in unknown)


@cache
def _thresholds() -> tuple[dict[str, Any], ...]:
    text = files("stuurbord.rulebooks.project_status").joinpath("thresholds.toml").read_text(encoding="utf-8")
    return tuple(sorted(tomllib.loads(text)["threshold"], key=lambda one: one["from"]))


def _limits(on: date) -> dict[str, Any]:
    """Return the thresholds that hold on a day; before the first, the first."""
    valid = [one for one in _thresholds() if one["from"] <= on]
    return valid[-1] if valid else _thresholds()[0]
