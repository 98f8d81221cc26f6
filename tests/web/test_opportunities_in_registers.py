"""A risk that turns out well: negative figures, no place in the matrix, and full weight in the forecast."""

from __future__ import annotations

from decimal import Decimal

import pytest
from exchange.made_workbooks import workbook_of
from web import factories
from web.register_lines import form_of, risk

from stuurbord.plan.uncertainty import Quantity
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import ImportState
from stuurbord.web.registers.models import Risk
from stuurbord.web.registers.risk_models import risk_model_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """A project with a plan of four tasks."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def reader(client, project):
    """Somebody who may change the registers of the project."""
    who = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    client.force_login(who)
    return who


def test_an_opportunity_has_no_level_and_leaves_the_matrix_to_threats(client, reader, project):
    """The list and the matrix stand; its expected delay is negative."""
    risk(project, code="R-1", probability="0.5", impact_days=-20, impact_cost=-1000)
    risk(project, code="R-2", probability="0.5", impact_days=30)
    answer = client.get("/registers/risicos/")
    found = {one.code: one for one in answer.context["page"].object_list}
    cells = [cell for _n, _b, row in answer.context["picture"].rows for cell in row]

    assert found["R-1"].expected_days == pytest.approx(-10)
    assert (found["R-1"].level, found["R-1"].level_order, found["R-1"].classes_written) == ("", None, "")
    assert sum(cell.number for cell in cells) == 1
    assert list(found) == ["R-2", "R-1"]


def test_the_page_of_an_opportunity_says_what_it_saves(client, reader, project):
    """In words, without a double negative."""
    one = risk(project, probability="0.5", impact_days=-20, impact_cost=-1000)
    answer = client.get(f"/registers/risicos/{one.pk}/")

    assert answer.status_code == 200
    assert "20" in answer.context["conclusion"]
    assert not any(sign in answer.context["conclusion"] for sign in "-\N{MINUS SIGN}")


def test_an_opportunity_is_saved_from_its_form(client, reader, project):
    """As any other risk."""
    one = risk(project, probability="0.5", impact_days=10)
    one.refresh_from_db()
    sent = form_of("risicos", one) | {
        "impact_days": "-10",
        "impact_days_low": "-20",
        "impact_days_high": "-5",
    }
    answer = client.post(f"/registers/risicos/{one.pk}/wijzigen/", sent)
    one.refresh_from_db()

    assert answer.status_code == 302
    assert (one.impact_days_low, one.impact_days, one.impact_days_high) == (-20, -10, -5)


def test_an_opportunity_comes_in_through_excel_and_is_simulated(project):
    """Days and euro below zero, the smallest number first."""
    header = ["Projectcode", "Nr.", "Risico", "Kans", "Gevolg tijd (dagen)", "Gevolg tijd, minst (dagen)"]
    header += ["Gevolg tijd, meest (dagen)", "Gevolg kosten", "Taken"]
    row = ["P-001", "R-1", "Levering vroeger", 0.3, -10, -20, -5, -25000, "3"]
    one = actions.receive(
        factories.OPERATOR, project.portfolio, "in.xlsx", workbook_of(**{"Risico's": [header, row]})
    )
    actions.accept(factories.OPERATOR, one)
    stored = Risk.objects.get()
    model, findings = risk_model_of(project, factories.plan())
    is_delay = model.impacts.quantity == Quantity.DURATION

    assert (one.state, findings) == (ImportState.APPLIED, [])
    assert (stored.impact_days, stored.impact_cost) == (-10, Decimal(-25000))
    assert model.impacts.low[is_delay].tolist() == [-20 * factories.WORKDAY]
    assert model.impacts.likely[~is_delay].tolist() == [-2_500_000]
