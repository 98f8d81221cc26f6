"""The pages of meetings: what they show to whom, and what they answer to who comes second."""

from __future__ import annotations

import pytest
from django.urls import reverse
from web import factories
from web.meeting_worlds import World, item_of, world

from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.meetings.models import Meeting
from stuurbord.web.notices.calendar_feed import calendar_of
from stuurbord.web.notices.waiting import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> World:
    """Return a body that meets."""
    return world()


def _page(client, user, name, *arguments, status=200, query=""):
    client.force_login(user)
    answer = client.get(reverse(name, args=arguments) + query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode() if status == 200 else ""


def test_a_meeting_is_planned_through_its_form(body, client):
    """Title and body are proposed; chair and secretary are two people."""
    client.force_login(body.steering)
    address = f"{reverse('meeting_new')}?portfolio={body.portfolio.key}"
    assert "Stuurgroep" in client.get(address).content.decode()
    sent = {
        "title": "Stuurgroep",
        "body": "Stuurgroep",
        "kind": "portfolio_board",
        "day": "11/12/2026",
        "time": "14:00",
        "length_minutes": "90",
        "interval_days": "28",
        "chair": body.chair.person.pk,
        "secretary": body.chair.person.pk,
    }
    refused = client.post(address, sent)
    assert refused.status_code == 200
    assert Meeting.objects.count() == 0
    answer = client.post(address, sent | {"secretary": body.steering.person.pk})

    made = Meeting.objects.get()
    assert answer.url == reverse("meeting", args=[made.pk])
    assert (made.length_minutes, made.at.isoformat()) == (90, "2026-12-11T13:00:00+00:00")


def test_the_agenda_shows_what_is_proposed_and_the_time_it_takes(body, client):
    """To who runs it; others see the agenda."""
    body.decision(code="B-001")
    meeting = body.meeting()

    assert "B-001 Welke leverancier?" in _page(client, body.steering, "meeting", meeting.pk)
    assert "B-001 Welke leverancier?" not in _page(client, body.reader, "meeting", meeting.pk)


def test_every_page_of_a_running_meeting_stands(body, client):
    """List, agenda with each item, presentation with what it opens, minutes and both files."""
    body.decision(code="B-001")
    body.change(code="W-001")
    meeting = body.running(body.meeting())
    for user in (body.chair, body.steering, body.reader):
        _page(client, user, "meetings")
        _page(client, user, "meeting_minutes", meeting.pk)
        for item in meeting.items.all():
            for opened in ("", "beslis", "actie", "toetsen"):
                _page(client, user, "meeting_show", meeting.pk, query=f"?punt={item.pk}&open={opened}")
            assert item.title in _page(client, user, "meeting", meeting.pk, query=f"?punt={item.pk}")
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = client.get(reverse("meeting_minutes_file", args=[meeting.pk, kind]))
        assert answer.content.startswith(start)
    assert client.get(reverse("meeting_minutes_file", args=[meeting.pk, "exe"])).status_code == 404


def test_who_sees_one_project_sees_its_board_and_not_the_portfolio(body, client):
    """A meeting of the whole portfolio speaks of every project in it."""
    whole = body.meeting()
    board = body.meeting(project=body.project, kind="project_board", body="Projectbord")

    _page(client, body.manager, "meeting", board.pk)
    _page(client, body.manager, "meeting", whole.pk, status=404)
    _page(client, factories.user(), "meeting", board.pk, status=404)
    assert board.title in _page(client, body.manager, "meetings")


def test_an_item_of_another_meeting_is_not_found(body, client):
    """Neither to see nor to decide."""
    body.decision(code="B-001")
    meeting, other = body.running(body.meeting()), body.meeting(body="Ander")
    item = item_of(meeting, "decision")
    client.force_login(body.chair)

    assert client.get(f"{reverse('meeting', args=[other.pk])}?punt={item.pk}").status_code == 404
    assert client.post(reverse("meeting_decide", args=[other.pk, item.pk])).status_code == 404
    assert client.get(reverse("meeting", args=[2**63])).status_code == 404


def test_a_stale_decision_is_answered_with_what_changed(body, client):
    """409, both values, what was typed stays, and the second try goes through."""
    line = body.change(code="W-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "change")
    register = REGISTERS["wijzigingen"]
    form = changed_form(register, body.manager, line, {"impact_cost": 90000})
    assert form.is_valid()
    sent = {
        "item_version": item.version,
        "line_version": line.version,
        "ruling": "approved",
        "outcome": "Binnen de reserve.",
    }
    save_line(body.manager, register, form, line.version)
    client.force_login(body.chair)
    address = reverse("meeting_decide", args=[meeting.pk, item.pk])
    for extra in ({}, {"show": "1"}):
        late = client.post(address, sent | extra)
        told = late.content.decode()
        assert late.status_code == 409
        assert "90.000" in told
        assert "12.000" in told
        assert "Binnen de reserve." in told
    line.refresh_from_db()
    done = client.post(address, sent | {"line_version": line.version, "show": "1"})

    assert done.url == f"{reverse('meeting_show', args=[meeting.pk])}?punt={item.pk}"
    line.refresh_from_db()
    assert line.state == "approved"


def test_my_week_and_the_calendar_know_of_the_meeting(body):
    """The secretary sets the agenda first; everybody asked comes; the chair approves after."""
    meeting = body.meeting()
    asked = {one.ask for one in waiting_for(body.steering) if one.slug == "vergaderingen"}
    assert asked == {"agenda", "attend"}
    assert [one.ask for one in waiting_for(body.chair) if one.slug == "vergaderingen"] == ["attend"]
    assert waiting_for(body.reader) == []
    assert b"20261211" in calendar_of(body.chair, "https://voorbeeld.example")
    body.held(body.running(meeting))
    del body.chair._waiting

    found = [one for one in waiting_for(body.chair) if one.slug == "vergaderingen"]
    assert [(one.ask, one.url) for one in found] == [
        ("minutes", reverse("meeting_minutes", args=[meeting.pk]))
    ]


def test_a_long_agenda_takes_no_more_queries(body, client, django_assert_max_num_queries):
    """Forty items as quickly as four."""
    for number in range(40):
        body.decision(code=f"B-{number:03}")
    meeting = body.running(body.meeting())
    client.force_login(body.reader)
    address = reverse("meeting", args=[meeting.pk])
    client.get(address)

    with django_assert_max_num_queries(45):
        assert client.get(address).status_code == 200
