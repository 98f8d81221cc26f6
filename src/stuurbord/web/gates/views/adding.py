"""Add evidence and ask a waiver from the dossier of a gate."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stuurbord.rulebooks.gates.evidence import evidence_kinds
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.clock import today
from stuurbord.web.gates.adding import NewEvidence, NotAdded, add_evidence, ask_waiver
from stuurbord.web.gates.declarations.waivers import last_day
from stuurbord.web.gates.forms import text_in
from stuurbord.web.gates.judging import Projects
from stuurbord.web.gates.queries import dossier_in
from stuurbord.web.gates.views.dossier import back
from stuurbord.web.lists.attachments import SentFile
from stuurbord.web.lists.project_frame import frame
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reader import reader


@require_http_methods(["GET", "HEAD", "POST"])
def gate_evidence(request: HttpRequest, key: str, code: str, gate: str) -> HttpResponse:
    """Bring evidence: written down, its file kept, sent to its reviewer, all or nothing."""
    project = _project(request, key, code, gate)
    errors: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        sent = NewEvidence(
            kind=text_in(request.POST, "kind"),
            title=text_in(request.POST, "title"),
            reference=text_in(request.POST, "reference"),
            reviewer=text_in(request.POST, "reviewer"),
            valid_from=text_in(request.POST, "valid_from"),
            valid_until=text_in(request.POST, "valid_until"),
            gate=gate if request.POST.get("only_here") else "",
            file=SentFile(file.name or "", file.read()) if file else None,
        )
        try:
            made = add_evidence(request.user, project, sent)
        except NotAdded as error:
            errors = error.texts
        else:
            messages.success(
                request, _("Evidence {code} waits for {name}").format(code=made.code, name=made.reviewer)
            )
            return back(project, gate)
    kinds = [(one.code, said(one.label, reader().code)) for one in evidence_kinds().values()]
    context = _context(request, project, gate, errors) | {
        "kinds": kinds,
        "kind": request.POST.get("kind") or request.GET.get("kind", ""),
        "day": today().isoformat(),
        "limit": settings.STUURBORD_ATTACHMENT_LIMIT // settings.MEGABYTE,
    }
    return render(request, "pages/gate_evidence.html", context, status=422 if errors else 200)


gate_evidence.upload_limit = lambda: settings.STUURBORD_ATTACHMENT_LIMIT  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def gate_waiver(request: HttpRequest, key: str, code: str, gate: str) -> HttpResponse:
    """Ask to set a criterion aside for a while."""
    project = _project(request, key, code, gate)
    rule = text_in(request.POST if request.method == "POST" else request.GET, "rule")[:80]
    found = dossier_in(Projects([project], today()), project, gate)
    asked = next((one for one in found.criteria if one.rule.id == rule), None) if found else None
    if asked is None:
        raise Http404
    errors: list[str] = []
    if request.method == "POST":
        names = ("reason", "measure", "residual_risk", "expires_on")
        sent = {name: text_in(request.POST, name) for name in names}
        try:
            made = ask_waiver(request.user, project, gate, asked.rule, sent)
        except NotAdded as error:
            errors = error.texts
        else:
            messages.success(request, _("Waiver {code} requested").format(code=made.code))
            return back(project, gate)
    context = _context(request, project, gate, errors) | {
        "rule": asked.rule,
        "rule_title": said(asked.rule.title, reader().code),
        "last_day": last_day(project, gate),
    }
    return render(request, "pages/gate_waiver.html", context, status=422 if errors else 200)


def _project(request: HttpRequest, key: str, code: str, gate: str) -> Project:
    project = project_for(request.user, key, code)
    if gate not in {one.code for one in Projects([project], today()).gates(project)}:
        raise Http404
    require(request.user, Permission.EDIT_REGISTER, project.scopes)
    return project


def _context(request: HttpRequest, project: Project, gate: str, errors: list[str]) -> dict[str, Any]:
    own = getattr(request.user, "person", None)
    people = Person.objects.exclude(pk=own.pk if own else 0).order_by("name")[:1000]
    return frame(request, project, "gates") | {
        "gate_code": gate,
        "errors": errors,
        "sent": request.POST,
        "people": people,
    }
