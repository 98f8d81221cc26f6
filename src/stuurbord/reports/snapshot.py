"""What is known of a portfolio at one moment: the only thing a report is made from.

A snapshot is plain data with a SHA-256 over its canonical JSON. The same snapshot gives the same file, byte
for byte, whenever and wherever it is printed. Money is `Decimal` euros; fractions run from 0 to 1; ``None``
means not known, which a report says rather than hides.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from stuurbord.reports.canonical_json import SINCE, typed, written
from stuurbord.rulebooks.project_status import Reason

SCHEMA = 3
READABLE = (1, 2, 3)
"""Schemas this version reads. What came later is left out where it is not known, so that a snapshot keeps
the bytes and the hash of the day it was taken."""


def since(schema: int) -> Any:
    """Return a field that a schema added: None where it is not known, and then not written."""
    return field(default=None, metadata={SINCE: schema})


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """``on_track``, ``adjust``, ``intervene`` or ``undetermined``, in all and for time and cost apart."""

    value: str
    time: str
    cost: str
    reasons: tuple[Reason, ...]
    """See `stuurbord.rulebooks.project_status.Reason` for how its fields are written."""
    missing: tuple[str, ...]
    is_judged: bool = False
    """A person made it worse than the rules did."""
    basis_time: str | None = since(2)
    """``simulation``: the chance decided; ``forecast``: one date against the tolerance did."""
    basis_cost: str | None = since(2)
    judged_until: date | None = since(2)
    """The last day on which the judgement that counts is valid."""


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A gate or milestone. ``actual`` is given once it has passed."""

    code: str
    name: str
    is_gate: bool
    baseline: date | None
    forecast: date | None
    actual: date | None


@dataclass(frozen=True, slots=True)
class FinishFacts:
    """The project's goal date: when promised, when expected, how much may be lost (calendar days)."""

    milestone: str
    baseline: date | None
    forecast: date | None
    deviation_days: int | None
    tolerance_days: int | None


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """Sum over all budget lines of a project, on a payment basis unless the name says commitment."""

    budget: Decimal | None
    forecast: Decimal | None
    committed: Decimal | None
    paid: Decimal | None
    tolerance: Decimal | None
    """Fraction of the budget that the forecast may exceed it."""


@dataclass(frozen=True, slots=True)
class ForecastFacts:
    """What the simulation of the plan says; a project without one has none.

    Attributes
    ----------
    chance_time, chance_cost
        Chance to stay within baseline plus tolerance, 0–1; None where nothing was agreed.
    p50_cost, p80_cost
        None if the plan holds no costs.
    """

    p50_finish: date
    p80_finish: date
    p50_cost: Decimal | None
    p80_cost: Decimal | None
    chance_time: float | None
    chance_cost: float | None


@dataclass(frozen=True, slots=True)
class JointFacts:
    """The projects of a portfolio summed simulation by simulation: its P80 is not the sum of the P80s.

    Attributes
    ----------
    n_projects, n_missing
        Projects with costs that are simulated, and projects that are not counted.
    budget
        Of the projects that are counted; None if one of them does not know it.
    """

    n_projects: int
    n_missing: int
    p50_cost: Decimal
    p80_cost: Decimal
    budget: Decimal | None
    chance_time: float | None
    chance_cost: float | None
    previous_p50_cost: Decimal | None = None
    previous_p80_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Where the schedule came from and what it holds."""

    revision: int
    file: str
    sha256: str
    reader: str
    imported_on: date
    status_date: date | None
    n_tasks: int
    n_critical: int
    progress: float | None
    """Share of the planned work time that is done, 0–1."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Cumulative cost at a month's end, in euros: promised, expected, and earned up to the status date."""

    month: date
    planned: Decimal | None
    forecast: Decimal | None
    earned: Decimal | None


