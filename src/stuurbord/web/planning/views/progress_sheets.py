"""Progress by Excel: a sheet out, and back in through a review that reports nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stuurbord.errors import Finding, UnreadableFile
from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.models import ProgressSheet, ProgressSheetState
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.planning.progress.my_tasks import person_of
from stuurbord.web.planning.progress.rounds import as_of_day, open_round
from stuurbord.web.planning.progress.sheets_in import Judged, discard, judged, receive, take
from stuurbord.web.planning.progress.sheets_out import sheet_of
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import project_for

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@never_cache
def sheet(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """The tasks to report on as a workbook: of the project for its planner, else of one person."""
    project = project_for(request.user, key, code)
    if project.current_revision_id is None:
        raise Http404
    person = _person(request)
    own = person_of(request.user)
    if person is None or own is None or person.pk != own.pk:
        require(request.user, Permission.IMPORT_PLAN, project.scopes)
    name = _file_name(project, person)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sheet_of(project, person), content_type=XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sheet_in(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Take a filled-in sheet, to review what it tells."""
    project = project_for(request.user, key, code)
    if request.method != "POST":
        return _door(request, project)
    file = request.FILES.get("file")
    if file is None:
        too_large = bool(getattr(request, "too_large", ()))
        told = (
            _("The file is larger than {limit} MB; it is refused.") if too_large else _("No file was chosen.")
        )
        return _door(request, project, told.format(limit=_limit()))
    try:
        made = receive(request.user, project, file.name or "", file.read())
    except UnreadableFile as error:
        first = error.findings[0]
        return _door(request, project, f"{first.where.as_text(_)}: {first.message(_)}")
    except Refused as error:
        return _door(request, project, str(error))
    file.close()
    return redirect("progress_sheet_review", key, code, made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sheet_review(request: HttpRequest, key: str, code: str, pk: int) -> HttpResponse:
    """What a sheet tells, row by row beside the plan, and the decision about it."""
    project = project_for(request.user, key, code)
    own = ProgressSheet.objects.select_related("project__portfolio").filter(created_by=request.user.pk)
    found = get_object_or_404(own, pk=min(pk, 2**62), project=project)
    if request.method != "POST":
        return _review(request, project, found)
    try:
        if request.POST.get("do") == "discard":
            discard(request.user, found)
            messages.success(
                request, _("{file} was discarded; nothing was reported.").format(file=found.file_name)
            )
            return redirect("plan_progress", key, code)
        sent = request.POST.getlist("row")
        chosen = [int(one) for one in sent if one.isascii() and one.isdecimal() and len(one) < 9]
        made = take(request.user, found, chosen)
    except Refused as error:
        found.refresh_from_db()
        return _review(request, project, found, str(error))
    text = ngettext("{n} report taken from {file}.", "{n} reports taken from {file}.", len(made))
    messages.success(request, text.format(n=len(made), file=found.file_name))
    return redirect("plan_progress", key, code)


def _person(request: HttpRequest) -> Person | None:
    """Return whose sheet is asked; None: that of the whole project."""
    number = request.GET.get("persoon", "")
    if not number:
        return None
    if number == "ik":
        return person_of(request.user)
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404
    return get_object_or_404(Person, pk=int(number))


def _file_name(project: Project, person: Person | None) -> str:
    parts = [project.code, "voortgang", *([person.name] if person else [])]
    return f"{_UNSAFE.sub('_', '-'.join(parts))}.xlsx"


def _door(request: HttpRequest, project: Project, refused: str = "") -> HttpResponse:
    context = plan_frame(request, project, "progress_sheet_in") | {
        "refused": refused,
        "is_planner": may(request.user, Permission.IMPORT_PLAN, project.scopes),
        "has_plan": project.current_revision_id is not None,
        "person": person_of(request.user),
        "waiting": ProgressSheet.objects.filter(
            project=project, created_by=request.user.pk, state=ProgressSheetState.READY
        ).defer("rows", "findings")[:10],
        "limit": _limit(),
        "as_of": as_of_day(project, open_round(project)),
    }
    return render(request, "pages/progress_sheet_in.html", context, status=422 if refused else 200)


def _review(request: HttpRequest, project: Project, found: ProgressSheet, error: str = "") -> HttpResponse:
    is_open = found.state == ProgressSheetState.READY
    rows = judged(request.user, found) if is_open else []
    context = plan_frame(request, project, "progress_sheet_review") | {
        "sheet": found,
        "rows": rows,
        "is_open": is_open,
        "n_ready": sum(row.can_go for row in rows),
        "findings": [Finding.from_record(one) for one in found.findings],
        "error": error,
        "as_of": as_of_day(project, open_round(project)),
        "conclusion": _conclusion(found, rows),
    }
    return render(request, "pages/progress_sheet_review.html", context, status=422 if error else 200)


def _conclusion(found: ProgressSheet, rows: Sequence[Judged]) -> str:
    if found.state == ProgressSheetState.TAKEN:
        return _("What was chosen of this sheet has been reported.")
    if found.state == ProgressSheetState.DISCARDED:
        return _("This sheet was discarded; nothing of it was reported.")
    n_ready = sum(row.can_go for row in rows)
    if not rows:
        return _("Nothing is filled in on this sheet.")
    text = ngettext(
        "{ready} of {n} row can be reported; nothing counts before you say so.",
        "{ready} of {n} rows can be reported; nothing counts before you say so.",
        len(rows),
    )
    return text.format(ready=n_ready, n=len(rows))


def _limit() -> str:
    return f"{settings.STUURBORD_UPLOAD_LIMIT / settings.MEGABYTE:g}".replace(".", ",")
