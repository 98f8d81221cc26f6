"""What lies on the table of a meeting: the pack of the latest snapshot, and approved reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.meetings.documents import Paper
from stuurbord.web.meetings.models import AgendaItem, Meeting
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.reader import reader
from stuurbord.web.reporting.models import ProjectReport, ReportState

MOST_REPORTS = 3
"""The latest of a project; older ones stand on its own page."""


def steering_papers(user: Any, meeting: Meeting, item: AgendaItem | None) -> Iterable[Paper]:
    """Return the pack and its workbook for a meeting of a whole portfolio that the reader may see."""
    if item is not None or meeting.project_id is not None:
        return ()
    if not may(user, Permission.VIEW, meeting.portfolio.scopes):
        return ()
    latest = (
        meeting.portfolio.snapshots.filter(as_of__lte=timezone.localdate(meeting.at)).defer("content").first()
    )
    if latest is None:
        return ()
    note = _("status date {day}").format(day=reader().day(latest.as_of))
    return (
        Paper(_("Steering pack, PowerPoint"), reverse("pack", args=[latest.pk]), note),
        Paper(_("Steering pack, Excel"), reverse("pack_workbook", args=[latest.pk]), note),
    )


def report_papers(user: Any, meeting: Meeting, item: AgendaItem | None) -> Iterable[Paper]:
    """Return the latest approved reports of an item's project, or of the project whose board meets."""
    project = item.project if item is not None else meeting.project
    if project is None or not visible_projects(user).filter(pk=project.pk).exists():
        return ()
    found = ProjectReport.objects.filter(
        project=project, state=ReportState.FROZEN, as_of__lte=timezone.localdate(meeting.at)
    ).order_by("-as_of", "-pk")
    own = (project.portfolio.key, project.code)
    return [
        Paper(
            f"{project.code} {number}",
            reverse("report_file", args=[*own, number, "pdf"]),
            _("status date {day}").format(day=reader().day(as_of)),
        )
        for number, as_of in found.values_list("number", "as_of")[:MOST_REPORTS]
    ]
