"""A template on a plan that is there: what the plan lacks becomes a proposal, nothing else moves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.methods.plan_proposal import n_lacking, propose_steps
from stuurbord.web.planning.actions import Refused, accept
from stuurbord.web.planning.models import Proposal, ProposalSource
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    """A project with a plan that knows only its last gate."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def planner(project):
    """The manager of the project."""
    return factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)


def test_the_steps_that_a_plan_lacks_are_proposed(project, planner, client: Client):
    """Under one heading, with their gates; the gate that the plan has is not doubled."""
    client.force_login(planner)
    place = ["ASN", "P-001"]
    page = client.get(reverse("project_method", args=place)).content.decode()
    answer = client.post(reverse("project_method_steps", args=place))
    made = Proposal.objects.get()
    before = plan_of(project.current_revision_id)
    project.refresh_from_db()
    revision = accept(factories.user(Role.PORTFOLIO_MANAGER), made, made.version)
    after = plan_of(revision.pk)
    gates = [gate for gate in after.tasks.gate if gate]

    assert reverse("project_method_steps", args=place) in page
    assert answer.headers["Location"] == reverse("plan_proposal", args=[*place, made.number])
    assert made.source == ProposalSource.TEMPLATE
    assert len(after.tasks) > len(before.tasks) + 3
    assert len(after.dependencies) > len(before.dependencies)
    assert gates.count("G4") == 1
    assert len(gates) > 1


def test_what_was_planned_does_not_move(project, planner):
    """New steps wait for the plan; the plan does not wait for them."""
    old_plan, old = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    made = propose_steps(planner, project)
    revision = accept(factories.user(Role.PORTFOLIO_MANAGER), made, made.version)
    new_plan, new = plan_of(revision.pk), schedule_of(revision.pk)
    finish = dict(zip(new_plan.tasks.uid.tolist(), new.finish.tolist(), strict=True))
    work = [
        (uid, day) for uid, day in zip(old_plan.tasks.uid.tolist(), old.finish.tolist(), strict=True) if uid
    ]

    assert [finish[uid] for uid, _day in work] == [day for _uid, day in work]


def test_a_plan_with_every_step_asks_nothing(project, planner):
    """Once accepted there is nothing left to propose."""
    made = propose_steps(planner, project)
    accept(factories.user(Role.PORTFOLIO_MANAGER), made, made.version)
    project.refresh_from_db()

    assert n_lacking(project) == 0
    with pytest.raises(Refused):
        propose_steps(planner, project)
