"""The buttons of My week: finish a matter, put it off, take that back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.undoing import Done, undo
from stuurbord.web.lists.views.found import line_or_404, register_or_404
from stuurbord.web.notices import doing

TABS = ("", "gevraagd", "team", "volgende-week")
_LONGEST_VERSION = 9


@require_POST
def matter_finish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Finish a matter."""
    return _do(request, slug, pk, doing.finish, "afgerond")


@require_POST
def matter_postpone(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a matter off by a week."""
    return _do(request, slug, pk, doing.postpone, "uitgesteld")


@require_POST
def matter_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what a button of My week did just now."""
    register = register_or_404(slug)
    line = line_or_404(request, register, pk)
    require(request.user, register.permission, line.project.scopes)
    try:
        undo(request.user, register, [Done(line.pk, _version(request))])
    except VersionConflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("{code} stands as it did before").format(code=register.called(line)))
    return _back(request)


def _do(
    request: HttpRequest, slug: str, pk: int, action: Callable[..., doing.Outcome], what: str
) -> HttpResponse:
    register = register_or_404(slug)
    line = line_or_404(request, register, pk)
    require(request.user, register.permission, line.project.scopes)
    ask = _ask_or_404(register, request.POST.get("ask", ""))
    try:
        outcome = action(request.user, register, line, _version(request), ask)
    except VersionConflict as error:
        messages.error(request, f"{register.called(line)}: {error}")
        return _back(request)
    if outcome.line is None:
        messages.error(request, f"{register.called(line)}: {outcome.refusal}")
        return _back(request)
    return _back(request, {what: f"{register.slug}.{pk}.{outcome.line.version}"})


def _ask_or_404(register: Register, slug: str) -> Any:
    for ask in register.asks:
        if ask.slug == slug:
            return ask
    raise Http404


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) <= _LONGEST_VERSION else 0


def _back(request: HttpRequest, told: dict[str, str] | None = None) -> HttpResponse:
    """Return to the tab where the button stood."""
    tab = request.POST.get("tab", "")
    query = urlencode(({"tab": tab} if tab in TABS and tab else {}) | (told or {}))
    return redirect(reverse("my_week") + (f"?{query}" if query else ""))
