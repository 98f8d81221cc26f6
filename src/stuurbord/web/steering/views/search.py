"""Search over everything a reader may see: the palette and its page; and the sheet of all parts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.accounts.queries import may_see_people
from stuurbord.web.lists.found_texts import FoundText, counts_for, label_of, search_for
from stuurbord.web.lists.list_request import asked_page
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.look.deviation import DeviationScale
from stuurbord.web.look.icons import ICONS
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_portfolios, visible_projects
from stuurbord.web.reader import reader
from stuurbord.web.search.finding import MOST_COUNTED
from stuurbord.web.search.question import LONGEST_QUESTION
from stuurbord.web.search.words import words_of
from stuurbord.web.steering.queries import may_view_audit

IN_PALETTE, ON_PAGE, MOST_PAGES_OF_PORTFOLIOS = 12, 20, 6
MOST_ON_PAGES = MOST_COUNTED // ON_PAGE


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer the palette with JSON, and people with a page."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUESTION]
    wants_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    answer = _for_palette(request, words) if wants_json else _as_page(request, words)
    patch_vary_headers(answer, ["Accept"])
    return answer


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


# -- the palette -------------------------------------------------------------------------------------


def _for_palette(request: HttpRequest, words: str) -> JsonResponse:
    pages = _pages_called(request, words)
    found = search_for(request.user, words, limit=IN_PALETTE + 1)
    results = [_result(one) for one in found[:IN_PALETTE]]
    more = f"{reverse('search')}?{urlencode({'q': words})}" if words and found else ""
    return JsonResponse({"results": [*results, *pages], "all": more})


def _result(one: FoundText) -> dict[str, Any]:
    return {
        "title": one.plain_title,
        "parts": [[part.text, part.is_hit] for part in one.title],
        # Where the title says why it was found, the text adds nothing.
        "snippet": []
        if any(part.is_hit for part in one.title)
        else [[part.text, part.is_hit] for part in one.snippet],
        "kind": one.label,
        "place": one.project.code if one.project and one.kind != "project" else "",
        "url": one.url,
        "icon": one.icon,
    }


def _page_result(title: str, kind: str, url: str) -> dict[str, Any]:
    return {
        "title": title,
        "parts": [[title, False]],
        "snippet": [],
        "kind": kind,
        "place": "",
        "url": url,
        "icon": "right",
    }


def _pages_called(request: HttpRequest, words: str) -> list[dict[str, Any]]:
    """Return the pages whose name holds every word, also half a word: ``mij wee``."""
    asked = words_of(words)
    return [
        one
        for one in _pages(request)
        if all(any(name.startswith(word) for name in words_of(one["title"])) for word in asked)
    ]


def _pages(request: HttpRequest) -> list[dict[str, Any]]:
    rooms = ((_("My week"), "my_week"), (_("Projects"), "projects"), (_("Registers"), "registers"))
    found = [_page_result(title, _("page"), reverse(name)) for title, name in rooms]
    if may_view_audit(request.user):
        found.append(_page_result(_("Audit log"), _("page"), reverse("audit")))
    if may_see_people(request.user):
        found.append(_page_result(_("People and roles"), _("page"), reverse("people")))
    for portfolio in visible_portfolios(request.user)[:MOST_PAGES_OF_PORTFOLIOS]:
        found.append(_page_result(portfolio.name, _("portfolio"), reverse("portfolio", args=[portfolio.key])))
    for register in REGISTERS.values():
        url = reverse("register", args=[register.slug])
        found.append(_page_result(str(register.title), _("register"), url))
    return found


# -- the page ----------------------------------------------------------------------------------------


def _as_page(request: HttpRequest, words: str) -> HttpResponse:
    kind = request.GET.get("soort", "")[:60]
    project = _project(request)
    page = min(asked_page(request.GET), MOST_ON_PAGES)
    within = None if project is None else [project.pk]
    counts = counts_for(request.user, words, project_ids=within)
    kinds = [kind] if kind in counts else []
    found = search_for(
        request.user,
        words,
        kinds,
        project_ids=within,
        limit=ON_PAGE + 1,
        offset=(page - 1) * ON_PAGE,
    )
    context = {
        "words": words,
        "found": found[:ON_PAGE],
        "views": _views(words, project, counts, kinds[0] if kinds else ""),
        "kind": kinds[0] if kinds else "",
        "project": project,
        "previous": page - 1,
        "next": page + 1 if len(found) > ON_PAGE and page < MOST_ON_PAGES else 0,
        "first": (page - 1) * ON_PAGE + 1,
        "last": (page - 1) * ON_PAGE + len(found[:ON_PAGE]),
        "projects": visible_projects(request.user).order_by("code").values_list("pk", "code", "name"),
        "conclusion": _conclusion(words, counts),
        "breadcrumbs": [],
    }
    return render(request, "pages/search.html", context)


def _project(request: HttpRequest) -> Project | None:
    number = request.GET.get("project", "")
    if not (number.isdecimal() and len(number) < 19):
        return None
    return visible_projects(request.user).filter(pk=int(number)).first()


def _views(words: str, project: Project | None, counts: dict[str, int], kind: str) -> list[dict[str, Any]]:
    asked = {"q": words} | ({"project": str(project.pk)} if project else {})
    tabs = [("", _("Everything"), min(sum(counts.values()), MOST_COUNTED))]
    order = sorted(counts, key=lambda one: (-counts[one], one))
    tabs += [(one, _title_of(one), counts[one]) for one in order]
    return [
        {
            "label": label,
            "url": f"?{urlencode(asked | ({'soort': one} if one else {}))}",
            "count": n,
            "is_current": one == kind,
        }
        for one, label, n in tabs
    ]


def _title_of(kind: str) -> str:
    titles = {
        "project": _("Projects"),
        "portfolio": _("Portfolios"),
        "task": _("Tasks"),
        "procurement": _("Procurements"),
        "comment": _("Comments"),
        "attachment": _("Attachments"),
        "account": _("Accounts"),
    }
    return str(REGISTERS[kind].title) if kind in REGISTERS else titles.get(kind, label_of(kind))


def _conclusion(words: str, counts: dict[str, int]) -> str:
    if not words:
        return ""
    n = sum(counts.values())
    if n >= MOST_COUNTED:
        return _("More than {n} places hold these words; the best come first.").format(
            n=reader().number(MOST_COUNTED)
        )
    text = ngettext("{n} place holds these words.", "{n} places hold these words.", n)
    return text.format(n=reader().count_at_start(n)) if n else ""
