"""What the page of one meeting shows: the agenda at the left, one item at the right, what could be added."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.lists.history import FieldChange
from stuurbord.web.meetings.documents import papers_for
from stuurbord.web.meetings.forms import AttendanceForm, NewItemForm
from stuurbord.web.meetings.item_page import item_context
from stuurbord.web.meetings.models import AgendaItem, ItemState, Meeting, MeetingState, Presence
from stuurbord.web.meetings.proposals import proposals_for, skipped_of
from stuurbord.web.meetings.queries import (
    actions_carried,
    attendances_of,
    items_of,
    may_run,
    projects_of,
)
from stuurbord.web.reader import reader


@dataclass(frozen=True, slots=True)
class Told:
    """What came of something that was sent: sentences, what changed meanwhile, and the forms as filled in."""

    errors: tuple[str, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    status: int = 200
    forms: dict[str, Any] = field(default_factory=dict)


def chosen(items: list[AgendaItem], asked: str) -> AgendaItem | None:
    """Return the item that the address asks for; without one the first that is open, else the first.

    Raises
    ------
    Http404
        If the address asks for an item that is not on this agenda.
    """
    if asked:
        found = next((one for one in items if str(one.pk) == asked), None)
        if found is None:
            raise Http404
        return found
    return next((one for one in items if one.state == ItemState.OPEN), items[0] if items else None)


def meeting_context(user: Any, meeting: Meeting, asked: str = "", told: Told | None = None) -> dict[str, Any]:
    """Return the context of the page of a meeting."""
    told = told or Told()
    items = list(items_of(meeting))
    item = chosen(items, asked)
    can_run = may_run(user, meeting)
    total = sum(one.minutes for one in items)
    context = {
        "meeting": meeting,
        "breadcrumbs": breadcrumbs(meeting),
        "conclusion": conclusion(meeting, items, total),
        "items": items,
        "item": None,
        "can_run": can_run,
        "proposals": proposals_for(meeting) if can_run else [],
        "skipped": skipped_of(meeting) if can_run else [],
        "total": total,
        "over": max(0, total - meeting.length_minutes),
        "left": max(0, meeting.length_minutes - total),
        "people": attendances_of(meeting),
        "presences": Presence.choices,
        "attendance_form": AttendanceForm(auto_id="attend_%s"),
        "new_item": NewItemForm(projects_of(meeting), auto_id="new_%s") if can_run else None,
        "carried": actions_carried(meeting),
        "meeting_papers": papers_for(user, meeting),
        "steps": steps(meeting) if can_run else [],
        "told_errors": told.errors,
        "told_changes": told.changes,
    }
    return context | (item_context(user, meeting, item) if item else {}) | told.forms


def breadcrumbs(meeting: Meeting, last: str = "") -> list[tuple[str, str]]:
    """Return where a meeting stands."""
    own = reverse("meeting", args=[meeting.pk])
    scope = meeting.project.code if meeting.project else meeting.portfolio.name
    listing = f"{reverse('meetings')}?portfolio={meeting.portfolio.key}"
    listing += f"&project={meeting.project.code}" if meeting.project else ""
    crumbs = [(_("Meetings"), reverse("meetings")), (scope, listing)]
    return [*crumbs, (str(meeting), own), (last, "")] if last else [*crumbs, (str(meeting), "")]


def steps(meeting: Meeting) -> list[tuple[str, str, bool]]:
    """Return where a meeting can go from here: state, button, and whether it is the usual next step."""
    usual = {
        MeetingState.PLANNED: (MeetingState.INVITED, _("Send the agenda")),
        MeetingState.INVITED: (MeetingState.RUNNING, _("Start the meeting")),
        MeetingState.RUNNING: (MeetingState.HELD, _("Close the meeting")),
    }
    back = {
        MeetingState.INVITED: (MeetingState.PLANNED, _("Back to planned")),
        MeetingState.HELD: (MeetingState.RUNNING, _("Open the meeting again")),
    }
    state = MeetingState(meeting.state)
    if hasattr(meeting, "next"):
        back.pop(MeetingState.HELD)
    return [(*table[state], table is usual) for table in (usual, back) if state in table]


def conclusion(meeting: Meeting, items: list[AgendaItem], total: int) -> str:
    """Say how full the agenda is and what asks a decision."""
    if not items:
        return _("The agenda is empty.")
    words = reader()
    n_decide = sum(one.purpose == "decide" and one.state == ItemState.OPEN for one in items)
    first = ngettext(
        "{n} item takes {m} of {all} minutes.", "{n} items take {m} of {all} minutes.", len(items)
    )
    told = [first.format(n=words.count_at_start(len(items)), m=total, all=meeting.length_minutes)]
    if n_decide:
        second = ngettext("{n} asks a decision.", "{n} ask a decision.", n_decide)
        told.append(second.format(n=words.count_at_start(n_decide)))
    return " ".join(told)
