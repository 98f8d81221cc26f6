"""My week: what waits for a person, under the right head, and nothing of others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Decision, Issue, Risk

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture
def manager(client):
    """Return a project manager who is logged in, with a project that has no plan yet."""
    portfolio = factories.portfolio()
    project = factories.project(portfolio)
    user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    project.manager = user.person
    project.save()
    client.force_login(user)
    return user


def titles(answer) -> list[list[str]]:
    return [[matter["title"] for matter in group["matters"]] for group in answer.context["groups"]]


def test_matters_stand_under_today_this_week_and_later(client, manager):
    """Late and today first; what is closed, far away or of somebody else does not appear."""
    project = Project.objects.get()
    own = {"project": project, "owner": manager.person}
    Risk.objects.create(code="R-1", title="Te laat", due=TODAY - timedelta(days=3), **own)
    Issue.objects.create(code="I-1", title="Vandaag", due=TODAY, **own)
    Risk.objects.create(code="R-2", title="Deze week", due=TODAY + timedelta(days=3), **own)
    Risk.objects.create(code="R-3", title="Later", due=TODAY + timedelta(days=20), **own)
    Risk.objects.create(code="R-4", title="Ver weg", due=TODAY + timedelta(days=90), **own)
    Risk.objects.create(code="R-5", title="Gesloten", due=TODAY, state="closed", **own)
    Issue.objects.create(project=project, code="I-2", title="Van een ander", due=TODAY)
    answer = client.get("/mijn-week/")

    assert titles(answer) == [["Te laat", "Vandaag"], ["Deze week"], ["Later"]]


def test_a_decision_asked_in_an_own_project_waits(client, manager):
    """It links to the decision, and comes near in the list of what expires too."""
    project = Project.objects.get()
    Decision.objects.create(project=project, code="B-1", question="Herplannen?", due=TODAY)
    answer = client.get("/mijn-week/")

    assert titles(answer)[0] == ["Herplannen?"]
    assert [one.title for one in answer.context["expiries"]] == ["Herplannen?"]


def test_an_old_status_date_asks_for_progress(client, manager):
    """A plan of which nobody has told the progress for over a month waits for its manager."""
    project = Project.objects.get()
    factories.revision(project, factories.plan(status_date="2026-10-20T17:00"))
    answer = client.get("/mijn-week/")
    kinds = [matter["kind"] for group in answer.context["groups"] for matter in group["matters"]]

    assert any(str(kind) in ("Progress", "Voortgang") for kind in kinds)


def test_nothing_waits_for_somebody_without_projects(client):
    """The page says so and teaches what would be here."""
    client.force_login(factories.user())
    answer = client.get("/mijn-week/")

    assert titles(answer) == [[]]
    assert answer.status_code == 200


def test_changes_of_others_projects_stay_hidden(client, manager):
    """The log on the page holds one's own project only."""
    other = factories.project(factories.portfolio())
    factories.revision(other)
    own = Project.objects.exclude(pk=other.pk).get()
    factories.revision(own)
    answer = client.get("/mijn-week/")

    assert {entry.project.pk for entry in answer.context["changes"]} == {own.pk}


def test_a_gate_within_thirty_days_waits_for_manager_and_owner(client, manager):
    """The plan puts G4 beyond the horizon; moved near, it appears."""
    project = Project.objects.get()
    project.milestones.create(code="G2", name="Planning", is_gate=True, forecast=date(2026, 12, 10))
    projects_changed.send(sender=Project, project_ids=[project.pk])
    answer = client.get("/mijn-week/")

    assert any("G2" in title for group in titles(answer) for title in group)
