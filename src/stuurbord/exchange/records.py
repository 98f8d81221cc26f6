"""The records a portfolio file holds besides plans: one frozen row per line of a register.

They are what the Excel workbook carries, what foreign tables are mapped onto and what the web stores.
Money is `Decimal` euros, probabilities and tolerances are fractions from 0 to 1, ``None`` means not given.
Field names are the English identifiers of ``docs/woordenlijst.md``; labels per language live with the format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stuurbord.errors import Finding, Where
from stuurbord.plan import Plan


class ProjectKind(StrEnum):
    """What kind of work a project is."""

    APPLICATION = "application"
    INFRASTRUCTURE = "infrastructure"
    PROGRAMME = "programme"
    AI = "ai"
    FRAMEWORK_CONTRACT = "framework_contract"
    ORGANISATION = "organisation"


class Stage(StrEnum):
    """Where a project stands (Flemish project method, with what comes before and after)."""

    IDEA = "idea"
    STARTUP = "startup"
    PLANNING = "planning"
    AWARD = "award"
    EXECUTION = "execution"
    CLOSING = "closing"
    AFTERCARE = "aftercare"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    STOPPED = "stopped"


class ExpenditureKind(StrEnum):
    """Capital expenditure or running cost."""

    INVESTMENT = "investment"
    OPERATING = "operating"


class RiskResponse(StrEnum):
    """What is done about a threat or an opportunity (PMI)."""

    AVOID = "avoid"
    MITIGATE = "mitigate"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    ESCALATE = "escalate"
    EXPLOIT = "exploit"
    ENHANCE = "enhance"
    SHARE = "share"


class RiskState(StrEnum):
    """Life of a risk."""

    IDENTIFIED = "identified"
    ANALYSED = "analysed"
    RESPONSE_PLANNED = "response_planned"
    IN_TREATMENT = "in_treatment"
    ACCEPTED = "accepted"
    OCCURRED = "occurred"
    CLOSED = "closed"


class IssueState(StrEnum):
    """Life of an issue."""

    REGISTERED = "registered"
    ASSESSED = "assessed"
    DECIDED = "decided"
    EXECUTED = "executed"
    CLOSED = "closed"


class Priority(StrEnum):
    """How urgent an issue is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class DecisionState(StrEnum):
    """Life of a decision that is asked of a body."""

    REQUESTED = "requested"
    DECIDED = "decided"
    EXECUTED = "executed"
    WITHDRAWN = "withdrawn"


