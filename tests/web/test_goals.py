"""Strategic goals: what contributes, what a project is worth to them, what hangs loose."""

from __future__ import annotations

import pytest
from django.urls import reverse
from web import factories

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.registers.models import Benefit
from stuurbord.web.scenarios import goal_actions
from stuurbord.web.scenarios.goal_values import goal_board
from stuurbord.web.scenarios.models import Contribution, Goal
from stuurbord.web.scenarios.queries import goals_of, projects_to_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return factories.portfolio("A")


@pytest.fixture
def manager(portfolio):
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)


def board(portfolio):
    return goal_board(goals_of(portfolio), projects_to_change(portfolio))


def test_the_value_of_a_project_is_weighed_by_the_goals(manager, portfolio):
    """3 × 2 + 1 × 5 = 11 of at most 3 × (2 + 5) = 21; weight 0 is no contribution."""
    one, other = factories.project(portfolio, "P-001"), factories.project(portfolio, "P-002")
    first = goal_actions.create_goal(manager, portfolio, code="D1", title="Vlot", weight=2)
    second = goal_actions.create_goal(manager, portfolio, code="D2", title="Veilig", weight=5)
    goal_actions.set_contribution(manager, first, first.version, one, 3)
    goal_actions.set_contribution(manager, second, second.version, one, 1)
    goal_actions.set_contribution(manager, second, second.version, other, 0)

    found = board(portfolio)

    assert [(line.project.code, line.value) for line in found.projects] == [("P-001", 11), ("P-002", 0)]
    assert found.projects[0].share == pytest.approx(11 / 21)
    assert found.orphan_projects == [other]
    assert found.orphan_goals == []


def test_a_goal_without_a_project_hangs_loose(manager, portfolio):
    """Also when the only project that served it is closed."""
    project = factories.project(portfolio, "P-001")
    goal = goal_actions.create_goal(manager, portfolio, code="D1", title="Vlot")
    goal_actions.set_contribution(manager, goal, goal.version, project, 2)
    assert board(portfolio).orphan_goals == []

    project.stage = "closed"
    project.save()

    assert board(portfolio).orphan_goals == [goal]


def test_a_contribution_said_again_replaces_the_older(manager, portfolio):
    project = factories.project(portfolio, "P-001")
    goal = goal_actions.create_goal(manager, portfolio, code="D1", title="Vlot")
    goal_actions.set_contribution(manager, goal, goal.version, project, 1)
    made = goal_actions.set_contribution(manager, goal, goal.version, project, 3, "Meer")
    goal_actions.remove_contribution(manager, goal, goal.version, made.pk)
    again = goal_actions.set_contribution(manager, goal, goal.version, project, 2)

    assert Contribution.objects.count() == 1
    assert (again.weight, again.is_archived) == (2, False)
    weights = [
        one.data["weight"] for one in AuditEntry.objects.filter(action="goal.contribute").order_by("number")
    ]
    assert weights == [[None, 1], [1, 3], [3, None], [None, 2]]


def test_only_who_steers_changes_and_the_second_is_told(manager, portfolio):
    goal = goal_actions.create_goal(manager, portfolio, code="D1", title="Vlot")
    reader = factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)

    with pytest.raises(NotPermitted):
        goal_actions.change_goal(reader, goal, 1, title="Anders")
    fresh = Goal.objects.select_related("portfolio").get()
    goal_actions.change_goal(manager, fresh, 1, title="Vlotter")
    with pytest.raises(VersionConflict):
        goal_actions.change_goal(manager, goal, 1, title="Anders")
    assert Goal.objects.get().title == "Vlotter"


def test_pages_make_change_and_archive(client, manager, portfolio):
    project = factories.project(portfolio, "P-001")
    other = factories.project(portfolio, "P-002")
    benefit = Benefit.objects.create(project=other, code="BA-1", title="Sneller")
    client.force_login(manager)
    client.post(reverse("goals", args=["A"]), {"code": "D1", "title": "Vlot varen", "weight": "2"})
    goal = Goal.objects.get()
    address = reverse("goal", args=["A", goal.pk])
    wrong = {"do": "contribute", "version": 1, "project": project.pk, "weight": 2, "benefit": benefit.pk}

    assert "benefit" in client.post(address, wrong).context["contribution"].errors
    assert (
        "weight" in client.post(address, wrong | {"weight": 4, "benefit": ""}).context["contribution"].errors
    )
    client.post(address, wrong | {"benefit": ""})
    assert "P-001" in client.get(reverse("goals", args=["A"])).content.decode()
    double = client.post(reverse("goals", args=["A"]), {"code": "D1", "title": "Nog eens", "weight": "1"})
    assert "code" in double.context["form"].errors
    client.post(address, {"do": "archive", "version": 2})
    assert client.get(address).status_code == 404
