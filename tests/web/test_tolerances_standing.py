"""Where projects stand: known figures per target, and as many queries for thirty projects as for three."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web import factories

from stuurbord.web.clock import today
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import ChangeRequest, Issue, Risk
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.steering.refresh import refresh
from stuurbord.web.tolerances.models import PortfolioTolerances, Tolerance
from stuurbord.web.tolerances.standing import standings

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return factories.project(factories.portfolio("PF"), "P-1")


def standing_of(project: Project):
    return standings([project], today())[project.pk]


def test_what_the_portfolio_agreed_holds_where_the_project_agreed_nothing(project):
    """Six approved changes: beyond the five of the portfolio, within the ten of the project."""
    PortfolioTolerances.objects.create(portfolio=project.portfolio, max_changes=5)
    for number in range(6):
        ChangeRequest.objects.create(project=project, code=f"W-{number}", title="Anders", state="approved")
    common = standing_of(project).of("scope")
    Tolerance.objects.create(project=project, code="T-1", target="scope", limit_number=10)
    own = standing_of(project).of("scope")

    assert (common.used, common.allowed, common.is_beyond) == (6, 5, True)
    assert (own.allowed, own.is_beyond, own.status) == (10, False, "adjust")


def test_exposure_counts_open_threats_only(project):
    """40 % of 1,000 euro; a closed one and an opportunity do not count."""
    rows = (
        (Decimal("0.4"), 1000, "identified"),
        (Decimal("0.9"), 1000, "closed"),
        (Decimal("0.5"), -800, "identified"),
    )
    for number, (chance, cost, state) in enumerate(rows):
        Risk.objects.create(
            project=project,
            code=f"R-{number}",
            title="Iets",
            probability=chance,
            impact_cost=cost,
            state=state,
        )

    assert standing_of(project).of("risk").used == 400


def test_a_breach_of_the_law_reddens_the_project(project):
    """While the issue is open; closed, it no longer counts."""
    issue = Issue.objects.create(project=project, code="I-1", title="Geen vergunning", is_legal_breach=True)
    refresh([project.pk])
    red = ProjectState.objects.get(project=project).status
    Issue.objects.filter(pk=issue.pk).update(state="closed")
    refresh([project.pk])

    assert red == "intervene"
    assert ProjectState.objects.get(project=project).status == "undetermined"


def test_thirty_projects_ask_as_much_as_three(project):
    """No question per project."""
    many = [Project(portfolio=project.portfolio, code=f"Q-{n}", name=f"Q {n}") for n in range(30)]
    Project.objects.bulk_create(many)
    listed = list(Project.objects.filter(code__startswith="Q").select_related("portfolio"))
    standings(listed[:1], today())
    asked = []
    for part in (listed[:3], listed):
        with CaptureQueriesContext(
            connection,
        ) as found:
            standings(part, today())
        asked.append(len(found))

    assert asked[0] == asked[1]
    assert asked[1] <= 20
