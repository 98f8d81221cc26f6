"""Mending the quality of a plan: what a rule can, what it moves, and the proposal of it."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.urls import reverse
from web import factories

from stuurbord.engine.schedule_quality import Verdict
from stuurbord.plan import Constraint, DependencyRow, Plan, PlanDraft, TaskRow, freeze, instant
from stuurbord.web.accounts.models import Role
from stuurbord.web.planning.actions import accept
from stuurbord.web.planning.models import Proposal, ProposalSource
from stuurbord.web.projects.models import Project
from stuurbord.web.steering.plan_mends import _WHY_NOT, reason
from stuurbord.web.steering.plan_quality import quality_of

pytestmark = pytest.mark.django_db
WORKDAY = 8 * 3600


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def poor_plan() -> Plan:
    """Return a chain with a lead, a lag, a hard date, and a task at the end that nothing leads to."""
    tasks = [TaskRow(uid, f"Taak {uid}", 1, duration=5 * WORKDAY) for uid in range(1, 6)]
    tasks[3].constraint, tasks[3].constraint_date = Constraint.FNLT, at("2027-04-30T17:00")
    tasks[4].constraint, tasks[4].constraint_date = Constraint.SNET, at("2027-05-10T08:00")
    links = [
        DependencyRow(1, 2, lag=-2 * WORKDAY),
        DependencyRow(2, 3, lag=10 * WORKDAY),
        DependencyRow(3, 4),
    ]
    return freeze(PlanDraft(start=at("2027-03-01T08:00"), tasks=tasks, dependencies=links))[0]


@pytest.fixture
def project() -> Project:
    """A project whose plan has something to mend on points 1, 2, 3 and 5."""
    made = factories.project(factories.portfolio("PF"), "P-1")
    factories.revision(made, poor_plan())
    made.refresh_from_db()
    return made


@pytest.fixture
def planner(client):
    """A project manager, logged in."""
    found = factories.user(Role.PROJECT_MANAGER)
    client.force_login(found)
    return found


def page(number: int, name: str = "quality_mends") -> str:
    return reverse(name, args=["PF", "P-1", number])


def failing(project: Project) -> set[int]:
    points = quality_of(project.current_revision_id).points
    return {one.number for one in points if one.verdict is Verdict.FAIL}


def test_each_point_leads_to_what_can_be_mended_or_says_why_not(client, project, planner):
    """Points 1, 2, 3 and 5 by rule; the others by people."""
    points = client.get(reverse("plan_quality", args=["PF", "P-1"])).context["points"]

    assert {one.number for one in points if one.is_mendable} == {1, 2, 3, 5}
    assert all(one.is_mendable or one.left_to for one in points if one.status == "adjust")


@pytest.mark.parametrize(("number", "moved"), [(1, 0), (2, 3), (3, 0), (5, 0)])
def test_the_page_shows_what_a_mend_moves_before_anything_is_proposed(
    client, project, planner, number, moved
):
    """Links and deadlines move nothing; a lead moves what follows; a lag only adds a task."""
    found = client.get(page(number)).context

    assert found["effect"].n_moved == moved
    assert all(row.alone for row in found["rows"])
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_a_mend_is_proposed_with_one_click_and_meets_the_point(client, project, planner, number):
    """Source plan quality; accepted, the point is met."""
    assert number in failing(project)
    answer = client.post(page(number, "quality_propose"), {"revision": 1, "m": ["0"], "do": "propose"})
    made = Proposal.objects.get()
    accept(planner, made, made.version)
    project.refresh_from_db()

    assert answer["Location"].endswith("?voorstel=1")
    assert made.source == ProposalSource.QUALITY
    assert number not in failing(project)


def test_unticked_mends_stay_out(client, project, planner):
    """Counted again without anything ticked, nothing moves and nothing can be proposed."""
    counted = client.post(page(2, "quality_propose"), {"revision": 1, "do": "count"}, follow=True)
    client.post(page(2, "quality_propose"), {"revision": 1, "do": "propose"})

    assert counted.context["n_ticked"] == 0
    assert counted.context["effect"] is None
    assert not Proposal.objects.exists()


def test_a_page_of_an_older_plan_proposes_nothing(client, project, planner):
    """What was looked at may be mended already."""
    assert client.post(page(2, "quality_propose"), {"revision": 7, "m": ["0"]}).status_code == 409
    assert not Proposal.objects.exists()


def test_a_reader_looks_and_does_not_propose(client, project):
    """He sees what could be, without the button."""
    client.force_login(factories.user(Role.READER))
    shown = client.get(page(2))

    assert shown.status_code == 200
    assert 'value="propose"' not in shown.content.decode()
    assert client.post(page(2, "quality_propose"), {"revision": 1, "m": ["0"]}).status_code == 403


@pytest.mark.parametrize("number", range(1, 15))
def test_every_point_has_a_page_with_a_conclusion(client, project, planner, number):
    """Also those that people mend."""
    answer = client.get(page(number))

    assert answer.status_code == 200
    assert answer.context["conclusion"].endswith(".")
    assert (
        answer.context["rows"]
        or answer.context["why_not"]
        or answer.context["n_behind"] == 0
        or (answer.context["unmended"])
    )


@pytest.mark.parametrize("number", [0, 15, 99])
def test_there_are_fourteen_points(client, project, planner, number):
    """No others."""
    assert client.get(page(number)).status_code == 404


def test_every_reason_has_its_sentence():
    """A new reason without words fails here."""
    from stuurbord.engine.schedule_mending import WhyNot

    assert set(_WHY_NOT) == set(WhyNot)
    assert all(re.search(r"\.$", reason(one)) for one in WhyNot)
