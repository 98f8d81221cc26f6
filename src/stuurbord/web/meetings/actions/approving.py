"""Approve the minutes: by the chair, who did not write them; from then on their bytes are what they are."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.clock import today
from stuurbord.web.meetings.actions.locking import next_version, open_meeting, tell
from stuurbord.web.meetings.minutes import minutes_document, written
from stuurbord.web.meetings.models import FrozenMinutes, Meeting, MeetingState
from stuurbord.web.meetings.queries import person_of


@transaction.atomic
def approve_minutes(actor: Any, meeting: Meeting, version: int) -> FrozenMinutes:
    """Approve the minutes and keep them as they are, as Word and as PDF, with their hashes.

    Raises
    ------
    NotPermitted
        If the actor is not the chair, or is the secretary.
    VersionConflict
        If the meeting changed since ``version``, or is not over.
    """
    require(actor, Permission.VIEW, meeting.scopes)
    stored = open_meeting(meeting, version)
    if hindrance := why_not(actor, stored):
        raise NotPermitted(Permission.VIEW, hindrance)
    if stored.state != MeetingState.HELD:
        raise VersionConflict(_("First close this meeting; then its minutes can be approved."))
    frozen = _frozen(actor, stored)
    stored.state = MeetingState.MINUTES_APPROVED
    next_version(stored, "state")
    told = {"docx_sha256": frozen.docx_sha256, "pdf_sha256": frozen.pdf_sha256}
    tell(actor, stored, "minutes.approve", told)
    return frozen


def why_not(actor: Any, meeting: Meeting) -> str:
    """Return why this person may not approve the minutes; empty if he may."""
    if getattr(actor, "is_operator", False):
        return ""
    person = person_of(actor)
    if meeting.chair is None:
        return _("This meeting has no chair yet. Name one; the chair approves the minutes.")
    if person is None or person.pk != meeting.chair_id:
        told = _("Only the chair approves the minutes. Ask {name}.")
        return told.format(name=meeting.chair.name)
    if person.pk == meeting.secretary_id:
        return _("Who writes the minutes does not approve them.")
    return ""


def _frozen(actor: Any, meeting: Meeting) -> FrozenMinutes:
    document = minutes_document(meeting, approved_on=today())
    docx, pdf = written(document, "docx"), written(document, "pdf")
    return FrozenMinutes.objects.create(
        meeting=meeting,
        docx=docx,
        docx_sha256=sha256(docx).hexdigest(),
        pdf=pdf,
        pdf_sha256=sha256(pdf).hexdigest(),
        approved_by_id=getattr(actor, "pk", None),
        approved_at=timezone.now(),
    )
