"""Judge a project on time and cost: on track, adjust, intervene, or undetermined with what is missing.

The rules stand in ``rules.toml``; this is their face for who holds a project's facts as Python values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.rulebooks.rule_pack import Pack, decide, shipped_packs
from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.rulebooks.rule_pack.model import Rule
from stuurbord.rulebooks.rule_pack.truth import Truth

KEY: Final = "project-status"
SIMULATION: Final = "simulation"
FORECAST: Final = "forecast"


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
    judged_until: date | None = None
    """The last day on which the judgement counts; None: until it is withdrawn."""
    chance_time: float | None = None
    """Simulated chance to finish within baseline plus tolerance, 0–1; None without a simulation."""
    chance_cost: float | None = None
    """Simulated chance to stay within budget plus tolerance, 0–1; None without a simulation of the cost."""
    on_track_from: float | None = None
    """A threshold of the portfolio; None: that of the rule book."""
    adjust_from: float | None = None
    legal_breaches: tuple[str, ...] = ()
    """Numbers of the open issues that are a breach of the law."""

    @property
    def deviation_days(self) -> int | None:
        """Goal date expected minus promised, calendar days; late is positive."""
        if self.promised_on is None or self.expected_on is None:
            return None
        return (self.expected_on - self.promised_on).days

    @property
    def has_budget(self) -> bool:
        """Whether there is a budget that something can be measured against."""
        return self.budget is not None and self.budget > 0

    @property
    def is_judged_today(self) -> bool:
        """Whether a person's judgement still counts."""
        return bool(self.judged_status) and (self.judged_until is None or self.on <= self.judged_until)


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
    basis_time: str = FORECAST
    """``simulation``: the chance decided; ``forecast``: one date against the tolerance did."""
    basis_cost: str = FORECAST


def project_status(facts: Facts, pack: Pack | None = None) -> Verdict:
    """Return the verdict on a project; the worst of time and cost, a breach of the law included.

    A missing fact makes its part undetermined; it never makes it green.

    Parameters
    ----------
    pack
        The text of the rule book that counts; None for the one that comes with the product.
    """
    from stuurbord.rulebooks.project_status.reasons import reason_of

    book = agreed_book(pack or shipped_packs()[KEY], facts.on_track_from, facts.adjust_from)
    on, given = max(facts.on, _first_day(book)), _given(facts)
    parts = {part: _part(book, given, on, part) for part in ("legal", "time", "cost", "gate")}
    judged = [
        (status, reason)
        for part, (status, broken) in parts.items()
        if (reason := reason_of(part, broken, status, facts, _values(book, on)))
    ]
    computed = min((status for status, _ in parts.values()), key=GRAVITY.index)
    is_judged = facts.is_judged_today and GRAVITY.index(facts.judged_status) < GRAVITY.index(computed)
    if is_judged and facts.judged_status:
        # The words are the person's own; who shows them marks the status with a degree sign.
        fields = {"reason": facts.judged_reason}
        judged.insert(0, (facts.judged_status, Reason("judged", "{reason}", fields)))
        computed = facts.judged_status
    judged.sort(key=lambda pair: GRAVITY.index(pair[0]))
    telling = [reason for status, reason in judged if status is not Status.ON_TRACK]
    if computed is Status.ON_TRACK:
        telling = [Reason("within_tolerances", N_("Within all tolerances"), {})]
    return Verdict(
        computed,
        parts["time"][0],
        parts["cost"][0],
        tuple(telling),
        _missing(facts),
        is_judged,
        FORECAST if facts.chance_time is None else SIMULATION,
        FORECAST if facts.chance_cost is None else SIMULATION,
    )


def adjust_share(on: date) -> float:
    """Return the share of a tolerance beyond which a project must adjust, as it holds on a day."""
    book = shipped_packs()[KEY]
    return float(_values(book, max(on, _first_day(book)))["adjust_above_used_share"])


def agreed_book(book: Pack, on_track_from: float | None, adjust_from: float | None) -> Pack:
    """Return the rule book with the thresholds of a portfolio in the place of its own."""
    own = {"on_track_from": on_track_from, "adjust_from": adjust_from}
    return _with_values(_Book(book), tuple((name, one) for name, one in own.items() if one is not None))


