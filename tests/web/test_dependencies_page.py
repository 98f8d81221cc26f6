"""Dependencies between projects on one page: who waits for whom, what is late, which gate it holds up."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.projects.models import Programme
from stuurbord.web.registers.models import Milestone, ProjectDependency
from stuurbord.web.scenarios.dependency_network import gate_of, network

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return factories.portfolio("A")


def received(project, giver: str, agreed: date | None, forecast: date | None = None, **fields):
    code = f"AF-{ProjectDependency.objects.count() + 1:03}"
    return ProjectDependency.objects.create(
        project=project,
        code=code,
        title=f"Van {giver}",
        giver=giver,
        agreed_on=agreed,
        forecast=forecast,
        state="agreed",
        **fields,
    )


def chain(portfolio):
    """Return three projects in a row: P-001 gives to P-002, which gives to P-003 for its gate G3."""
    made = [factories.project(portfolio, f"P-00{number}") for number in (1, 2, 3)]
    first = received(made[1], "P-001", date(2027, 3, 1), date(2027, 3, 11))
    second = received(made[2], "P-002", date(2027, 5, 1), needed_for="G3")
    gate = Milestone.objects.create(
        project=made[2], code="G3", name="Bouw", is_gate=True, forecast=date(2027, 6, 1)
    )
    return made, first, second, gate


def test_a_chain_runs_from_the_first_giver_to_the_gate(portfolio):
    made, first, second, gate = chain(portfolio)

    found = network([first, second], {one.code: one.name for one in made}, {made[2].pk: [gate]})

    assert [one.codes for one in found.chains] == [["P-001", "P-002", "P-003"]]
    assert found.chains[0].days == 10
    assert [(one.key, one.rank) for one in found.nodes] == [("P-001", 0), ("P-002", 1), ("P-003", 2)]
    assert found.circles == ()


def test_who_waits_in_a_circle_is_named(portfolio):
    made = [factories.project(portfolio, f"P-00{number}") for number in (1, 2, 3)]
    links = [
        received(made[0], "P-002", date(2027, 1, 1)),
        received(made[1], "P-001", date(2027, 1, 1)),
        received(made[2], "P-002", date(2027, 1, 1)),
    ]

    found = network(links, {one.code: one.name for one in made}, {})

    assert found.circles == ("P-001", "P-002")
    assert {one.key for one in found.nodes} == {"P-001", "P-002", "P-003"}


def test_without_a_named_gate_it_holds_up_the_first_one_after_it_is_needed(portfolio):
    project = factories.project(portfolio, "P-001")
    link = received(project, "P-009", date(2027, 3, 1))
    gates = [
        Milestone(project=project, code=code, is_gate=True, forecast=day)
        for code, day in (("G2", date(2027, 2, 1)), ("G4", date(2027, 9, 1)), ("G3", date(2027, 3, 1)))
    ]

    assert gate_of(link, gates).code == "G3"
    assert gate_of(link, []) is None


@pytest.fixture
def page(client, portfolio):
    user = factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)
    client.force_login(user)
    return lambda **asked: client.get(reverse("dependencies", args=["A"]), asked)


def test_the_page_tells_late_ones_first_and_what_they_hold_up(page, portfolio):
    chain(portfolio)

    answer = page()

    assert [one.giver for one, _gate in answer.context["rows"]] == ["P-001", "P-002"]
    assert "P-003 G3" in answer.context["conclusion"]
    assert 'class="link late"' in answer.content.decode()


def test_a_programme_shows_what_it_gives_and_receives(page, portfolio):
    made, *_rest = chain(portfolio)
    programme = Programme.objects.create(portfolio=portfolio, name="Vaarwegen")
    made[0].programme = programme
    made[0].save()

    rows = page(programme=programme.pk).context["rows"]

    assert [one.giver for one, _gate in rows] == ["P-001"]
    assert len(page(programme="x").context["rows"]) == 2


def test_names_of_people_draw_nothing(page, portfolio):
    """A party outside may be called anything."""
    project = factories.project(portfolio, "P-001")
    received(project, "", date(2027, 1, 1), outsider="<script>alert(1)</script>")

    assert "<script>alert" not in page().content.decode()


def test_a_member_of_one_project_sees_only_its_own(client, portfolio):
    made, *_rest = chain(portfolio)
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, made[1].pk))

    answer = client.get(reverse("dependencies", args=["A"]))

    assert [one.project.code for one, _gate in answer.context["rows"]] == ["P-002"]
    assert reverse("project", args=["A", "P-001"]) not in answer.content.decode()


def test_an_empty_portfolio_says_what_to_do(page):
    assert page().status_code == 200
