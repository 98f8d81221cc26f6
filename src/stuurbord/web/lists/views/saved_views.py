"""Keep what a list shows under a name; rename it, share it, bring it up to date, archive it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stuurbord.web.lists.list_request import ListRequest
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.saved_views import archive_view, change_view, save_view, saved_views
from stuurbord.web.lists.views.found import register_or_404
from stuurbord.web.lists.views.list_address import SAVED
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.projects.queries import visible_portfolios


@require_POST
def views(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the address that was sent."""
    found = register_or_404(slug)
    asked = ListRequest.from_query(QueryDict(request.POST.get("query", "")[:4000]), found)
    shared_with = _portfolio(request)
    try:
        view = save_view(request.user, found, request.POST.get("name", ""), asked, shared_with)
    except ValueError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{_list(found)}?{asked.as_query()}")
    messages.success(request, _("View “{name}” kept").format(name=view.name))
    return redirect(f"{_list(found)}?{SAVED}={view.pk}")


@require_POST
def view(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change or archive a view, as the button pressed says."""
    found = register_or_404(slug)
    kept = get_object_or_404(saved_views(request.user, found), pk=pk)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0
    if request.POST.get("do") == "archive":
        archive_view(request.user, kept, version)
        messages.success(request, _("View “{name}” archived").format(name=kept.name))
        return redirect(_list(found))
    try:
        change_view(request.user, found, kept, version, **_changes(request, found))
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("View “{name}” kept").format(name=request.POST.get("name", kept.name)))
    return redirect(f"{_list(found)}?{SAVED}={kept.pk}")


def _changes(request: HttpRequest, found: Register) -> dict[str, Any]:
    if request.POST.get("do") == "query":
        asked = ListRequest.from_query(QueryDict(request.POST.get("query", "")[:4000]), found)
        return {"query": asked.as_query()}
    return {"name": request.POST.get("name", ""), "shared_with": _portfolio(request)}


def _portfolio(request: HttpRequest) -> Portfolio | None:
    """Return the portfolio to share with, or 404: what one may not see does not exist."""
    sent = request.POST.get("shared_with", "")
    if not sent:
        return None
    number = int(sent) if sent.isdecimal() and len(sent) < 18 else 0
    return get_object_or_404(visible_portfolios(request.user), pk=number)


def _list(found: Register) -> str:
    return reverse("register", args=[found.slug])
