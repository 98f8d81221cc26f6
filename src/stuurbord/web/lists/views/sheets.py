"""Registers as Excel: out of a list, back in through a review that changes nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from stuurbord.errors import Finding, NotPermitted, VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.list_request import ListRequest, asked_lines, asked_page
from stuurbord.web.lists.models import SheetReview
from stuurbord.web.lists.models.sheet_review import SheetState
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.sheets.accepting import Accepted, Choice, accept, discard, lines_of, receive
from stuurbord.web.lists.sheets.export import asked_registers, whole_register, workbook_of
from stuurbord.web.lists.sheets.proposal import proposed
from stuurbord.web.lists.sheets.sent_lines import Verdict
from stuurbord.web.lists.sheets.shown_lines import shown_lines
from stuurbord.web.lists.sheets.summaries import conclusion, verdict_counts
from stuurbord.web.lists.views.found import register_or_404
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.reader import reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAFE = re.compile(r"[^A-Za-z0-9_-]")
PAGE_SIZE = 50
"""Lines of a review on one page: what their cells send stays far below what a form may hold."""


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines that the same address shows as a list; with ``registers=`` several registers, whole."""
    found = register_or_404(slug)
    asked = ListRequest.from_query(request.GET, found)
    registers = asked_registers(request.GET.get("registers", ""))
    if registers:
        projects = visible_projects(request.user)
        if asked.portfolio:
            projects = projects.filter(portfolio__key=asked.portfolio)
        if asked.project:
            projects = projects.filter(code=asked.project)
        chosen = [(one, whole_register(one, request.user, projects)) for one in registers]
    else:
        chosen = [(found, asked_lines(found, request.user, asked))]
    content = workbook_of(request.user, chosen)
    name = "-".join(part for part in (asked.project, "registers" if registers else slug) if part)
    safe = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "_" for letter in name
    )
    headers = {"Content-Disposition": f'attachment; filename="{safe}.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a workbook in, to review what it would change."""
    found = register_or_404(slug)
    if not editable_projects(request.user, found).exists():
        require(request.user, found.permission)
    if request.method != "POST":
        return _door(request, found)
    file = request.FILES.get("file")
    if file is None:
        too_large = bool(getattr(request, "too_large", ()))
        told = (
            _("The file is larger than {limit} MB; it is refused.") if too_large else _("No file was chosen.")
        )
        return _door(request, found, told.format(limit=_limit()))
    review = receive(request.user, found, file.name or "", file.read())
    file.close()
    if review.state == SheetState.REFUSED:
        first = Finding.from_record(review.findings[0])
        place = first.where.as_text(_)
        return _door(request, found, f"{place}: {first.message(_)} {_('Nothing has changed.')}")
    return redirect("sheet_review", found.slug, review.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_review(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a workbook would change, line by line and cell by cell, and the decision about it."""
    found = register_or_404(slug)
    review = get_object_or_404(SheetReview, pk=min(pk, 2**62), register=slug, created_by=request.user.pk)
    if request.method != "POST":
        return _review_page(request, found, review)
    if request.POST.get("do") == "discard":
        discard(request.user, review)
        told = (
            _("{file} was discarded; nothing more has changed.")
            if review.n_saved
            else _("{file} was discarded; nothing has changed.")
        )
        messages.success(request, told.format(file=review.file_name))
        return redirect("register", found.slug)
    try:
        done = accept(request.user, review, _choice(request))
    except (NotPermitted, VersionConflict) as error:
        review.refresh_from_db()
        return _review_page(request, found, review, str(error))
    _tell(request, review, done)
    review.refresh_from_db(fields=["state"])
    if review.state == SheetState.APPLIED:
        return redirect("register", found.slug)
    return redirect("sheet_review", found.slug, review.pk)


def _door(request: HttpRequest, found: Register, refused: str = "") -> HttpResponse:
    listed = SheetReview.objects.filter(
        created_by=request.user.pk, register=found.slug, state=SheetState.READY
    )
    query = {name: request.GET[name] for name in ("portfolio", "project") if request.GET.get(name)}
    out = reverse("register_sheet", args=[found.slug])
    context = {
        "register": found,
        "refused": refused,
        "waiting": listed.filter(state=SheetState.READY).defer("lines", "findings")[:10],
        "sheet_url": f"{out}?{urlencode(query | {'all': '1'})}",
        "all_url": f"{out}?{urlencode(query | {'registers': 'all'})}",
        "limit": _limit(),
        "breadcrumbs": _breadcrumbs(found, _("Excel in")),
    }
    return render(request, "pages/register_sheet_in.html", context, status=422 if refused else 200)


def _limit() -> str:
    return f"{settings.STUURBORD_UPLOAD_LIMIT / settings.MEGABYTE:g}".replace(".", ",")


def _review_page(
    request: HttpRequest, found: Register, review: SheetReview, conflict: str = ""
) -> HttpResponse:
    every = lines = lines_of(review)
    counts = verdict_counts(line for _number, line in lines)
    only = request.GET.get("toon", "")
    if only in counts:
        lines = [one for one in lines if one[1].verdict == only]
    page = Paginator(lines, PAGE_SIZE).get_page(asked_page(request.GET))
    shown = proposed(request.user, page.object_list, along=every)
    context = {
        "register": found,
        "review": review,
        "is_open": review.state == SheetState.READY,
        "page": page,
        "rows": shown_lines(request.user, shown),
        "n_open": counts.get("new", 0) + counts.get("change", 0),
        "conflict": conflict,
        "findings": [Finding.from_record(one) for one in review.findings],
        "n_findings": len(review.findings),
        "tabs": _tabs(counts, only),
        "conclusion": conclusion(review, counts),
        "breadcrumbs": _breadcrumbs(found, review.file_name),
    }
    return render(request, "pages/register_sheet_review.html", context, status=409 if conflict else 200)


def _tabs(counts: Mapping[str, int], only: str) -> list[dict[str, Any]]:
    labels = {
        "": _("All lines"),
        Verdict.CLASH: _("Conflicts"),
        Verdict.ERROR: _("Errors"),
        Verdict.NEW: pgettext("lines", "New"),
        Verdict.CHANGE: pgettext("lines", "Changed"),
    }
    numbers = {"": sum(counts.values()), **counts}
    return [
        {
            "label": label,
            "url": f"?toon={slug}" if slug else "?",
            "count": numbers[slug],
            "is_current": slug == only,
        }
        for slug, label in labels.items()
        if slug in numbers
    ]


def _choice(request: HttpRequest) -> Choice:
    """Return what a form takes: everything, or the ticked cells, with the clashes that were decided."""
    mine: dict[int, dict[str, int]] = {}
    theirs: dict[int, set[str]] = {}
    for key, value in request.POST.items():
        kind, _dot, cell = key.partition(":")
        if kind != "clash" or (place := _place(cell)) is None:
            continue
        number, name = place
        who, _dot, version = value.partition(".")
        if who == "theirs":
            theirs.setdefault(number, set()).add(name)
        elif who == "mine" and version.isdecimal() and len(version) < 10:
            mine.setdefault(number, {})[name] = int(version)
    decided = {number: frozenset(names) for number, names in theirs.items()}
    if request.POST.get("do") == "all":
        return Choice(None, mine, decided)
    ticked: dict[int, set[str]] = {number: set(names) for number, names in mine.items()}
    for cell in request.POST.getlist("cell"):
        if (place := _place(cell)) is not None:
            ticked.setdefault(place[0], set()).add(place[1])
    return Choice({number: frozenset(names) for number, names in ticked.items()}, mine, decided)


def _place(cell: str) -> tuple[int, str] | None:
    number, _dot, name = cell.partition(".")
    return (int(number), name) if number.isdecimal() and len(number) < 10 else None


def _tell(request: HttpRequest, review: SheetReview, done: Accepted) -> None:
    if done.n_saved:
        told = ngettext("{n} line of {file} was saved.", "{n} lines of {file} were saved.", done.n_saved)
        messages.success(request, told.format(n=reader().number(done.n_saved), file=review.file_name))
    else:
        messages.warning(request, _("Nothing was saved: nothing that was chosen can go in as it is."))
    if done.moved:
        names = ", ".join(done.moved[:5])
        told = ngettext(
            "{n} line could not go in as it was shown; look at it again: {names}.",
            "{n} lines could not go in as they were shown; look at them again: {names}.",
            len(done.moved),
        )
        messages.warning(request, told.format(n=reader().number(len(done.moved)), names=names))


def _breadcrumbs(found: Register, last: str) -> list[tuple[Any, str]]:
    own = reverse("register", args=[found.slug])
    return [(_("Registers"), reverse("registers")), (found.title, own), (last, "")]
