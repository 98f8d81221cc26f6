"""Call the next meeting of a body: what was not handled goes along."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.plan.holidays import belgian_holidays
from stuurbord.web.accounts.permissions import require
from stuurbord.web.meetings.actions.locking import tell
from stuurbord.web.meetings.actions.planning import plan_meeting
from stuurbord.web.meetings.models import AgendaItem, ItemState, Meeting


@transaction.atomic
def call_next_meeting(actor: Any, meeting: Meeting, version: int) -> Meeting:
    """Plan the next meeting of the same body, an interval later at the same hour, with what is left.

    Raises
    ------
    NotPermitted
        If the actor does not run this body's meetings.
    VersionConflict
        If somebody saved this meeting since, called the next one already, or it was not held yet.
    """
    require(actor, meeting.permission, meeting.scopes)
    stored = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("portfolio", "project__portfolio", "chair", "secretary")
        .get(pk=meeting.pk)
    )
    if stored.version != version or hasattr(stored, "next"):
        raise VersionConflict(_("Somebody else called the next meeting, or changed this one. Look again."))
    if not stored.is_over:
        raise VersionConflict(_("First close this meeting; then the next one takes what is left."))
    people = [one.person for one in stored.attendances.select_related("person")]
    made = plan_meeting(actor, _next(stored), people)
    carry_over(actor, stored, made)
    return made


def carry_over(actor: Any, before: Meeting, after: Meeting) -> list[AgendaItem]:
    """Put what the earlier meeting did not handle at the head of the agenda of the later one."""
    left = before.items.filter(is_archived=False, state=ItemState.CARRIED_OVER, carried_to=None)
    items = [_copy(one, after, place) for place, one in enumerate(left.order_by("position"), start=1)]
    for item in items:
        item.save()
    if items:
        told = {"items": [item.title for item in items], "from": str(before)}
        tell(actor, after, "meeting.carry", told)
    return items


def _next(meeting: Meeting) -> Meeting:
    # By the clock on the wall: an hour of summer time does not move the meeting.
    local = timezone.localtime(meeting.at)
    wall = (local + timedelta(days=meeting.interval_days)).replace(tzinfo=None)
    while _is_closed(wall.date()):
        wall += timedelta(days=1)
    at = timezone.make_aware(wall, timezone.get_current_timezone())
    kept = "portfolio project kind body length_minutes interval_days place chair secretary".split()
    title = _of_month(meeting.title, local.date(), wall.date())
    return Meeting(at=at, previous=meeting, title=title, **{name: getattr(meeting, name) for name in kept})


def _is_closed(day: date) -> bool:
    """Tell whether a weekend or a closing day of the Flemish administration keeps everybody at home."""
    return day.weekday() >= 5 or day in belgian_holidays([day.year])


def _of_month(title: str, was: date, becomes: date) -> str:
    """Return a title that names the month of its meeting with that of the next one."""
    return title.replace(date_format(was, "F"), date_format(becomes, "F"))


def _copy(item: AgendaItem, meeting: Meeting, position: int) -> AgendaItem:
    kept = "kind source line_id gate project title purpose minutes presenter".split()
    return AgendaItem(
        meeting=meeting,
        position=position,
        carried_from=item,
        **{name: getattr(item, name) for name in kept},
    )
