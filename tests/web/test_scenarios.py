"""Scenarios from the page to the decision: made, compared, proposed, chosen; the plans stay as they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from web import factories

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.projects.models import PlanRevision
from stuurbord.web.registers.models import (
    Benefit,
    Decision,
    DecisionState,
    ProjectDependency,
    ResponseAction,
    Risk,
)
from stuurbord.web.scenarios import actions
from stuurbord.web.scenarios.columns import columns
from stuurbord.web.scenarios.facts import portfolio_facts
from stuurbord.web.scenarios.models import ChangeKind, ResponseDraws, Scenario, ScenarioChange, ScenarioState
from stuurbord.web.scenarios.queries import scenarios_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return factories.portfolio("A")


@pytest.fixture
def manager(portfolio):
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)


@pytest.fixture
def project(portfolio):
    """A project of which the forecast is computed."""
    made = factories.project(portfolio, "P-001")
    factories.revision(made)
    factories.forecast(made)
    return made


def scenario_with(actor, portfolio, *changes: dict) -> Scenario:
    made = actions.create_scenario(actor, portfolio, name=f"Scenario {Scenario.objects.count() + 1}")
    for one in changes:
        actions.add_change(actor, made, made.version, ScenarioChange(**one))
    return scenarios_of(portfolio).get(pk=made.pk)


def computed(user, portfolio, *scenarios):
    return columns(portfolio_facts(user, portfolio), scenarios)


def test_a_shift_moves_the_go_live_by_exactly_that(manager, portfolio, project):
    """P50 and P80 alike, for it is the same iterations; cost stays."""
    scenario = scenario_with(manager, portfolio, {"project": project, "kind": ChangeKind.SHIFT, "days": 30})

    now, then = computed(manager, portfolio, scenario)
    before, after = now.projects["P-001"], then.projects["P-001"]

    assert (after.p50 - before.p50, after.p80 - before.p80) == (timedelta(30), timedelta(30))
    assert after.chance_time <= before.chance_time
    assert then.cost_p80 == now.cost_p80


def test_the_column_as_it_stands_is_what_the_forecast_says(manager, portfolio, project):
    now = computed(manager, portfolio)[0]
    run = SimulationRun.objects.get(project=project)

    assert now.n_simulated == 1
    assert now.projects["P-001"].draws.finish.tolist() == sorted_finish(run)


def sorted_finish(run) -> list[int]:
    from stuurbord.web.forecasts.answers import Answers

    return Answers(run).finish.tolist()


def test_a_project_without_a_simulation_moves_its_forecast(manager, portfolio):
    """And says that there is no simulation behind it."""
    made = factories.project(portfolio, "P-002")
    factories.revision(made)
    scenario = scenario_with(manager, portfolio, {"project": made, "kind": ChangeKind.SHIFT, "days": -3})

    now, then = computed(manager, portfolio, scenario)

    assert then.projects["P-002"].p50 == now.projects["P-002"].p50 - timedelta(3)
    assert not then.projects["P-002"].is_simulated
    assert then.projects["P-002"].chance_time is None


def test_what_stops_has_no_go_live_gives_nothing_and_loses_its_benefits(manager, portfolio, project):
    other = factories.project(portfolio, "P-002")
    ProjectDependency.objects.create(
        project=other, code="AF-1", title="Data", giver="P-001", agreed_on=date(2027, 3, 1)
    )
    Benefit.objects.create(project=project, code="BA-1", title="Sneller", target_on=date(2028, 1, 1))
    Risk.objects.create(project=project, code="R-9", title="Laat", probability="0.5", impact_cost=1000)
    scenario = scenario_with(manager, portfolio, {"project": project, "kind": ChangeKind.STOP})

    now, then = computed(manager, portfolio, scenario)

    assert then.projects["P-001"].p50 is None
    assert [one.days for one in then.conflicts] == [None]
    assert [one.is_lost for one in then.benefits] == [True]
    assert (now.exposure.euro, then.exposure.euro) == (500, 0)
    assert then.chance_time is None


def test_a_response_is_drawn_again_on_the_same_random_numbers_and_kept(manager, portfolio):
    project = factories.project(portfolio, "P-001")
    factories.revision(project)
    Risk.objects.create(
        project=project,
        code="R-1",
        title="Laat",
        probability="0.5",
        impact_days=20,
        tasks="3",
        state="analysed",
    )
    ResponseAction.objects.create(
        project=project, code="M-1", risk="R-1", name="Vroeger bestellen", cost=5000, probability_after=0
    )
    factories.forecast(project)
    scenario = scenario_with(
        manager, portfolio, {"project": project, "kind": ChangeKind.TAKE, "response": "M-1"}
    )

    now, then = computed(manager, portfolio, scenario)
    before, after = now.projects["P-001"].draws.finish, then.projects["P-001"].draws.finish

    assert (after <= before).all()
    assert (after < before).any()
    assert ResponseDraws.objects.count() == 1
    computed(manager, portfolio, scenario)
    assert ResponseDraws.objects.count() == 1


def test_nothing_is_changed_by_looking_or_proposing(manager, portfolio, project):
    """No revision, no date, no budget: only a line in the register of decisions per project."""
    before = PlanRevision.objects.count()
    scenario = scenario_with(manager, portfolio, {"project": project, "kind": ChangeKind.SHIFT, "days": 30})

    asked = propose(manager, portfolio, scenario)

    assert [one.project.code for one in asked] == ["P-001"]
    assert asked[0].state == DecisionState.REQUESTED
    assert "30 dagen later" in asked[0].question or "30 days later" in asked[0].question
    assert "30" in asked[0].effect_on_date
    assert PlanRevision.objects.count() == before
    assert scenarios_of(portfolio).get().decisions.get().decision == asked[0]
    assert AuditEntry.objects.filter(action="scenario.propose").exists()


def propose(actor, portfolio, scenario) -> list[Decision]:
    now, then = computed(actor, portfolio, scenario)
    return actions.propose_scenario(actor, scenario, scenario.version, (now, then))


def test_who_proposes_does_not_choose_and_what_waits_is_decided_first(manager, portfolio, project):
    scenario = scenario_with(manager, portfolio, {"project": project, "kind": ChangeKind.STOP})
    asked = propose(manager, portfolio, scenario)
    other = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)

    with pytest.raises(NotPermitted):
        actions.choose_scenario(manager, scenario, scenario.version)
    with pytest.raises(actions.Refused):
        actions.choose_scenario(other, scenario, scenario.version)
    Decision.objects.filter(pk=asked[0].pk).update(state=DecisionState.DECIDED)
    chosen = actions.choose_scenario(other, scenario, scenario.version)

    assert chosen.state == ScenarioState.CHOSEN


def test_an_empty_scenario_asks_nothing(manager, portfolio):
    scenario = scenario_with(manager, portfolio)

    with pytest.raises(actions.Refused):
        propose(manager, portfolio, scenario)


def test_who_saves_second_is_told(manager, portfolio, project):
    scenario = scenario_with(manager, portfolio)
    change = {"project": project, "kind": ChangeKind.STOP}
    actions.add_change(manager, scenario, scenario.version, ScenarioChange(**change))

    stale = Scenario.objects.get(pk=scenario.pk)
    with pytest.raises(VersionConflict):
        actions.add_change(manager, stale, stale.version - 1, ScenarioChange(**change))
    assert ScenarioChange.objects.count() == 1


def test_a_decision_that_may_not_be_asked_asks_none(portfolio, project):
    """The state goes back too: all or nothing."""
    reader = factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)
    scenario = scenario_with(factories.OPERATOR, portfolio, {"project": project, "kind": ChangeKind.STOP})

    with pytest.raises(NotPermitted):
        propose(reader, portfolio, scenario)
    assert Scenario.objects.get().state == ScenarioState.DRAFT
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "shift"}, "days"),
        ({"kind": "shift", "days": "4000"}, "days"),
        ({"kind": "shift", "days": "3", "euro": "5"}, "euro"),
        ({"kind": "postpone"}, "until"),
        ({"kind": "postpone", "until": "31/11/2026"}, "until"),
        ({"kind": "budget", "year": "2027"}, "euro"),
        ({"kind": "budget", "euro": "10", "year": "1"}, "year"),
        ({"kind": "take", "response": "M-99"}, "response"),
        ({"kind": "priority", "rank": "0"}, "rank"),
        ({"kind": "stop", "days": "1"}, "days"),
        ({"kind": "nonsense"}, "kind"),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(client, manager, portfolio, project, sent, field):
    scenario = scenario_with(manager, portfolio)
    client.force_login(manager)

    answer = client.post(
        reverse("scenario", args=["A", scenario.pk]),
        {"do": "add", "version": 1, "project": project.pk} | sent,
    )

    assert answer.status_code == 200
    assert field in answer.context["change"].errors
    assert not ScenarioChange.objects.exists()


def test_pages_compare_at_most_three_beside_now(client, manager, portfolio, project):
    client.force_login(manager)
    made = [
        scenario_with(manager, portfolio, {"project": project, "kind": ChangeKind.SHIFT, "days": days})
        for days in (10, 20, 30, 40)
    ]

    answer = client.get(reverse("scenarios", args=["A"]), {"s": [one.pk for one in made]})

    assert len(answer.context["columns"]) == 4
    groups = answer.context["groups"]
    names = [one.scenario.name for one in answer.context["columns"][1:]]
    told = {tuple(cell.column for cell in row.cells[1:]) for one in groups for row in one.rows}
    assert told == {tuple(names)}
    assert client.get(reverse("scenario", args=["A", made[0].pk])).status_code == 200


def test_the_page_walks_from_draft_to_proposed(client, manager, portfolio, project):
    client.force_login(manager)
    client.post(reverse("scenarios", args=["A"]), {"name": "Uitstel"})
    scenario = Scenario.objects.get()
    address = reverse("scenario", args=["A", scenario.pk])
    client.post(address, {"do": "add", "version": 1, "project": project.pk, "kind": "shift", "days": "14"})
    client.post(reverse("scenario_state", args=["A", scenario.pk]), {"to": "proposed", "version": 2})

    scenario.refresh_from_db()
    assert scenario.state == ScenarioState.PROPOSED
    assert Decision.objects.get().project == project
    assert client.get(address).status_code == 200
    refused = client.post(
        address, {"do": "add", "version": 3, "project": project.pk, "kind": "stop"}, follow=True
    )
    assert "Alleen een klad" in refused.content.decode() or "Only a draft" in refused.content.decode()
    assert ScenarioChange.objects.count() == 1


def test_more_projects_take_no_more_queries(
    client, manager, portfolio, project, django_assert_max_num_queries
):
    for number in range(2, 8):
        factories.revision(factories.project(portfolio, f"P-{number:03}"))
    scenario = scenario_with(manager, portfolio, {"project": project, "kind": ChangeKind.SHIFT, "days": 30})

    with django_assert_max_num_queries(14):
        computed(manager, portfolio, scenario)
