"""What holds of any proposals on one plan: accepted exactly, rejected without trace, merged without loss."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from web import factories

from stuurbord.engine.editing import Insert, Link, Place, Remove, Resize, SetFacts, edited
from stuurbord.errors import InvalidPlan
from stuurbord.plan import Plan
from stuurbord.plan.changes import changed as with_changes
from stuurbord.plan.changes import from_plain, inverse
from stuurbord.plan.document import digest
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.planning.actions import Conflicts, Refused, Wanted, accept, fitted, propose, reject
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DAY = 8 * 3600
ANN, BOB = Operator("Ann"), Operator("Bob")
few = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
uids = st.integers(1, 4)
names = st.sampled_from(["Bestek", "Raming", "Gunning"])
edits = st.one_of(
    st.builds(lambda uid, name: SetFacts([uid], {"name": name}), uids, names),
    st.builds(lambda uid, cents: SetFacts([uid], {"cost": cents}), uids, st.sampled_from([0, 50_000])),
    st.builds(lambda uid, days: Resize([uid], days * DAY), uids, st.integers(1, 9)),
    st.builds(lambda below, name: Insert(900, below, name, 2), uids, names),
    st.builds(Link, uids, uids),
    st.builds(lambda uid: Remove([uid]), uids),
    st.builds(Place, uids, uids),
)
sets = st.lists(edits, min_size=1, max_size=4)


def fresh() -> Project:
    made = factories.project(factories.portfolio())
    factories.revision(made)
    made.refresh_from_db()
    return made


def tried(plan: Plan, several) -> Plan:
    """The plan with what somebody did; what makes no sense is not an example."""
    try:
        new = edited(plan, several, forecast_schedule)
    except (InvalidPlan, ValueError):
        assume(False)
    assume(digest(new) != digest(plan))
    return new


def proposed(actor, project: Project, new: Plan) -> Proposal:
    return propose(actor, project, project.current_revision, new, Wanted("Ander plan"))


def now(project: Project) -> Plan:
    project.refresh_from_db()
    return plan_of(project.current_revision_id)


@given(sets)
@few
def test_an_accepted_proposal_is_the_plan_that_was_meant(several):
    """accept ∘ difference = identity, to the byte; and its inverse leads back."""
    project = fresh()
    base = now(project)
    wanted = tried(base, several)
    proposal = proposed(ANN, project, wanted)
    accept(ANN, proposal, proposal.version)
    changes = from_plain(Proposal.objects.get(pk=proposal.pk).changes)

    assert digest(now(project)) == digest(wanted)
    assert digest(with_changes(now(project), inverse(changes))) == digest(base)


@given(sets, st.integers(0, 2**16))
@few
def test_a_part_and_then_its_rest_are_the_whole(several, choice):
    """Whatever rows are ticked first: what stays open is exactly what is missing, to the byte."""
    project = fresh()
    wanted = tried(now(project), several)
    proposal = proposed(ANN, project, wanted)
    rows = sorted({(one.table, one.key) for one in from_plain(proposal.changes)})
    ticked = [row for at, row in enumerate(rows) if choice >> at & 1]
    assume(ticked)
    try:
        accept(ANN, proposal, proposal.version, ticked)
    except InvalidPlan:  # what was chosen does not hold together by itself
        assume(False)
    rest = Proposal.objects.filter(rest_of=proposal).first()
    if rest is not None:
        accept(ANN, rest, rest.version)

    assert digest(now(project)) == digest(wanted)


@given(sets)
@few
def test_a_rejected_proposal_leaves_the_bytes_untouched(several):
    """No revision, no other version of the project, the document as it was."""
    project = fresh()
    stored, version = bytes(project.current_revision.document), project.version
    proposal = proposed(ANN, project, tried(now(project), several))
    reject(BOB, proposal, proposal.version, "Niet nodig")
    project.refresh_from_db()

    assert bytes(project.current_revision.document) == stored
    assert (project.version, project.revisions.count()) == (version, 1)


@given(sets, sets, st.booleans())
@few
def test_the_second_of_two_proposals_never_undoes_the_first(of_ann, of_bob, bob_first):
    """In either order: what the first changed stays, unless the second changes it after seeing it."""
    project = fresh()
    base = now(project)
    first, second = (proposed(*one) for one in _in_order(project, base, of_ann, of_bob, bob_first))
    accept(ANN, first, first.version)
    between = now(project)
    _accept_what_fits(second)
    after = now(project)

    left = fitted(second, between)
    stays = {(one.table, one.key, one.column) for one in left.changes}
    for one in fitted(first, after).conflicts:
        change = one.change
        # Only a place that the second was free to change says something else than the first meant.
        assert (
            (change.table, change.key, change.column) in stays
            or (change.table, change.key, "") in stays
            or change.column == ""
        )
    assert len(left.changes) + len(left.conflicts) + len(left.done) == len(from_plain(second.changes))


@given(sets, sets)
@few
def test_two_proposals_without_conflict_give_the_same_plan_in_either_order(of_ann, of_bob):
    """Who is first does not matter: there is no last write that wins."""
    ends = []
    for bob_first in (False, True):
        project = fresh()
        first, second = (
            proposed(*one) for one in _in_order(project, now(project), of_ann, of_bob, bob_first)
        )
        accept(ANN, first, first.version)
        assume(not fitted(second, now(project)).conflicts)
        try:
            accept(BOB, second, second.version)
        except InvalidPlan:  # two links, each right by itself, that go round together
            assume(False)
        ends.append(_facts(now(project)))

    assert ends[0] == ends[1]


@given(sets)
@few
def test_a_conflict_changes_nothing(several):
    """The same proposal with another value: refused with both values, and the plan is as it was."""
    project = fresh()
    mine = proposed(ANN, project, tried(now(project), [*several, SetFacts([1], {"notes": "Van Ann"})]))
    theirs = proposed(BOB, project, tried(now(project), [SetFacts([1], {"notes": "Van Bob"})]))
    accept(BOB, theirs, theirs.version)
    before = digest(now(project))

    with pytest.raises(Conflicts) as caught:
        accept(ANN, mine, mine.version)
    mine.refresh_from_db()
    assert caught.value.found
    assert digest(now(project)) == before
    assert mine.state == ProposalState.OPEN


def _in_order(project: Project, base: Plan, of_ann, of_bob, bob_first: bool):
    both = [(ANN, project, tried(base, of_ann)), (BOB, project, tried(base, of_bob))]
    return reversed(both) if bob_first else both


def _accept_what_fits(proposal: Proposal) -> None:
    try:
        accept(BOB, proposal, proposal.version, without_conflicts=True)
    except (InvalidPlan, Refused):  # nothing of it fits, or it goes round with the first
        assume(False)


def _facts(plan: Plan) -> tuple:
    """What a plan says, without the numbers and the order of rows that two people added."""
    tasks, links = plan.tasks, plan.dependencies
    rows = sorted(zip(tasks.name, tasks.duration.tolist(), tasks.cost.tolist(), tasks.notes, strict=True))
    ends = zip(links.predecessor_idx.tolist(), links.successor_idx.tolist(), strict=True)
    return rows, sorted((tasks.name[before], tasks.name[after]) for before, after in ends)
