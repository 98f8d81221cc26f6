"""Put matters on an agenda, leave them out, order them, and write what was said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.lists.actions import logged
from stuurbord.web.meetings.actions.locking import (
    locked,
    locked_item,
    next_item_version,
    next_version,
    tell,
)
from stuurbord.web.meetings.models import AgendaItem, ItemState, Meeting, SkippedMatter
from stuurbord.web.meetings.proposals import Proposal, proposals_for

ITEM_FIELDS: Final = ("title", "purpose", "minutes", "presenter", "note")


@transaction.atomic
def accept_proposals(actor: Any, meeting: Meeting, keys: Collection[str] | None = None) -> list[AgendaItem]:
    """Put proposed matters on the agenda, behind what stands there; all of them where no keys are given.

    A matter that no longer waits, or that somebody else put there first, is passed over.
    """
    stored = locked(actor, meeting)
    found = proposals_for(stored, with_skipped=keys is not None)
    wanted = [one for one in found if keys is None or one.key in keys]
    stored.skipped.filter(key__in=[one.key for one in wanted]).delete()
    added = [_item(stored, one, place) for place, one in enumerate(wanted, start=_last(stored) + 1)]
    for item in added:
        item.save()
        tell(actor, stored, "agenda.add", {"kind": item.kind}, item)
    if added:
        next_version(stored)
    return added


@transaction.atomic
def skip_proposal(actor: Any, meeting: Meeting, key: str) -> None:
    """Leave a proposed matter out of this agenda; it is proposed again for the next meeting."""
    stored = locked(actor, meeting)
    title = next((one.title for one in proposals_for(stored) if one.key == key), "")
    if title:
        SkippedMatter.objects.get_or_create(meeting=stored, key=key)
        tell(actor, stored, "agenda.skip", {"title": title, "matter": key})


@transaction.atomic
def add_item(actor: Any, meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """Put an item of one's own on the agenda, behind what stands there."""
    stored = locked(actor, meeting)
    _require_not_over(stored)
    item.meeting, item.position = stored, _last(stored) + 1
    item.save()
    next_version(stored)
    tell(actor, stored, "agenda.add", {"kind": item.kind}, item)
    return item


@transaction.atomic
def change_item(
    actor: Any, meeting: Meeting, item: AgendaItem, values: Mapping[str, Any], version: int
) -> AgendaItem:
    """Change an item, or write what was said about it."""
    stored = locked(actor, meeting)
    kept = locked_item(stored, item, version)
    changed = {}
    for name in ITEM_FIELDS:
        if name in values and getattr(kept, name) != values[name]:
            before = logged(kept, name)
            setattr(kept, name, values[name])
            changed[name] = [before, logged(kept, name)]
    if changed:
        next_item_version(kept, *changed)
        tell(actor, stored, "agenda.change", {"fields": changed}, kept)
    return kept


@transaction.atomic
def move_item(actor: Any, meeting: Meeting, item: AgendaItem, steps: int) -> None:
    """Take an item so many places down the agenda (up if below zero), as far as there is room."""
    stored = locked(actor, meeting)
    order = list(
        stored.items.filter(is_archived=False).select_for_update(of=("self",)).order_by("position", "pk")
    )
    here = next((place for place, one in enumerate(order) if one.pk == item.pk), None)
    if here is None:
        return
    there = max(0, min(len(order) - 1, here + steps))
    order.insert(there, order.pop(here))
    if _renumber(order):
        next_version(stored)
        tell(actor, stored, "agenda.move", {"from": here + 1}, order[there])


@transaction.atomic
def remove_item(actor: Any, meeting: Meeting, item: AgendaItem, version: int) -> bool:
    """Take an item off the agenda; what was decided or agreed under it keeps it there.

    Returns
    -------
    Whether it went.
    """
    stored = locked(actor, meeting)
    kept = locked_item(stored, item, version)
    if kept.state == ItemState.HANDLED or kept.agreed.exists():
        return False
    kept.is_archived = True
    # What it carried may be carried again.
    kept.carried_from = None
    next_item_version(kept, "is_archived", "carried_from")
    _renumber(list(stored.items.filter(is_archived=False).order_by("position", "pk")))
    next_version(stored)
    tell(actor, stored, "agenda.remove", {}, kept)
    return True


def _require_not_over(meeting: Meeting) -> None:
    """What is added to a meeting that was held would reach neither its minutes nor the next meeting."""
    if meeting.is_over:
        raise VersionConflict(_("This meeting was held. Open it again, or put this on the next agenda."))


def _item(meeting: Meeting, proposal: Proposal, position: int) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        position=position,
        kind=proposal.kind,
        source=proposal.source,
        line_id=proposal.line_id,
        gate=proposal.gate,
        project=proposal.project,
        title=proposal.title,
        purpose=proposal.purpose,
        minutes=proposal.minutes,
        presenter_id=proposal.presenter_id,
    )


def _last(meeting: Meeting) -> int:
    return meeting.items.filter(is_archived=False).aggregate(last=Max("position"))["last"] or 0


def _renumber(order: list[AgendaItem]) -> bool:
    """Number items from 1 in this order; return whether any moved."""
    moved = [(place, one) for place, one in enumerate(order, start=1) if one.position != place]
    for place, one in moved:
        one.position = place
    AgendaItem.objects.bulk_update([one for _place, one in moved], ["position"])
    return bool(moved)
