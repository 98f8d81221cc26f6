"""Two planners on one plan: each sees who else is there, and what newer revisions touched meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from web import factories

from stuurbord.engine.editing import Link, Resize, SetFacts, edited
from stuurbord.web.accounts.models import Role
from stuurbord.web.planning.actions import Wanted, accept, propose
from stuurbord.web.planning.models import Presence
from stuurbord.web.planning.presences import come_by, newer_than
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

pytestmark = pytest.mark.django_db
ADDRESS = ("plan_presence", ["ASN", "P-001"])


@pytest.fixture
def project() -> Project:
    """A project with a plan."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    made.refresh_from_db()
    return made


def tell(client: Client, user, **sent) -> dict:
    client.force_login(user)
    body = {"base": 1, "n_edits": 0, "tasks": []} | sent
    answer = client.post(reverse(ADDRESS[0], args=ADDRESS[1]), body, content_type="application/json")
    return {"status": answer.status_code} | answer.json()


def test_each_sees_the_other_and_what_he_changes(project, client: Client):
    """Nobody sees himself."""
    one, other = (factories.user(Role.PROJECT_MANAGER, name=name) for name in ("Ann", "Bob"))
    first = tell(client, one, n_edits=2, tasks=[2, 3])
    second = tell(client, other)

    assert first == {"status": 200, "others": [], "revision": 1, "changed_by": "", "changed": []}
    assert second["others"] == [{"name": "Ann", "n_edits": 2, "tasks": [2, 3]}]


def test_who_is_silent_for_a_minute_has_left(project, client: Client):
    """A browser that was closed says nothing any more."""
    one, other = factories.user(Role.PROJECT_MANAGER), factories.user(Role.PROJECT_MANAGER)
    tell(client, one)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))

    assert tell(client, other)["others"] == []


def test_newer_revisions_tell_who_and_which_tasks(project, client: Client):
    """A changed fact, and both ends of a new link; the task that only moves along is not touched."""
    one, other = (factories.user(Role.PROJECT_MANAGER, name=name) for name in ("Ann", "Bob"))
    base = project.current_revision
    plan = edited(plan_of(base.pk), [SetFacts([2], {"name": "Anders"}), Link(1, 4)], forecast_schedule)
    proposal = propose(one, project, base, plan, Wanted("Ander plan"))
    accept(one, proposal, proposal.version)
    told = tell(client, other)

    assert (told["revision"], told["changed_by"], told["changed"]) == (2, "Ann", [1, 2, 4])
    assert tell(client, other, base=2)["changed"] == []


@pytest.mark.parametrize(
    "sent",
    [
        {"base": 9},
        {"base": "1"},
        {"base": None},
        {"n_edits": -1},
        {"n_edits": True},
        {"tasks": "2"},
        {"tasks": ["2"]},
        {"tasks": [2**40]},
    ],
)
def test_what_is_no_sign_of_life_is_refused(project, client: Client, sent):
    """And keeps nothing."""
    assert tell(client, factories.user(Role.PROJECT_MANAGER), **sent)["status"] == 400
    assert not Presence.objects.exists()


def test_a_sign_of_life_is_cheap(project, django_assert_num_queries):
    """One write, the others, and the revisions; the tasks that differ are kept."""
    one, other = factories.user(Role.PROJECT_MANAGER), factories.user(Role.PROJECT_MANAGER)
    base = project.current_revision
    plan = edited(plan_of(base.pk), [Resize([3], 6 * 8 * 3600)], forecast_schedule)
    proposal = propose(one, project, base, plan, Wanted("Ander plan"))
    accept(one, proposal, proposal.version)
    project.refresh_from_db()
    newer_than(project, 1)

    with django_assert_num_queries(3):
        come_by(other, project, 0, [])
        newer_than(project, 1)
