"""Why a project has no forecast, and whether one is on its way: for many projects in two queries."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import Scope
from stuurbord.web.forecasts.asking import KIND
from stuurbord.web.forecasts.queries import uncertain_projects
from stuurbord.web.jobs.models import UNDER_WAY, Job, JobState
from stuurbord.web.projects.models import Project


def last_states(projects: Sequence[Project]) -> dict[int, str]:
    """Return what became of the last computation of each project that was asked for."""
    asked = Job.objects.filter(kind=KIND, scope=Scope.PROJECT, scope_id__in=[one.pk for one in projects])
    last = asked.order_by().values("scope_id").annotate(last=Max("pk")).values("last")
    return dict(Job.objects.filter(pk__in=last).order_by().values_list("scope_id", "state"))


def is_being_computed(project: Project) -> bool:
    """Return whether a forecast of a project is on its way."""
    return last_states([project]).get(project.pk) in UNDER_WAY


def reasons(projects: Sequence[Project], states: dict[int, str]) -> dict[int, str]:
    """Return in words why these projects have no forecast."""
    uncertain = {one.pk for one in uncertain_projects(one.pk for one in projects)}
    return {one.pk: _reason(one, one.pk in uncertain, states.get(one.pk)) for one in projects}


def _reason(project: Project, is_uncertain: bool, state: str | None) -> str:
    if project.current_revision_id is None:
        return _("no plan yet")
    if not is_uncertain:
        return _("nothing uncertain is written down")
    if state in UNDER_WAY:
        return _("being computed")
    if state == JobState.FAILED:
        return _("could not be computed; the project’s own page tells why")
    return _("not computed yet")
