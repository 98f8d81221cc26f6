"""Two forecasts beside each other, and what the page says of itself on paper and by key."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from django.urls import reverse
from web import factories

from stuurbord.language import language
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.forecasts import asking
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.comparison import differences
from stuurbord.web.forecasts.limits import limits_of
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.registers.models import TaskEstimate

pytestmark = pytest.mark.django_db
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def project():
    """A project with forecasts of two revisions, both computed today."""
    made = factories.project(factories.portfolio("A"), "P-001")
    for late_days in (0, 30):
        factories.revision(made, factories.plan(late_days=late_days))
        made.refresh_from_db()
        TaskEstimate.objects.get_or_create(
            project=made,
            task="3",
            quantity="duration",
            shape="pert",
            unit="percent",
            low=90,
            likely=100,
            high=160,
        )
        asking.ask_forecast(made)
    return made


@pytest.fixture
def compared(client, project) -> str:
    """The page with the comparison."""
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk))
    earlier = SimulationRun.objects.order_by("revision__number").first()
    answer = client.get(reverse("project_forecast", args=["A", "P-001"]) + f"?vergelijk={earlier.pk}")
    return answer.content.decode()


def test_both_sides_are_told_apart_by_revision(project, compared):
    """Computed on one day, their dates would be the same."""
    first, last = SimulationRun.objects.order_by("revision__number")
    table = compared.split('id="vergelijking"')[1].split("</thead>")[0]

    assert f"{first.revision.number}</th>" in table
    assert f"{last.revision.number}</th>" in table
    assert first.revision.status_date.strftime("%d/%m/%Y") in table


def test_the_title_names_the_project(project, compared):
    """A print has no breadcrumb."""
    assert f"P-001 {project.name}" in compared.split("<h1>")[1].split("</h1>")[0]


def test_all_keys_are_listed(compared):
    """Also those that only a forecast has."""
    listed = compared.split('class="key-list"')[1].split("</dl>")[0]

    assert "<kbd>T</kbd>" in listed
    assert "<kbd>V</kbd>" in listed


def test_a_difference_in_cost_is_in_euro(project):
    """With its sign before it."""
    before, now = (Answers(one) for one in SimulationRun.objects.order_by("revision__number"))
    for found, amount in ((before, 1000.0), (now, 13_000.0)):
        found.run = SimpleNamespace(**vars(found.run) | {"planned_cost": 1.0})
        found.__dict__["cost"] = np.full(10, amount)

    changes = [one.change for one in differences(before, now, limits_of([project])[project.pk])]

    assert f"+€{NBSP}12.000" in changes


def test_an_amount_with_its_sign_follows_the_language():
    """The sign comes first; none for nothing."""
    assert language("nl").signed_euro(-500) == f"−€{NBSP}500"
    assert language("nl").signed_euro(0) == f"€{NBSP}0"
    assert language("fr").signed_euro(12_000).startswith("+12")
