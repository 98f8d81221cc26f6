"""Two versions of a plan side by side, on a page and as a workbook."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.look.gantt import Marks, ground, head
from stuurbord.web.planning.comparing import ASPECTS, Compared, aspect_words, choices, compared, summary
from stuurbord.web.planning.comparison_rows import of_plan, rows, scale_of
from stuurbord.web.planning.comparison_workbook import as_workbook
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.projects.queries import project_for

PER_PAGE = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def compare(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show what differs between two versions, all of it or one kind."""
    project = project_for(request.user, key, code)
    context = plan_frame(request, project, "plan_compare") | {"revision": current_revision(project)}
    if project.current_revision_id is None:
        return render(
            request, "pages/plan_compare.html", context | {"conclusion": _("There is no plan yet.")}
        )
    one = _compared(request, project)
    kind = request.GET.get("soort", "")
    aspect = ASPECTS.get(kind)
    tasks = one.found.tasks if aspect is None else one.found.of(aspect)
    page = Paginator(tasks, PER_PAGE).get_page(request.GET.get("page"))
    scale = scale_of(one.found)
    context |= {
        "one": one,
        "conclusion": summary(one),
        "choices": choices(project),
        "chips": _chips(one, kind),
        "kind": kind if aspect else "",
        "page": page,
        "rows": rows(page.object_list, one.words, scale),
        "of_plan": of_plan(one.found, one.words),
        "head": scale and head(scale, Marks(today())),
        "ground": scale and ground(scale, (), Marks(today())),
    }
    return render(request, "pages/plan_compare.html", context)


@require_safe
def compare_file(request: HttpRequest, key: str, code: str) -> FileResponse:
    """Return the comparison as a workbook."""
    project = project_for(request.user, key, code)
    one = _compared(request, project)
    name = _("{code} comparison {before} {after}.xlsx").format(
        code=project.code, before=one.before.name, after=one.after.name
    )
    return FileResponse(as_workbook(one), as_attachment=True, filename=name, content_type=XLSX)


def _compared(request: HttpRequest, project: Any) -> Compared:
    return compared(project, request.GET.get("van", ""), request.GET.get("tot", ""))


def _chips(one: Compared, chosen: str) -> list[dict[str, Any]]:
    """Return a filter per kind that occurs."""
    words = aspect_words()
    return [
        {
            "slug": slug,
            "label": words[aspect],
            "count": one.found.counts[aspect],
            "is_chosen": slug == chosen,
        }
        for slug, aspect in ASPECTS.items()
        if one.found.counts.get(aspect)
    ]
