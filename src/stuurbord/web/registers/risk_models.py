"""What is uncertain about a project, from its registers to the model that a simulation reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from stuurbord.errors import Finding, Where
from stuurbord.exchange import records
from stuurbord.exchange.risk_workbook import RiskRecords, risk_model
from stuurbord.exchange.risk_workbook.task_references import TaskReferences, followed, same_codes, without
from stuurbord.plan import Plan
from stuurbord.plan.uncertainty import RiskModel
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.registers.models import (
    FactorCorrelation,
    FactorLoading,
    ResponseAction,
    Risk,
    TaskEstimate,
    WeatherExposure,
)

_KINDS: Final[tuple[tuple[str, Any, Any], ...]] = (
    ("risks", Risk, records.RiskRecord),
    ("responses", ResponseAction, records.ResponseActionRecord),
    ("estimates", TaskEstimate, records.EstimateRecord),
    ("loadings", FactorLoading, records.FactorLoadingRecord),
    ("correlations", FactorCorrelation, records.FactorCorrelationRecord),
    ("weather", WeatherExposure, records.WeatherRecord),
)
_NAMING: Final = {
    "risks": ("tasks", "repeats"),
    "estimates": ("task",),
    "loadings": ("tasks",),
    "weather": ("tasks",),
}
"""Which fields of which records name tasks."""
_NOT_READ: Final = ("project", "owner", "where")
"""What a simulation does not ask for, and would cost a query."""


@dataclass(frozen=True, slots=True)
class ProjectRisk:
    """A project with its current plan, what is uncertain about it, and what could not be read of that."""

    project: Project
    plan: Plan
    model: RiskModel
    findings: list[Finding]


def risk_model_of(
    project: Project, plan: Plan, more: RiskRecords | None = None
) -> tuple[RiskModel, list[Finding]]:
    """Return what the registers say is uncertain about a plan of this project; closed risks stay out.

    Parameters
    ----------
    plan
        That of any revision, or one that nobody stored: registers name tasks by the codes of the plan that
        counts, and their lines go with these tasks.
    more
        Risks and estimates that are not in the registers yet; they come before what these say of the same.
    """
    told = _records_of([project])[project.pk]
    if project.current_revision_id is not None:
        _follow(told, plan_of(project.current_revision_id), plan)
    if more is not None:
        codes = {one.code for one in more.risks}
        # As the registers order them once they hold them: two models of the same are the same to the byte.
        told.risks = [*(one for one in told.risks if one.code not in codes), *more.risks]
        told.estimates = [*_other_estimates(told.estimates, more.estimates, plan), *more.estimates]
    return risk_model(told, plan)


def _follow(told: RiskRecords, before: Plan, after: Plan) -> None:
    """Bring records in the codes of one plan to those of another."""
    if same_codes(before, after):
        return
    plans = TaskReferences(before), TaskReferences(after)
    for kind, names in _NAMING.items():
        rows = getattr(told, kind)
        setattr(
            told,
            kind,
            [replace(one, **{name: followed(getattr(one, name), *plans) for name in names}) for one in rows],
        )


def _other_estimates(
    told: Iterable[records.EstimateRecord], more: Iterable[records.EstimateRecord], plan: Plan
) -> Iterator[records.EstimateRecord]:
    """Yield estimates without the tasks that others speak of by themselves."""
    references, gone = TaskReferences(plan), defaultdict(set)
    for one in more:
        gone[one.quantity] |= {idx for idx in references.exactly(one.task) if idx is not None}
    for one in told:
        task = without(one.task, references, gone[one.quantity])
        if task == one.task:
            yield one
        elif task:
            yield replace(one, task=task)


def risk_models_of(portfolio: Portfolio) -> list[ProjectRisk]:
    """Return every project of a portfolio that has a plan, with what is uncertain about it."""
    projects = list(
        portfolio.projects.filter(is_archived=False, current_revision__isnull=False)
        .select_related("portfolio")
        .order_by("code")
    )
    told = _records_of(projects)
    made = []
    for project in projects:
        plan = plan_of(project.current_revision_id)
        made.append(ProjectRisk(project, plan, *risk_model(told[project.pk], plan)))
    return made


def _records_of(projects: Iterable[Project]) -> dict[int, RiskRecords]:
    """Return project id → its records, in one query per kind for all projects together."""
    made = {project.pk: _settings(project) for project in projects}
    codes = {pk: one.project for pk, one in made.items()}
    for name, model, record in _KINDS:
        wanted = [one.name for one in fields(record) if one.name not in _NOT_READ]
        rows = model.objects.filter(project__in=made, is_archived=False).order_by("pk")
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows.values("project_id", *wanted):
            pk = row.pop("project_id")
            found[pk].append(record(project=codes[pk], where=Where(project=codes[pk]), **row))
        for pk, listed in found.items():
            setattr(made[pk], name, listed)
    return made


def _settings(project: Project) -> RiskRecords:
    return RiskRecords(
        project=project.code,
        reference_class=project.reference_class,
        contingency_days=project.contingency_days,
        contingency_cost=project.contingency_cost,
        where=Where(project=project.code),
    )
