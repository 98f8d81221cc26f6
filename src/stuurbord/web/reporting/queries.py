"""Reads of reports: those of a project, and when the next is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Max, QuerySet
from django.shortcuts import get_object_or_404

from stuurbord.web.methods.models import ProjectMethod
from stuurbord.web.methods.queries import size_of, sizes_of, template_of, templates_of
from stuurbord.web.projects.models import Project, Stage
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reporting.models import ProjectReport, ReportState

_BULKY = ("docx", "pdf", "facts")
_WITHOUT_REPORTS: Final = (Stage.CLOSED, Stage.STOPPED)


def reports_of(project: Project) -> QuerySet[ProjectReport]:
    """Return the reports of a project, newest first, without their content."""
    return project.reports.defer(*_BULKY, "texts").select_related("project__portfolio", "author")


def report_for(user: Any, key: str, code: str, number: str) -> ProjectReport:
    """Return a report the user may see, or 404."""
    project = project_for(user, key, code)
    return get_object_or_404(
        ProjectReport.objects.select_related("project__portfolio"), project=project, number=number
    )


def interval_of(project: Project) -> int:
    """Return the days between two highlight reports, as the method says."""
    return template_of(project).report_every_days(size_of(project))


def next_due(project: Project) -> date | None:
    """Return the day by which the next highlight report is due; None for one that follows no method yet."""
    return next_dues([project]).get(project.pk)


def next_dues(projects: Iterable[Project]) -> dict[int, date]:
    """Return project id → day by which its next highlight report is due, in a fixed number of queries.

    The first is due an interval after the project took up its method; one that is an idea owes none.
    """
    running = [one for one in projects if one.stage not in _WITHOUT_REPORTS]
    ids = [one.pk for one in running]
    counted = ProjectReport.objects.filter(project__in=ids, kind="highlight")
    counted = counted.exclude(state=ReportState.WITHDRAWN)
    last = dict(
        counted.order_by().values("project").annotate(last=Max("as_of")).values_list("project", "last")
    )
    adopted = dict(
        ProjectMethod.objects.filter(project__in=ids)
        .exclude(project__stage=Stage.IDEA)
        .order_by("-adopted_on")
        .values_list("project", "adopted_on")
    )
    templates, sizes = templates_of(running), sizes_of(ids)
    return {
        one.pk: since + timedelta(days=templates[one.pk].report_every_days(sizes.get(one.pk, "")))
        for one in running
        if (since := last.get(one.pk) or adopted.get(one.pk))
    }
