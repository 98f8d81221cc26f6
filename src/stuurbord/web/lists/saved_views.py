"""Views that people keep: who sees them, and the actions that make, change, share and archive them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.audit.chain import record
from stuurbord.web.lists.list_request import ListRequest
from stuurbord.web.lists.models import SavedView
from stuurbord.web.lists.register import Register
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.projects.queries import visible_portfolios

MOST = 30
"""Views of one register that a reader has beside each other; more are no tabs any more."""


@dataclass(frozen=True)
class SavedRequest:
    """A saved view with what it asks, as the register understands it today."""

    view: SavedView
    asked: ListRequest


def saved_views(user: Any, register: Register) -> QuerySet[SavedView]:
    """Return the views of a register that the reader made or that somebody shared with his portfolio."""
    seen = Q(owner_id=user.pk) | Q(shared_with__in=visible_portfolios(user))
    views = SavedView.objects.filter(seen, register=register.slug, is_archived=False)
    return views.select_related("shared_with").order_by("name", "pk")


def saved_requests(user: Any, register: Register) -> dict[int, SavedRequest]:
    """Return the views one sees, by number, with what each asks."""
    return {
        view.pk: SavedRequest(view, ListRequest.from_query(QueryDict(view.query), register))
        for view in saved_views(user, register)[:MOST]
    }


def sharing_portfolios(user: Any, register: Register) -> QuerySet[Portfolio]:
    """Return the portfolios with which the reader may share a view: where he may edit the register."""
    return visible_portfolios(user, register.permission)


@transaction.atomic
def save_view(
    actor: Any, register: Register, name: str, asked: ListRequest, shared_with: Portfolio | None = None
) -> SavedView:
    """Keep what a list shows now under a name.

    Raises
    ------
    NotPermitted
        If it is shared with a portfolio in which the actor may not edit the register.
    ValueError
        If the name is empty, or the actor has a view with this name; the text says so.
    """
    view = SavedView(register=register.slug, owner=actor, name=_checked(name), query=asked.as_query())
    _share(actor, register, view, shared_with)
    _write(view)
    _record(actor, "create", view, {"name": [None, view.name], "shared_with": [None, _key(view)]})
    return view


@transaction.atomic
def change_view(actor: Any, register: Register, view: SavedView, version: int, **changes: Any) -> SavedView:
    """Rename a view, share it or not, or give it another question: ``name``, ``shared_with``, ``query``.

    Raises
    ------
    NotPermitted
        If the actor is not its owner; further as `save_view`.
    VersionConflict
        If it was changed in another window in the meantime.
    """
    stored = _own(actor, view, version)
    before = {name: _told(stored, name) for name in changes}
    if "name" in changes:
        stored.name = _checked(changes["name"])
    if "query" in changes:
        stored.query = changes["query"]
    if "shared_with" in changes:
        _share(actor, register, stored, changes["shared_with"])
    data = {name: [old, _told(stored, name)] for name, old in before.items() if old != _told(stored, name)}
    if data:
        stored.version += 1
        _write(stored)
        _record(actor, "change", stored, data)
    return stored


@transaction.atomic
def archive_view(actor: Any, view: SavedView, version: int) -> None:
    """Take a view away from who sees it; raises as `change_view`."""
    stored = _own(actor, view, version)
    stored.is_archived = True
    stored.version += 1
    stored.save()
    _record(actor, "archive", stored, {})


def _own(actor: Any, view: SavedView, version: int) -> SavedView:
    stored = SavedView.objects.select_for_update().get(pk=view.pk)
    if stored.owner_id != actor.pk:
        raise NotPermitted("view", _("Only who made a view can change it."))
    if stored.version != version or stored.is_archived:
        raise VersionConflict(_("Somebody else saved this record in the meantime; nothing was overwritten."))
    return stored


def _share(actor: Any, register: Register, view: SavedView, portfolio: Portfolio | None) -> None:
    if portfolio is not None and portfolio.pk != view.shared_with_id:
        require(actor, register.permission, portfolio.scopes)
    view.shared_with = portfolio


def _checked(name: str) -> str:
    tidy = " ".join(name.replace("\0", "").split())
    if not tidy or len(tidy) > 80:
        raise ValueError(_("Give the view a name of at most 80 characters."))
    return tidy


def _write(view: SavedView) -> None:
    if len(view.query) > 2000:
        raise ValueError(_("This selection is too long to keep."))
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise ValueError(_("You have a view with this name already.")) from None


def _key(view: SavedView) -> str | None:
    return view.shared_with.key if view.shared_with else None


def _told(view: SavedView, name: str) -> Any:
    return _key(view) if name == "shared_with" else getattr(view, name)


def _record(actor: Any, verb: str, view: SavedView, data: dict[str, Iterable[Any]]) -> None:
    record(
        actor,
        f"savedview.{verb}",
        f"savedview:{view.register}/{view.pk}",
        {"register": view.register, "view": view.name, **data},
        portfolio_id=view.shared_with_id,
        version=view.version,
    )
