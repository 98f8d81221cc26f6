"""What a report of a project is made from: plain facts of one day, with a hash over their canonical JSON.

Money is `Decimal` euros, fractions run from 0 to 1, days are calendar days; None means not known, which
a report says rather than hides. An empty tuple means that there are none.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stuurbord.reports.canonical_json import typed, written
from stuurbord.reports.snapshot import (
    CurvePoint,
    DecisionFacts,
    IssueFacts,
    MilestoneFacts,
    RiskFacts,
    StatusFacts,
    TermFacts,
    since,
)

SCHEMA = 2
READABLE = (1, 2)
"""Schemas this version reads: a report keeps its facts and their hash."""


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """One of the seven targets: used and allowed in ``unit`` (days, fraction, euro or number)."""

    target: str
    unit: str
    used: Decimal | None
    allowed: Decimal | None
    basis: str
    """``simulation`` (P80), ``forecast`` or ``register``."""
    status: str
    is_beyond: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class ForecastFacts:
    """Promised and expected end and cost. P50 and P80 are known once there is a simulation."""

    goal: str
    baseline: date | None
    tolerance_days: int | None
    finish: date | None
    p50_finish: date | None
    p80_finish: date | None
    chance_time: float | None
    budget: Decimal | None
    cost_tolerance: Decimal | None
    cost: Decimal | None
    p50_cost: Decimal | None
    p80_cost: Decimal | None
    chance_cost: float | None


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """A change that was asked or decided in the period, or is still open."""

    code: str
    title: str
    state: str
    impact_days: int | None
    impact_cost: Decimal | None
    decided_on: date | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What was learned."""

    code: str
    title: str
    category: str
    what_happened: str
    recommendation: str
    learned_on: date | None


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product with where it stands."""

    code: str
    title: str
    state: str
    owner: str
    due: date | None
    ready_on: date | None


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A quality finding that is open."""

    code: str
    title: str
    severity: str
    owner: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An action that is open."""

    code: str
    title: str
    owner: str
    due: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """One year, on a payment basis."""

    year: int
    budgeted: Decimal | None
    committed: Decimal | None
    paid: Decimal | None
    forecast: Decimal | None


@dataclass(frozen=True, slots=True)
class GateFacts:
    """A decision taken at a gate."""

    gate: str
    on: date
    verdict: str
    reason: str
    by: str
    n_conditions: int


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """A condition that a gate decision set and that is not met yet."""

    code: str
    gate: str
    title: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class NextGateFacts:
    """The next gate: its date, and what its dossier still lacks."""

    code: str
    name: str
    due: date | None
    n_criteria: int
    n_met: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenefitFacts:
    """A benefit: measured before, promised, last measured; ``share`` of the way that was gone."""

    code: str
    title: str
    unit: str
    owner: str
    before: Decimal | None
    target: Decimal | None
    target_on: date | None
    measured: Decimal | None
    measured_on: date | None
    share: float | None


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """One thing that can be done about an exception."""

    code: str
    title: str
    effect_days: int | None
    effect_cost: Decimal | None
    effect_risk: str
    is_recommended: bool


@dataclass(frozen=True, slots=True)
class ExceptionFacts:
    """What lies beyond a tolerance."""

    code: str
    title: str
    target: str
    level: str
    scope: str
    unit: str
    measured: Decimal | None
    allowed: Decimal | None
    basis: str
    raised_on: date | None
    state: str
    cause: str
    consequence: str
    recommendation: str
    owner: str
    due: date | None
    body: str
    decision: str
    outcome: str
    options: tuple[OptionFacts, ...]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything known of a project on a day that its reports tell."""

    organisation: str
    portfolio: str
    project: str
    name: str
    owner: str
    manager: str
    stage: str
    as_of: date
    period_from: date
    period_until: date
    status: StatusFacts
    judged_reason: str
    forecast: ForecastFacts
    targets: tuple[TargetFacts, ...]
    milestones: tuple[MilestoneFacts, ...]
    curve: tuple[CurvePoint, ...]
    plan: str
    """File and revision of the plan, empty without one."""
    progress: float | None
    done: tuple[str, ...]
    upcoming: tuple[str, ...]
    changes: tuple[ChangeFacts, ...]
    risks: tuple[RiskFacts, ...]
    issues: tuple[IssueFacts, ...]
    actions: tuple[ActionFacts, ...]
    decisions: tuple[DecisionFacts, ...]
    """Decisions that are asked."""
    lessons: tuple[LessonFacts, ...]
    products: tuple[ProductFacts, ...]
    findings: tuple[FindingFacts, ...]
    budget: tuple[BudgetFacts, ...]
    gates: tuple[GateFacts, ...]
    conditions: tuple[ConditionFacts, ...]
    next_gate: NextGateFacts | None
    benefits: tuple[BenefitFacts, ...]
    exceptions: tuple[ExceptionFacts, ...]
    previous_finish: date | None = None
    """The end that the previous report of this kind expected."""
    previous_cost: Decimal | None = None
    previous_number: str = ""
    schema: int = SCHEMA
    terms: tuple[TermFacts, ...] | None = since(2)
    """Terms of procurements that are missed, end by ``terms_until`` or are undetermined; None: not asked."""
    terms_until: date | None = since(2)

    def to_json(self) -> str:
        """Return canonical JSON: sorted keys, no spaces, dates in ISO form, money as text."""
        return written(self)

    @classmethod
    def from_json(cls, text: str) -> ReportFacts:
        """Return the facts that `to_json` wrote.

        Raises
        ------
        ValueError
            If the text has another schema than this version knows.
        """
        record = json.loads(text)
        if record.get("schema") not in READABLE:
            raise ValueError(f"facts of a report have schema {record.get('schema')!r}, not one of {READABLE}")
        return typed(cls, record)

    @property
    def sha256(self) -> str:
        """The hash of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def target(self, name: str) -> TargetFacts | None:
        """Return where one of the seven targets stands."""
        return next((one for one in self.targets if one.target == name), None)