class ResponseState(StrEnum):
    """Life of an action that answers a risk."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


class EstimateQuantity(StrEnum):
    """What of a task is estimated."""

    DURATION = "duration"
    COST = "cost"


class EstimateUnit(StrEnum):
    """In what the three points are given."""

    PERCENT = "percent"
    DAYS = "days"
    EURO = "euro"


class EstimateShape(StrEnum):
    """The form of the spread between the three points."""

    PERT = "pert"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"
    LOGNORMAL = "lognormal"
    DISCRETE = "discrete"
    REFERENCE = "reference"


class JudgedStatus(StrEnum):
    """A person's own judgement; it can only worsen the computed status."""

    ADJUST = "adjust"
    INTERVENE = "intervene"


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """A project of the portfolio. ``manager`` and ``owner`` are names or e-mail addresses of people."""

    code: str
    name: str
    short_name: str = ""
    kind: ProjectKind | None = None
    programme: str = ""
    stage: Stage | None = None
    owner: str = ""
    manager: str = ""
    description: str = ""
    goal_gate: str = ""
    """The gate whose date is the project's finish; empty: not given, which is G4 for a new project."""
    time_tolerance_days: int | None = None
    cost_tolerance: Decimal | None = None
    judged_status: JudgedStatus | None = None
    judged_reason: str = ""
    plan_file: str = ""
    """File name (without folder) of the plan that belongs to this project."""
    reference_class: str = ""
    """Code of the reference class for unfinished tasks without an estimate of their own."""
    contingency_days: int | None = None
    """Working days held in reserve for the project."""
    contingency_cost: Decimal | None = None
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class BudgetRecord:
    """One budget line: a project's money in one year on one article, commitment and payment apart."""

    project: str
    year: int
    article: str = ""
    kind: ExpenditureKind | None = None
    budgeted_commitment: Decimal | None = None
    committed: Decimal | None = None
    forecast_commitment: Decimal | None = None
    budgeted_payment: Decimal | None = None
    paid: Decimal | None = None
    forecast_payment: Decimal | None = None
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class RiskRecord:
    """A threat: cause, event, effect; probability and impact now.

    ``impact_days`` and ``impact_cost`` are the most likely; the least and the most stand beside them.
    ``tasks`` and ``repeats`` name tasks of the plan (see ``docs/formats/risk-workbook.md``); ``depends_on``
    is the code of a risk of the same project, or ``not`` and that code.
    """

    project: str
    code: str
    title: str
    cause: str = ""
    event: str = ""
    effect: str = ""
    probability: Decimal | None = None
    impact_days: int | None = None
    impact_cost: Decimal | None = None
    response: RiskResponse | None = None
    measure: str = ""
    owner: str = ""
    due: date | None = None
    state: RiskState | None = None
    reviewed_on: date | None = None
    tasks: str = ""
    impact_days_low: int | None = None
    impact_days_high: int | None = None
    impact_cost_low: Decimal | None = None
    impact_cost_high: Decimal | None = None
    repeats: str = ""
    exclusive_group: str = ""
    depends_on: str = ""
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class ResponseActionRecord:
    """What can be done about a risk, what it costs and what is left of the risk then.

    ``probability_after`` is the probability that remains, ``impact_left`` the share of the impact.
    """

    project: str
    code: str
    risk: str
    name: str
    cost: Decimal | None = None
    probability_after: Decimal | None = None
    impact_left: Decimal | None = None
    is_chosen: bool | None = None
    owner: str = ""
    due: date | None = None
    state: ResponseState | None = None
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class EstimateRecord:
    """Three points of what remains of tasks, or the reference class they follow.

    ``low_chance`` and ``high_chance`` belong to separate values: the rest is the chance of ``likely``.
    """

    project: str
    task: str
    quantity: EstimateQuantity
    shape: EstimateShape | None = None
    unit: EstimateUnit | None = None
    low: Decimal | None = None
    likely: Decimal | None = None
    high: Decimal | None = None
    reference_class: str = ""
    low_chance: Decimal | None = None
    high_chance: Decimal | None = None
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class FactorLoadingRecord:
    """Tasks that share a cause: how strongly their spread follows it, −1 to 1."""

    project: str
    factor: str
    tasks: str
    quantity: EstimateQuantity
    loading: Decimal
    name: str = ""
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class FactorCorrelationRecord:
    """How far two shared causes move together, −1 to 1."""

    project: str
    factor: str
    other: str
    correlation: Decimal
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class WeatherRecord:
    """The chance per month that a working day is lost, and the tasks that stand out in that weather."""

    project: str
    code: str
    name: str = ""
    tasks: str = ""
    january: Decimal | None = None
    february: Decimal | None = None
    march: Decimal | None = None
    april: Decimal | None = None
    may: Decimal | None = None
    june: Decimal | None = None
    july: Decimal | None = None
    august: Decimal | None = None
    september: Decimal | None = None
    october: Decimal | None = None
    november: Decimal | None = None
    december: Decimal | None = None
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """A problem that is there now."""

    project: str
    code: str
    title: str
    description: str = ""
    priority: Priority | None = None
    owner: str = ""
    raised_on: date | None = None
    due: date | None = None
    state: IssueState | None = None
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    """A milestone or gate. ``task`` is the uid or WBS code of the plan task that dates it."""

    project: str
    code: str
    name: str
    is_gate: bool | None = None
    baseline: date | None = None
    forecast: date | None = None
    actual: date | None = None
    task: str = ""
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class MilestoneReportRecord:
    """What an earlier report said of a milestone's date: the history a trend is drawn from."""

    project: str
    milestone: str
    reported_on: date
    forecast: date
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision asked of a competent body, with its last useful date."""

    project: str
    code: str
    question: str
    recommendation: str = ""
    effect_on_date: str = ""
    effect_on_cost: Decimal | None = None
    without_decision: str = ""
    due: date | None = None
    body: str = ""
    state: DecisionState | None = None
    outcome: str = ""
    decided_on: date | None = None
    where: Where = field(default_factory=Where, compare=False)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody who can own something. A person is no account: logging in is granted apart."""

    name: str
    email: str = ""
    function: str = ""
    organisation: str = ""
    team: str = ""
    where: Where = field(default_factory=Where, compare=False)


@dataclass(slots=True)
class PortfolioRecords:
    """Everything read from one workbook or mapped table."""

    projects: list[ProjectRecord] = field(default_factory=list)
    budget: list[BudgetRecord] = field(default_factory=list)
    risks: list[RiskRecord] = field(default_factory=list)
    responses: list[ResponseActionRecord] = field(default_factory=list)
    estimates: list[EstimateRecord] = field(default_factory=list)
    loadings: list[FactorLoadingRecord] = field(default_factory=list)
    correlations: list[FactorCorrelationRecord] = field(default_factory=list)
    weather: list[WeatherRecord] = field(default_factory=list)
    issues: list[IssueRecord] = field(default_factory=list)
    milestones: list[MilestoneRecord] = field(default_factory=list)
    milestone_reports: list[MilestoneReportRecord] = field(default_factory=list)
    decisions: list[DecisionRecord] = field(default_factory=list)
    people: list[PersonRecord] = field(default_factory=list)
    plans: dict[str, Plan] = field(default_factory=dict)
    """Project code → plan, from the planning sheet."""
    findings: list[Finding] = field(default_factory=list)
