"""The presentation: one item at a time, readable from afar, led by the keyboard or by its links."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stuurbord.web.meetings.agenda_page import Told, chosen
from stuurbord.web.meetings.item_page import item_context
from stuurbord.web.meetings.models import ItemState, Meeting
from stuurbord.web.meetings.queries import items_of, meeting_for

OPENINGS = ("beslis", "actie", "toetsen")
"""What the address can open: the form of a decision, of an action, the list of keys."""


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One item of the agenda, large."""
    found = meeting_for(request.user, pk)
    context = show_context(request.user, found, request.GET.get("punt", ""), Told())
    opened = request.GET.get("open", "")
    return render(
        request, "pages/meeting_show.html", context | {"opened": opened if opened in OPENINGS else ""}
    )


def show_context(user: Any, meeting: Meeting, asked: str, told: Told) -> dict[str, Any]:
    """Return the context of the presentation."""
    items = list(items_of(meeting))
    item = chosen(items, asked)
    place = items.index(item) if item else 0
    context = {
        "meeting": meeting,
        "items": items,
        "item": None,
        "place": place + 1,
        "before": items[place - 1] if place > 0 else None,
        "after": items[place + 1] if place + 1 < len(items) else None,
        "n_handled": sum(one.state != ItemState.OPEN for one in items),
        "opened": ("beslis" if {"decision", "typed"} & set(told.forms) else "actie")
        if told.status != 200
        else "",
        "told_errors": told.errors,
        "told_changes": told.changes,
    }
    return context | (item_context(user, meeting, item) if item else {}) | told.forms
