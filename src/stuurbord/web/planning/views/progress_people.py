"""Who stands behind the resources of a plan: a plan names teams and functions, people report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, may, read_grants
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.planning.progress.own_tasks import unfinished_tasks
from stuurbord.web.planning.progress.owners import people_by_resource, resource_names, say_people
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.projects.queries import project_for

MOST_OFFERED = 500
"""People in the list that fields offer; others can be written."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def people(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show who stands behind each resource, and let the planner say so."""
    project = project_for(request.user, key, code, Permission.IMPORT_PLAN)
    if request.method != "POST":
        return _page(request, project)
    sent = dict(zip(request.POST.getlist("resource"), request.POST.getlist("people"), strict=False))
    try:
        n_changed = say_people(request.user, project, sent)
    except Refused as error:
        return _page(request, project, str(error), sent)
    text = ngettext("{n} resource has other people now.", "{n} resources have other people now.", n_changed)
    messages.success(request, text.format(n=n_changed) if n_changed else _("Nothing was different."))
    return redirect("progress_people", key, code)


def _page(
    request: HttpRequest, project: Project, error: str = "", sent: dict[str, str] | None = None
) -> HttpResponse:
    rows = _rows(project, sent or {})
    n_unknown = sum(1 for row in rows if not row["people"] and row["n_open"])
    text = ngettext(
        "Behind {n} resource with open work stands nobody.",
        "Behind {n} resources with open work stands nobody.",
        n_unknown,
    )
    context = plan_frame(request, project, "progress_people") | {
        "rows": rows,
        "error": error,
        "offered": Person.objects.order_by("name").values_list("name", flat=True)[:MOST_OFFERED],
        "conclusion": text.format(n=n_unknown) if n_unknown else _("Somebody stands behind every resource."),
    }
    return render(request, "pages/progress_people.html", context, status=422 if error else 200)


def _rows(project: Project, sent: dict[str, str]) -> list[dict[str, Any]]:
    if project.current_revision_id is None:
        return []
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    counts: dict[str, int] = {}
    for task in unfinished_tasks(plan, schedule):
        for key in task.resources:
            counts[key] = counts.get(key, 0) + 1
    people = people_by_resource(project, plan)
    blind = _cannot_see(project, {one.pk: one for found in people.values() for one in found})
    rows = [
        {
            "name": name,
            "n_open": counts.get(key, 0),
            "people": people[key],
            "value": sent.get(name, "; ".join(one.name for one in people[key])),
            "blind": [one.name for one in people[key] if one.pk in blind],
        }
        for key, name in resource_names(plan).items()
    ]
    return sorted(rows, key=lambda row: (not row["n_open"], row["name"].casefold()))


def _cannot_see(project: Project, people: dict[int, Person]) -> set[int]:
    """Return who has no account, or no role with which the project can be seen."""
    listed = list(Person.objects.filter(pk__in=people).select_related("user"))
    read_grants([one.user for one in listed if one.user])
    return {
        one.pk for one in listed if one.user is None or not may(one.user, Permission.VIEW, project.scopes)
    }
