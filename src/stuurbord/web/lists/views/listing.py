"""The lines of one register, as the address asks for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, ForeignKey, OuterRef, QuerySet, TextField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.columns import Filter
from stuurbord.web.lists.columns_chosen import columns_of, every_column, head_column
from stuurbord.web.lists.fields import is_line
from stuurbord.web.lists.grouping import groupings
from stuurbord.web.lists.list_facts import Facts
from stuurbord.web.lists.list_page import body, list_page, row_writer
from stuurbord.web.lists.list_request import (
    ListRequest,
    asked_lines,
    fixed_options,
    lines_in_scope,
    names_that_occur,
    totals,
    view_counts,
)
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.saved_views import SavedRequest, saved_requests, sharing_portfolios
from stuurbord.web.lists.views.found import register_or_404
from stuurbord.web.lists.views.list_address import SAVED, resolved
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_portfolios


@require_safe
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines of one register, filtered, sorted, grouped and laid out as the address says."""
    found = register_or_404(slug)
    saved = saved_requests(request.user, found)
    asked, current = resolved(request, found, saved)
    facts = Facts(found, request.user)
    n_lines, counts = _counts(request, found, asked, saved, facts)
    n_open = counts[""]
    columns = columns_of(found, asked.columns)
    editable = set(editable_projects(request.user, found).values_list("pk", flat=True))
    page = list_page(found, request.user, asked, columns, n_lines, facts)
    context = {
        "register": found,
        "asked": asked,
        "page": page,
        "columns": columns,
        "body": body(
            found, request.user, asked, page.object_list, row_writer(found, columns, editable), facts
        ),
        "totals": _with_totals(request, found, asked, columns, facts),
        "views": _views(found, asked, counts, saved, current),
        "is_empty": not page.object_list and not found.lines(request.user).exists(),
        "may_add": bool(editable),
        "sheet_url": _sheet_url("register_sheet", found, asked.as_query()),
        "sheet_in_url": _sheet_url("register_sheet_in", found, urlencode(asked.scope)) if editable else "",
        "today": today(),
        "breadcrumbs": [(_("Registers"), reverse("registers")), (found.title, "")],
        **_tools(request, found, asked, columns, facts, n_open),
        **_saved_context(request, found, asked, current),
        **_said(request, found, asked, facts, n_open),
    }
    return render(request, "pages/register.html", context)


def _counts(
    request: HttpRequest,
    found: Register,
    asked: ListRequest,
    saved: dict[int, SavedRequest],
    facts: Facts,
) -> tuple[int, dict[Any, int]]:
    kept = {pk: one.asked for pk, one in saved.items()}
    name = ("counts", asked.as_query(), *((pk, one.as_query()) for pk, one in kept.items()))
    return facts.of(name, lambda: view_counts(found, request.user, asked, kept))


def _views(
    found: Register,
    asked: ListRequest,
    counts: dict[Any, int],
    saved: dict[int, SavedRequest],
    current: SavedRequest | None,
) -> list[dict[str, Any]]:
    kept = asked.scope | asked.layout if current is None else {}
    tabs = [("", _("All open") if found.can_close else _("All"))]
    tabs += [(view.slug, view.label) for view in found.views]
    declared = [
        {
            "label": label,
            "url": f"?{urlencode(kept | ({'view': slug} if slug else {}))}",
            "count": counts[slug],
            "is_current": current is None and slug == asked.view,
        }
        for slug, label in tabs
    ]
    own = [
        {
            "label": one.view.name,
            "url": f"?{SAVED}={pk}",
            "count": counts[pk],
            "is_current": one is current,
            "is_saved": True,
        }
        for pk, one in saved.items()
    ]
    return [*declared, *own]


