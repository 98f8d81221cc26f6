"""All registers, by what people look for together."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.lists.list_facts import Facts, stamp_around
from stuurbord.web.lists.list_request import ListRequest, lines_in_scope
from stuurbord.web.lists.register import REGISTERS, Family, Register
from stuurbord.web.lists.views.listing import conclusion_of
from stuurbord.web.projects.queries import visible_portfolios, visible_projects
from stuurbord.web.reader import reader


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """Every register with what it holds and what it says, of all projects or of those in the address."""
    asked = ListRequest(
        portfolio=request.GET.get("portfolio", "")[:40], project=request.GET.get("project", "")[:40]
    )
    around = stamp_around()
    rows = [_row(request, one, asked, around) for one in REGISTERS.values()]
    n_open = sum(row[1] for row in rows)
    conclusion = ngettext("{n} open line in {m} registers.", "{n} open lines in {m} registers.", n_open)
    families = [(family.label, [row for row in rows if row[0].family == family]) for family in Family]
    context = {
        "rows": rows,
        "families": [(label, found) for label, found in families if found],
        "asked": asked,
        "scope": urlencode(asked.scope),
        "portfolios": list(visible_portfolios(request.user).values_list("key", "name")),
        "projects": _projects(request, asked),
        "today": today(),
        "conclusion": conclusion.format(n=reader().number(n_open), m=reader().count(len(rows))),
    }
    return render(request, "pages/registers.html", context)


def _row(
    request: HttpRequest, found: Register, asked: ListRequest, around: Any
) -> tuple[Register, int, int, str]:
    lines = lines_in_scope(found, request.user, asked)

    def told() -> tuple[int, int, str]:
        open_lines = found.open_lines(lines)
        return open_lines.count(), lines.count(), conclusion_of(found, open_lines)

    facts = Facts(found, request.user, around)
    n_open, n_all, sentence = facts.of(("overview", urlencode(asked.scope)), told)
    return found, n_open, n_all, sentence


def _projects(request: HttpRequest, asked: ListRequest) -> list[tuple[Any, ...]]:
    projects = visible_projects(request.user)
    if asked.portfolio:
        projects = projects.filter(portfolio__key=asked.portfolio)
    return list(projects.order_by("code").values_list("code", "name"))
