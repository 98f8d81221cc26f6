"""When a forecast is computed: after a change, and when somebody looks and there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from stuurbord.errors import N_
from stuurbord.web.accounts.permissions import Operator, Permission
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.queries import uncertain_projects
from stuurbord.web.jobs import kinds
from stuurbord.web.jobs.actions import ask
from stuurbord.web.jobs.models import Job
from stuurbord.web.jobs.work import Work
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Milestone, ResponseAction, Risk

KIND: Final = "forecast"
_BY_ITSELF: Final = Operator("Stuurbord")
"""Nobody asked: something that the forecast reads has changed."""
_READ: Final = (Risk, ResponseAction, Milestone)
"""The registers that a simulation reads; the others of a project say nothing it asks for."""


def register_kind() -> None:
    """Make the work known to the room of jobs."""
    kinds.register(
        KIND,
        _forecast,
        label=N_("Forecast"),
        permission=Permission.VIEW,
        stop_permission=Permission.IMPORT_PLAN,
        steps={
            "simulate": N_("Simulating the project"),
            "propose": N_("Weighing the responses"),
        },
        result_url=_address,
    )


def on_projects_changed(
    sender: Any, project_ids: Iterable[int], senders: Collection[Any], **kwargs: Any
) -> None:
    """Listen to `projects_changed`: what was computed is stale from now on, and is computed anew."""
    if not any(_is_read(one) for one in senders):
        return
    ids = sorted(set(project_ids))
    SimulationRun.objects.filter(project__in=ids, is_stale=False).update(is_stale=True)
    transaction.on_commit(lambda: ask_all(ids))


def _is_read(sender: Any) -> bool:
    """Return whether a simulation may come out otherwise; ``moves_forecasts = False`` denies it."""
    if not getattr(sender, "moves_forecasts", True):
        return False
    return sender in _READ or not _is_line(sender)


def _is_line(sender: Any) -> bool:
    return any(one.model is sender for one in REGISTERS.values() if one.model._meta.app_label != "finance")


def ask_all(project_ids: Iterable[int]) -> None:
    """Ask a forecast of each of these projects of which anything is uncertain."""
    for project in uncertain_projects(project_ids):
        ask_forecast(project)


def ask_forecast(project: Project) -> Job:
    """Ask the forecast of a project; one that waits already is not asked twice."""
    return ask(_BY_ITSELF, KIND, project, is_told=False)


def _forecast(work: Work) -> kinds.Keep:
    # The engine comes in here, so that a process that only shows pages starts without it.
    from stuurbord.web.forecasts.computing import forecast

    return forecast(work)


def _address(job: Job) -> str:
    project = Project.objects.filter(pk=job.scope_id).select_related("portfolio").first()
    return reverse("project_forecast", args=[project.portfolio.key, project.code]) if project else ""