class _Book:
    """Lets a pack, which holds mappings, be kept by its hash."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Book) and other.pack.sha256 == self.pack.sha256

    def __hash__(self) -> int:
        return hash(self.pack.sha256)


@lru_cache(maxsize=64)
def _with_values(book: _Book, own: tuple[tuple[str, float], ...]) -> Pack:
    if not own:
        return book.pack
    changed = dict(own)
    values = tuple(
        replace(one, value=_number(changed[one.name])) if one.name in changed else one
        for one in book.pack.values
    )
    told = hashlib.sha256(f"{book.pack.sha256}{own!r}".encode()).hexdigest()
    return replace(book.pack, values=values, sha256=told)


def thresholds(on: date) -> tuple[float, float]:
    """Return the chances from which a project is on track and from which it adjusts, as the book has them."""
    book = shipped_packs()[KEY]
    values = _values(book, max(on, _first_day(book)))
    return float(values["on_track_from"]), float(values["adjust_from"])


def _part(book: Pack, given: Mapping[str, Value], on: date, part: str) -> tuple[Status, Rule | None]:
    """Return the status of one part and the rule that gives it: not met, else the first not known."""
    answer = decide(book, given, on, at=part)
    status = Status(answer.verdict if answer.is_decided else answer.at_least or Status.UNDETERMINED)
    wanted = Truth.UNKNOWN if status is Status.UNDETERMINED else Truth.FALSE
    broken = next((one.rule for one in answer.rules if one.met is wanted), None)
    return status, broken


def _given(facts: Facts) -> dict[str, Value]:
    """Return the facts as the rule book names them."""
    deviation, tolerance = facts.deviation_days, facts.time_tolerance_days
    made: dict[str, Value] = {
        "time_simulated": facts.chance_time is not None,
        "chance_time": _number(facts.chance_time),
        "deviation_days": _number(deviation),
        "time_tolerance_days": _number(tolerance),
        "time_share": used_share(_number(deviation), _number(tolerance)),
        "cost_simulated": facts.chance_cost is not None,
        "chance_cost": _number(facts.chance_cost),
        "has_next_gate": facts.next_gate_on is not None,
        "legal_breach": bool(facts.legal_breaches),
    }
    if facts.next_gate_on is not None:
        made["gate_overdue_days"] = Decimal((facts.on - facts.next_gate_on).days)
    return made | _money(facts)


def _money(facts: Facts) -> dict[str, Value]:
    over = allowed = None
    if facts.has_budget and facts.budget is not None:
        if facts.forecast_cost is not None:
            over = facts.forecast_cost - facts.budget
        if facts.cost_tolerance is not None:
            allowed = facts.budget * facts.cost_tolerance
    is_known = over is not None and allowed is not None
    share = used_share(over, allowed)
    return {"overrun": over, "cost_allowed": allowed, "cost_share": share, "has_cost_forecast": is_known}


def used_share(used: Decimal | None, allowed: Decimal | None) -> Decimal | None:
    """Return which part of a tolerance is used: nothing when it is not touched, all when there is none.

    >>> used_share(Decimal(15), Decimal(30)), used_share(Decimal(-3), Decimal(0))
    (Decimal('0.5'), Decimal('0'))
    """
    if used is None or allowed is None:
        return None
    if used <= 0:
        return Decimal(0)
    return used / allowed if allowed > 0 else Decimal(1)


def _number(value: float | Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _missing(facts: Facts) -> tuple[str, ...]:
    names = "promised_on expected_on time_tolerance_days budget forecast_cost cost_tolerance".split()
    unknown = {name for name in names if getattr(facts, name) is None}
    if facts.budget is not None and facts.budget <= 0:
        unknown.add("budget")  # nothing can be measured against it
    if facts.chance_time is not None:
        unknown -= {"promised_on", "expected_on", "time_tolerance_days"}
    if facts.chance_cost is not None:
        unknown -= {"budget", "forecast_cost", "cost_tolerance"}
    return tuple(name for name in names if name in unknown)


def _first_day(book: Pack) -> date:
    """Return the day on which the first threshold begins: before it, that one holds too."""
    return min((one.window.since or date.min for one in book.values), default=date.min)


def _values(book: Pack, on: date) -> dict[str, Any]:
    """Return the thresholds that hold on a day."""
    return {one.name: one.value for one in book.values if one.window.holds_on(on)}
