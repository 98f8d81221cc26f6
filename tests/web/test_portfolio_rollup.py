"""A portfolio and its programmes rolled up: dates, cost, benefits and risks, with answers known by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.clock import today
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.packing import packed_euro, packed_instants
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Programme, Project
from stuurbord.web.registers.models import Benefit, Measurement, Milestone, Risk
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.steering.queries import PortfolioRequest, portfolio_states, portfolio_totals
from stuurbord.web.steering.rollups import (
    benefit_sum,
    gates_soon,
    material,
    risk_sum,
    rollup,
    states_for_rollup,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return factories.portfolio("A")


def with_draws(portfolio, code: str, cost: list[float], **fields) -> Project:
    """Return a project of which the stored outcomes are these."""
    made = factories.project(portfolio, code, **fields)
    factories.revision(made)
    made.refresh_from_db()
    SimulationRun.objects.create(
        project=made,
        revision=made.current_revision,
        key=code,
        seed=1,
        iterations=len(cost),
        seconds=0.1,
        n_tasks=4,
        n_risks=1,
        has_uncertainty=True,
        planned_finish=0,
        planned_cost=100.0,
        finish=packed_instants(np.arange(len(cost)) * 86_400 + 1_800_000_000),
        cost=packed_euro(np.array(cost)),
        answers={},
    )
    projects_changed.send(sender=Project, project_ids=[made.pk])
    return made


def states(portfolio):
    return list(states_for_rollup(ProjectState.objects.filter(project__portfolio=portfolio)))


def test_the_cost_of_all_is_of_the_sum_per_simulation(portfolio):
    """Opposite costs: each has P80 400, together they cost 600 whatever happens."""
    with_draws(portfolio, "P-001", [100, 200, 300, 400, 500])
    with_draws(portfolio, "P-002", [500, 400, 300, 200, 100])
    factories.project(portfolio, "P-003")

    joint = rollup("A", states(portfolio)).money.joint

    assert (joint.cost_p50, joint.cost_p80) == (600, 600)
    assert joint.n_missing == 1


def test_benefits_are_counted_between_nothing_and_reached(portfolio):
    """Half way and beyond the target: (0.5 + 1) / 2; what was never measured is not counted as zero."""
    project = factories.project(portfolio, "P-001")
    values = {"baseline_value": 40, "target_value": 20}
    for code, measured in (("BA-1", [35, 30]), ("BA-2", [10]), ("BA-3", [])):
        benefit = Benefit.objects.create(project=project, code=code, title=code, **values)
        for number, value in enumerate(measured):
            Measurement.objects.create(
                project=project,
                code=f"M{benefit.pk}-{number}",
                benefit=benefit,
                measured_on=date(2026, 1, 1 + number),
                value=value,
            )
    Benefit.objects.create(project=project, code="BA-4", title="Nadeel", is_disbenefit=True)

    found = benefit_sum([project.pk])

    assert (found.n_planned, found.n_measured) == (3, 2)
    assert found.share == 0.75


def test_exposure_is_of_open_threats_the_greatest_first(portfolio):
    project = factories.project(portfolio, "P-001")
    for code, chance, euro, fields in (
        ("R-1", "0.5", 1000, {}),
        ("R-2", "0.1", 90_000, {}),
        ("R-3", "0.9", 50_000, {"state": "closed"}),
        ("R-4", "0.9", 50_000, {"kind": "opportunity"}),
        ("R-5", None, None, {}),
    ):
        Risk.objects.create(
            project=project, code=code, title=code, probability=chance, impact_cost=euro, **fields
        )

    found = risk_sum([project.pk])

    assert found.euro == Decimal(9500)
    assert [one.code for one in found.top] == ["R-2", "R-1"]
    assert found.n_open == 3


def test_gates_of_the_next_ninety_days_and_those_overdue(portfolio):
    project = factories.project(portfolio, "P-001")
    for code, days, actual in (("G1", -20, None), ("G2", 90, None), ("G3", 91, None), ("G0", -40, today())):
        Milestone.objects.create(
            project=project,
            code=code,
            name=code,
            is_gate=True,
            forecast=today() + timedelta(days=days),
            actual=actual,
        )

    assert [one.code for one in gates_soon([project.pk])] == ["G1", "G2"]


def test_the_page_of_the_portfolio_shows_p50_p80_and_the_chance(client, portfolio):
    project = factories.project(portfolio, "P-001")
    factories.revision(project)
    factories.forecast(project)
    factories.revision(factories.project(portfolio, "P-002"))
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk))
    state = ProjectState.objects.get(project=project)

    page = client.get(reverse("portfolio", args=["A"])).content.decode()

    assert state.p80_finish
    assert f"P80 {state.p80_finish:%d/%m/%Y}" in page
    assert "zonder simulatie" in page or "without a simulation" in page
    assert "1 " in page


def test_late_days_are_of_p50_where_there_is_one(portfolio):
    project = with_draws(portfolio, "P-001", [1, 2, 3, 4, 5])
    ProjectState.objects.filter(project=project).update(
        baseline_finish=date(2027, 1, 1),
        forecast_finish=date(2027, 1, 3),
        deviation_days=2,
        p50_finish=date(2027, 1, 11),
        p80_finish=date(2027, 1, 21),
    )

    found = portfolio_totals(factories.OPERATOR, portfolio)

    assert (found.late_days, found.n_simulated) == (10, 1)


@pytest.mark.parametrize(
    "sort", ["chance", "-chance", "deviation", "-deviation", "finish", "-finish", "status"]
)
def test_every_order_of_the_table_works(portfolio, sort):
    """Within a status the least chance comes first; what is not known comes last."""
    for code, chance in (("P-001", 0.9), ("P-002", None), ("P-003", 0.2)):
        made = factories.project(portfolio, code)
        ProjectState.objects.filter(project=made).update(chance_time=chance, status="adjust", status_rank=1)

    asked = PortfolioRequest.from_query({"sort": sort})
    codes = [one.project.code for one in portfolio_states(factories.OPERATOR, portfolio, asked)]

    assert len(codes) == 3
    if sort == "status":
        assert codes == ["P-003", "P-001", "P-002"]


@pytest.fixture
def programmes(portfolio):
    return [Programme.objects.create(portfolio=portfolio, name=name) for name in ("Sluizen", "Vergunningen")]


def test_a_programme_counts_its_own_projects_only(client, portfolio, programmes):
    first = factories.project(portfolio, "P-001", programme=programmes[0])
    factories.project(portfolio, "P-002", programme=programmes[1])
    BudgetLine.objects.create(
        project=first, year=2026, budgeted_payment=Decimal(1000), forecast_payment=Decimal(1200)
    )
    projects_changed.send(sender=Project, project_ids=[first.pk])
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk))

    whole = client.get(reverse("portfolio_rollup", args=["A"])).context
    part = client.get(reverse("programme", args=["A", programmes[0].pk])).context["rollup"]

    assert [found.name for found, _sum in whole["programmes"]] == ["Sluizen", "Vergunningen"]
    assert whole["rollup"].n_projects == 2
    assert (part.n_projects, part.money.budget, part.money.forecast) == (1, Decimal(1000), Decimal(1200))


def test_a_programme_of_which_one_sees_nothing_does_not_exist(client, portfolio, programmes):
    own = factories.project(portfolio, "P-001", programme=programmes[0])
    factories.project(portfolio, "P-002", programme=programmes[1])
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, own.pk))

    assert client.get(reverse("programme", args=["A", programmes[0].pk])).status_code == 200
    assert client.get(reverse("programme", args=["A", programmes[1].pk])).status_code == 404
    assert client.get(reverse("portfolio_rollup", args=["A"])).context["rollup"].n_projects == 1
    other = factories.portfolio("B")
    assert client.get(reverse("programme", args=[other.key, programmes[0].pk])).status_code == 404


def test_more_programmes_take_no_more_queries(client, portfolio, django_assert_max_num_queries):
    """Everything is read once and divided over the programmes."""
    for number in range(6):
        own = Programme.objects.create(portfolio=portfolio, name=f"Programma {number}")
        factories.project(portfolio, f"P-{number:03}", programme=own)
    listed = states(portfolio)

    with django_assert_max_num_queries(6):
        found = material(listed)
        for one in listed:
            rollup(one.project.programme.name, [one], found)
