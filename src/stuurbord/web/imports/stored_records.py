"""What is stored, as the records a workbook carries: an export that reads back to no changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Field

from stuurbord.exchange import records
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.web.accounts.models import Person
from stuurbord.web.imports.entities import ENTITIES, PEOPLE, PROJECTS, Entity
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import MilestoneReport

_RECORDS = {
    "project": records.ProjectRecord,
    "person": records.PersonRecord,
    "budget_line": records.BudgetRecord,
    "risk": records.RiskRecord,
    "response": records.ResponseActionRecord,
    "estimate": records.EstimateRecord,
    "loading": records.FactorLoadingRecord,
    "correlation": records.FactorCorrelationRecord,
    "weather": records.WeatherRecord,
    "issue": records.IssueRecord,
    "milestone": records.MilestoneRecord,
    "decision": records.DecisionRecord,
}
_CHOICES: dict[tuple[str, str], Any] = {
    ("project", "kind"): records.ProjectKind,
    ("project", "stage"): records.Stage,
    ("project", "judged_status"): records.JudgedStatus,
    ("budget_line", "kind"): records.ExpenditureKind,
    ("risk", "response"): records.RiskResponse,
    ("risk", "state"): records.RiskState,
    ("response", "state"): records.ResponseState,
    ("estimate", "quantity"): records.EstimateQuantity,
    ("estimate", "shape"): records.EstimateShape,
    ("estimate", "unit"): records.EstimateUnit,
    ("loading", "quantity"): records.EstimateQuantity,
    ("issue", "priority"): records.Priority,
    ("issue", "state"): records.IssueState,
    ("decision", "state"): records.DecisionState,
}


def records_of(projects: Iterable[Project]) -> PortfolioRecords:
    """Return projects with their registers and the people in them; lines that are archived stay out.

    Plans are left out: a planning sheet cannot hold calendars of its own, so a plan leaves as a plan file.
    """
    chosen = list(projects)
    made = PortfolioRecords()
    made.projects = [_record(PROJECTS, project) for project in chosen]
    people: dict[int, Person] = {}
    _collect(people, chosen, PROJECTS.people)
    for entity in ENTITIES:
        rows = entity.model._default_manager.filter(project__in=chosen, is_archived=False)
        listed = list(rows.select_related("project", *entity.people).order_by("project__code", *entity.key))
        _collect(people, listed, entity.people)
        setattr(made, entity.records, [_record(entity, row) for row in listed])
    made.milestone_reports = _reports(chosen)
    made.people = [_record(PEOPLE, one) for one in sorted(people.values(), key=lambda one: one.name)]
    return made


def _collect(people: dict[int, Person], rows: Iterable[Any], fields: Iterable[str]) -> None:
    for row in rows:
        for name in fields:
            if person := getattr(row, name):
                people[person.pk] = person


def _record(entity: Entity, row: Any) -> Any:
    values = {name: _value(entity, row, name) for name in (*entity.key, *entity.fields)}
    if "project" in _RECORDS[entity.name].__dataclass_fields__:
        values["project"] = row.project.code
    return _RECORDS[entity.name](**{name: value for name, value in values.items() if value is not None})


def _value(entity: Entity, row: Any, name: str) -> Any:
    """Return a stored value as its record holds it; an empty choice is not given."""
    value = getattr(row, name)
    if (entity.name, name) in _CHOICES:
        return _CHOICES[entity.name, name](value) if value else None
    field = entity.model._meta.get_field(name)
    if isinstance(field, Field) and field.is_relation:
        return value.name if value else ""
    return value


def _reports(projects: list[Project]) -> list[records.MilestoneReportRecord]:
    rows = MilestoneReport.objects.filter(milestone__project__in=projects, milestone__is_archived=False)
    ordered = rows.order_by("milestone__project__code", "milestone__code", "reported_on")
    return [
        records.MilestoneReportRecord(*row)
        for row in ordered.values_list(
            "milestone__project__code", "milestone__code", "reported_on", "forecast"
        )
    ]
