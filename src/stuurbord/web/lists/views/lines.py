"""The pages of one line of any register: its facts, its form and its way out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import may, require
from stuurbord.web.lists.actions import archive_line, editable_projects, save_line
from stuurbord.web.lists.history import history, written
from stuurbord.web.lists.line_forms import Difference, differences, form_for, form_sections
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.views.found import line_or_404, register_or_404


@require_safe
def line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One line with all its facts and its history."""
    found = register_or_404(slug)
    shown = line_or_404(request, found, pk)
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
    found = register_or_404(slug)
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
    found = register_or_404(slug)
    stored = line_or_404(request, found, pk)
    require(request.user, found.permission, stored.project.scopes)
    form = form_for(found, request.user, request, stored)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, found, form, _version(request))
        except VersionConflict:
            return _conflict_page(request, found, form, line_or_404(request, found, pk))
        if saved:
            messages.success(request, _("{one} {code} saved").format(one=found.one, code=found.called(saved)))
            return redirect("register_line", found.slug, saved.pk)
    return _form_page(request, found, form, line_or_404(request, found, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def line_archive(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a line out of the lists, after a question."""
    found = register_or_404(slug)
    stored = line_or_404(request, found, pk)
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
