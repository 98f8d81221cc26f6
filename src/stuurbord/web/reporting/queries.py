"""Reads of reports: those of a project, and when the next is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from stuurbord.web.methods.queries import template_of
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reporting.models import ProjectReport, ReportState

_BULKY = ("docx", "pdf", "facts")


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
    return template_of(project).report_every_days("")


def next_due(project: Project) -> date | None:
    """Return the day by which the next highlight report is due; None before the first."""
    counted = project.reports.filter(kind="highlight").exclude(state=ReportState.WITHDRAWN)
    last = counted.order_by("-as_of").values_list("as_of", flat=True).first()
    return last + timedelta(days=interval_of(project)) if last else None
