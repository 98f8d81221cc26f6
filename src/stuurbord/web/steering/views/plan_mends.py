"""The page that mends one point of a plan's quality, and the proposal that comes of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stuurbord.engine.schedule_mending import Mending
from stuurbord.engine.schedule_quality import Point
from stuurbord.errors import InvalidPlan, VersionConflict
from stuurbord.reports.schedule_quality import QualityWords
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.planning.actions import Refused, Wanted, propose
from stuurbord.web.planning.models import ProposalSource
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.planning.workspace import tried
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reader import reader
from stuurbord.web.steering.plan_mends import (
    MOST_MENDED,
    mend_rows,
    mending_of,
    mends_conclusion,
    reason,
    records_of,
    together,
    unmended_rows,
)
from stuurbord.web.steering.plan_quality import quality_of


@require_safe
def mends(request: HttpRequest, key: str, code: str, number: int) -> HttpResponse:
    """Show what can be mended of a point, what the ticked come to together, and what is left to people."""
    project = project_for(request.user, key, code)
    revision, point = _at(project, number)
    found = mending_of(revision.pk, point)
    ticked = _ticked(request.GET.getlist("m"), found, is_sent="gekozen" in request.GET)
    context = plan_frame(request, project, "quality_mends") | {
        "revision": revision,
        "point": point,
        "title": QualityWords(quality_of(revision.pk), reader()).title(point),
        "rows": mend_rows(revision.pk, found.mends, ticked),
        "unmended": unmended_rows(plan_of(revision.pk), found),
        "conclusion": mends_conclusion(point, found),
        "why_not": reason(found.why_not) if found.why_not else "",
        "n_ticked": len(ticked),
        "n_behind": len(point.task_idx) + len(point.link_idx),
        "most": MOST_MENDED,
        "may_propose": may(request.user, Permission.EDIT_REGISTER, project.scopes),
        **_effect(revision, found, ticked),
    }
    return render(request, "pages/quality_mends.html", context)


@require_POST
def quality_propose(request: HttpRequest, key: str, code: str, number: int) -> HttpResponse:
    """Make a proposal of the ticked mends, which waits for who accepts it; or only count what they move."""
    project = project_for(request.user, key, code)
    if request.POST.get("do") == "count":
        chosen = urlencode(
            [("gekozen", "1"), *(("m", one) for one in request.POST.getlist("m")[:MOST_MENDED])]
        )
        return redirect(f"{reverse('quality_mends', args=[key, code, number])}?{chosen}")
    require(request.user, Permission.EDIT_REGISTER, project.scopes)
    revision, point = _at(project, number)
    if request.POST.get("revision") != str(revision.number):
        raise VersionConflict(_("The plan has a newer revision; look at what can be mended of that one."))
    found = mending_of(revision.pk, point)
    chosen = _ticked(request.POST.getlist("m"), found, is_sent=True)
    back = redirect("quality_mends", key, code, number)
    try:
        new = tried(revision.pk, records_of(found.mends, chosen))
        title = _("Plan quality, point {number}: {title}").format(
            number=number, title=QualityWords(quality_of(revision.pk), reader()).title(point)
        )
        made = propose(request.user, project, revision, new.new_plan, Wanted(title, ProposalSource.QUALITY))
    except Refused as error:
        messages.error(request, str(error))
        return back
    except InvalidPlan as error:
        messages.error(request, " ".join(one.message(_) for one in error.findings))
        return back
    messages.success(request, _("Proposal {number} is made of it.").format(number=made.number))
    return redirect(f"{reverse('project_plan', args=[key, code])}?voorstel={made.number}")


def _at(project: Project, number: int) -> tuple[PlanRevision, Point]:
    revision = current_revision(project)
    if revision is None:
        raise Http404
    points = quality_of(revision.pk).points
    if not 1 <= number <= len(points):
        raise Http404
    return revision, points[number - 1]


def _ticked(sent: list[str], found: Mending, *, is_sent: bool) -> set[int]:
    """Return which mends are ticked: all of them until somebody chose."""
    every = range(len(found.mends))
    if not is_sent:
        return set(every)
    return {number for number in every if str(number) in set(sent)}


def _effect(revision: PlanRevision, found: Mending, ticked: set[int]) -> dict[str, Any]:
    if not ticked:
        return {"effect": None, "refusal": ""}
    try:
        return {"effect": together(tried(revision.pk, records_of(found.mends, ticked))), "refusal": ""}
    except InvalidPlan as error:
        return {"effect": None, "refusal": " ".join(one.message(_) for one in error.findings)}
