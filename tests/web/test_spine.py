"""The spine from plan to portfolio: a revision dates its gates, the state follows, the page shows it."""

from __future__ import annotations

import pytest
from web import factories

from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.chain import verify_database
from stuurbord.web.steering.models import ProjectState

pytestmark = pytest.mark.django_db


def test_a_plan_revision_moves_the_state_of_its_project():
    """The gate in the plan is registered, and its delay is the project's."""
    project = factories.project(factories.portfolio())
    factories.revision(project, factories.plan(late_days=3))
    state = ProjectState.objects.get(project=project)

    assert state.goal_milestone == "G4"
    assert state.next_gate == "G4"
    assert state.deviation_days > 0
    assert state.n_tasks == 5


def test_every_action_leaves_a_link_in_the_chain():
    """Portfolio and revision are both there and the chain holds."""
    factories.revision(factories.project(factories.portfolio()))
    count, broken = verify_database()

    assert count == 2
    assert broken is None


def test_the_portfolio_is_only_for_who_may_see_it(client):
    """A stranger gets 404, a reader of this portfolio the page."""
    portfolio = factories.portfolio()
    factories.revision(factories.project(portfolio))
    address = f"/portefeuille/{portfolio.key}/"
    client.force_login(factories.user())
    stranger = client.get(address)
    client.force_login(factories.user(Role.READER, "portfolio", portfolio.pk))
    reader = client.get(address)

    assert stranger.status_code == 404
    assert reader.status_code == 200
