"""Why a task is dated as it is, as a document for programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from stuurbord.engine.driving_path import date_path
from stuurbord.reports.date_reasons import path_record
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reader import reader
from stuurbord.web.steering.problem import problem


def why(request: HttpRequest, key: str, code: str, uid: int) -> HttpResponse:
    """Return the driving path of one task of the current plan: the forecast, as the plan page shows it."""
    if request.method not in ("GET", "HEAD"):
        detail = _("This address only gives; it takes nothing.")
        answer = problem(405, "method_not_allowed", _("Not possible here"), detail)
        answer["Allow"] = "GET, HEAD"
        return answer
    try:
        project = project_for(request.user, key, code)
    except Http404:
        detail = _("There is no such project, or you may not see it.")
        return problem(404, "no_such_project", _("Not found"), detail)
    revision = project.current_revision_id
    if revision is None:
        return problem(404, "no_plan", _("Not found"), _("The project has no plan yet."))
    plan, schedule = plan_of(revision), schedule_of(revision)
    found = (plan.tasks.uid == uid).nonzero()[0] if uid < 2**63 else []
    if not len(found):
        detail = _("The plan has no task with the unique number {uid}.").format(uid=uid)
        return problem(404, "no_such_task", _("Not found"), detail)
    record = path_record(plan, schedule, date_path(plan, schedule, int(found[0])), reader())
    return JsonResponse({"project": project.code, "revision": revision, **record})
