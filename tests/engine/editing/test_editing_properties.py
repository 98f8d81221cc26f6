"""Whatever somebody does to whatever plan: it stays a plan, it can be undone, and it can be proposed."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan.made_plans import instants, plans

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.editing import (
    Assign,
    Edit,
    Insert,
    Link,
    Move,
    Place,
    Progress,
    Remove,
    Resize,
    SetFacts,
    Shift,
    Unassign,
    Unlink,
    check_logic,
    edited,
)
from stuurbord.errors import InvalidPlan
from stuurbord.plan import (
    Constraint,
    DependencyKind,
    DependencyRow,
    Plan,
    PlanDraft,
    TaskKind,
    TaskRow,
    freeze,
)
from stuurbord.plan.changes import changed, difference, inverse, rebased
from stuurbord.plan.document import digest, pack, unpack

few = settings(max_examples=25)  # each makes a plan and edits it several times
HOUR = 3600
MOST_EDITS = 5
facts = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text("aé ", max_size=4),
        "notes": st.text(max_size=4),
        "deadline": st.none() | instants,
        "calendar": st.sampled_from(["", "Shift", "Part-time"]),
        "is_manual": st.booleans(),
        "is_active": st.booleans(),
        "is_milestone": st.booleans(),
        "kind": st.sampled_from([int(kind) for kind in TaskKind]),
        "gate": st.sampled_from(["", "G2"]),
    },
)


def edits_on(plan: Plan) -> st.SearchStrategy[Edit]:
    """What somebody might do to this plan: every kind of edit, of tasks that are there."""
    uid = st.sampled_from(plan.tasks.uid.tolist())
    resource = st.sampled_from([7, 8])
    dated = st.builds(
        lambda kind, at: {"constraint": int(kind), "constraint_date": at},
        st.sampled_from(Constraint),
        instants,
    )
    free = int(plan.tasks.uid.max()) + 1
    below = st.sampled_from([0, *plan.tasks.uid.tolist()])
    return st.one_of(
        st.builds(SetFacts, st.lists(uid, min_size=1, max_size=2, unique=True), facts | dated),
        st.builds(Move, uid, instants),
        st.builds(Resize, st.lists(uid, min_size=1, max_size=2, unique=True), st.integers(0, 40).map(_hours)),
        st.builds(Progress, uid, st.sampled_from([0.0, 0.3, 1.0])),
        st.builds(Link, uid, uid, st.sampled_from([int(kind) for kind in DependencyKind]), st.just(HOUR)),
        st.builds(Unlink, uid, uid),
        st.builds(Insert, st.just(free), below, st.just("Nieuw"), st.integers(1, 3)),
        st.builds(Remove, st.lists(uid, min_size=1, max_size=2, unique=True)),
        st.builds(Shift, st.lists(uid, min_size=1, max_size=2, unique=True), st.sampled_from([-1, 1])),
        st.builds(Place, uid, below),
        st.builds(Assign, uid, resource, st.sampled_from([0.5, 1.0])),
        st.builds(Unassign, uid, resource),
    )


def _hours(number: int) -> int:
    return number * HOUR


@st.composite
def sessions(draw) -> tuple[Plan, list[Edit], list[Plan]]:
    """A plan, the edits that were made on it, and the plan after each; refused ones were not made."""
    base = draw(plans())
    made, after = [], [base]
    for _ in range(draw(st.integers(1, MOST_EDITS))):
        edit = draw(edits_on(after[-1]))
        try:
            after.append(edited(after[-1], [edit], critical_path))
        except InvalidPlan:
            continue
        made.append(edit)
    return base, made, after


@few
@given(sessions())
def test_edits_always_leave_a_plan(session):
    """It has logic that can be followed, dates, and a stored form that is the same plan."""
    for plan in session[2]:
        check_logic(plan)
        critical_path(plan)

        assert unpack(pack(plan)) == plan
        assert all(parent < row for row, parent in enumerate(plan.tasks.parent_idx.tolist()))


@few
@given(sessions())
def test_undo_and_redo_give_the_very_same_plan(session):
    """Undo runs the edits but the last again: to the byte what was there before; redo likewise."""
    base, edits, after = session
    for n, expected in enumerate(after):
        assert digest(edited(base, edits[:n], critical_path)) == digest(expected)


@few
@given(sessions())
def test_accepting_what_was_proposed_gives_what_was_edited(session):
    """What the edits make differs from the plan in changes that lead there, fit on it, and lead back."""
    base, _, after = session
    changes = difference(base, after[-1])
    found = rebased(changes, base, base)

    assert not found.conflicts
    assert digest(changed(base, found.changes)) == digest(after[-1])
    assert digest(changed(after[-1], inverse(changes))) == digest(base)


@few
@given(sessions(), st.data())
def test_a_refused_edit_changes_nothing(session, data):
    """Plans are values: who is refused has the plan he had."""
    plan = session[2][-1]
    before = digest(plan)
    with suppress(InvalidPlan):
        edited(plan, [data.draw(edits_on(plan))], critical_path)

    assert digest(plan) == before


@st.composite
def facts_of_two(draw) -> tuple[Plan, list[Edit], list[Edit]]:
    """A plan, and facts that two people give to different tasks."""
    base = draw(plans().filter(lambda plan: len(plan.tasks) > 1))
    uids = draw(st.lists(st.sampled_from(base.tasks.uid.tolist()), min_size=2, max_size=2, unique=True))
    return base, *([SetFacts([uid], draw(facts))] for uid in uids)


@few
@given(facts_of_two())
def test_two_people_on_different_tasks_come_to_the_same_in_either_order(case):
    """Whose proposal is accepted first makes no difference, and neither is in the other's way."""
    base, mine, yours = case
    both = []
    for first, second in ((mine, yours), (yours, mine)):
        between = edited(base, first, critical_path)
        found = rebased(difference(base, edited(base, second, critical_path)), base, between)

        assert not found.conflicts
        both.append(digest(changed(between, found.changes)))
    assert both[0] == both[1]


@st.composite
def circles(draw) -> tuple[Plan, list[tuple[int, int]], Link]:
    """A plan whose links point down the list, its links, and a link that goes back up a chain of them."""
    n_tasks = draw(st.integers(2, 15))
    ends = st.lists(st.integers(1, n_tasks), min_size=2, max_size=2, unique=True).map(sorted).map(tuple)
    links = draw(st.lists(ends, min_size=1, max_size=25, unique=True))
    tasks = [TaskRow(uid, f"Taak {uid}", duration=8 * HOUR) for uid in range(1, n_tasks + 1)]
    rows = [DependencyRow(*pair) for pair in links]
    plan = freeze(PlanDraft(start=0, tasks=tasks, dependencies=rows))[0]
    first, at = draw(st.sampled_from(links))
    while (onward := [after for before, after in links if before == at]) and draw(st.booleans()):
        at = draw(st.sampled_from(onward))
    return plan, links, Link(at, first)


@given(circles())
def test_a_circle_is_refused_with_its_tasks_in_order(case):
    """The sentence follows the links round, and comes back to where it began."""
    plan, links, back = case
    with pytest.raises(InvalidPlan) as caught:
        edited(plan, [back], critical_path)
    finding = caught.value.findings[0]
    round_ = [*finding.fields["uids"], finding.fields["uids"][0]]

    assert finding.code == "cycle"
    assert set(pairwise(round_)) <= {*links, (back.predecessor, back.successor)}
    assert " → ".join(f"Taak {uid}" for uid in round_) in finding.message()
