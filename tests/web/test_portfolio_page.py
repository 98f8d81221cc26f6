"""The portfolio page: the worst first, filters, views and a bottom line over what the reader may see."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.registers.models import Decision
from stuurbord.web.steering.views.portfolio import working_days_later

pytestmark = pytest.mark.django_db


@pytest.fixture
def steered() -> Portfolio:
    """Return a portfolio of three projects: beyond tolerance, on track, and one without plan or money."""
    portfolio = factories.portfolio("STUUR")
    late = factories.project(portfolio, "P-001", name="Sluis op afstand", time_tolerance_days=5)
    factories.revision(late, factories.plan(late_days=20))
    good = factories.project(portfolio, "P-002", name="Datacenter")
    factories.revision(good)
    factories.project(portfolio, "P-003", name="Loket")
    for project in (late, good):
        BudgetLine.objects.create(
            project=project, year=2026, budgeted_payment=Decimal(100_000), forecast_payment=Decimal(100_000)
        )
    projects_changed.send(sender=Project, project_ids=[late.pk, good.pk])
    return portfolio


def as_reader(client, portfolio: Portfolio) -> None:
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk))


def codes(answer) -> list[str]:
    return [state.project.code for state in answer.context["page"].object_list]


def test_the_worst_project_stands_first(client, steered):
    """Beyond tolerance, then undetermined, then on track."""
    as_reader(client, steered)
    answer = client.get("/portefeuille/STUUR/")

    assert codes(answer) == ["P-001", "P-003", "P-002"]
    assert answer.context["totals"].counts == {
        "intervene": 1,
        "undetermined": 1,
        "on_track": 1,
        "adjust": 0,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("view=beyond", ["P-001"]),
        ("status=on_track", ["P-002"]),
        ("q=loket", ["P-003"]),
        ("q=p-002", ["P-002"]),
        ("sort=project", ["P-002", "P-003", "P-001"]),
        ("sort=-project", ["P-001", "P-003", "P-002"]),
        ("status=nonsense&view=nonsense&sort=nonsense&page=nonsense", ["P-001", "P-003", "P-002"]),
        ("q=%27%3B--", []),
    ],
)
def test_views_filters_and_orders_do_what_they_say(client, steered, query, expected):
    """Also when the address was written by hand."""
    as_reader(client, steered)

    assert codes(client.get(f"/portefeuille/STUUR/?{query}")) == expected


def test_who_sees_one_project_sees_one_line(client, steered):
    """The bottom line counts that project only, and no decision of another."""
    project = steered.projects.get(code="P-002")
    other = steered.projects.get(code="P-001")
    Decision.objects.create(project=other, code="B1", question="Geheim?", due=date(2026, 11, 27))
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk))
    answer = client.get("/portefeuille/STUUR/")

    assert codes(answer) == ["P-002"]
    assert answer.context["totals"].n_projects == 1
    assert "Geheim?" not in answer.content.decode()


def test_queries_do_not_grow_with_the_projects(client, steered, django_assert_max_num_queries):
    """Thirty projects more cost no query more."""
    for number in range(30):
        factories.project(steered, f"X-{number:03}")
    as_reader(client, steered)
    client.get("/portefeuilles/")  # the frame counts what waits once a minute
    with django_assert_max_num_queries(24):
        answer = client.get("/portefeuille/STUUR/")

    assert len(codes(answer)) == 33


def test_names_of_people_never_become_markup(client, steered):
    """A project called after a script is shown as it is called."""
    factories.project(steered, "P-009", name="<script>alert(1)</script>")
    as_reader(client, steered)

    assert "<script>alert" not in client.get("/portefeuille/STUUR/").content.decode()


def test_only_who_may_create_portfolios_can_post_one(client):
    """An administrator gets a portfolio, a key that exists an error, a reader a refusal."""
    new = {"key": "NIEUW", "name": "Nieuw"}
    client.force_login(factories.user(Role.READER))
    refused = client.post("/portefeuilles/", new)
    client.force_login(factories.user(Role.ADMINISTRATOR))
    made = client.post("/portefeuilles/", new)
    twice = client.post("/portefeuilles/", new)

    assert (refused.status_code, made.status_code, twice.status_code) == (403, 302, 422)
    assert Portfolio.objects.filter(key="NIEUW").count() == 1


def test_working_days_skip_the_weekend():
    """Five working days after a Wednesday is the next Wednesday."""
    assert working_days_later(date(2026, 11, 25), 5) == date(2026, 12, 2)
    assert working_days_later(date(2026, 11, 27), 1) - date(2026, 11, 27) == timedelta(days=3)
