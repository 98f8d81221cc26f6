"""The meetings of the demo: one that was held, with its minutes, and the next one with its agenda."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from stuurbord.cli.demo_office import Office, Table
from stuurbord.web.meetings.actions.agenda import accept_proposals, add_item, change_item
from stuurbord.web.meetings.actions.approving import approve_minutes
from stuurbord.web.meetings.actions.deciding import decide_item
from stuurbord.web.meetings.actions.planning import lead_meeting, note_attendance, plan_meeting
from stuurbord.web.meetings.given import Given, Seen
from stuurbord.web.meetings.models import AgendaItem, Meeting, MeetingState

_CLOCK = ZoneInfo("Europe/Brussels")
_WAY = (MeetingState.INVITED, MeetingState.RUNNING, MeetingState.HELD)


def load_meeting(office: Office, table: Table) -> None:
    """Plan a meeting, fill its agenda and lead it as far as the table says."""
    meeting = _planned(office, table)
    for one in table.get("item", []):
        _add(office, meeting, dict(one))
    if table.get("fills_agenda"):
        accept_proposals(office.actor, meeting)
    for state in _WAY[: _WAY.index(MeetingState.HELD) + 1 if _is_over(table) else 1]:
        meeting.refresh_from_db()
        lead_meeting(office.actor, meeting, state, meeting.version)
        if state == MeetingState.RUNNING:
            _hold(office, meeting, table)
    if table["ends_as"] == MeetingState.MINUTES_APPROVED:
        meeting.refresh_from_db()
        chair = meeting.chair.user if meeting.chair and meeting.chair.user else office.actor
        approve_minutes(chair, meeting, meeting.version)


def _is_over(table: Table) -> bool:
    return table["ends_as"] in (MeetingState.HELD, MeetingState.MINUTES_APPROVED)


def _planned(office: Office, table: Table) -> Meeting:
    names = ("kind", "title", "body", "length_minutes", "interval_days", "place")
    meeting = Meeting(
        portfolio=office.portfolio,
        at=table["at"].replace(tzinfo=_CLOCK),
        chair=office.person(table["chair"]),
        secretary=office.person(table["secretary"]),
        **{name: table[name] for name in names},
    )
    asked = [*table.get("present", []), *table.get("excused", []), *table.get("invited", [])]
    return plan_meeting(office.actor, meeting, [office.person(name) for name in asked])


def _add(office: Office, meeting: Meeting, told: dict[str, Any]) -> None:
    item = AgendaItem(
        project=office.project(told["project"]),
        title=told["title"],
        purpose=told["purpose"],
        minutes=told["minutes"],
        presenter=office.person(told["presenter"]),
    )
    add_item(office.actor, meeting, item)


def _hold(office: Office, meeting: Any, table: Table) -> None:
    """Note who is there, what was said and what came of it."""
    excused = set(table.get("excused", []))
    seats = meeting.attendances.select_related("person")
    presences = {one.pk: "excused" if one.person.name in excused else "present" for one in seats}
    note_attendance(office.actor, meeting, presences)
    for told in table.get("item", []):
        item = meeting.items.get(title=told["title"])
        item = change_item(office.actor, meeting, item, {"note": told["note"]}, item.version)
        decide_item(office.actor, meeting, item, Given("noted", told["outcome"], Seen(item.version)))
