"""The agenda fills itself, and people order it."""

from __future__ import annotations

from datetime import date

import pytest
from web import factories, register_lines
from web.meeting_worlds import World, world

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.meetings.actions.agenda import (
    accept_proposals,
    add_item,
    change_item,
    move_item,
    remove_item,
    skip_proposal,
)
from stuurbord.web.meetings.models import AgendaItem
from stuurbord.web.meetings.proposals import proposals_for, skipped_of
from stuurbord.web.registers.models import Milestone

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> World:
    """Return a body that meets."""
    return world()


def _titles(meeting) -> list[str]:
    return [one.title for one in meeting.items.filter(is_archived=False)]


def test_what_waits_is_proposed_with_purpose_and_minutes(body):
    """Gates, decisions, assessed changes, critical issues and late actions; not what does not wait yet."""
    body.decision(code="B-001", due=date(2026, 12, 15))
    body.change(code="W-001")
    body.change(code="W-002", state="requested")
    register_lines.line("issues", body.project, code="I-001", title="Inbreuk", severity="critical")
    register_lines.line("issues", body.project, code="I-002", title="Klein", severity="minor")
    register_lines.line("acties", body.project, code="A-001", title="Bellen", due=date(2026, 12, 1))
    register_lines.line("acties", body.project, code="A-002", title="Later", due=date(2027, 1, 1))
    Milestone.objects.create(
        project=body.project, code="G2", name="G2 Plan", is_gate=True, forecast=date(2026, 12, 20)
    )

    found = proposals_for(body.meeting())

    assert [(one.kind, one.purpose, one.minutes) for one in found] == [
        ("gate", "discuss", 10),
        ("decision", "decide", 15),
        ("change", "decide", 10),
        ("escalation", "discuss", 10),
        ("action", "inform", 5),
    ]
    assert [one.title for one in found][1:3] == ["B-001 Welke leverancier?", "W-001 Tweede camera"]


def test_what_is_new_is_proposed_without_touching_what_was_accepted(body):
    """A second look finds the new matter only; the item that people changed stays as they left it."""
    body.decision(code="B-001")
    meeting = body.meeting()
    (item,) = accept_proposals(body.steering, meeting)
    change_item(body.steering, meeting, item, {"minutes": 45}, item.version)
    body.change(code="W-001")

    added = accept_proposals(body.steering, meeting)

    assert [one.kind for one in added] == ["change"]
    assert AgendaItem.objects.get(pk=item.pk).minutes == 45
    assert proposals_for(meeting) == []


def test_what_is_left_out_comes_back_on_demand_and_for_the_next_meeting(body):
    """Leaving out counts for one agenda."""
    body.decision(code="B-001")
    meeting = body.meeting()
    key = proposals_for(meeting)[0].key
    skip_proposal(body.steering, meeting, key)

    assert proposals_for(meeting) == []
    assert [one.key for one in skipped_of(meeting)] == [key]
    assert len(accept_proposals(body.steering, meeting, {key})) == 1


def test_items_keep_a_whole_order_wherever_one_goes(body):
    """Up and down stop at the ends; the numbers stay 1, 2, 3."""
    meeting = body.meeting()
    one, two, three = (
        add_item(body.steering, meeting, AgendaItem(title=title, minutes=5)) for title in ("A", "B", "C")
    )
    move_item(body.steering, meeting, three, -5)
    move_item(body.steering, meeting, one, 1)

    assert _titles(meeting) == ["C", "B", "A"]
    two.refresh_from_db()
    assert remove_item(body.steering, meeting, two, two.version)
    assert list(meeting.items.filter(is_archived=False).values_list("position", flat=True)) == [1, 2]


def test_only_who_runs_the_body_sets_its_agenda(body):
    """The portfolio manager for the portfolio; the project's own people for a project board."""
    meeting = body.meeting()
    board = body.meeting(project=body.project, kind="project_board", body="Projectbord")

    with pytest.raises(NotPermitted):
        add_item(body.manager, meeting, AgendaItem(title="A"))
    assert add_item(body.manager, board, AgendaItem(title="A")).position == 1


def test_who_comes_second_overwrites_nothing(body):
    """An item has a version."""
    meeting = body.meeting()
    item = add_item(body.steering, meeting, AgendaItem(title="A"))
    change_item(body.steering, meeting, item, {"title": "B"}, item.version)

    with pytest.raises(VersionConflict):
        change_item(body.steering, meeting, item, {"title": "C"}, 1)
    assert _titles(meeting) == ["B"]


def test_other_portfolios_stay_out_of_an_agenda(body):
    """A body decides on its own projects."""
    other = factories.project(factories.portfolio(), "P-900")
    register_lines.line("beslissingen", other, question="Elders", state="requested")

    assert proposals_for(body.meeting()) == []


def test_every_change_of_an_agenda_is_audited(body):
    """Plan, add, change, move, leave out, take off."""
    body.decision(code="B-001")
    meeting = body.meeting()
    item = add_item(body.steering, meeting, AgendaItem(title="A"))
    other = add_item(body.steering, meeting, AgendaItem(title="B"))
    move_item(body.steering, meeting, other, -1)
    skip_proposal(body.steering, meeting, proposals_for(meeting)[0].key)
    item = change_item(body.steering, meeting, item, {"minutes": 3}, item.version)
    remove_item(body.steering, meeting, item, item.version)
    told = AuditEntry.objects.filter(subject=meeting.subject).order_by("number")

    assert list(told.values_list("action", flat=True)) == [
        "meeting.plan",
        "agenda.add",
        "agenda.add",
        "agenda.move",
        "agenda.skip",
        "agenda.change",
        "agenda.remove",
    ]


def test_proposals_take_the_same_queries_for_many_projects(body, django_assert_max_num_queries):
    """One query per source, whatever the number of projects."""
    for number in range(20):
        other = factories.project(body.portfolio, f"P-1{number:02}")
        register_lines.line("beslissingen", other, question="Wat?", state="requested")
    meeting = body.meeting()

    with django_assert_max_num_queries(20):
        assert len(proposals_for(meeting)) == 20
