"""The page that judges the quality of a project's plan by fourteen points."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stuurbord.reports.schedule_quality import QualityWords
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reader import reader
from stuurbord.web.steering.plan_quality import MOST_NAMED, point_rows, quality_of


@require_safe
def quality(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show the fourteen points of the current plan, the tasks behind each, and how they were judged."""
    project = project_for(request.user, key, code)
    revision = current_revision(project)
    context = plan_frame(request, project, "plan_quality") | {"revision": revision}
    if revision is None:
        return render(
            request, "pages/plan_quality.html", context | {"conclusion": _("There is no plan yet.")}
        )
    found = quality_of(revision.pk)
    spoken = QualityWords(found, reader())
    context |= {
        "conclusion": spoken.conclusion(),
        "points": point_rows(plan_of(revision.pk), found),
        "settings": spoken.settings(),
        "n_open": found.n_open_tasks,
        "n_links": found.n_links,
        "most_named": MOST_NAMED,
    }
    return render(request, "pages/plan_quality.html", context)
