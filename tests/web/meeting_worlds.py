"""A body that meets, with its people and what waits for it, for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from web import factories, register_lines

from stuurbord.web.accounts.models import Role, Scope, User
from stuurbord.web.meetings.actions.agenda import accept_proposals
from stuurbord.web.meetings.actions.planning import lead_meeting, note_attendance, plan_meeting
from stuurbord.web.meetings.models import AgendaItem, Meeting, MeetingKind
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.registers.models import ChangeRequest, Decision

AT = datetime(2026, 12, 11, 14, 0, tzinfo=timezone.get_default_timezone())


@dataclass
class World:
    """A portfolio with a project; who steers it, who chairs, who owns and leads the project, who reads."""

    portfolio: Portfolio
    project: Project
    steering: User
    chair: User
    owner: User
    manager: User
    reader: User

    def meeting(self, **fields: Any) -> Meeting:
        """Return a planned meeting of the portfolio, with a chair and a secretary."""
        values = {
            "portfolio": self.portfolio,
            "kind": MeetingKind.PORTFOLIO_BOARD,
            "title": "Stuurgroep",
            "body": "Stuurgroep",
            "at": AT,
            "chair": self.chair.person,
            "secretary": self.steering.person,
        }
        return plan_meeting(self.steering, Meeting(**values | fields))

    def running(self, meeting: Meeting) -> Meeting:
        """Return the meeting with everything that is proposed on its agenda, being held."""
        accept_proposals(self.steering, meeting)
        for target in ("invited", "running"):
            meeting.refresh_from_db()
            lead_meeting(self.steering, meeting, target, meeting.version)
        meeting.refresh_from_db()
        return meeting

    def held(self, meeting: Meeting) -> Meeting:
        """Return a meeting that is over, everybody present."""
        note_attendance(self.steering, meeting, {one.pk: "present" for one in meeting.attendances.all()})
        meeting.refresh_from_db()
        return lead_meeting(self.steering, meeting, "held", meeting.version)

    def decision(self, **fields: Any) -> Decision:
        """Return a decision that is asked."""
        values = {"question": "Welke leverancier?", "recommendation": "De tweede", "state": "requested"}
        made: Decision = register_lines.line("beslissingen", self.project, **values | fields)
        return made

    def change(self, **fields: Any) -> ChangeRequest:
        """Return a change of which the impact is assessed."""
        values = {
            "title": "Tweede camera",
            "impact_days": 5,
            "impact_cost": 12000,
            "impact_scope": "Eén camera meer",
            "state": "assessed",
        }
        made: ChangeRequest = register_lines.line("wijzigingen", self.project, **values | fields)
        return made


def world() -> World:
    """Return the world."""
    portfolio = factories.portfolio()
    project = factories.project(portfolio, "P-001")
    whole = (Scope.PORTFOLIO, portfolio.pk)
    made = World(
        portfolio,
        project,
        steering=factories.user(Role.PORTFOLIO_MANAGER, *whole, name="S. Stuur"),
        chair=factories.user(Role.PROJECT_OWNER, *whole, name="V. Voorzitter"),
        owner=factories.user(Role.PROJECT_OWNER, Scope.PROJECT, project.pk, name="O. Gever"),
        manager=factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk, name="M. Leider"),
        reader=factories.user(Role.READER, *whole, name="L. Lezer"),
    )
    project.manager, project.owner = made.manager.person, made.owner.person
    project.save()
    return made


def item_of(meeting: Meeting, kind: str) -> AgendaItem:
    """Return the first item of a kind on an agenda."""
    found: AgendaItem = (
        meeting.items.filter(is_archived=False, kind=kind).select_related("meeting__chair").first()
    )
    assert found is not None, kind
    return found
