"""From registers to what a simulation reads: in a few queries, open lines only, in and out through Excel."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from exchange.made_workbooks import full_records
from web import factories
from web.register_lines import risk

from stuurbord.exchange import workbook
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.plan.uncertainty import Shape
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import ImportState
from stuurbord.web.imports.stored_records import records_of
from stuurbord.web.registers.models import (
    FactorLoading,
    ResponseAction,
    RiskState,
    TaskEstimate,
    WeatherExposure,
)
from stuurbord.web.registers.risk_models import risk_model_of, risk_models_of

pytestmark = pytest.mark.django_db
_KINDS = ("risks", "responses", "estimates", "loadings", "correlations", "weather")


@pytest.fixture
def project():
    """A project with a plan of four tasks, of which the first is done."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def uncertain(project):
    """The project with something of each kind."""
    risk(project, code="R-1", tasks="2; 3", impact_days_low=5, impact_days_high=40, impact_cost_high=3000)
    ResponseAction.objects.create(
        project=project, code="M-1", risk="R-1", name="Keuren", cost=6000, probability_after="0.1"
    )
    TaskEstimate.objects.create(project=project, task="4", quantity="duration", low=80, likely=100, high=150)
    FactorLoading.objects.create(
        project=project, factor="LEV", name="Leverancier", tasks="4", quantity="duration", loading="0.7"
    )
    WeatherExposure.objects.create(project=project, code="W-1", tasks="*", january="0.1")
    return project


def test_registers_become_a_model(uncertain):
    """Each line says in the model what it says on the page."""
    model, findings = risk_model_of(uncertain, factories.plan())

    assert findings == []
    assert model.events.code == ("R-1",)
    assert model.impacts.task_uid.tolist() == [2, 3, -1]
    assert model.responses.probability_left.tolist() == pytest.approx([0.25])
    assert model.estimates.task_uid.tolist() == [4]
    assert model.estimates.shape.tolist() == [Shape.PERT]
    assert model.factors.name == ("Leverancier",)
    assert model.lost_days.month.tolist() == [1]


def test_closed_and_archived_lines_are_not_simulated(uncertain):
    """What is over or taken out says nothing of what comes."""
    risk(uncertain, code="R-2", state=RiskState.CLOSED)
    risk(uncertain, code="R-3", is_archived=True)
    ResponseAction.objects.filter(code="M-1").update(is_archived=True)
    model, _ = risk_model_of(uncertain, factories.plan())

    assert model.events.code == ("R-1",)
    assert len(model.responses) == 0


def test_settings_of_the_project_count(uncertain):
    """Its reference class for what has no estimate, and the reserve it holds."""
    uncertain.reference_class, uncertain.contingency_days = "ict-projects", 10
    uncertain.contingency_cost = Decimal("2500.50")
    model, findings = risk_model_of(uncertain, factories.plan())

    assert [one.code for one in findings] == ["reference_class_unverified"]
    assert set(model.estimates.task_uid.tolist()) == {2, 3, 4}
    assert model.factors.code == ("LEV", "course:P-001")
    assert model.contingency_seconds == 10 * factories.WORKDAY
    assert model.contingency_cents == 250_050


def test_a_portfolio_is_read_in_one_query_per_kind(uncertain):
    """However many projects it has; those without a plan stay out."""
    others = [factories.project(uncertain.portfolio) for _ in range(3)]
    for one in (uncertain, *others[:2]):
        factories.revision(one)
        risk(one, code="R-9")
    risk_models_of(uncertain.portfolio)
    with CaptureQueriesContext(connection) as queries:
        made = risk_models_of(uncertain.portfolio)

    assert [one.project.code for one in made] == sorted(one.code for one in (uncertain, *others[:2]))
    assert [len(one.model.events) for one in made if one.project == uncertain] == [2]
    assert len(queries) == 1 + len(_KINDS) + len(made)


def test_everything_comes_in_and_goes_out_through_excel(project):
    """What is exported says, read again, that nothing changes."""
    records = full_records()
    given = PortfolioRecords(projects=records.projects[:1], people=records.people)
    for kind in _KINDS:
        setattr(given, kind, getattr(records, kind))
    one = actions.receive(factories.OPERATOR, project.portfolio, "in.xlsx", workbook.write(given))
    actions.accept(factories.OPERATOR, one)
    stored = records_of(project.portfolio.projects.all())

    assert one.state == ImportState.APPLIED
    for kind in _KINDS:
        assert getattr(stored, kind) == getattr(given, kind), kind
    again = actions.receive(factories.OPERATOR, project.portfolio, "uit.xlsx", workbook.write(stored))
    assert (again.changes, again.state) == ([], ImportState.READY)


def test_a_review_writes_figures_as_people_do(client, project):
    """A share is a percentage, a point of an estimate is a number, a choice is its label."""
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id))
    records = full_records()
    given = PortfolioRecords(projects=records.projects[:1])
    for kind in _KINDS:
        setattr(given, kind, getattr(records, kind))
    one = actions.receive(factories.OPERATOR, project.portfolio, "in.xlsx", workbook.write(given))
    shown = {group.entity: group.lines for group in client.get(f"/invoer/{one.pk}/").context["groups"]}
    written = {
        (entity, field.label): field.new for entity, lines in shown.items() for field in lines[0].fields
    }

    assert written["response", "Kans erna"] == "10\N{NO-BREAK SPACE}%"
    assert written["estimate", "Waarschijnlijk"] == "12,5"
    assert written["loading", "Sterkte"] == "0,7"
    assert written["weather", "Januari"] == "12\N{NO-BREAK SPACE}%"
    assert shown["estimate"][0].key.startswith("P-001 2.*")