def _tools(
    request: HttpRequest, found: Register, asked: ListRequest, columns: list[Any], facts: Facts, n_lines: int
) -> dict[str, Any]:
    """Return what the lists of the toolbar offer."""
    others = [column for column in every_column(found) if column not in columns]
    return {
        "filters": [
            (one, _options(request, found, one, facts, n_lines), asked.chosen.get(one.name, ""))
            for one in found.filters
        ],
        "portfolios": list(visible_portfolios(request.user).values_list("key", "name")),
        "projects": facts.of("projects", lambda: _projects_in(found.lines(request.user)), n_lines),
        "groupings": groupings(found),
        "choosable": [*((one, True) for one in columns), *((one, False) for one in others)],
        "head": head_column(found),
        "without_columns": urlencode({k: v for k, v in asked.parameters.items() if k != "kol"}),
        "bulk_fields": [(name, found.label_of(name)) for name in _bulk_fields(found)],
    }


def _options(
    request: HttpRequest, found: Register, one: Filter, facts: Facts, n_lines: int
) -> list[tuple[str, str]]:
    fixed = fixed_options(found, one)
    if fixed is not None:
        return fixed
    return facts.of(("filter", one.name), lambda: names_that_occur(one, found.lines(request.user)), n_lines)


def _bulk_fields(found: Register) -> list[str]:
    """Return the fields one changes of many lines at once: not what tells lines apart, nor long texts."""
    own = {found.title_field, *found.identity}
    kinds = {one.name: one for one in found.model._meta.fields}
    return [name for name in found.form_fields if name not in own and _is_for_many(kinds[name])]


def _is_for_many(field: Any) -> bool:
    # A line of another register is one of the same project: many lines are of many projects.
    is_reference = isinstance(field, ForeignKey) and is_line(field.related_model)
    return not isinstance(field, TextField) and not is_reference


def _saved_context(
    request: HttpRequest, found: Register, asked: ListRequest, current: SavedRequest | None
) -> dict[str, Any]:
    return {
        "saved": current,
        "is_own_view": current is not None and current.view.owner_id == request.user.pk,
        "is_changed_view": current is not None and current.asked.as_query() != asked.as_query(),
        "sharing": list(sharing_portfolios(request.user, found).values_list("pk", "name")),
    }


def _said(
    request: HttpRequest, found: Register, asked: ListRequest, facts: Facts, n_lines: int
) -> dict[str, Any]:
    """Return the sentence over the lines and the picture under them."""
    scope = urlencode(asked.scope)

    def sentence() -> str:
        return conclusion_of(found, found.open_lines(lines_in_scope(found, request.user, asked)))

    return {
        "conclusion": facts.of(("conclusion", scope), sentence, n_lines),
        "picture": _picture(request, found, asked, facts, n_lines),
    }


def conclusion_of(found: Register, open_lines: QuerySet[Any]) -> str:
    """Return the sentence of a register over its open lines."""
    return found.conclusion(open_lines) if found.conclusion else ""


def _picture(request: HttpRequest, found: Register, asked: ListRequest, facts: Facts, n_lines: int) -> Any:
    """Return the picture under the list; what is chosen in it does not narrow what it shows."""
    if found.picture is None:
        return None
    chosen = {"view": asked.view} | asked.scope | asked.layout
    draw = found.picture

    def drawn() -> Any:
        quiet = {one.name for one in found.filters if one.is_quiet}
        kept = {name: value for name, value in asked.chosen.items() if name not in quiet}
        wider = replace(asked, chosen=kept)
        return draw(found.open_lines(lines_in_scope(found, request.user, wider)), chosen)

    return facts.of(("picture", urlencode(chosen)), drawn, n_lines)


def _projects_in(lines: QuerySet[Any]) -> list[tuple[str, str]]:
    used = Project.objects.filter(Exists(lines.order_by().filter(project=OuterRef("pk"))))
    return list(used.order_by("code").values_list("code", "name").distinct())


def _with_totals(
    request: HttpRequest, found: Register, asked: ListRequest, columns: list[Any], facts: Facts
) -> list[tuple[Any, Any]]:
    """Return each column with its sum; None where it is not added up."""
    if not any(column.has_total for column in columns):
        return []
    sums = facts.of(
        ("totals", asked.as_query()), lambda: totals(found, asked_lines(found, request.user, asked))
    )
    return [(column, sums.get(f"total_{column.name}")) for column in columns]


def _sheet_url(name: str, found: Register, query: str) -> str:
    try:
        return f"{reverse(name, args=[found.slug])}?{query}"
    except NoReverseMatch:
        return ""
