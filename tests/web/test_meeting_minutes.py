"""Minutes: what they hold, who approves them, that they never change; and what goes to the next meeting."""

from __future__ import annotations

import io
from datetime import date, datetime
from hashlib import sha256

import docx
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from web.meeting_worlds import World, item_of, world

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.reports.document import Signatures
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.meetings.actions.agenda import accept_proposals, add_item, change_item
from stuurbord.web.meetings.actions.agreeing import Agreement, agree_action
from stuurbord.web.meetings.actions.approving import approve_minutes
from stuurbord.web.meetings.actions.deciding import decide_item, postpone_item
from stuurbord.web.meetings.actions.following import call_next_meeting
from stuurbord.web.meetings.actions.planning import change_meeting, lead_meeting
from stuurbord.web.meetings.given import Given, Seen
from stuurbord.web.meetings.minutes import minutes_document, written
from stuurbord.web.meetings.models import AgendaItem, FrozenMinutes, Meeting
from stuurbord.web.meetings.proposals import proposals_for
from stuurbord.web.meetings.queries import actions_carried

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> World:
    """Return a body that meets."""
    return world()


def _held(body: World) -> Meeting:
    """Return a meeting at which one thing was decided, one action agreed and one item left."""
    line, _change = body.decision(code="B-001"), body.change(code="W-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "decision")
    due = date(2026, 12, 20)
    agree_action(
        body.chair, meeting, item, Agreement("Bestelbon maken", body.manager.person, due, body.project)
    )
    given = Given("decided", "De tweede leverancier.", Seen(item.version, line.version))
    decide_item(body.chair, meeting, item, given)
    return body.held(meeting)


def _text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in document.paragraphs] + cells)


def test_minutes_say_who_what_and_by_when(body):
    """Attendance, outcome, action with owner and day, and what is left."""
    text = _text(written(minutes_document(_held(body)), "docx"))

    for part in (
        "V. Voorzitter",
        "Welke leverancier?",
        "De tweede leverancier.",
        "Bestelbon maken",
        "M. Leider",
        "20/12/2026",
        "W-001 Tweede camera",
    ):
        assert part in text, part


def test_before_the_meeting_its_paper_is_the_agenda(body):
    """Nothing was handled yet: it lists what comes and who presents it, and nobody signs."""
    body.decision(code="B-001")
    meeting = body.meeting()
    accept_proposals(body.steering, meeting)

    document = minutes_document(meeting)

    assert document.title.startswith("Eén ")
    text = _text(written(document, "docx"))
    assert "B-001 Welke leverancier?" in text
    assert not any(isinstance(one, Signatures) for one in document.blocks)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_same_minutes_are_the_same_bytes(body, kind):
    """Made twice, not one byte differs."""
    meeting = _held(body)

    assert written(minutes_document(meeting), kind) == written(minutes_document(meeting), kind)


def test_only_the_chair_approves_and_not_who_wrote_them(body):
    """The secretary, another board member and the project manager are refused."""
    meeting = _held(body)

    for other in (body.steering, body.owner, body.manager, body.reader):
        with pytest.raises(NotPermitted):
            approve_minutes(other, meeting, meeting.version)
    assert approve_minutes(body.chair, meeting, meeting.version).approved_by == body.chair


def test_approved_minutes_never_change(body):
    """Their bytes are kept with their hash, and the meeting takes no change any more."""
    meeting = _held(body)
    approve_minutes(body.chair, meeting, meeting.version)
    frozen = FrozenMinutes.objects.get(meeting=meeting)
    item = item_of(meeting, "decision")

    assert sha256(bytes(frozen.pdf)).hexdigest() == frozen.pdf_sha256
    assert sha256(bytes(frozen.docx)).hexdigest() == frozen.docx_sha256
    with pytest.raises(VersionConflict):
        change_item(body.steering, meeting, item, {"note": "Anders"}, item.version)
    meeting.refresh_from_db()
    with pytest.raises(VersionConflict):
        lead_meeting(body.steering, meeting, "running", meeting.version)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_kept_minutes_are_given_only_as_they_were_approved(client, body, kind):
    """Each download has the approved hash; changed bytes are not given, and the audit log says who asked."""
    meeting = _held(body)
    frozen = approve_minutes(body.chair, meeting, meeting.version)
    client.force_login(body.steering)
    url = reverse("meeting_minutes_file", args=[meeting.pk, kind])
    given = client.get(url)
    assert sha256(given.content).hexdigest() == getattr(frozen, f"{kind}_sha256")
    forged = b"forged minutes"
    FrozenMinutes.objects.filter(pk=frozen.pk).update(
        **{kind: forged, f"{kind}_sha256": sha256(forged).hexdigest()}
    )

    refused = client.get(url)

    assert refused.status_code == 500
    assert forged not in refused.content
    assert f"2026-12-11.{kind}" in refused.content.decode()
    told = AuditEntry.objects.get(action="file.damaged")
    assert (told.subject, told.actor_id) == (meeting.subject, body.steering.pk)
    assert told.data["found"] == sha256(forged).hexdigest()


