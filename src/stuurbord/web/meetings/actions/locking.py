"""What every change of a meeting begins with: the right, the newest state of it, and whether it is open."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.audit.chain import record
from stuurbord.web.meetings.models import AgendaItem, Meeting, MeetingState


def locked(actor: Any, meeting: Meeting, version: int | None = None) -> Meeting:
    """Return the meeting as it stands now, locked until the transaction ends.

    Raises
    ------
    NotPermitted
        If the actor does not run this body's meetings.
    VersionConflict
        If somebody saved it since ``version``, or its minutes were approved.
    """
    require(actor, meeting.permission, meeting.scopes)
    return open_meeting(meeting, version)


def open_meeting(meeting: Meeting, version: int | None = None) -> Meeting:
    """Return a meeting of which the minutes are not approved yet, locked; see `locked`."""
    found = Meeting.objects.select_for_update(of=("self",)).select_related(
        "portfolio", "project__portfolio", "chair__user", "secretary__user"
    )
    stored = found.get(pk=meeting.pk)
    if version is not None and stored.version != version:
        raise VersionConflict(
            _("Somebody else changed this meeting in the meantime; nothing was overwritten.")
        )
    if not stored.takes_changes:
        raise VersionConflict(_("The minutes of this meeting are approved; nothing changes any more."))
    return stored


def running_meeting(meeting: Meeting) -> Meeting:
    """Return a meeting that is being held now, locked: only there things are decided and agreed.

    Raises
    ------
    VersionConflict
        If it has not started or is over.
    """
    stored = open_meeting(meeting)
    if stored.state != MeetingState.RUNNING:
        raise VersionConflict(_("This meeting is not being held now. Start it, then decide."))
    return stored


def locked_item(meeting: Meeting, item: AgendaItem, version: int | None = None) -> AgendaItem:
    """Return an item as it stands now, locked; of a meeting that is locked already.

    Raises
    ------
    VersionConflict
        If somebody saved it since ``version``, or took it off the agenda.
    """
    found = AgendaItem.objects.select_for_update(of=("self",)).select_related("project__portfolio")
    stored = found.get(pk=item.pk, meeting=meeting)
    if stored.is_archived or (version is not None and stored.version != version):
        raise VersionConflict(
            _("Somebody else changed this item of the agenda in the meantime; nothing was overwritten.")
        )
    return stored


def tell(
    actor: Any, meeting: Meeting, action: str, data: dict[str, Any], item: AgendaItem | None = None
) -> None:
    """Write the audit entry of a change; an item is named by its place and title."""
    named = {"title": item.title, "position": item.position} if item else {}
    record(
        actor,
        action,
        meeting.subject,
        named | data,
        portfolio_id=meeting.portfolio_id,
        project_id=(item.project_id if item else None) or meeting.project_id,
        version=item.version if item else meeting.version,
    )


def next_version(meeting: Meeting, *fields: str) -> None:
    """Save these fields of a locked meeting under its next version."""
    meeting.version += 1
    meeting.save(update_fields=[*fields, "version", "changed_at"])


def next_item_version(item: AgendaItem, *fields: str) -> None:
    """Save these fields of a locked item under its next version."""
    item.version += 1
    item.save(update_fields=[*fields, "version", "changed_at"])
