"""What reports ask of people: one that is due, one to finish, one to approve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.web.notices.bare_lines import seen_by
from stuurbord.web.notices.matter import Circle, Matter
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.reporting.models import ProjectReport, ReportState
from stuurbord.web.reporting.queries import next_dues


def report_matters(circle: Circle) -> Iterator[Matter]:
    """Yield reports under way, then the highlight reports that are due."""
    yield from _under_way(circle)
    yield from _due(circle)


def _under_way(circle: Circle) -> Iterator[Matter]:
    placed = {person.pk: (place, person) for place, person in circle.placed}
    waiting = Q(state=ReportState.SUBMITTED, project__owner__in=placed)
    own = Q(state=ReportState.DRAFT, project__manager__in=placed)
    found = ProjectReport.objects.filter(waiting | own, project__in=seen_by(circle.user).running)
    shown = found.defer("docx", "pdf", "facts", "texts").select_related("project__portfolio")
    for one in shown:
        is_submitted = one.state == ReportState.SUBMITTED
        key = one.project.owner_id if is_submitted else one.project.manager_id
        place, person = placed[key]
        day = timezone.localdate(one.submitted_at) if one.submitted_at else one.as_of
        yield Matter(
            kind=_("Report"),
            title=f"{one.number} {reader().gettext(one.kind_of.name)}",
            verb=_("Approve") if is_submitted else _("Finish"),
            url=reverse("project_report", args=[one.project.portfolio.key, one.project.code, one.number]),
            due=day + timedelta(days=7),
            project=one.project,
            code=one.number,
            place=place,
            person=circle.named(person),
        )


def _due(circle: Circle) -> Iterator[Matter]:
    placed = {person.pk: (place, person) for place, person in circle.placed}
    if not placed:
        return
    found = Project.objects.filter(manager__in=placed, pk__in=seen_by(circle.user).running)
    projects = list(found.select_related("portfolio"))
    dues = next_dues(projects) if projects else {}
    for project in projects:
        due = dues.get(project.pk)
        if due is None or due > circle.until:
            continue
        place, person = placed[project.manager_id]
        yield Matter(
            kind=_("Report"),
            title=_("Make the highlight report of {project}").format(project=project.code),
            verb=_("Report"),
            url=reverse("project_reports", args=[project.portfolio.key, project.code]),
            due=due,
            project=project,
            place=place,
            person=circle.named(person),
        )
