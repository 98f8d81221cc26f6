"""The procurement files that a reader may see: filtered, searched, in pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.lists.project_frame import frame
from stuurbord.web.procurements.choosing import IS_MARKED
from stuurbord.web.procurements.models import (
    CLOSED_STAGES,
    ProcedureChoice,
    ProcurementFile,
    Stage,
)
from stuurbord.web.procurements.queries import files_seen
from stuurbord.web.procurements.rights import EDITORS, may_configure
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.projects.queries import project_for, visible_projects
from stuurbord.web.reader import reader

ON_PAGE = 50


@require_safe
def procurements(request: HttpRequest) -> HttpResponse:
    """Show the files, the latest reference first."""
    return _listing(request, files_seen(request.user), {})


@require_safe
def project_procurements(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show the files of one project."""
    project = project_for(request.user, key, code)
    seen = files_seen(request.user).filter(project=project)
    own = frame(request, project, "project_procurements")
    return _listing(request, seen, own | {"for_project": f"{key}/{code}"})


def _listing(request: HttpRequest, seen: QuerySet[ProcurementFile], own: dict[str, Any]) -> HttpResponse:
    asked = {
        name: request.GET.get(name, "").replace("\0", "")[:100]
        for name in ("q", "stage", "procedure", "project", "lawyer")
    }
    marked = ProcedureChoice.objects.filter(IS_MARKED, file=OuterRef("pk"))
    found = _filtered(seen, asked).annotate(is_marked=Exists(marked))
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    context = own | {
        "page": page,
        "rows": [(one, procedure_name(one.procedure)) for one in page.object_list],
        "asked": asked,
        "is_filtered": any(asked.values()),
        "choices": _choices(seen, asked),
        "conclusion": _conclusion(seen),
        "may_open": any(visible_projects(request.user, one).exists() for one in EDITORS),
        "may_configure": may_configure(request.user),
    }
    return render(request, "pages/procurements.html", context)


def _filtered(files: QuerySet[ProcurementFile], asked: dict[str, str]) -> QuerySet[ProcurementFile]:
    if text := asked["q"].strip():
        files = files.filter(
            Q(reference__icontains=text)
            | Q(title__icontains=text)
            | Q(buyer_reference__icontains=text)
            | Q(cpv__startswith=text)
        )
    if asked["stage"] == "running":
        files = files.exclude(stage__in=CLOSED_STAGES)
    elif asked["stage"] in Stage.values:
        files = files.filter(stage=asked["stage"])
    if asked["procedure"]:
        files = files.filter(procedure="" if asked["procedure"] == "none" else asked["procedure"])
    if asked["project"]:
        key, _slash, code = asked["project"].partition("/")
        files = files.filter(project__portfolio__key=key, project__code=code)
    if asked["lawyer"].isdecimal() and len(asked["lawyer"]) < 18:
        files = files.filter(lawyer_id=int(asked["lawyer"]))
    return files


def _choices(files: QuerySet[ProcurementFile], asked: dict[str, str]) -> list[dict[str, Any]]:
    """Return each filter with its options, read from the files that are there."""
    held = list(
        files.order_by()
        .values_list(
            "procedure",
            "project__portfolio__key",
            "project__code",
            "project__name",
            "lawyer_id",
            "lawyer__name",
        )
        .distinct()
    )
    procedures = sorted({(one[0], procedure_name(one[0])) for one in held if one[0]}, key=lambda one: one[1])
    projects = sorted({(f"{one[1]}/{one[2]}", f"{one[2]} {one[3]}") for one in held}, key=lambda one: one[1])
    lawyers = sorted({(str(one[4]), one[5]) for one in held if one[4]}, key=lambda one: one[1])
    stages = [("running", _("all that run")), *((one.value, one.label) for one in Stage)]
    return [
        _choice("stage", _("Stage"), stages, asked),
        _choice("procedure", _("Procedure"), [("none", _("not chosen yet")), *procedures], asked),
        _choice("project", _("Project"), projects, asked),
        _choice("lawyer", _("Procurement lawyer"), lawyers, asked),
    ]


def _choice(name: str, label: str, options: list[tuple[str, Any]], asked: dict[str, str]) -> dict[str, Any]:
    return {"name": name, "label": label, "options": options, "chosen": asked[name]}


def _conclusion(files: QuerySet[ProcurementFile]) -> str:
    stages = list(files.order_by().values_list("stage", "procedure"))
    if not stages:
        return ""
    running = [procedure for stage, procedure in stages if stage not in CLOSED_STAGES]
    undecided = sum(not procedure for procedure in running)
    told = ngettext("{n} procurement is running", "{n} procurements are running", len(running))
    text = told.format(n=reader().count_at_start(len(running)))
    if not undecided:
        return f"{text}."
    rest = ngettext("for {n} no procedure was chosen yet.", "for {n} no procedure was chosen yet.", undecided)
    return f"{text}; {rest.format(n=reader().count(undecided))}"
