"""One exception: what was measured, what can be done, and the question to who decides."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.lists.project_frame import frame
from stuurbord.web.tolerances.actions import NotComplete, ask_decision
from stuurbord.web.tolerances.conclusions import amount, exception_sentence
from stuurbord.web.tolerances.exception_facts import exception_facts
from stuurbord.web.tolerances.models import ExceptionReport, ExceptionState
from stuurbord.web.tolerances.queries import exception_for, options_of

_WAY = (
    ExceptionState.RAISED,
    ExceptionState.REPORTED,
    ExceptionState.DECISION_ASKED,
    ExceptionState.DECIDED,
    ExceptionState.CLOSED,
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exception(request: HttpRequest, key: str, code: str, number: str) -> HttpResponse:
    """Show one exception; ask its decision."""
    found = exception_for(request.user, key, code, number)
    hindered = ""
    if request.method == "POST":
        require(request.user, Permission.EDIT_REGISTER, found.project.scopes)
        version = request.POST.get("version", "")
        try:
            ask_decision(request.user, found, int(version) if version.isdecimal() else -1)
        except NotComplete as error:
            hindered = str(error)
            found = exception_for(request.user, key, code, number)
        else:
            messages.success(request, _("The decision is asked; it stands on the agenda of who decides."))
            return redirect("exception", key, code, number)
    context = (
        frame(request, found.project, "exception")
        | _context(found)
        | {
            "hindered": hindered,
            "may_edit": may(request.user, Permission.EDIT_REGISTER, found.project.scopes),
        }
    )
    return render(request, "pages/exception.html", context, status=422 if hindered else 200)


def _context(found: ExceptionReport) -> dict[str, Any]:
    facts = exception_facts(found)
    return {
        "line": found,
        "facts": facts,
        "conclusion": exception_sentence(found),
        "measured": amount(found.measured, found.unit, is_signed=found.unit == "days"),
        "measured_now": amount(found.measured_now, found.unit, is_signed=found.unit == "days"),
        "allowed": amount(found.allowed, found.unit),
        "used": None if found.measured_now is None else float(found.measured_now),
        "limit": None if found.allowed is None else float(found.allowed),
        "options": options_of(found),
        "steps": steps_of(found.state),
        "new_option": f"{reverse('register_new', args=['opties'])}?"
        + urlencode(
            {"project": found.project.code, "portfolio": found.project.portfolio.key, "exception": found.code}
        ),
    }


def steps_of(state: str) -> list[tuple[str, bool, bool]]:
    """Return label, whether it is behind, whether it is now; what was withdrawn has only two."""
    way = _WAY if state != ExceptionState.WITHDRAWN else (_WAY[0], ExceptionState.WITHDRAWN)
    at = way.index(ExceptionState(state))
    return [(str(one.label), place < at, place == at) for place, one in enumerate(way)]
