"""Open a procurement file: by hand, or from a notice that was published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stuurbord.errors import NotPermitted, errors_in
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.procurements.actions import NotAccepted, open_file
from stuurbord.web.procurements.amounts import as_amount
from stuurbord.web.procurements.forms import NewFileForm
from stuurbord.web.procurements.from_notice import Read, open_from_notice, read_upload, seal, unseal
from stuurbord.web.procurements.models import Stage
from stuurbord.web.procurements.rights import EDITORS
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_projects

LARGEST_NOTICE_MB = 10


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def procurement_new(request: HttpRequest) -> HttpResponse:
    """Open a file by hand."""
    projects = _projects(request.user)
    form = NewFileForm(
        request.POST or None, projects=projects, initial={"project": request.GET.get("project", "")}
    )
    told = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            file = open_file(request.user, form.chosen_project, title=sent["title"], cpv=sent["cpv"])
        except NotAccepted as error:
            told = str(error)
        else:
            messages.success(request, _("File {reference} opened").format(reference=file.reference))
            return redirect("procurement_file", file.reference)
    context = {"form": form, "told": told, "breadcrumbs": _breadcrumbs(_("New file"))}
    status = 422 if request.method == "POST" else 200
    return render(request, "pages/procurement_new.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def procurement_notice(request: HttpRequest) -> HttpResponse:
    """Read a notice, show what it says and what it does not, and open a file from it."""
    projects = _projects(request.user)
    if request.method != "POST":
        return _notice_page(request, projects)
    if "sealed" in request.POST:
        return _open(request, projects)
    sent = request.FILES.get("notice")
    if sent is None:
        return _notice_page(request, projects, told=_("Choose a file."), status=422)
    if sent.size is None or sent.size > LARGEST_NOTICE_MB * settings.MEGABYTE:
        told = _("A notice is at most {most} MB.").format(most=LARGEST_NOTICE_MB)
        return _notice_page(request, projects, told=told, status=422)
    read = read_upload(sent.read(), sent.name or "notice.xml")
    is_wrong = read.values is None
    return _notice_page(request, projects, read=read, status=422 if is_wrong else 200)


def _open(request: HttpRequest, projects: list[Project]) -> HttpResponse:
    values = unseal(request.POST.get("sealed", ""))
    if values is None:
        told = _("This form was not made here. Read the notice again.")
        return _notice_page(request, projects, told=told, status=422)
    key = request.POST.get("project", "")
    project = next((one for one in projects if f"{one.portfolio.key}/{one.code}" == key), None)
    if project is None:
        read = Read("", values, [])
        return _notice_page(request, projects, read=read, told=_("Choose a project."), status=422)
    try:
        file = open_from_notice(request.user, project, values)
    except NotAccepted as error:
        return _notice_page(request, projects, told=str(error), status=422)
    messages.success(request, _("File {reference} opened").format(reference=file.reference))
    return redirect("procurement_file", file.reference)


def _notice_page(
    request: HttpRequest,
    projects: list[Project],
    *,
    read: Read | None = None,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "read": read,
        "told": told,
        "projects": [(f"{one.portfolio.key}/{one.code}", str(one)) for one in projects],
        "most": LARGEST_NOTICE_MB,
        "breadcrumbs": _breadcrumbs(_("From a notice")),
    }
    if read is not None:
        context["errors"] = errors_in(read.findings)
        if read.values is not None:
            context |= _shown(read.values) | {"sealed": seal(read.values)}
    return render(request, "pages/procurement_notice.html", context, status=status)


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "values": values,
        "estimate": as_amount(values["facts"].get("estimate")),
        "stage": Stage(values["stage"]).label,
        "procedure": procedure_name(values["procedure"]),
    }


def _projects(user: Any) -> list[Project]:
    """Return the projects in which this person may open a file; who has none may not come here."""
    found: dict[int, Project] = {}
    for permission in EDITORS:
        rows = visible_projects(user, permission).select_related("portfolio")
        found |= {one.pk: one for one in rows}
    if not found:
        told = _("Only who changes this project or advises on its procurements can do this.")
        raise NotPermitted(Permission.EDIT_REGISTER, told)
    return sorted(found.values(), key=lambda one: (one.portfolio.key, one.code))


def _breadcrumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Procurements"), reverse("procurements")), (last, "")]
