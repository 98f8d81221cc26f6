"""What makes one plan out of another: exact both ways, in part, and on a plan that has moved on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan.made_plans import drafts, plans

from stuurbord.plan import NONE, AssignmentRow, DependencyRow, PlanDraft, ResourceRow, TaskRow, freeze
from stuurbord.plan.changes import (
    Change,
    changed,
    difference,
    from_plain,
    inverse,
    rebased,
    selected,
    to_plain,
)
from stuurbord.plan.document import digest
from stuurbord.plan.model import Plan

DAY = 8 * 3600


def made(*tasks: TaskRow, links: tuple[tuple[int, int], ...] = (), **facts) -> Plan:
    """A small plan."""
    dependencies = [DependencyRow(*ends) for ends in links]
    return freeze(PlanDraft(start=0, tasks=list(tasks), dependencies=dependencies, **facts))[0]


@given(plans(), plans())
def test_a_difference_makes_the_one_plan_of_the_other(before, after):
    """Whatever two plans have in common or not: the changes lead from one to the other, and back."""
    changes = difference(before, after)

    assert changed(before, changes) == after
    assert digest(changed(before, changes)) == digest(after)
    assert digest(changed(after, inverse(changes))) == digest(before)


@given(plans())
def test_a_plan_differs_in_nothing_from_itself(plan):
    """No changes, and the same plan."""
    assert difference(plan, plan) == ()
    assert digest(changed(plan, ())) == digest(plan)


@given(plans(), plans())
def test_changes_are_plain_data(before, after):
    """They survive JSON."""
    changes = difference(before, after)

    assert from_plain(json.loads(json.dumps(to_plain(changes)))) == changes


@given(plans(), plans())
def test_changes_fit_on_the_plan_they_were_made_on(before, after):
    """Nothing happened in the meantime: all of them fit, and they make the same plan."""
    found = rebased(difference(before, after), before, before)

    assert not found.conflicts
    assert not found.done
    assert digest(changed(before, found.changes)) == digest(after)


@given(plans(), plans())
def test_what_was_accepted_is_done(before, after):
    """Who tries the same changes again finds them made: only places are put where they are."""
    found = rebased(difference(before, after), before, after)

    assert not found.conflicts
    assert digest(changed(after, found.changes)) == digest(after)


@st.composite
def edited(draw) -> tuple[Plan, Plan]:
    """A plan and what somebody made of it: other facts, rows gone, rows new, rows elsewhere."""
    draft = draw(drafts())
    base = freeze(draft)[0]
    return base, draw(_edits(draft))


def _edits(draft: PlanDraft):
    uids = [task.uid for task in draft.tasks]

    @st.composite
    def make(draw) -> Plan:
        gone = draw(st.sets(st.sampled_from(uids[1:]), max_size=2)) if len(uids) > 1 else set()
        tasks = [
            replace(
                task, duration=draw(st.sampled_from([task.duration, 3600, 7200])), baselines=task.baselines
            )
            for task in draft.tasks
            if task.uid not in gone
        ]
        if draw(st.booleans()):
            at = draw(st.integers(1, len(tasks)))
            tasks.insert(at, TaskRow(max(uids) + 1, draw(st.sampled_from(["Nieuw", "Ander"])), 1))
        links = [link for link in draft.dependencies if not gone & {link.predecessor_uid, link.successor_uid}]
        rows = [row for row in draft.assignments if row.task_uid not in gone]
        return freeze(replace(draft, tasks=tasks, dependencies=links, assignments=rows, findings=[]))[0]

    return make()


@st.composite
def three_plans(draw) -> tuple[Plan, Plan, Plan]:
    """A plan, and what two people made of it."""
    draft = draw(drafts())
    base = freeze(draft)[0]
    return base, draw(_edits(draft)), draw(_edits(draft))


@given(three_plans())
def test_two_people_who_change_a_plan_lose_nothing_silently(plans_):
    """Every change of the second is made, is done already, or is shown as a conflict; never dropped."""
    base, theirs, mine = plans_
    changes = difference(base, mine)
    found = rebased(changes, base, theirs)
    after = changed(theirs, found.changes)

    assert len(found.changes) + len(found.conflicts) + len(found.done) == len(changes)
    for one in found.changes:
        if one.table == "tasks" and one.column == "duration":
            assert after.tasks.duration[_row(after, one.key)] == one.after
        if one.table == "tasks" and one.adds:
            assert after.tasks.name[_row(after, one.key)] == one.after["name"]


@given(three_plans())
def test_a_second_change_never_undoes_the_first(plans_):
    """What the first made of a task stays, unless the second changed the very same: that is a conflict."""
    base, theirs, mine = plans_
    found = rebased(difference(base, mine), base, theirs)
    after = changed(theirs, found.changes)
    touched = {(one.table, one.key, one.column) for one in found.changes}

    kept = rebased(difference(base, theirs), base, after)

    for conflict in kept.conflicts:
        one = conflict.change
        assert (one.table, one.key, one.column) in touched or one.column == "" or one.adds


def _row(plan: Plan, key: str) -> int:
    return plan.tasks.uid.tolist().index(int(key))


@given(edited(), st.data())
def test_any_part_of_a_difference_can_be_taken(plans_, data):
    """A part makes a plan that holds together, and the rest of the changes still leads to the whole."""
    before, after = plans_
    changes = difference(before, after)
    rows = sorted({(one.table, one.key) for one in changes})
    wanted = data.draw(st.sets(st.sampled_from(rows))) if rows else set()
    part = selected(changes, wanted, before)
    between = changed(before, part)

    assert wanted <= {(one.table, one.key) for one in part}
    assert difference(before, before) == ()
    assert digest(changed(between, difference(between, after))) == digest(after)


def test_a_value_that_two_people_gave_is_a_conflict_that_shows_both():
    """The second sees what stands there now, and what he wanted."""
    base = made(TaskRow(1, "Bestek", duration=DAY))
    theirs = made(TaskRow(1, "Bestek", duration=2 * DAY))
    mine = made(TaskRow(1, "Bestek", duration=3 * DAY))

    found = rebased(difference(base, mine), base, theirs)

    assert found.changes == ()
    assert [(one.change.after, one.found) for one in found.conflicts] == [(3 * DAY, 2 * DAY)]


def test_two_people_who_each_add_a_task_both_have_theirs():
    """Both took the next free number; the second gets another, and its link follows."""
    base = made(TaskRow(1, "Bestek"))
    theirs = made(TaskRow(1, "Bestek"), TaskRow(2, "Raming"))
    mine = made(TaskRow(1, "Bestek"), TaskRow(2, "Gunning"), links=((1, 2),))

    found = rebased(difference(base, mine), base, theirs)
    after = changed(theirs, found.changes)

    assert not found.conflicts
    assert sorted(zip(after.tasks.uid.tolist(), after.tasks.name, strict=True)) == [
        (1, "Bestek"),
        (2, "Raming"),
        (3, "Gunning"),
    ]
    assert after.tasks.uid[after.dependencies.successor_idx].tolist() == [3]


def test_a_task_that_somebody_built_on_is_not_taken_away():
    """The first linked a new task to it; removing it is a conflict, not a link to nowhere."""
    base = made(TaskRow(1, "Bestek"), TaskRow(2, "Raming"))
    theirs = made(TaskRow(1, "Bestek"), TaskRow(2, "Raming"), TaskRow(3, "Gunning"), links=((2, 3),))
    mine = made(TaskRow(1, "Bestek"))

    found = rebased(difference(base, mine), base, theirs)

    assert found.changes == ()
    assert [one.change.key for one in found.conflicts] == ["2"]


def test_a_link_to_a_task_that_is_gone_is_a_conflict():
    """The first took the task away that the second wanted to link to."""
    base = made(TaskRow(1, "Bestek"), TaskRow(2, "Raming"))
    mine = made(TaskRow(1, "Bestek"), TaskRow(2, "Raming"), links=((1, 2),))

    found = rebased(difference(base, mine), base, made(TaskRow(1, "Bestek")))

    assert [(one.change.table, one.change.key) for one in found.conflicts] == [("dependencies", "1>2")]


def test_a_new_link_brings_its_new_task():
    """Who accepts only the link gets the task at its end as well."""
    base = made(TaskRow(1, "Bestek"))
    after = made(TaskRow(1, "Bestek"), TaskRow(2, "Gunning"), links=((1, 2),))
    part = selected(difference(base, after), {("dependencies", "1>2")}, base)

    assert {(one.table, one.key) for one in part} == {("tasks", "2"), ("dependencies", "1>2")}


def test_counted_codes_follow_and_given_codes_stay():
    """A row put in renumbers a counted outline without a change per row; codes of people are theirs."""
    base = made(TaskRow(1, "a"), TaskRow(2, "b"))
    after = made(TaskRow(1, "a"), TaskRow(3, "nieuw"), TaskRow(2, "b"))

    assert [one.column for one in difference(base, after)] == [""]
    assert changed(base, difference(base, after)).tasks.wbs == ("1", "2", "3")

    own = made(TaskRow(1, "a", wbs="A"), TaskRow(2, "b", wbs="B"))
    put_in = made(TaskRow(1, "a", wbs="A"), TaskRow(3, "nieuw", wbs="C"), TaskRow(2, "b", wbs="B"))

    assert changed(own, difference(own, put_in)) == put_in


def test_moving_one_row_is_one_change():
    """Of a hundred rows only the one that moved has another place."""
    rows = [TaskRow(uid, str(uid)) for uid in range(1, 101)]
    moved = [*rows[1:60], rows[0], *rows[60:]]

    found = difference(made(*rows), made(*moved))

    assert found == (Change("tasks", "1", "place", "", "60"),)


@pytest.mark.parametrize(
    "change",
    [
        Change("tasks", "9", "duration", 0, 1),
        Change("tasks", "9", "", {"place": ""}, None),
        Change("tasks", "1", "length", 0, 1),
        Change("tasks", "2", "place", "1", "7"),
        Change("dependencies", "1>9", "", None, {"place": ""}),
        Change("assignments", "4", "", None, {"task": "9", "place": ""}),
    ],
)
def test_a_change_of_what_is_not_there_is_a_callers_mistake(change):
    """It is told, and no half plan comes out."""
    plan = made(TaskRow(1, "a"), TaskRow(2, "b"))

    with pytest.raises(ValueError, match=r"no |not there|below"):
        changed(plan, [change])


def test_assignments_and_their_resources_are_changes_too():
    """A person who joins is a row; a person who goes leaves no trace."""
    base = made(TaskRow(1, "a", duration=DAY))
    after = made(
        TaskRow(1, "a", duration=DAY),
        resources=[ResourceRow(5, "Ann")],
        assignments=[AssignmentRow(1, 1, 5, work=DAY, remaining_work=NONE)],
    )

    assert changed(base, difference(base, after)) == after
    assert changed(after, difference(after, base)) == base


@pytest.mark.parametrize(
    "plain", [[["tasks", "1", "duration", 0]], [["people", "1", "name", "", "a"]], [[1, 2, 3, 4, 5]]]
)
def test_plain_data_that_is_no_change_is_refused(plain):
    """Changes come in over the network as well."""
    with pytest.raises(ValueError, match="a change is"):
        from_plain(plain)
