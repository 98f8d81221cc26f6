"""Which kind of record becomes which kind of row, declared once for comparing, storing and exporting."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from stuurbord.web.accounts.models import Person
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import (
    Decision,
    FactorCorrelation,
    FactorLoading,
    Issue,
    Milestone,
    ResponseAction,
    Risk,
    TaskEstimate,
    WeatherExposure,
)


@dataclass(frozen=True, slots=True)
class Entity:
    """How one kind of record becomes one kind of row; the fields carry the same names in both.

    Attributes
    ----------
    records
        The list of `PortfolioRecords`, which is also the key of the workbook's sheet.
    key
        The fields that tell two rows of a project apart.
    people
        The fields that name a person.
    title
        The field that says what the row is about.
    """

    name: str
    model: type[models.Model]
    records: str
    key: tuple[str, ...]
    fields: tuple[str, ...]
    people: tuple[str, ...] = ()
    title: str = "title"


PROJECTS = Entity(
    "project",
    Project,
    "projects",
    ("code",),
    (
        "name short_name kind programme stage owner manager description goal_gate time_tolerance_days "
        "cost_tolerance judged_status judged_reason plan_file reference_class contingency_days "
        "contingency_cost"
    ).split(),
    people=("owner", "manager"),
    title="name",
)
PEOPLE = Entity(
    "person", Person, "people", ("name",), ("email", "function", "organisation", "team"), title="name"
)
ENTITIES = (
    Entity(
        "budget_line",
        BudgetLine,
        "budget",
        ("year", "article", "kind"),
        [
            "budgeted_commitment",
            "committed",
            "forecast_commitment",
            "budgeted_payment",
            "paid",
            "forecast_payment",
        ],
        title="article",
    ),
    Entity(
        "risk",
        Risk,
        "risks",
        ("code",),
        (
            "title cause event effect probability impact_days impact_cost response measure owner due "
            "state reviewed_on tasks impact_days_low impact_days_high impact_cost_low impact_cost_high "
            "repeats exclusive_group depends_on"
        ).split(),
        people=("owner",),
    ),
    Entity(
        "response",
        ResponseAction,
        "responses",
        ("code",),
        "risk name cost probability_after impact_left is_chosen owner due state".split(),
        people=("owner",),
        title="name",
    ),
    Entity(
        "estimate",
        TaskEstimate,
        "estimates",
        ("task", "quantity"),
        ["shape", "unit", "low", "likely", "high", "reference_class", "low_chance", "high_chance"],
        title="task",
    ),
    Entity(
        "loading",
        FactorLoading,
        "loadings",
        ("factor", "tasks", "quantity"),
        ["name", "loading"],
        title="factor",
    ),
    Entity(
        "correlation",
        FactorCorrelation,
        "correlations",
        ("factor", "other"),
        ["correlation"],
        title="factor",
    ),
    Entity(
        "weather",
        WeatherExposure,
        "weather",
        ("code",),
        (
            "name tasks january february march april may june july august september october november december"
        ).split(),
        title="name",
    ),
    Entity(
        "issue",
        Issue,
        "issues",
        ("code",),
        ["title", "description", "priority", "owner", "raised_on", "due", "state"],
        people=("owner",),
    ),
    Entity(
        "milestone",
        Milestone,
        "milestones",
        ("code",),
        ["name", "is_gate", "baseline", "forecast", "actual", "task"],
        title="name",
    ),
    Entity(
        "decision",
        Decision,
        "decisions",
        ("code",),
        (
            "question recommendation effect_on_date effect_on_cost without_decision due body state "
            "outcome decided_on"
        ).split(),
        title="question",
    ),
)
