"""What meetings ask of people: to come, to set the agenda, to close, to approve the minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.web.accounts.models import Person
from stuurbord.web.meetings.models import Meeting, MeetingState, Presence
from stuurbord.web.meetings.queries import visible_meetings
from stuurbord.web.notices.matter import Circle, Matter, Place

AGENDA_DAYS: Final = 5
"""Days before the meeting by which its agenda is set."""
APPROVE_DAYS: Final = 14
"""Days after the meeting by which its minutes are approved."""


def meeting_matters(circle: Circle) -> Iterator[Matter]:
    """Yield what waits in meetings for everybody in the circle, in two queries."""
    placed = {person.pk: (place, person) for place, person in circle.placed}
    if not placed:
        return
    until = circle.until + timedelta(days=AGENDA_DAYS + 1)
    open_ones = visible_meetings(circle.user).exclude(state=MeetingState.MINUTES_APPROVED)
    asked = Q(attendances__person__in=placed) | Q(chair__in=placed) | Q(secretary__in=placed)
    found = open_ones.filter(asked, at__date__lte=until).distinct().prefetch_related("attendances")
    for meeting in found:
        yield from _of(meeting, placed, circle)


def _of(meeting: Meeting, placed: dict[int, tuple[Place, Person]], circle: Circle) -> Iterator[Matter]:
    local = timezone.localtime(meeting.at)
    day, where = local.date(), f"{local:%H:%M}" + (f", {meeting.place}" if meeting.place else "")
    if meeting.is_over:
        if who := placed.get(meeting.chair_id):
            due = day + timedelta(days=APPROVE_DAYS)
            yield _matter(meeting, who, circle, _("Approve the minutes"), _("Approve"), due, page="minutes")
        return
    if meeting.state == MeetingState.PLANNED and (who := placed.get(meeting.secretary_id)):
        due = day - timedelta(days=AGENDA_DAYS)
        if due <= circle.until:
            verb = pgettext("what is asked", "Set the agenda")
            yield _matter(meeting, who, circle, where, verb, due, ask="agenda")
    for one in meeting.attendances.all():
        if one.person_id in placed and one.presence != Presence.EXCUSED and day <= circle.until:
            verb = pgettext("what is asked", "Attend")
            yield _matter(meeting, placed[one.person_id], circle, where, verb, day, ask="attend")


def _matter(
    meeting: Meeting,
    who: tuple[Place, Person],
    circle: Circle,
    detail: str,
    verb: Any,
    due: Any,
    ask: str = "minutes",
    page: str = "",
) -> Matter:
    place, person = who
    return Matter(
        kind=pgettext("of a body", "Meeting"),
        title=meeting.title,
        verb=str(verb),
        url=reverse("meeting_minutes" if page else "meeting", args=[meeting.pk]),
        due=due,
        project=meeting.project,
        detail=detail,
        place=place,
        person=circle.named(person),
        slug="vergaderingen",
        pk=meeting.pk,
        ask=ask,
    )