@dataclass(frozen=True, slots=True)
class PreviousFacts:
    """The same project in the snapshot this one is compared with."""

    status: str
    forecast: date | None
    deviation_days: int | None
    forecast_cost: Decimal | None
    p50_finish: date | None = since(2)
    p80_finish: date | None = since(2)
    p50_cost: Decimal | None = since(2)


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """One project as the steering committee sees it."""

    code: str
    name: str
    short_name: str
    kind: str
    programme: str
    owner: str
    manager: str
    stage: str
    description: str
    status: StatusFacts
    next_gate: str
    """Code of the first gate without an actual date, or empty."""
    finish: FinishFacts
    money: MoneyFacts
    milestones: tuple[MilestoneFacts, ...]
    plan: PlanFacts | None
    cost_curve: tuple[CurvePoint, ...]
    done: tuple[str, ...]
    """What was finished since the comparison date (or in the last 31 days), most important first."""
    upcoming: tuple[str, ...]
    """What should finish in the next 31 days."""
    previous: PreviousFacts | None
    forecast: ForecastFacts | None = since(2)
    """None: not simulated."""


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """Sum over the portfolio for one year; ``previous_…`` from the snapshot compared with.

    What is budgeted or expected is None as soon as one line does not know it: a sum that lacks a term is no
    sum. What is committed or paid so far is the sum of what is known.
    """

    year: int
    budgeted_commitment: Decimal | None
    committed: Decimal | None
    forecast_commitment: Decimal | None
    budgeted_payment: Decimal | None
    paid: Decimal | None
    forecast_payment: Decimal | None
    previous_forecast_commitment: Decimal | None = None
    previous_forecast_payment: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """A risk that is still open."""

    code: str
    project: str
    title: str
    cause: str
    event: str
    effect: str
    probability: float | None
    impact_days: int | None
    impact_cost: Decimal | None
    response: str
    measure: str
    owner: str
    due: date | None
    state: str
    reviewed_on: date | None
    previous_probability: float | None = None
    previous_impact_days: int | None = None


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """An issue that is still open."""

    code: str
    project: str
    title: str
    priority: str
    owner: str
    raised_on: date | None
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision that is asked, or one taken before with its outcome."""

    code: str
    project: str
    question: str
    recommendation: str
    effect_on_date: str
    effect_on_cost: Decimal | None
    without_decision: str
    due: date | None
    body: str
    state: str
    outcome: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term of a procurement that is open.

    Attributes
    ----------
    file, name
        Reference and title of the procurement file.
    title
        What is due, by language.
    due
        None where it is not known; ``missing`` then tells, by language, what it waits for.
    article
        Source and article; empty where the documents or the planning set the day.
    state
        ``late``, ``soon``, ``later`` or ``undetermined``, as the pages of procurements tell it.
    working_days
        From the status date up to and including ``due``, negative if that lies before it; None as ``due``.
    """

    project: str
    file: str
    name: str
    title: dict[str, str]
    due: date | None
    missing: dict[str, str]
    article: str
    is_verified: bool
    is_legal: bool
    """Set by law; else planned or agreed."""
    state: str
    working_days: int | None


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The goal milestone of one project in each report of `Snapshot.report_dates`; None = not reported."""

    project: str
    milestone: str
    baseline: date | None
    forecasts: tuple[date | None, ...]


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """How complete and how old one source is. ``verdict``: good, outdated, incomplete or missing."""

    source: str
    covered: int
    total: int
    age_days: int | None
    verdict: str
    remark: Reason | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A portfolio as of one day."""

    organisation: str
    portfolio: str
    """Key of the portfolio."""
    portfolio_name: str
    meeting: str
    """The body the pack is for: ``Stuurgroep ICT en infrastructuur``."""
    as_of: date
    compared_with: date | None
    compared_sha256: str
    product_version: str
    projects: tuple[ProjectFacts, ...]
    budget_years: tuple[BudgetYear, ...]
    risks: tuple[RiskFacts, ...]
    issues: tuple[IssueFacts, ...]
    decisions: tuple[DecisionFacts, ...]
    report_dates: tuple[date, ...]
    trend: tuple[TrendLine, ...]
    sources: tuple[SourceFacts, ...]
    schema: int = SCHEMA
    joint: JointFacts | None = since(2)
    """None: no project is simulated."""
    terms: tuple[TermFacts, ...] | None = since(3)
    """Terms of procurements that are missed, end by ``terms_until`` or are undetermined; None: not asked."""
    terms_until: date | None = since(3)

    @property
    def is_simulated(self) -> bool:
        """Whether P50 and P80 of any project are known."""
        return any(one.forecast is not None for one in self.projects)

    def to_json(self) -> str:
        """Return canonical JSON: sorted keys, no spaces, dates in ISO form, money as text."""
        return written(self)

    @classmethod
    def from_json(cls, text: str) -> Snapshot:
        """Return the snapshot that `to_json` wrote.

        Raises
        ------
        ValueError
            If the text has another schema than this version knows.
        """
        record = json.loads(text)
        if record.get("schema") not in READABLE:
            raise ValueError(f"snapshot has schema {record.get('schema')!r}, not one of {READABLE}")
        return typed(cls, record)

    @property
    def sha256(self) -> str:
        """The hash of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()
