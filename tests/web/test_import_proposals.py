"""A file with a newer plan: it can be a proposal, and has to be where it goes beyond what was agreed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from web import factories

from stuurbord.errors import NotPermitted
from stuurbord.exchange import mspdi
from stuurbord.plan import Plan
from stuurbord.plan.document import digest
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import ImportState
from stuurbord.web.planning.actions import Refused, accept
from stuurbord.web.planning.models import Proposal, ProposalSource
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of

pytestmark = pytest.mark.django_db
BEYOND = "plan_beyond_agreement"
LATE, SOON = 90, 2
"""Working days that the last task takes longer: beyond the tolerance of 30 days, and within."""


@pytest.fixture
def project() -> Project:
    """A project with the plan of a file, which has a baseline."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    actions.accept(factories.OPERATOR, received(factories.OPERATOR, made, 0))
    made.refresh_from_db()
    return made


@pytest.fixture
def planner(project):
    """The manager of the project."""
    return factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)


def received(actor, project: Project, late_days: int):
    content = mspdi.write(factories.plan(late_days=late_days))
    return actions.receive(actor, project.portfolio, "P-001.xml", content, project)


def read_back(late_days: int) -> Plan:
    """The plan of such a file."""
    return mspdi.read(mspdi.write(factories.plan(late_days=late_days)), "P-001.xml")[0]


def codes(one) -> list[str]:
    return [finding["code"] for finding in one.findings]


def test_a_file_becomes_a_proposal(project, planner, client: Client):
    """The plan stays; the proposal says which file it comes from; accepted it is the plan of the file."""
    one = received(planner, project, SOON)
    client.force_login(planner)
    page = client.get(reverse("import", args=[one.pk])).content.decode()
    answer = client.post(reverse("import_propose", args=[one.pk]))
    made = Proposal.objects.get()
    before = project.revisions.count()
    one.refresh_from_db()
    wanted = read_back(SOON)
    revision = accept(planner, made, made.version)

    assert reverse("import_accept", args=[one.pk]) in page
    assert answer.headers["Location"] == reverse("plan_proposal", args=["ASN", "P-001", made.number])
    assert (made.source, one.state, before) == (ProposalSource.IMPORT, ImportState.PROPOSED, 1)
    assert "P-001.xml" in made.title
    assert one.content is None
    assert plan_of(revision.pk).tasks == wanted.tasks


def test_beyond_what_was_agreed_a_planner_has_to_propose(project, planner, client: Client):
    """He sees why, and one button; accepting himself is refused and changes nothing."""
    one = received(planner, project, LATE)
    client.force_login(planner)
    page = client.get(reverse("import", args=[one.pk])).content.decode()
    refused = client.post(reverse("import_accept", args=[one.pk]))
    one.refresh_from_db()

    assert BEYOND in codes(one)
    assert reverse("import_propose", args=[one.pk]) in page
    assert reverse("import_accept", args=[one.pk]) not in page
    assert refused.status_code == 403
    assert (one.state, project.revisions.count()) == (ImportState.READY, 1)
    assert actions.propose_plan(planner, one).asks == "decide"


def test_who_decides_there_may_accept_the_file_itself(project):
    """His mandate covers it."""
    manager = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    one = received(manager, project, LATE)
    actions.accept(manager, one)

    assert project.revisions.count() == 2


def test_within_what_was_agreed_nothing_is_asked(project, planner):
    """A few days are the planner's own."""
    one = received(planner, project, SOON)
    actions.accept(planner, one)

    assert BEYOND not in codes(one)
    assert project.revisions.count() == 2


def test_accepting_all_leaves_out_what_has_to_be_proposed(project, planner, client: Client):
    """The rest goes in, and the page names the file."""
    received(planner, project, LATE)
    client.force_login(planner)
    answer = client.post(reverse("imports_accept", args=["ASN"]), follow=True)

    assert project.revisions.count() == 1
    assert "P-001.xml" in "".join(str(one) for one in answer.context["messages"])


def test_a_first_plan_is_no_proposal(client: Client):
    """There is nothing to change yet."""
    project = factories.project(factories.portfolio("NEW"), "P-001")
    planner = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    one = received(planner, project, 0)

    with pytest.raises(Refused):
        actions.propose_plan(planner, one)
    one.refresh_from_db()
    assert one.state == ImportState.READY


def test_a_reader_proposes_no_file(project, planner):
    """Reading is all he may."""
    one = received(planner, project, SOON)

    with pytest.raises(NotPermitted):
        actions.propose_plan(factories.user(Role.READER), one)
    assert not Proposal.objects.exists()


def test_what_is_proposed_is_kept_whole(project, planner):
    """What no column of ours holds goes along: the file can be written back."""
    one = received(planner, project, SOON)
    made = actions.propose_plan(planner, one)
    revision = accept(planner, made, made.version)
    wanted = read_back(SOON)

    assert digest(plan_of(revision.pk)) == digest(wanted)
