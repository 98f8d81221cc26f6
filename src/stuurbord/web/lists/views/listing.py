"""The overview of all registers, and the lines of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.list_request import (
    PAGE_SIZE,
    ListRequest,
    asked_lines,
    filter_options,
    lines_in_scope,
    totals,
    view_counts,
)
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.lists.views.found import register_or_404
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.reader import reader


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """Every register with what it holds and what it says."""
    rows = []
    for register_ in REGISTERS.values():
        lines = register_.lines(request.user)
        rows.append((register_, _open_count(register_, lines), lines.count(), _conclusion(register_, lines)))
    n_open = sum(row[1] for row in rows)
    conclusion = ngettext("{n} open line in {m} registers.", "{n} open lines in {m} registers.", n_open)
    context = {
        "rows": rows,
        "today": today(),
        "conclusion": conclusion.format(n=reader().number(n_open), m=reader().count(len(rows))),
    }
    return render(request, "pages/registers.html", context)


@require_safe
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines of one register, filtered and sorted as the address says."""
    found = register_or_404(slug)
    asked = ListRequest.from_query(request.GET, found)
    lines = lines_in_scope(found, request.user, asked)
    shown = asked_lines(found, request.user, asked)
    page = Paginator(shown, PAGE_SIZE).get_page(asked.page)
    every_line = found.lines(request.user)
    context = {
        "register": found,
        "asked": asked,
        "page": page,
        "totals": _with_totals(found, shown),
        "views": _views(request, found, asked, lines),
        "filters": [
            (one, filter_options(one, every_line), asked.chosen.get(one.name, "")) for one in found.filters
        ],
        "portfolios": list(visible_portfolios(request.user).values_list("key", "name")),
        "projects": _projects_in(every_line),
        "picture": _picture(request, found, asked),
        "is_empty": not page.object_list and not every_line.exists(),
        "may_add": editable_projects(request.user, found).exists(),
        "today": today(),
        "breadcrumbs": [(_("Registers"), reverse("registers")), (found.title, "")],
        "conclusion": _conclusion(found, lines),
    }
    return render(request, "pages/register.html", context)


def _open_count(found: Register, lines: Any) -> int:
    return int(found.open_lines(lines).count())


def _conclusion(found: Register, lines: Any) -> str:
    return found.conclusion(found.open_lines(lines)) if found.conclusion else ""


def _views(request: HttpRequest, found: Register, asked: ListRequest, lines: Any) -> list[dict[str, Any]]:
    counts = view_counts(found, request.user, lines)
    scope = asked.scope
    tabs = [("", _("All open") if found.can_close else _("All"))]
    tabs += [(view.slug, view.label) for view in found.views]
    return [
        {
            "label": label,
            "url": f"?{urlencode(scope | ({'view': slug} if slug else {}))}",
            "count": counts[slug],
            "is_current": slug == asked.view,
        }
        for slug, label in tabs
    ]


def _picture(request: HttpRequest, found: Register, asked: ListRequest) -> Any:
    """Return the picture under the list; what is chosen in it does not narrow what it shows."""
    if found.picture is None:
        return None
    quiet = {one.name for one in found.filters if one.is_quiet}
    wider = replace(asked, chosen={name: value for name, value in asked.chosen.items() if name not in quiet})
    lines = found.open_lines(lines_in_scope(found, request.user, wider))
    return found.picture(lines, {"view": asked.view} | asked.scope)


def _projects_in(lines: Any) -> list[tuple[str, str]]:
    found = lines.order_by("project__code").values_list("project__code", "project__name").distinct()
    return list(found)


def _with_totals(found: Register, lines: Any) -> list[tuple[Any, Any]]:
    """Return each column with its sum; None where it is not added up."""
    sums = totals(found, lines)
    return [(column, sums.get(f"total_{column.name}")) for column in found.columns] if sums else []
