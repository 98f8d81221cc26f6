"""The page of one meeting, and what changes its agenda: proposals, items, order, decisions, actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.gates.forms import unseal
from stuurbord.web.lists.views.form_page import sent_version
from stuurbord.web.meetings.actions.agenda import (
    accept_proposals,
    add_item,
    change_item,
    move_item,
    remove_item,
    skip_proposal,
)
from stuurbord.web.meetings.actions.agreeing import Agreement, agree_action
from stuurbord.web.meetings.actions.deciding import decide_item, postpone_item
from stuurbord.web.meetings.agenda_page import Told, meeting_context
from stuurbord.web.meetings.forms import DecisionForm, ItemForm, NewItemForm
from stuurbord.web.meetings.given import CannotDecide, Given, Seen
from stuurbord.web.meetings.item_page import action_form, action_projects
from stuurbord.web.meetings.models import AgendaItem, Meeting
from stuurbord.web.meetings.queries import item_for, meeting_for, projects_of
from stuurbord.web.meetings.views.showing import show_context
from stuurbord.web.reader import reader


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda at the left, one item at the right."""
    found = meeting_for(request.user, pk)
    context = meeting_context(request.user, found, request.GET.get("punt", ""))
    return render(request, "pages/meeting.html", context)


@require_POST
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Put proposed matters on the agenda, all or some, or leave one out."""
    found = meeting_for(request.user, pk)
    if skip := request.POST.get("skip"):
        skip_proposal(request.user, found, skip[:120])
        messages.success(request, _("Left out of this agenda"))
        return _back(found)
    keys = None if "all" in request.POST else set(request.POST.getlist("accept"))
    added = accept_proposals(request.user, found, keys)
    told = ngettext("{n} item put on the agenda", "{n} items put on the agenda", len(added))
    messages.success(request, told.format(n=reader().count_at_start(len(added))))
    return _back(found)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an item of one's own on the agenda."""
    found = meeting_for(request.user, pk)
    require(request.user, found.permission, found.scopes)
    form = NewItemForm(projects_of(found), request.POST, auto_id="new_%s")
    if not form.is_valid():
        told = Told(status=422, forms={"new_item": form})
        return _page(request, found, None, told)
    item = add_item(request.user, found, form.item())
    messages.success(request, _("Item put on the agenda"))
    return _back(found, item)


@require_POST
def change(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Change an item or what was said about it, carry it over, or take it off the agenda."""
    found = meeting_for(request.user, pk)
    require(request.user, found.permission, found.scopes)
    item, version = item_for(found, item_pk), sent_version(request)
    wanted = request.POST.get("do", "save")
    if wanted == "remove":
        if not remove_item(request.user, found, item, version):
            messages.warning(request, _("Something was decided or agreed here: the item stays."))
            return _back(found, item)
        messages.success(request, _("Item taken off the agenda"))
        return _back(found)
    if wanted == "carry":
        return _tried(request, found, item, lambda: postpone_item(request.user, found, item, version))
    form = ItemForm(request.POST, auto_id="item_%s")
    if not form.is_valid():
        return _page(request, found, item, Told(status=422, forms={"item_form": form}))
    sent = form.cleaned_data
    return _tried(
        request,
        found,
        item,
        lambda: change_item(request.user, found, item, sent, version),
        {"item_form": form},
    )


@require_POST
def move(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Take an item one place up or down."""
    found = meeting_for(request.user, pk)
    item = item_for(found, item_pk)
    move_item(request.user, found, item, -1 if request.POST.get("way") == "up" else 1)
    return _back(found, item)


@require_POST
def decide(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Decide what an item asks."""
    found = meeting_for(request.user, pk)
    item = item_for(found, item_pk)
    form = DecisionForm(request.POST, auto_id="decide_%s")
    if not form.is_valid():
        return _page(request, found, item, Told(status=422, forms={"decision": form}))
    sent = form.cleaned_data
    seen = Seen(sent["item_version"], sent["line_version"], sent["decision_version"], unseal(sent["seen"]))
    given = Given(sent["ruling"], sent["outcome"], seen, form.conditions())
    return _tried(
        request, found, item, lambda: decide_item(request.user, found, item, given), {"decision": form}
    )


@require_POST
def agree(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Agree on an action."""
    found = meeting_for(request.user, pk)
    item = item_for(found, item_pk)
    if not action_projects(request.user, found, item).exists():
        scopes = item.project.scopes if item.project else found.scopes
        require(request.user, found.permission, scopes)
    form = action_form(request.user, found, item, request.POST)
    if not form.is_valid():
        return _page(request, found, item, Told(status=422, forms={"action": form}))
    agreed = Agreement(**form.cleaned_data)
    return _tried(
        request, found, item, lambda: agree_action(request.user, found, item, agreed), {"action": form}
    )


def _tried(
    request: HttpRequest,
    found: Meeting,
    item: AgendaItem,
    act: Callable[[], Any],
    forms: dict[str, Any] | None = None,
) -> HttpResponse:
    """Do it and go back to the item; what hinders it is told there, with what was filled in."""
    try:
        act()
    except VersionConflict as late:
        # What was typed stays; the versions are those that stand now, so that a second look suffices.
        told = Told((str(late),), getattr(late, "changes", ()), 409, _kept(forms))
        return _page(request, meeting_for(request.user, found.pk), item, told)
    except CannotDecide as refused:
        return _page(request, found, item, Told(tuple(refused.errors), status=422, forms=forms or {}))
    messages.success(request, _("Recorded in the minutes"))
    return _back(found, item, is_shown="show" in request.POST)


def _kept(forms: dict[str, Any] | None) -> dict[str, Any]:
    """Return what was typed as the beginning of a new form."""
    if not forms or "decision" not in forms:
        return {}
    sent = forms["decision"].cleaned_data
    return {"typed": sent["outcome"], "typed_ruling": sent["ruling"]}


def _back(found: Meeting, item: AgendaItem | None = None, is_shown: bool = False) -> HttpResponse:
    address = reverse("meeting_show" if is_shown else "meeting", args=[found.pk])
    return redirect(f"{address}?punt={item.pk}" if item else address)


def _page(request: HttpRequest, found: Meeting, item: AgendaItem | None, told: Told) -> HttpResponse:
    asked = str(item.pk) if item else ""
    if "show" in request.POST and item:
        context, page = show_context(request.user, found, asked, told), "pages/meeting_show.html"
    else:
        context, page = meeting_context(request.user, found, asked, told), "pages/meeting.html"
    return render(request, page, context, status=told.status)
