"""Proposals: made, accepted, rejected; who may; and what happens when the plan moved on meanwhile."""

from __future__ import annotations

import pytest
from web import factories

from stuurbord.engine.editing import Insert, Link, Move, Resize, SetFacts, edited
from stuurbord.errors import InvalidPlan, NotPermitted, VersionConflict
from stuurbord.plan import Plan
from stuurbord.plan.changes import from_plain
from stuurbord.plan.document import digest
from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.planning import actions
from stuurbord.web.planning.actions import Conflicts, Refused, Wanted, accept, propose, reject, withdraw
from stuurbord.web.planning.models import ProposalState
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

pytestmark = pytest.mark.django_db
DAY = 8 * 3600


@pytest.fixture
def project() -> Project:
    """A project with a plan that has a baseline."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def planner():
    """A project manager."""
    return factories.user(Role.PROJECT_MANAGER)


def with_(plan: Plan, *edits) -> Plan:
    return edited(plan, edits, forecast_schedule)


def made(actor, project: Project, *edits, title: str = "Ander plan"):
    """A proposal of edits on the current revision."""
    base = project.current_revision
    return propose(actor, project, base, with_(plan_of(base.pk), *edits), Wanted(title))


def last_uid(project: Project) -> int:
    return int(plan_of(project.current_revision_id).tasks.uid[-2])


def test_a_proposal_changes_nothing_until_it_is_accepted(project, planner):
    """It is numbered, audited and tells its effect; the plan is what it was."""
    before = project.current_revision_id
    found = made(planner, project, SetFacts([last_uid(project)], {"name": "Anders"}))
    project.refresh_from_db()

    assert (found.number, found.state) == (1, ProposalState.OPEN)
    assert found.effect["n_moved"] == 0
    assert project.current_revision_id == before
    assert AuditEntry.objects.filter(action="proposal.make", subject=found.subject).exists()


def test_accepting_gives_the_plan_that_was_proposed(project, planner):
    """accept ∘ difference is the identity: to the byte."""
    plan = plan_of(project.current_revision_id)
    wanted = with_(plan, Insert(900, 0, "Nieuw"), SetFacts([last_uid(project)], {"name": "Anders"}))
    proposal = propose(planner, project, project.current_revision, wanted, Wanted("Twee dingen"))
    revision = accept(planner, proposal, proposal.version)

    assert revision.sha256 == digest(wanted)
    assert revision.number == 2
    assert proposal.revision == revision


def test_rejecting_leaves_the_bytes_untouched(project, planner):
    """And needs a reason."""
    stored = bytes(project.current_revision.document)
    proposal = made(planner, project, Resize([last_uid(project)], 20 * DAY))

    with pytest.raises(Refused):
        reject(planner, proposal, proposal.version, " ")
    reject(planner, proposal, proposal.version, "Te laat")
    project.refresh_from_db()

    assert bytes(project.current_revision.document) == stored
    assert project.revisions.count() == 1


def test_nothing_is_no_proposal(project, planner):
    """An edit that leaves everything as it was asks nobody anything."""
    with pytest.raises(Refused):
        made(planner, project)


def test_beyond_the_tolerance_somebody_else_decides(project):
    """A planner may not promise the goal later than agreed; an owner may, unless he asked it himself."""
    owner, other = factories.user(Role.PROJECT_OWNER), factories.user(Role.PROJECT_OWNER)
    planner = factories.user(Role.PROJECT_MANAGER)
    late = Resize([last_uid(project)], 90 * DAY)
    of_planner, of_owner = made(planner, project, late), made(owner, project, late)

    with pytest.raises(NotPermitted):
        accept(planner, of_planner, of_planner.version)
    with pytest.raises(NotPermitted, match=r"yourself|zelf"):
        accept(owner, of_owner, of_owner.version)
    assert accept(other, of_planner, of_planner.version).number == 2
    assert of_planner.state == ProposalState.ACCEPTED


def test_within_the_tolerance_the_planner_goes_on(project, planner):
    """A few days more are his own."""
    proposal = made(planner, project, Resize([last_uid(project)], 7 * DAY))

    assert accept(planner, proposal, proposal.version).number == 2


def test_a_reader_proposes_nothing(project):
    """Reading is all he may."""
    with pytest.raises(NotPermitted):
        made(factories.user(Role.READER), project, Resize([last_uid(project)], DAY))


def test_two_planners_on_one_plan_lose_nothing(project, planner):
    """Different tasks: both are in. The same fact: the second sees both values and decides."""
    uids = plan_of(project.current_revision_id).tasks.uid.tolist()
    one = made(planner, project, SetFacts([uids[-2]], {"name": "Een"}))
    other = made(planner, project, SetFacts([uids[-3]], {"name": "Twee"}))
    same = made(planner, project, SetFacts([uids[-2]], {"name": "Drie"}))
    accept(planner, one, one.version)
    both = accept(planner, other, other.version)

    assert {"Een", "Twee"} <= set(plan_of(both.pk).tasks.name)
    with pytest.raises(Conflicts) as caught:
        accept(planner, same, same.version)
    assert [(of.change.after, of.found) for of in caught.value.found] == [("Drie", "Een")]
    same.refresh_from_db()
    assert same.state == ProposalState.OPEN


def test_a_part_of_a_proposal_can_be_accepted(project, planner):
    """Only the rows chosen, with what they lean on."""
    uids = plan_of(project.current_revision_id).tasks.uid.tolist()
    proposal = made(
        planner, project, SetFacts([uids[-2]], {"name": "Een"}), SetFacts([uids[-3]], {"name": "Twee"})
    )
    revision = accept(planner, proposal, proposal.version, [("tasks", str(uids[-2]))])

    names = plan_of(revision.pk).tasks.name
    assert "Een" in names
    assert "Twee" not in names
    assert proposal.accepted == [["tasks", str(uids[-2])]]


def test_what_was_not_accepted_stays_open_as_a_proposal_of_its_own(project, planner):
    """By the same author, for the same reason, on the plan as it became; the audit log names both."""
    first, second = plan_of(project.current_revision_id).tasks.uid.tolist()[-3:-1]
    proposal = made(
        planner, project, SetFacts([second], {"name": "Een"}), SetFacts([first], {"name": "Twee"})
    )
    colleague = factories.user(Role.PROJECT_MANAGER)
    revision = accept(colleague, proposal, proposal.version, [("tasks", str(second))])
    rest = proposal.rest

    assert (rest.state, rest.number, rest.base) == (ProposalState.OPEN, 2, revision)
    assert (rest.author, rest.title, rest.source) == (planner, proposal.title, proposal.source)
    assert [(one.key, one.after) for one in from_plain(rest.changes)] == [(str(first), "Twee")]
    kept = AuditEntry.objects.get(action="proposal.keep_rest")
    assert (kept.subject, kept.data["whole"]) == (rest.subject, 1)
    whole = accept(planner, rest, rest.version)
    assert {"Een", "Twee"} <= set(plan_of(whole.pk).tasks.name)
    assert not hasattr(rest, "rest")


def test_the_rest_means_the_same_new_rows_as_the_whole_did(project, planner):
    """Somebody else gave out a number meanwhile: each new task keeps its own name and link."""
    base = project.current_revision
    plan = plan_of(base.pk)
    two = with_(plan, Insert(900, 0, "A"), Insert(901, 900, "B"), Link(900, 901))
    proposal = propose(planner, project, base, two, Wanted("Twee taken"))
    other = made(planner, project, Insert(900, 0, "C"))
    accept(planner, other, other.version)
    part = accept(planner, proposal, proposal.version, [("tasks", "901")])
    names = plan_of(part.pk).tasks.name
    whole = plan_of(accept(planner, proposal.rest, proposal.rest.version).pk)
    links = zip(whole.dependencies.predecessor_idx, whole.dependencies.successor_idx, strict=True)
    of_b = int(plan_of(part.pk).tasks.uid[list(names).index("B")])

    assert {"B", "C"} <= set(names)
    assert "A" not in names
    assert sorted(set(whole.tasks.name) - set(plan.tasks.name)) == ["A", "B", "C"]
    assert whole.tasks.name[whole.tasks.uid.tolist().index(of_b)] == "B"
    assert ("A", "B") in {(whole.tasks.name[before], whole.tasks.name[after]) for before, after in links}


def test_what_was_left_out_is_not_told_as_accepted(project, planner):
    """Who accepts the rest of what disagrees leaves the disagreement out, and the proposal says which row."""
    uids = plan_of(project.current_revision_id).tasks.uid.tolist()
    mine = made(
        planner, project, SetFacts([uids[-2]], {"name": "Een"}), SetFacts([uids[-3]], {"name": "Vrij"})
    )
    theirs = made(planner, project, SetFacts([uids[-2]], {"name": "Ander"}))
    accept(planner, theirs, theirs.version)
    accept(planner, mine, mine.version, without_conflicts=True)

    assert mine.accepted == [["tasks", str(uids[-3])]]
    assert not hasattr(mine, "rest")


def test_who_decides_second_is_told(project, planner):
    """The version he saw is no longer the one that is there."""
    proposal = made(planner, project, SetFacts([last_uid(project)], {"name": "Een"}))
    seen = proposal.version
    reject(planner, proposal, seen, "Nee")

    with pytest.raises(Refused):
        accept(planner, proposal, seen)
    stale = made(planner, project, SetFacts([last_uid(project)], {"name": "Twee"}))
    with pytest.raises(VersionConflict):
        accept(planner, stale, stale.version + 1)
    project.refresh_from_db()
    assert project.revisions.count() == 1


def test_only_who_proposed_withdraws(project, planner):
    """A colleague rejects, with a reason."""
    proposal = made(planner, project, SetFacts([last_uid(project)], {"name": "Een"}))

    with pytest.raises(NotPermitted):
        withdraw(factories.user(Role.PROJECT_MANAGER), proposal, proposal.version)
    assert withdraw(planner, proposal, proposal.version).state == ProposalState.WITHDRAWN


def test_changes_that_close_a_circle_on_the_newer_plan_are_refused(project, planner):
    """Each of two links is right by itself; together they go round, and the second is refused."""
    plan = plan_of(project.current_revision_id)
    base = with_(plan, Insert(901, 0, "A"), Insert(902, 901, "B"))
    first = propose(planner, project, project.current_revision, base, Wanted("Nieuw"))
    accept(planner, first, first.version)
    project.refresh_from_db()
    there = made(planner, project, Link(901, 902), title="Heen")
    back = made(planner, project, Link(902, 901), title="Terug")
    accept(planner, there, there.version)

    with pytest.raises(InvalidPlan) as caught:
        accept(planner, back, back.version)
    assert caught.value.findings[0].code == "cycle"


def test_a_proposal_is_stored_as_it_was_meant(project, planner):
    """What is in the database reads back as changes."""
    proposal = made(planner, project, Move(last_uid(project), 1_800_000_000))
    proposal.refresh_from_db()

    assert {one.column for one in from_plain(proposal.changes)} == {"constraint", "constraint_date"}
    assert actions.fitted(proposal, plan_of(project.current_revision_id)).conflicts == ()
