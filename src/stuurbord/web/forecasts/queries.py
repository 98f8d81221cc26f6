"""Reads of stored runs."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import CLOSED_RISKS, Risk, TaskEstimate, WeatherExposure

HISTORY_SHOWN = 12


def uncertain_projects(project_ids: Iterable[int]) -> list[Project]:
    """Return those of these projects that have a plan and anything uncertain about it."""
    projects = Project.objects.filter(
        pk__in=list(project_ids), is_archived=False, current_revision__isnull=False
    )
    return list(projects.filter(_anything_uncertain()).select_related("portfolio"))


def is_uncertain(project: Project) -> bool:
    """Tell whether anything is uncertain about a project."""
    return Project.objects.filter(_anything_uncertain(), pk=project.pk).exists()


def _anything_uncertain() -> Q:
    own = {"project": OuterRef("pk"), "is_archived": False}
    risks = Risk.objects.filter(**own, probability__gt=0).exclude(state__in=CLOSED_RISKS)
    return (
        ~Q(reference_class="")
        | Exists(risks)
        | Exists(TaskEstimate.objects.filter(**own))
        | Exists(WeatherExposure.objects.filter(**own))
    )


def is_outdated(run: SimulationRun, project: Project) -> bool:
    """Tell whether a run is of other facts or of another plan than those that count now."""
    return run.is_stale or run.revision_id != project.current_revision_id


def latest_run(project: Project) -> SimulationRun | None:
    """Return the run of the plan that counts, else the last there is."""
    runs = SimulationRun.objects.filter(project=project).select_related("revision")
    current = runs.filter(revision_id=project.current_revision_id).first()
    return current or runs.first()


def earlier_runs(project: Project, run: SimulationRun) -> QuerySet[SimulationRun]:
    """Return the runs of earlier plans, the latest first, without their figures."""
    runs = SimulationRun.objects.filter(project=project, revision__number__lt=run.revision.number)
    return runs.order_by("-revision__number").select_related("revision").defer("finish", "cost", "answers")


def current_runs(projects: Iterable[Project]) -> dict[int, SimulationRun]:
    """Return the run of each project's own plan that counts, by project, in one query."""
    wanted = {one.pk: one.current_revision_id for one in projects}
    runs = SimulationRun.objects.filter(project__in=wanted, revision__in=set(wanted.values()))
    return {run.project_id: run for run in runs}
