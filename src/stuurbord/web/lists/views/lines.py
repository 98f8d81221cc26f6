"""The pages of one line of any register: everything about it, its form, its state, its way out and back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.actions import archive_line, archive_lines, editable_projects, save_line
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.line_forms import form_for
from stuurbord.web.lists.merge_rows import sent_values
from stuurbord.web.lists.merging import merge
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.views.drawer import FACTS, Outcome, answer, asked_tab, breadcrumbs, shown
from stuurbord.web.lists.views.form_page import form_page, sent_version
from stuurbord.web.lists.views.found import any_line_or_404, line_or_404, register_or_404
from stuurbord.web.lists.views.merge import merge_page, merged


@require_safe
def line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One line with all its facts and what was said, added and linked beside it; archived ones too."""
    found = register_or_404(slug)
    stored = any_line_or_404(request, found, pk)
    return shown(request, found, stored, Outcome(asked_tab(request)))


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
    return form_page(request, found, form, None, None)


@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a line; who saves second merges both versions field by field before anything is overwritten."""
    found = register_or_404(slug)
    stored = any_line_or_404(request, found, pk)
    require(request.user, found.permission, stored.project.scopes)
    if request.method != "POST" and stored.is_archived:
        return redirect("register_line", found.slug, stored.pk)
    if request.method == "POST" and "mine" in request.POST:
        return merged(request, found, stored)
    form = form_for(found, request.user, request, stored)
    if request.method == "POST" and form.is_valid():
        mine = sent_values(found, form)
        try:
            saved = _save(request, found, form, sent_version(request))
        except VersionConflict:
            stored = any_line_or_404(request, found, pk)
            return merge_page(request, found, stored, sent_version(request), mine)
        if saved:
            messages.success(request, _("{one} {code} saved").format(one=found.one, code=found.called(saved)))
            return redirect("register_line", found.slug, saved.pk)
    fresh = any_line_or_404(request, found, pk)
    version = sent_version(request) if request.method == "POST" else fresh.version
    return form_page(request, found, form, fresh, version)


@require_POST
def line_state(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a line to another state, as its table allows."""
    found = register_or_404(slug)
    stored = line_or_404(request, found, pk)
    require(request.user, found.permission, stored.project.scopes)
    machine, target = found.states, request.POST.get("target", "")
    if machine is None or not target:
        return answer(request, found, stored, Outcome(FACTS, errors=[_("Choose a state.")]))
    wanted = merge(found, stored, sent_version(request), {machine.field: target})
    if wanted.clashes:
        told = _("Somebody else brought it to another state meanwhile. Look again, then choose.")
        return answer(request, found, stored, Outcome(FACTS, errors=[told], status=409))
    form = changed_form(found, request.user, stored, wanted.changes)
    if not form.is_valid():
        fresh = line_or_404(request, found, pk)
        return answer(request, found, fresh, Outcome(FACTS, errors=_errors_of(found, form)))
    saved = save_line(request.user, found, form, stored.version)
    fresh = line_or_404(request, found, pk)
    label = getattr(fresh, f"get_{machine.field}_display")()
    told = _("{one} {code} is now: {state}").format(one=found.one, code=found.called(saved), state=label)
    return answer(request, found, fresh, Outcome(FACTS, said=told))


@require_http_methods(["GET", "HEAD", "POST"])
def line_archive(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a line out of the lists, after a question."""
    found = register_or_404(slug)
    stored = line_or_404(request, found, pk)
    require(request.user, found.permission, stored.project.scopes)
    if request.method == "POST":
        archive_line(request.user, found, stored, sent_version(request))
        messages.success(request, _("{one} {code} archived").format(one=found.one, code=found.called(stored)))
        return redirect("register", found.slug)
    context = {
        "register": found,
        "line": stored,
        "called": found.called(stored),
        "breadcrumbs": breadcrumbs(found, stored),
    }
    return render(request, "pages/register_archive.html", context)


@require_POST
def line_restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Bring an archived line back into the lists."""
    found = register_or_404(slug)
    stored = any_line_or_404(request, found, pk)
    require(request.user, found.permission, stored.project.scopes)
    archive_lines(request.user, found, [(stored, sent_version(request))], archive=False)
    told = _("{one} {code} is back in the lists").format(one=found.one, code=found.called(stored))
    return answer(request, found, any_line_or_404(request, found, pk), Outcome(FACTS, said=told))


def _save(request: HttpRequest, found: Register, form: ModelForm, version: int | None) -> Any:
    """Return the saved line, or None with an error on the form if its name was taken at that moment."""
    try:
        return save_line(request.user, found, form, version)
    except IntegrityError:
        form.add_error(found.identity[0], _("There is a line with this name in this project already."))
        return None


def _errors_of(found: Register, form: ModelForm) -> list[str]:
    """Return what stands in the way, each with the name of its field where that is not the state itself."""
    told = []
    for name, texts in form.errors.items():
        is_own = name == "__all__" or (found.states is not None and name == found.states.field)
        label = "" if is_own else f"{form.fields[name].label}: "
        told += [f"{label}{text}" for text in texts]
    return told
