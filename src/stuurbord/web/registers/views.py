"""The pages of every register: the overview, a list, one line, its form and its way out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import may, require
from stuurbord.web.clock import today
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.projects.register_actions import archive_line, editable_projects, save_line
from stuurbord.web.projects.register_history import history, written
from stuurbord.web.projects.register_lists import (
    PAGE_SIZE,
    ListRequest,
    asked_lines,
    filter_options,
    lines_in_scope,
    totals,
    view_counts,
)
from stuurbord.web.projects.register_pattern import REGISTERS, Register
from stuurbord.web.reader import reader
from stuurbord.web.registers.line_forms import Difference, differences, form_for, form_sections


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
    found = _register(slug)
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


@require_safe
def line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One line with all its facts and its history."""
    found = _register(slug)
    shown = _line(request, found, pk)
    told = history(found, shown)
    context = {
        "register": found,
        "line": shown,
        "called": found.called(shown),
        "title": found.title_of(shown),
        "sections": _told_sections(found, shown),
        "conclusion": found.sentence(shown) if found.sentence else "",
        "history": told,
        "has_beginning": bool(told) and told[-1].verb == "create",
        "may_edit": may(request.user, found.permission, shown.project.scopes),
        "breadcrumbs": _breadcrumbs(found, shown),
    }
    return render(request, "pages/register_line.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def line_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down a new line."""
    found = _register(slug)
    if not editable_projects(request.user, found).exists():
        require(request.user, found.permission)
    form = form_for(found, request.user, request)
    if request.method == "POST" and form.is_valid() and (saved := _save(request, found, form, None)):
        messages.success(request, _("{one} {code} added").format(one=found.one, code=found.called(saved)))
        return redirect("register_line", found.slug, saved.pk)
    return _form_page(request, found, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a line; who saves second sees both versions before anything is overwritten."""
    found = _register(slug)
    stored = _line(request, found, pk)
    require(request.user, found.permission, stored.project.scopes)
    form = form_for(found, request.user, request, stored)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, found, form, _version(request))
        except VersionConflict:
            return _conflict_page(request, found, form, _line(request, found, pk))
        if saved:
            messages.success(request, _("{one} {code} saved").format(one=found.one, code=found.called(saved)))
            return redirect("register_line", found.slug, saved.pk)
    return _form_page(request, found, form, _line(request, found, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def line_archive(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a line out of the lists, after a question."""
    found = _register(slug)
    stored = _line(request, found, pk)
    require(request.user, found.permission, stored.project.scopes)
    if request.method == "POST":
        archive_line(request.user, found, stored, _version(request))
        messages.success(request, _("{one} {code} archived").format(one=found.one, code=found.called(stored)))
        return redirect("register", found.slug)
    context = {
        "register": found,
        "line": stored,
        "called": found.called(stored),
        "breadcrumbs": _breadcrumbs(found, stored),
    }
    return render(request, "pages/register_archive.html", context)


def _register(slug: str) -> Register:
    if slug not in REGISTERS:
        raise Http404
    return REGISTERS[slug]


def _line(request: HttpRequest, found: Register, pk: int) -> Any:
    return get_object_or_404(found.lines(request.user), pk=pk)


def _told_sections(found: Register, shown: Any) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return each section's fields in words, without those that stand in the head of the page already."""
    told = {column.name for column in found.facts} | {found.title_field, *found.identity}
    made = []
    for section in found.sections:
        names = [name for name in section.fields if not {name, f"get_{name}_display"} & told]
        fields = [(found.label_of(name), written(found, name, getattr(shown, name))) for name in names]
        made.append((section.title, fields))
    return [(title, fields) for title, fields in made if fields]


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _save(request: HttpRequest, found: Register, form: ModelForm, version: int | None) -> Any:
    """Return the saved line, or None with an error on the form if its name was taken at that moment."""
    try:
        return save_line(request.user, found, form, version)
    except IntegrityError:
        form.add_error(found.identity[0], _("There is a line with this name in this project already."))
        return None


def _form_page(
    request: HttpRequest,
    found: Register,
    form: ModelForm,
    stored: Any,
    conflict: list[Difference] | None = None,
) -> HttpResponse:
    context = {
        "register": found,
        "line": stored,
        "called": found.called(stored) if stored else "",
        "form": form,
        "sections": form_sections(found, form),
        "conflict": conflict,
        "latest": next(iter(history(found, stored)), None) if conflict is not None else None,
        "breadcrumbs": _breadcrumbs(found, stored),
    }
    status = 409 if conflict is not None else 422 if form.errors else 200
    return render(request, "pages/register_line_form.html", context, status=status)


def _conflict_page(request: HttpRequest, found: Register, form: ModelForm, stored: Any) -> HttpResponse:
    """Answer who saved second: what stands there now beside what was sent, and nothing overwritten."""
    return _form_page(request, found, form, stored, differences(found, form, stored))


def _breadcrumbs(found: Register, stored: Any) -> list[tuple[Any, str]]:
    last = found.called(stored) if stored else _("New")
    return [
        (_("Registers"), reverse("registers")),
        (found.title, reverse("register", args=[found.slug])),
        (last, ""),
    ]


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
