"""One file: what it would change line by line, and the decision about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stuurbord.errors import Finding, Severity, VersionConflict
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.imports import actions
from stuurbord.web.imports.change_lines import groups
from stuurbord.web.imports.date_checks import shown_checks
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.imports.plan_mandates import can_propose
from stuurbord.web.imports.queries import import_for
from stuurbord.web.imports.summaries import conclusion, findings_of
from stuurbord.web.planning.actions import Refused

FINDINGS_SHOWN = 50


@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The dry run of one file, or what was decided about it."""
    return _page(request, import_for(request.user, pk), 200)


def _page(request: HttpRequest, one: Import, status: int, conflict: str = "") -> HttpResponse:
    findings = findings_of(one)
    shown = len(findings) if request.GET.get("findings") == "all" else FINDINGS_SHOWN
    context = {
        "one": one,
        "portfolio": one.portfolio,
        "breadcrumbs": [
            (one.portfolio.name, reverse("portfolio", args=[one.portfolio.key])),
            (_("Import"), reverse("imports", args=[one.portfolio.key])),
            (one.file_name, ""),
        ],
        "conclusion": conclusion(one),
        "conflict": conflict,
        "is_open": one.state in actions.UNDECIDED,
        "may_propose": can_propose(one),
        "must_propose": _must_propose(request.user, one, findings),
        "groups": groups(one.changes, request.GET.get("all", "")),
        "checks": shown_checks(one.date_checks, whole=request.GET.get("dates") == "all"),
        "findings": findings[:shown],
        "n_findings": len(findings),
        "n_errors": sum(1 for one in findings if one.severity is Severity.ERROR),
        "first_error": next((one for one in findings if one.severity is Severity.ERROR), None),
    }
    return render(request, "pages/import.html", context, status=status)


def _must_propose(user: Any, one: Import, findings: list[Finding]) -> bool:
    """Return whether a plan goes beyond what was agreed, and the reader does not decide on that."""
    if one.project is None or not any(each.code == "plan_beyond_agreement" for each in findings):
        return False
    return not may(user, Permission.DECIDE, one.project.scopes)


@require_POST
def import_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a file as a whole; if something moved since it was reviewed, show what it would do now."""
    one = import_for(request.user, pk)
    try:
        actions.accept(request.user, one)
    except VersionConflict as error:
        stored = import_for(request.user, pk)
        if stored.state == ImportState.READY:
            stored = actions.review_again(request.user, stored)
        return _page(request, stored, 409, str(error))
    messages.success(request, _("{file} was accepted.").format(file=one.file_name))
    return redirect("imports", one.portfolio.key)


@require_POST
def import_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a proposal of the plan in a file; it counts only when somebody accepts that."""
    one = import_for(request.user, pk)
    try:
        made = actions.propose_plan(request.user, one)
    except Refused as error:
        return _page(request, import_for(request.user, pk), 422, str(error))
    except VersionConflict as error:
        stored = import_for(request.user, pk)
        if stored.state == ImportState.READY:
            stored = actions.review_again(request.user, stored)
        return _page(request, stored, 409, str(error))
    messages.success(
        request, _("Proposal {number} was made of {file}.").format(number=made.number, file=one.file_name)
    )
    return redirect("plan_proposal", made.project.portfolio.key, made.project.code, made.number)


@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide that a file changes nothing."""
    one = actions.discard(request.user, import_for(request.user, pk))
    messages.success(request, _("{file} was discarded; nothing has changed.").format(file=one.file_name))
    return redirect("imports", one.portfolio.key)
