"""The revisions of a plan and its baselines; what counted on a day in the past."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from stuurbord.errors import InvalidPlan
from stuurbord.plan.calendar import DAY
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.baselines import named_baselines, propose_baseline, slots
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.planning.revision_figures import revisions_with_figures
from stuurbord.web.planning.revision_rows import as_of, revision_rows
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reader import reader

PER_PAGE = 50


@require_safe
def revisions(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """List the revisions and the baselines; two of them can be compared."""
    project = project_for(request.user, key, code)
    listed = revisions_with_figures(project)
    page = Paginator(revision_rows(project, listed), PER_PAGE).get_page(request.GET.get("page"))
    context = plan_frame(request, project, "plan_revisions") | {
        "revision": listed[-1] if listed else None,
        "page": page,
        "slots": _slots(project, listed),
        "replaced": _replaced(project),
        "conclusion": _conclusion(listed),
        "may_propose": may(request.user, Permission.EDIT_REGISTER, project.scopes),
        "former": listed[-2].number if len(listed) > 1 else None,
        **_past(listed, request.GET.get("op", "")),
    }
    return render(request, "pages/plan_revisions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Propose to promise the schedule as it is now."""
    project = project_for(request.user, key, code)
    require(request.user, Permission.EDIT_REGISTER, project.scopes)
    revision = current_revision(project)
    if revision is None:
        return redirect("plan_revisions", key, code)
    sent = request.POST
    refused = ""
    if request.method == "POST":
        try:
            made = propose_baseline(
                request.user,
                project,
                revision,
                _slot(sent.get("number", "")),
                sent.get("name", ""),
                sent.get("reason", ""),
            )
        except Refused as error:
            refused = str(error)
        except InvalidPlan as error:
            refused = " ".join(one.message(_) for one in error.findings)
        else:
            return redirect(f"{reverse('project_plan', args=[key, code])}?voorstel={made.number}")
    context = plan_frame(request, project, "plan_revisions") | {
        "revision": revision,
        "slots": slots(project, sorted(plan_of(revision.pk).baselines)),
        "sent": sent,
        "refused": refused,
        "conclusion": _("What you promise is the schedule of revision {number}.").format(
            number=revision.number
        ),
    }
    return render(request, "pages/plan_baseline.html", context, status=422 if refused else 200)


def _slot(text: str) -> int:
    if text not in {str(number) for number in range(11)}:
        raise Refused(_("Choose a baseline from 0 to 10."))
    return int(text)


def _slots(project: Project, listed: list[PlanRevision]) -> list[Any]:
    """Return the baselines that the plan has now."""
    current = next((one for one in listed if one.pk == project.current_revision_id), None)
    numbers = [] if current is None else current.kept_figures.baselines
    return [one for one in slots(project, numbers) if one.is_set]


def _replaced(project: Project) -> list[Any]:
    """Return the named baselines whose number has another name now."""
    newest: set[int] = set()
    older = []
    for one in named_baselines(project):
        if one.slot in newest:
            older.append(one)
        newest.add(one.slot)
    return older


def _past(listed: list[PlanRevision], text: str) -> dict[str, Any]:
    """Return what counted on the day that is asked for."""
    if not text:
        return {"on": None, "asked": ""}
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return {"on": None, "asked": text, "not_a_day": True}
    return {"on": on, "asked": text, "then": as_of(listed, on)}


def _conclusion(listed: list[PlanRevision]) -> str:
    if not listed:
        return _("There is no plan yet.")
    n = len(listed)
    since = reader().day(localtime(listed[0].created_at).date())
    told = ngettext("{n} revision since {day}", "{n} revisions since {day}", n)
    told = told.format(n=reader().number(n), day=since)
    finishes = [one.kept_figures.finish for one in listed if one.kept_figures.finish is not None]
    if len(finishes) < 2:
        return _("{revisions}.").format(revisions=told)
    days = finishes[-1] // DAY - finishes[0] // DAY
    if not days:
        return _("{revisions}; the finish is where it was in the first one.").format(revisions=told)
    later = ngettext("{n} day later", "{n} days later", abs(days))
    earlier = ngettext("{n} day earlier", "{n} days earlier", abs(days))
    moved = (later if days > 0 else earlier).format(n=reader().number(abs(days)))
    return _("{revisions}; the finish is {moved} than in the first one.").format(revisions=told, moved=moved)
