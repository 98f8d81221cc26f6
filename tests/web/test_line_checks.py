"""What the form of a risk or response refuses: what would stop the forecast of its project."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from web import factories
from web.register_lines import form_of, new_form, risk

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.registers.models import ResponseAction, Risk

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client):
    """A project whose manager is logged in."""
    made = factories.project(factories.portfolio("A"), "P-001")
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, made.pk))
    return made


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"impact_days_low": 90, "impact_days": 38, "impact_days_high": 60}, "impact_days_low"),
        ({"impact_days": 38, "impact_days_high": 20}, "impact_days"),
        ({"impact_cost_low": "9.000", "impact_cost": "1.000"}, "impact_cost_low"),
        ({"probability": "60", "exclusive_group": "G"}, "exclusive_group"),
        ({"depends_on": "niet R-404"}, "depends_on"),
        ({"depends_on": "N-001"}, "depends_on"),
    ],
)
def test_a_risk_that_no_forecast_can_read_is_not_saved(client, project, fields, wrong):
    """The error stands at the field, and nothing is written."""
    risk(project, code="R-1", probability="0.5", exclusive_group="G")

    answer = client.post(reverse("register_new", args=["risicos"]), new_form("risicos", project) | fields)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    assert not Risk.objects.filter(code="N-001").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"impact_days_low": 20, "impact_days": 38, "impact_days_high": 60},
        {"impact_days_low": -60, "impact_days_high": -20},
        {"probability": "50", "exclusive_group": "G"},
        {"depends_on": "niet R-1"},
    ],
)
def test_a_risk_that_a_forecast_reads_is_saved(client, project, fields):
    """Also an opportunity, a group that is exactly full, and a condition that must not occur."""
    risk(project, code="R-1", probability="0.5", exclusive_group="G")

    answer = client.post(reverse("register_new", args=["risicos"]), new_form("risicos", project) | fields)

    assert answer.status_code == 302


def test_a_response_names_a_risk_of_its_project(client, project):
    """A number that no risk has is a slip of the pen."""
    sent = new_form("maatregelen", project)

    refused = client.post(reverse("register_new", args=["maatregelen"]), sent | {"risk": "R-404"})
    taken = client.post(reverse("register_new", args=["maatregelen"]), sent)

    assert "risk" in refused.context["form"].errors
    assert taken.status_code == 302


def test_what_stood_there_before_can_still_be_edited(client, project):
    """A response whose risk has gone since is not held hostage."""
    stored = ResponseAction.objects.create(project=project, code="M-1", risk="R-404", name="Oud")
    address = reverse("register_edit", args=["maatregelen", stored.pk])

    answer = client.post(address, form_of("maatregelen", stored) | {"name": "Nieuw"})

    assert answer.status_code == 302
    assert ResponseAction.objects.get().name == "Nieuw"


def test_a_risk_does_not_count_twice_in_its_own_group(client, project):
    """Editing one that fills its group alone is no overflow."""
    stored = risk(project, code="R-1", probability=Decimal("0.9"), exclusive_group="G")
    stored.refresh_from_db()

    answer = client.post(
        reverse("register_edit", args=["risicos", stored.pk]),
        form_of("risicos", stored) | {"title": "Anders"},
    )

    assert answer.status_code == 302
