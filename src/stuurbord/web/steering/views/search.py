"""Search over everything a reader may see, and the sheet of all parts of the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stuurbord.web.accounts.queries import may_see_people
from stuurbord.web.lists.list_request import ListRequest, asked_lines
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.look.deviation import DeviationScale
from stuurbord.web.look.icons import ICONS
from stuurbord.web.projects.queries import visible_portfolios, visible_projects
from stuurbord.web.steering.queries import may_view_audit

MOST_OF_A_KIND = 6


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Answer the palette: pages first, then projects, then lines of registers."""
    words = request.GET.get("q", "").strip()[:100]
    results = [one for one in _pages(request) if words.casefold() in one["title"].casefold()]
    if words:
        results = [*_projects(request, words), *_lines(request, words), *results]
    return JsonResponse({"results": results[:24]})


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Show every part in its states, to look at in light, dark and print."""
    context = {
        "icons": list(ICONS),
        "scale": DeviationScale.covering([41, 30]),
        "gates": [["G0", True], ["G1", True], ["G2", False], ["G3", False], ["G4", False]],
        "conclusion": _("Every part in its states, as it appears in light, dark and print."),
    }
    return render(request, "pages/parts.html", context)


def _result(title: str, kind: str, url: str, icon: str = "right") -> dict[str, str]:
    return {"title": title, "kind": kind, "url": url, "icon": icon}


def _pages(request: HttpRequest) -> list[dict[str, str]]:
    rooms = ((_("My week"), "my_week"), (_("Projects"), "projects"), (_("Registers"), "registers"))
    found = [_result(title, _("page"), reverse(name)) for title, name in rooms]
    if may_view_audit(request.user):
        found.append(_result(_("Audit log"), _("page"), reverse("audit")))
    if may_see_people(request.user):
        found.append(_result(_("People and roles"), _("page"), reverse("people")))
    for portfolio in visible_portfolios(request.user)[:MOST_OF_A_KIND]:
        found.append(_result(portfolio.name, _("portfolio"), reverse("portfolio", args=[portfolio.key])))
    for register in REGISTERS.values():
        found.append(_result(str(register.title), _("register"), reverse("register", args=[register.slug])))
    return found


def _projects(request: HttpRequest, words: str) -> list[dict[str, str]]:
    found = visible_projects(request.user).filter(Q(name__icontains=words) | Q(code__icontains=words))
    return [
        _result(str(one), _("project"), reverse("project", args=[one.portfolio.key, one.code]), "doc")
        for one in found.select_related("portfolio")[:MOST_OF_A_KIND]
    ]


def _lines(request: HttpRequest, words: str) -> list[dict[str, str]]:
    found = []
    for register in REGISTERS.values():
        lines = asked_lines(register, request.user, ListRequest(query=words, everything=True))
        for line in lines[:MOST_OF_A_KIND]:
            url = reverse("register_line", args=[register.slug, line.pk])
            found.append(_result(_title(line), str(register.one).lower(), url))
    return found


def _title(line: Any) -> str:
    names = [name for name in ("code", "title", "question", "name") if hasattr(line, name)]
    return " ".join(str(getattr(line, name)) for name in names)
