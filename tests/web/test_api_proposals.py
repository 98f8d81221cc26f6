"""Proposals through the API: the same actions as the pages, the same refusals."""

from __future__ import annotations

import pytest
from django.test import Client
from web import factories
from web.api_client import Program, token

from stuurbord.engine.editing import Resize, SetFacts, edited
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.planning.actions import Wanted, accept, propose
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

pytestmark = pytest.mark.django_db
PLACE = "/projects/ASN/P-001/proposals"
DAY = 8 * 3600


@pytest.fixture
def project() -> Project:
    """A project with a plan that has a baseline."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def planner(project):
    """The manager of the project."""
    return factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)


@pytest.fixture
def program(client: Client, planner) -> Program:
    return Program(client, token(planner))


def made(actor, project: Project, *edits, title: str = "Ander plan"):
    base = project.current_revision
    return propose(actor, project, base, edited(plan_of(base.pk), edits, forecast_schedule), Wanted(title))


def test_a_program_reads_what_waits(project, planner, program):
    """The list by state, page by page; one with its changes and its version."""
    for number in range(3):
        made(planner, project, SetFacts([2], {"name": f"Naam {number}"}))
    first = program.get(f"{PLACE}?limit=2&state=open").json()
    second = program.get(f"{PLACE}?limit=2&state=open&cursor={first['next']}").json()
    one = program.get(f"{PLACE}/2")

    assert [row["number"] for row in first["items"] + second["items"]] == [1, 2, 3]
    assert second["next"] is None
    assert one.json()["changes"] == [["tasks", "2", "name", "Taak 2", "Naam 1"]]
    assert one.headers["ETag"] == '"1"'
    assert program.get(f"{PLACE}?state=accepted").json()["items"] == []


def test_a_program_accepts_some_rows(project, planner, program):
    """With the version it read; the answer says which revision it became."""
    made(planner, project, SetFacts([2], {"name": "Wel"}), SetFacts([3], {"name": "Niet"}))
    late = program.post(f"{PLACE}/1/accept", {}, If_Match='"7"')
    unsaid = program.post(f"{PLACE}/1/accept", {})
    answer = program.post(f"{PLACE}/1/accept", {"rows": ["tasks:2"]}, If_Match='"1"')
    again = program.post(f"{PLACE}/1/accept", {}, If_Match='"2"')
    project.refresh_from_db()
    names = plan_of(project.current_revision_id).tasks.name

    assert (late.status_code, unsaid.status_code, again.status_code) == (412, 428, 409)
    assert (answer.status_code, answer.json()["state"], answer.json()["revision"]) == (200, "accepted", 2)
    assert "Wel" in names
    assert "Niet" not in names


def test_a_conflict_names_the_three_values(project, planner, program):
    """And is accepted without what disagrees, where asked."""
    mine = made(planner, project, SetFacts([2], {"name": "Mijn naam"}), SetFacts([3], {"name": "Vrij"}))
    theirs = made(planner, project, SetFacts([2], {"name": "Hun naam"}))
    accept(planner, theirs, theirs.version)
    refused = program.post(f"{PLACE}/{mine.number}/accept", {}, If_Match='"1"')
    (told,) = refused.json()["errors"]
    accepted = program.post(f"{PLACE}/{mine.number}/accept", {"without_conflicts": True}, If_Match='"1"')

    assert refused.status_code == 409
    assert (told["field"], told["code"]) == ("tasks:2", "conflict")
    assert all(name in told["message"] for name in ("Taak 2", "Mijn naam", "Hun naam"))
    assert accepted.status_code == 200


def test_the_mandate_counts_for_programs_too(project, planner, program):
    """Beyond what was agreed a planner's program is refused; it may reject."""
    one = made(planner, project, Resize([4], 90 * DAY))
    refused = program.post(f"{PLACE}/{one.number}/accept", {}, If_Match='"1"')
    empty = program.post(f"{PLACE}/{one.number}/reject", {"reason": " "}, If_Match='"1"')
    rejected = program.post(f"{PLACE}/{one.number}/reject", {"reason": "Te laat"}, If_Match='"1"')

    assert program.get(f"{PLACE}/{one.number}").json()["asks"] == "decide"
    assert (refused.status_code, empty.status_code, rejected.status_code) == (403, 422, 200)
    assert rejected.json()["decision_reason"] == "Te laat"


def test_a_part_is_accepted_and_the_rest_is_read_as_such(project, planner, program):
    """The rest is a proposal of its own that names the one it comes from."""
    one = made(planner, project, SetFacts([2], {"name": "Wel"}), SetFacts([3], {"name": "Niet"}))
    program.post(f"{PLACE}/{one.number}/accept", {"rows": ["tasks:2"]}, If_Match='"1"')
    rest = program.get(f"{PLACE}/2").json()

    assert (rest["state"], rest["rest_of"]) == ("open", 1)
    assert rest["changes"] == [["tasks", "3", "name", "Taak 3", "Niet"]]
    assert program.get(f"{PLACE}/1").json()["rest_of"] is None
