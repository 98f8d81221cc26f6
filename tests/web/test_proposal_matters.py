"""My week and proposals: who must act sees it, who proposed sees with whom it lies and what became of it."""

from __future__ import annotations

import pytest
from django.test import Client
from web import factories

from stuurbord.engine.editing import Resize, SetFacts, edited
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.notices.waiting import waiting_for, week_of
from stuurbord.web.planning.actions import Wanted, accept, propose, reject
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

pytestmark = pytest.mark.django_db
DAY = 8 * 3600
SMALL, LARGE = SetFacts([2], {"name": "Anders"}), Resize([4], 90 * DAY)


@pytest.fixture
def project() -> Project:
    """A project with a plan, its manager and its owner."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    made.refresh_from_db()
    own = (Scope.PROJECT, made.pk)
    made.manager = factories.user(Role.PROJECT_MANAGER, *own, name="An Planner").person
    made.owner = factories.user(Role.PROJECT_OWNER, *own, name="Bo Drachtgever").person
    made.save()
    return made


def made(actor, project: Project, edit, title: str):
    base = project.current_revision
    plan = edited(plan_of(base.pk), [edit], forecast_schedule)
    return propose(actor, project, base, plan, Wanted(title))


def of_proposals(user) -> list[str]:
    user = type(user).objects.get(pk=user.pk)  # what is read once per request is read anew
    return [one.title for one in waiting_for(user) if "/voorstellen/" in one.url]


def test_beyond_what_was_agreed_waits_for_who_decides(project):
    """Not for who proposed it, and not for who only leads the project."""
    planner, owner = project.manager.user, project.owner.user
    portfolio_manager = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    reader = factories.user(Role.READER)
    made(planner, project, LARGE, "Veel later")
    made(owner, project, LARGE, "Van de opdrachtgever")

    assert of_proposals(owner) == ["Veel later"]
    assert sorted(of_proposals(portfolio_manager)) == ["Van de opdrachtgever", "Veel later"]
    assert of_proposals(planner) == []
    assert of_proposals(reader) == []


def test_a_suggestion_waits_for_who_leads_the_project(project):
    """And who made it sees it with him."""
    planner, owner = project.manager.user, project.owner.user
    made(owner, project, SMALL, "Andere naam")
    written = [one for one in week_of(owner).written if "/voorstellen/" in one.url]

    assert of_proposals(planner) == ["Andere naam"]
    assert of_proposals(owner) == []
    assert [(one.title, one.person.name) for one in written] == [("Andere naam", "An Planner")]


def test_who_proposed_hears_of_the_decision(project, client: Client):
    """A rejection waits to be read with its reason; an acceptance stands among what others changed."""
    planner, owner = project.manager.user, project.owner.user
    no, yes = (made(owner, project, SMALL, title) for title in ("Afgewezen naam", "Aanvaarde naam"))
    client.force_login(owner)
    client.get("/mijn-week/")
    reject(planner, no, no.version, "Niet de juiste naam")
    accept(planner, yes, yes.version)
    text = client.get("/mijn-week/").content.decode()
    (told,) = [one for one in waiting_for(type(owner).objects.get(pk=owner.pk)) if "/voorst" in one.url]

    assert (told.title, told.detail) == ("Afgewezen naam", "Niet de juiste naam")
    assert "Aanvaarde naam" in text
    assert of_proposals(planner) == []