def test_minutes_that_changed_since_are_not_approved(body):
    """The chair approves what he read."""
    meeting = _held(body)
    with pytest.raises(VersionConflict):
        approve_minutes(body.chair, meeting, meeting.version - 1)


def test_what_is_left_goes_to_the_next_meeting(body):
    """Same hour, an interval later; the item says where it comes from, and is not proposed twice."""
    meeting = _held(body)
    following = call_next_meeting(body.steering, meeting, meeting.version)

    (item,) = following.items.all()
    assert timezone.localtime(following.at).date() == date(2027, 1, 8)
    assert timezone.localtime(following.at).hour == 14
    assert (item.title, item.carried_from.meeting) == ("W-001 Tweede camera", meeting)
    assert proposals_for(following) == []
    assert following.attendances.count() == meeting.attendances.count()


def test_open_actions_are_shown_until_they_are_done(body):
    """The action of the earlier meeting stands under the next one; done, it does not."""
    meeting = _held(body)
    following = call_next_meeting(body.steering, meeting, meeting.version)
    (carried,) = actions_carried(following)
    assert carried.item.meeting == meeting
    carried.action.state = "done"
    carried.action.save()

    assert actions_carried(following) == []


def test_the_next_meeting_is_called_once(body):
    """By whoever is first."""
    meeting = _held(body)
    call_next_meeting(body.steering, meeting, meeting.version)

    with pytest.raises(VersionConflict):
        call_next_meeting(body.steering, meeting, meeting.version)


def test_summer_time_does_not_move_the_meeting(body):
    """Two o'clock stays two o'clock."""
    at = datetime(2027, 3, 12, 14, 0, tzinfo=timezone.get_default_timezone())
    meeting = body.meeting(at=at)
    accept_proposals(body.steering, meeting)
    body.held(body.running(meeting))
    meeting.refresh_from_db()

    following = call_next_meeting(body.steering, meeting, meeting.version)
    assert timezone.localtime(following.at).hour == 14


def test_the_next_meeting_falls_on_a_day_that_people_work_and_is_called_by_its_month(body):
    """Three weeks after 11 December is New Year's Day, a Friday: Monday the 4th it is."""
    at = datetime(2026, 12, 11, 9, 30, tzinfo=timezone.get_default_timezone())
    month = date_format(at.date(), "F")
    meeting = body.meeting(at=at, title=f"Stuurgroep, {month}", interval_days=21)
    accept_proposals(body.steering, meeting)
    body.held(body.running(meeting))
    meeting.refresh_from_db()

    following = call_next_meeting(body.steering, meeting, meeting.version)
    day = timezone.localtime(following.at).date()
    assert day == date(2027, 1, 4)
    assert following.title == f"Stuurgroep, {date_format(day, 'F')}"


def test_what_went_to_the_next_meeting_is_not_taken_up_again(body):
    """Once the next meeting took it over, the earlier one stays closed; else it would be decided twice."""
    meeting = _held(body)
    item = item_of(meeting, "change")
    call_next_meeting(body.steering, meeting, meeting.version)

    with pytest.raises(VersionConflict):
        lead_meeting(body.steering, meeting, "running", meeting.version)
    with pytest.raises(VersionConflict):
        postpone_item(body.steering, meeting, item, item.version)
    assert meeting.items.get(pk=item.pk).state == "carried_over"


def test_nothing_is_added_to_a_meeting_that_was_held(body):
    """It would reach neither the minutes nor the next meeting."""
    meeting = _held(body)

    with pytest.raises(VersionConflict):
        add_item(body.steering, meeting, AgendaItem(title="Te laat"))


def test_who_wrote_the_minutes_does_not_become_their_chair(body):
    """After the meeting neither chair nor secretary changes; the place still may."""
    meeting = _held(body)

    with pytest.raises(VersionConflict):
        change_meeting(body.steering, meeting, {"chair": body.steering.person}, meeting.version)
    changed = change_meeting(body.steering, meeting, {"place": "Zaal 2"}, meeting.version)
    assert changed.place == "Zaal 2"
