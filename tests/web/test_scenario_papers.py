"""The steering pack lies on the table of the meeting of its portfolio, for who may see all of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.meetings.models import Meeting
from stuurbord.web.steering.meeting_papers import steering_papers
from stuurbord.web.steering.snapshots import take_snapshot

pytestmark = pytest.mark.django_db


def test_the_latest_pack_up_to_the_day_of_the_meeting():
    portfolio = factories.portfolio("A")
    project = factories.project(portfolio, "P-001")
    meeting = Meeting(portfolio=portfolio, at=datetime(2026, 12, 11, 13, tzinfo=UTC))
    reader = factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)
    member = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    assert list(steering_papers(reader, meeting, None)) == []

    stored = take_snapshot(factories.OPERATOR, portfolio, date(2026, 11, 20))
    project.name = "Anders"
    project.save()
    take_snapshot(factories.OPERATOR, portfolio, date(2026, 12, 20))

    papers = list(steering_papers(reader, meeting, None))
    assert [one.url for one in papers] == [
        f"/momentopname/{stored.pk}/pakket.pptx",
        f"/momentopname/{stored.pk}/pakket.xlsx",
    ]
    assert list(steering_papers(member, meeting, None)) == []
    assert (
        list(steering_papers(reader, Meeting(portfolio=portfolio, project=project, at=meeting.at), None))
        == []
    )
