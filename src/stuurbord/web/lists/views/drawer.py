"""One line with everything beside it, as a page of its own and as the drawer of its list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.web.accounts.permissions import may
from stuurbord.web.lists.attachments import attachments_of, limit_megabytes
from stuurbord.web.lists.comments import comments_of
from stuurbord.web.lists.history import LIMIT, LONGEST, history, written
from stuurbord.web.lists.links import links_of
from stuurbord.web.lists.mentions import COMMENTS_TAB, mark_line_seen
from stuurbord.web.lists.models.link import LinkKind
from stuurbord.web.lists.panels import panels_of
from stuurbord.web.lists.plan_tasks import named_in_plan
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.state_ways import ways_of
from stuurbord.web.look.figures import UNKNOWN

FACTS, LINKS, COMMENTS, FILES, HISTORY = "feiten", "koppelingen", COMMENTS_TAB, "bijlagen", "geschiedenis"
TABS = (FACTS, LINKS, COMMENTS, FILES, HISTORY)


@dataclass
class Outcome:
    """What a request about a line came to, for the tab that shows it."""

    tab: str
    said: str = ""
    """What was done, in a sentence."""
    errors: list[str] = field(default_factory=list)
    """Why nothing, or not everything, was done."""
    typed: str = ""
    """What was written in the field of the tab, so that it is not lost."""
    choices: list[Any] = field(default_factory=list)
    """What the words of a link may mean."""
    status: int = 200


def answer(request: HttpRequest, register: Register, line: Any, outcome: Outcome) -> HttpResponse:
    """Answer a change: the drawer gets its new content; a page leads on, or shows what went wrong."""
    if not is_drawer(request) and not outcome.errors and not outcome.choices:
        if outcome.said:
            messages.success(request, outcome.said)
        return redirect(f"{reverse('register_line', args=[register.slug, line.pk])}?tab={outcome.tab}")
    if outcome.errors and outcome.status == 200:
        outcome.status = 422
    return shown(request, register, line, outcome)


def shown(request: HttpRequest, register: Register, line: Any, outcome: Outcome) -> HttpResponse:
    """Show a line: as a drawer where one is asked for, else as a page."""
    context = _context(request, register, line, outcome)
    if not is_drawer(request):
        return render(request, "pages/register_line.html", context, status=outcome.status)
    # Without the frame of a page, and without asking the database what stands in one.
    own = {"csrf_token": get_token(request), "request": request, "user": request.user}
    html = render_to_string("pages/register_line_drawer.html", context | own)
    return HttpResponse(html, status=outcome.status)


def is_drawer(request: HttpRequest) -> bool:
    """Return whether the list asks, for its drawer."""
    return "drawer" in (request.GET.get("part"), request.POST.get("part") if request.method == "POST" else "")


def asked_tab(request: HttpRequest) -> str:
    """Return the tab that an address asks for; the first when there is none of that name."""
    return tab if (tab := request.GET.get("tab", "")) in TABS else FACTS


def breadcrumbs(register: Register, stored: Any) -> list[tuple[Any, str]]:
    """Return where a line stands."""
    last = register.called(stored) if stored else _("New")
    return [
        (_("Registers"), reverse("registers")),
        (register.title, reverse("register", args=[register.slug])),
        (last, ""),
    ]


def _context(request: HttpRequest, register: Register, line: Any, outcome: Outcome) -> dict[str, Any]:
    user = request.user
    comments = comments_of(user, register, line)
    if outcome.tab == COMMENTS and any(one.is_new for one in comments):
        mark_line_seen(user, register, line)
    files = list(attachments_of(register, line))
    links = links_of(user, register, line)
    wants_all = request.GET.get("alles") == "1"
    told = history(register, line, user, LONGEST if wants_all else LIMIT)
    may_edit = may(user, register.permission, line.project.scopes)
    counts = {
        LINKS: len(links),
        COMMENTS: len([one for one in comments if not one.comment.is_withdrawn]),
        FILES: len([one for one in files if not one.is_archived]),
    }
    return {
        "register": register,
        "line": line,
        "called": register.called(line),
        "own_page": register.own_page(line) if register.own_page else None,
        "title": register.title_of(line),
        "level": next((one for one in register.columns if one.kind == "level"), None),
        "sections": told_sections(register, line, filled_only=is_drawer(request)),
        "conclusion": register.sentence(line) if register.sentence else "",
        "ways": ways_of(user, register, line) if may_edit and not line.is_archived else [],
        "panels": panels_of(register.slug, line, user),
        "in_plan": named_in_plan(register, line),
        "links": links,
        "link_kinds": LinkKind.choices,
        "comments": comments,
        "n_new": len([one for one in comments if one.is_new]),
        "files": [one for one in files if not one.is_archived],
        "archived_files": [one for one in files if one.is_archived],
        "limit": limit_megabytes(),
        "history": told,
        "has_more": not wants_all and len(told) >= LIMIT,
        "has_beginning": bool(told) and told[-1].verb == "create",
        "archived_by": next((one for one in told if one.verb == "archive"), None),
        "may_edit": may_edit,
        "may_change": may_edit and not line.is_archived,
        "is_drawer": is_drawer(request),
        "tab": outcome.tab,
        "tabs": _tabs(register, line, outcome.tab, counts),
        "outcome": outcome,
        "breadcrumbs": breadcrumbs(register, line),
    }


def _tabs(register: Register, line: Any, current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        FACTS: _("Facts"),
        LINKS: pgettext("of a line", "Links"),
        COMMENTS: _("Remarks"),
        FILES: _("Attachments"),
        HISTORY: _("History"),
    }
    here = reverse("register_line", args=[register.slug, line.pk])
    return [
        {
            "slug": slug,
            "label": labels[slug],
            "count": counts.get(slug) or None,
            "url": f"{here}?tab={slug}",
            "is_current": slug == current,
        }
        for slug in TABS
    ]


def told_sections(
    register: Register, line: Any, filled_only: bool = False
) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return each section's fields in words, without those that stand in the head of the page already.

    Parameters
    ----------
    filled_only
        Without the empty ones: the drawer is narrow.
    """
    told = {column.name for column in register.facts} | {register.title_field, *register.identity}
    made = []
    for section in register.sections:
        names = [name for name in section.fields if not {name, f"get_{name}_display"} & told]
        fields = [(register.label_of(name), written(register, name, getattr(line, name))) for name in names]
        if filled_only:
            fields = [(label, value) for label, value in fields if value != UNKNOWN]
        made.append((section.title, fields))
    return [(title, fields) for title, fields in made if fields]
