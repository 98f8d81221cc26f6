"""When the figures of a variant are computed: when somebody looks, and after each new forecast."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from django.urls import reverse

from stuurbord.errors import N_
from stuurbord.web.accounts.permissions import Operator, Permission
from stuurbord.web.jobs import kinds
from stuurbord.web.jobs.actions import ask
from stuurbord.web.jobs.models import Job
from stuurbord.web.jobs.work import Work
from stuurbord.web.planning.models import PlanVariant
from stuurbord.web.projects.models import Project

KIND: Final = "plan_variant"
_BY_ITSELF: Final = Operator("Stuurbord")
"""Nobody asked: what a variant is computed from has changed."""


def register_kind() -> None:
    """Make the work known to the room of jobs."""
    kinds.register(
        KIND,
        _measured,
        label=N_("Figures of a variant"),
        permission=Permission.VIEW,
        stop_permission=Permission.EDIT_REGISTER,
        steps={"simulate": N_("Simulating the variant")},
        result_url=_address,
    )


def on_forecasts_made(sender: Any, project_ids: Iterable[int], **kwargs: Any) -> None:
    """Listen to `forecasts_made`: variants are held against the plan, so they are computed anew with it."""
    live = PlanVariant.objects.filter(project__in=list(project_ids), is_archived=False)
    for variant in live.select_related("project__portfolio"):
        ask_figures(variant)


def ask_figures(variant: PlanVariant) -> Job:
    """Ask the figures of a variant; a request that waits already is not made twice."""
    return ask(_BY_ITSELF, KIND, variant.project, {"variant": variant.pk}, variant.subject, is_told=False)


def _measured(work: Work) -> kinds.Keep:
    # The engine comes in here, so that a process that only shows pages starts without it.
    from stuurbord.engine.critical_path import Schedule
    from stuurbord.plan import Plan
    from stuurbord.web.forecasts.counting import counting
    from stuurbord.web.forecasts.queries import is_uncertain
    from stuurbord.web.forecasts.runner import runner
    from stuurbord.web.forecasts.simulating import question_of
    from stuurbord.web.planning.variant_figures import key_of, measured
    from stuurbord.web.planning.workspace import tried

    variant = PlanVariant.objects.select_related("project__portfolio", "project__current_revision", "base")
    found = variant.get(pk=work.arguments["variant"])
    question = question_of(found.project)
    if question is None:
        return lambda: ""
    key = key_of(question.key, found)
    if found.figures_key == key:
        return lambda: str(found.pk)
    work.step("simulate")
    new = tried(found.base_id, found.edits)
    after: tuple[Plan, Schedule] = new.new_plan, new.new_schedule
    run = counting(runner(), work, 1)
    figures = measured(question, *after, is_uncertain=is_uncertain(found.project), run=run)
    return partial(_stored, found.pk, found.version, figures, key)


def _stored(pk: int, version: int, figures: dict[str, Any], key: str) -> str:
    """Store figures, unless somebody changed the variant meanwhile: then newer ones are on their way."""
    PlanVariant.objects.filter(pk=pk, version=version).update(figures=figures, figures_key=key)
    return str(pk)


def _address(job: Job) -> str:
    project = Project.objects.filter(pk=job.scope_id).select_related("portfolio").first()
    return reverse("plan_variants", args=[project.portfolio.key, project.code]) if project else ""
