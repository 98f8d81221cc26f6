"""Who saves second merges: field by field what both started from, what I wrote and what stands there now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.lists.actions import archive_lines, save_line
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.history import HistoryEntry, history
from stuurbord.web.lists.merge_rows import merge_rows, read_values
from stuurbord.web.lists.merging import merge
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.views.drawer import breadcrumbs
from stuurbord.web.lists.views.form_page import form_page, sent_version, version_in

MINE, THEIRS = "mine", "theirs"


def merge_page(
    request: HttpRequest,
    register: Register,
    line: Any,
    base_version: int,
    mine: Mapping[str, Any],
    undecided: bool = False,
) -> HttpResponse:
    """Answer a lost race with both versions side by side: 409, nothing saved and nothing lost.

    Parameters
    ----------
    base_version
        The version that my values were written on.
    undecided
        The same page once more: choices that were made stand.
    """
    found = merge(register, line, base_version, mine)
    if not (found.changes or found.clashes):
        told = _("{one} {code}: both wrote the same. There was nothing left to save.")
        messages.success(request, told.format(one=register.one, code=register.called(line)))
        return redirect("register_line", register.slug, line.pk)
    rows = merge_rows(register, line, base_version, mine, found)
    wanted = found.changes | {one.name: one.mine for one in found.clashes}
    context = {
        "register": register,
        "line": line,
        "called": register.called(line),
        "title": register.title_of(line),
        "conflict": rows.clashes,
        "kept": rows.kept,
        "theirs": rows.theirs,
        "chosen": {one.name: request.POST.get(f"choice-{one.name}", "") for one in rows.clashes}
        if undecided
        else {},
        "undecided": undecided,
        "mine": json.dumps(wanted),
        "base_version": base_version,
        "latest": _latest(request, register, line),
        "breadcrumbs": breadcrumbs(register, line),
    }
    return render(request, "pages/register_line_merge.html", context, status=409)


def merged(request: HttpRequest, register: Register, line: Any) -> HttpResponse:
    """Save what was chosen; where somebody was quicker once more, merge once more."""
    sent = read_values(register, request.POST.get("mine", ""))
    choice = {name: request.POST.get(f"choice-{name}") for name in request.POST.getlist("clash")}
    if any(one not in (MINE, THEIRS) for one in choice.values()):
        return merge_page(request, register, line, version_in(request, "base"), sent, undecided=True)
    mine = {name: raw for name, raw in sent.items() if choice.get(name, MINE) == MINE}
    if not mine:
        messages.success(request, _("What stood there was kept."))
        return redirect("register_line", register.slug, line.pk)
    seen = sent_version(request)
    wants_back = line.is_archived and "restore" in request.POST
    if line.version != seen or (line.is_archived and not wants_back):
        return merge_page(request, register, line, seen, mine)
    return _saved(request, register, line, mine, wants_back)


def _saved(
    request: HttpRequest, register: Register, line: Any, mine: Mapping[str, Any], wants_back: bool
) -> HttpResponse:
    seen = line.version
    try:
        with transaction.atomic():
            if wants_back:
                [line] = archive_lines(request.user, register, [(line, seen)], archive=False)
            form = changed_form(register, request.user, line, mine, is_raw=True)
            if form.is_valid():
                save_line(request.user, register, form, line.version)
            else:
                transaction.set_rollback(True)
    except VersionConflict:
        return merge_page(request, register, _fresh(request, register, line), seen, mine)
    except IntegrityError:
        form.add_error(register.identity[0], _("There is a line with this name in this project already."))
    if form.errors:
        # The pieces contradict each other: the form shows them together, nothing is lost.
        return form_page(request, register, form, _fresh(request, register, line), seen)
    told = _("{one} {code} saved").format(one=register.one, code=register.called(line))
    messages.success(request, told)
    return redirect("register_line", register.slug, line.pk)


def _fresh(request: HttpRequest, register: Register, line: Any) -> Any:
    return register.every_line(request.user).get(pk=line.pk)


def _latest(request: HttpRequest, register: Register, line: Any) -> HistoryEntry | None:
    """Return who changed the line last."""
    told = history(register, line, request.user)
    return next((one for one in told if one.verb != "beside"), None)
