"""Call a meeting, change when and where it is, lead it from plan to held, and note who is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.actions import logged
from stuurbord.web.meetings.actions.locking import locked, next_version, tell
from stuurbord.web.meetings.models import Attendance, ItemState, Meeting, MeetingState, Presence

FIELDS: Final = (
    *("title", "body", "kind", "at", "length_minutes", "interval_days"),
    *("place", "chair", "secretary"),
)
_LED_BY: Final = ("chair", "secretary")
"""Otherwise who wrote the minutes could make himself the chair that approves them."""
WAYS: Final = {
    MeetingState.PLANNED: (MeetingState.INVITED,),
    MeetingState.INVITED: (MeetingState.RUNNING, MeetingState.PLANNED),
    MeetingState.RUNNING: (MeetingState.HELD,),
    MeetingState.HELD: (MeetingState.RUNNING,),
    MeetingState.MINUTES_APPROVED: (),
}
"""Which state follows which; approving the minutes is an action of its own."""


@transaction.atomic
def plan_meeting(actor: Any, meeting: Meeting, people: list[Person] | None = None) -> Meeting:
    """Store a new meeting, with the chair, the secretary and these people asked to come.

    Parameters
    ----------
    meeting
        Not stored yet; its portfolio and project say who may call it.
    """
    require(actor, meeting.permission, meeting.scopes)
    meeting.save()
    invite(meeting, [meeting.chair, meeting.secretary, *(people or [])])
    tell(actor, meeting, "meeting.plan", {name: [None, logged(meeting, name)] for name in FIELDS})
    return meeting


@transaction.atomic
def change_meeting(actor: Any, meeting: Meeting, values: Mapping[str, Any], version: int) -> Meeting:
    """Change when, where and with whom a meeting is.

    Raises
    ------
    NotPermitted, VersionConflict
        As `locked`.
    """
    stored = locked(actor, meeting, version)
    if stored.is_over and any(name in values and getattr(stored, name) != values[name] for name in _LED_BY):
        raise VersionConflict(
            _("This meeting was held: who led it and who wrote the minutes no longer changes.")
        )
    changed = {}
    for name in FIELDS:
        if name in values and getattr(stored, name) != values[name]:
            before = logged(stored, name)
            setattr(stored, name, values[name])
            changed[name] = [before, logged(stored, name)]
    if changed:
        next_version(stored, *changed)
        invite(stored, [stored.chair, stored.secretary])
        tell(actor, stored, "meeting.change", changed)
    return stored


@transaction.atomic
def lead_meeting(actor: Any, meeting: Meeting, target: str, version: int) -> Meeting:
    """Bring a meeting to its next state. When it is held, what was not handled is carried over.

    Raises
    ------
    VersionConflict
        If somebody was first, or the meeting does not go there from where it stands.
    """
    stored = locked(actor, meeting, version)
    if target not in WAYS[MeetingState(stored.state)]:
        raise VersionConflict(_("From its present state this meeting does not go there. Look again."))
    before = stored.state
    if before == MeetingState.HELD and hasattr(stored, "next"):
        raise VersionConflict(_("The next meeting took over what was left: this one stays closed."))
    stored.state = target
    next_version(stored, "state")
    if target == MeetingState.HELD:
        _change_items(stored, ItemState.OPEN, ItemState.CARRIED_OVER)
    elif before == MeetingState.HELD:
        _change_items(stored, ItemState.CARRIED_OVER, ItemState.OPEN)
    tell(actor, stored, "meeting.lead", {"state": [before, target]})
    return stored


@transaction.atomic
def note_attendance(
    actor: Any, meeting: Meeting, presences: Mapping[int, str], new: Person | None = None
) -> None:
    """Note who is there and who is excused; and add somebody who was not asked before.

    Parameters
    ----------
    presences
        Number of the attendance → a `Presence`.
    """
    stored = locked(actor, meeting)
    changed = {}
    for one in stored.attendances.select_related("person").select_for_update(of=("self",)):
        wanted = presences.get(one.pk, one.presence)
        if wanted in Presence.values and wanted != one.presence:
            changed[one.person.name] = [one.presence, wanted]
            one.presence = wanted
            one.save(update_fields=["presence"])
    if new is not None and not stored.attendances.filter(person=new).exists():
        presence = Presence.PRESENT if stored.state == MeetingState.RUNNING else Presence.INVITED
        Attendance.objects.create(meeting=stored, person=new, presence=presence)
        changed[new.name] = [None, presence]
    if changed:
        next_version(stored)
        tell(actor, stored, "meeting.attend", {"people": changed})


def invite(meeting: Meeting, people: list[Person | None]) -> None:
    """Ask people to come who were not asked yet."""
    known = set(meeting.attendances.values_list("person_id", flat=True))
    for one in people:
        if one is not None and one.pk not in known:
            known.add(one.pk)
            Attendance.objects.create(meeting=meeting, person=one)


def _change_items(meeting: Meeting, source: str, target: str) -> None:
    for item in meeting.items.filter(is_archived=False, state=source):
        item.state, item.version = target, item.version + 1
        item.save(update_fields=["state", "version", "changed_at"])
