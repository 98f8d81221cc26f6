"""What differs between two versions of a plan, with answers known in advance."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from plan.made_plans import plans

from stuurbord.engine.baseline_setting import with_baseline
from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.editing import Insert, Link, Move, Place, Remove, Resize, SetFacts, Unlink, edited
from stuurbord.engine.plan_comparison import Aspect, comparison, promised, scheduled
from stuurbord.plan import AssignmentRow, DependencyRow, PlanDraft, ResourceRow, TaskRow, freeze, instant

DAY = 8 * 3600
START = instant(datetime(2027, 3, 1, 8))  # noqa: DTZ001 - planning time is naive


@pytest.fixture
def plan():
    """A stage of two tasks in a row and a gate, five days and five days; somebody works on the second."""
    tasks = [
        TaskRow(1, "Fase"),
        TaskRow(2, "Ontwerp", 2, duration=5 * DAY, cost=100_000),
        TaskRow(3, "Bouw", 2, duration=5 * DAY, cost=200_000),
        TaskRow(4, "Poort G3", 2, is_milestone=True, gate="G3"),
        TaskRow(5, "Nota", duration=DAY),
    ]
    draft = PlanDraft(
        start=START,
        tasks=tasks,
        dependencies=[DependencyRow(2, 3), DependencyRow(3, 4)],
        resources=[ResourceRow(1, "Goossens"), ResourceRow(2, "Peeters")],
        assignments=[AssignmentRow(1, 3, 1)],
    )
    return freeze(draft)[0]


def side(plan):
    """A plan with its schedule."""
    return scheduled(plan, critical_path(plan))


def compared(plan, *edits):
    """The comparison of a plan with what edits make of it."""
    return comparison(side(plan), side(edited(plan, edits, critical_path)))


def aspects(found):
    """Return uid → aspects of every task that differs."""
    return {one.uid: set(one.aspects) for one in found.tasks}


def test_a_longer_task_moves_what_follows(plan):
    """Five days more: the task itself is another, what waits moves a week, the summary is not told again."""
    found = compared(plan, Resize([2], 10 * DAY))

    assert aspects(found) == {2: {Aspect.MOVED, Aspect.OTHER}, 3: {Aspect.MOVED}, 4: {Aspect.MOVED}}
    assert [one.days for one in found.tasks] == [7, 7, 7]
    assert [(one.column, one.before, one.after) for one in found.tasks[0].facts] == [
        ("duration", 5 * DAY, 10 * DAY)
    ]
    assert found.counts == {Aspect.MOVED: 3, Aspect.OTHER: 1}


def test_an_added_task_and_a_removed_one_stand_in_their_place(plan):
    """What went stands where it was; what waited for it waits for something else."""
    found = compared(plan, Insert(9, 4, "Proef", duration=2 * DAY), Remove([3]))

    assert aspects(found)[9] == {Aspect.ADDED}
    assert aspects(found)[3] == {Aspect.REMOVED}
    assert Aspect.RELINKED in aspects(found)[4]
    assert [one.uid for one in found.tasks].index(3) < [one.uid for one in found.tasks].index(4)
    by_uid = {one.uid: one for one in found.tasks}
    assert by_uid[9].before is None
    assert by_uid[3].after is None
    assert by_uid[3].days is None


def test_another_link_is_told_at_the_task_that_waits(plan):
    """A new one, one that went, one with another lag."""
    found = compared(plan, Link(5, 3), Unlink(3, 4), Link(2, 3, lag=DAY))
    by_uid = {one.uid: one for one in found.tasks}

    assert Aspect.RELINKED in by_uid[3].aspects
    assert [(one.key, one.column, one.before, one.after) for one in by_uid[3].links if not one.adds] == [
        ("2>3", "lag", 0, DAY)
    ]
    assert [one.key for one in by_uid[3].links if one.adds] == ["5>3"]
    assert [one.key for one in by_uid[4].links if one.removes] == ["3>4"]
    assert found.counts[Aspect.RELINKED] == 2


def test_another_cost_is_no_other_fact(plan):
    """It shows as money, and in the totals."""
    found = compared(plan, SetFacts([3], {"cost": 260_000}))

    assert aspects(found) == {3: {Aspect.RECOSTED}}
    assert (found.tasks[0].before.cost, found.tasks[0].after.cost) == (200_000, 260_000)
    assert (found.cost_before, found.cost_after) == (300_000, 360_000)
    assert found.tasks[0].facts == ()


def test_names_and_people_are_other_facts(plan):
    """A new name, and somebody else on the task."""
    named = compared(plan, SetFacts([5], {"name": "Nota aan de raad"}))
    rows = PlanDraft(
        start=START, tasks=[TaskRow(1, "Bouw", duration=DAY)], resources=[ResourceRow(1, "Goossens")]
    )
    alone = freeze(rows)[0]
    rows.assignments = [AssignmentRow(1, 1, 1)]
    helped = comparison(side(alone), side(freeze(rows)[0]))

    assert aspects(named) == {5: {Aspect.OTHER}}
    assert named.tasks[0].name == "Nota aan de raad"
    assert aspects(helped) == {1: {Aspect.OTHER}}
    assert helped.tasks[0].facts[0].table == "assignments"


def test_another_place_is_told(plan):
    """A task that is dragged up moves nothing in time."""
    found = compared(plan, Place(5, 0))

    assert all(Aspect.MOVED not in one for one in aspects(found).values())
    assert sum(Aspect.OTHER in one for one in aspects(found).values()) == 1


def test_a_baseline_is_compared_on_dates_and_money(plan):
    """A promise knows no links: what moved since is told, what was added was not in it."""
    promise = with_baseline(plan, critical_path(plan), 0)
    later = edited(
        promise,
        (Resize([2], 10 * DAY), SetFacts([3], {"cost": 260_000}), Insert(9, 5, "Proef", duration=DAY)),
        critical_path,
    )
    found = comparison(promised(later, 0), side(later))

    assert aspects(found) == {
        2: {Aspect.MOVED},
        3: {Aspect.MOVED, Aspect.RECOSTED},
        4: {Aspect.MOVED},
        9: {Aspect.ADDED},
    }
    assert found.finish_after - found.finish_before == 7 * 86_400
    assert found.of_plan == ()


def test_another_baseline_is_told_once(plan):
    """Not of every task: no task itself is another."""
    found = comparison(side(plan), side(with_baseline(plan, critical_path(plan), 3)))

    assert found.tasks == ()
    assert found.baselines == {3: 5}
    assert [(one.column, one.before, one.after) for one in found.of_plan] == [("baselines", [], [3])]


def test_the_plan_as_a_whole_is_told_apart(plan):
    """Another start belongs to no task; what it moves does."""
    rows = PlanDraft(start=START, tasks=[TaskRow(1, "Bouw", duration=DAY)])
    early = freeze(rows)[0]
    rows.start = START + 7 * 86_400
    found = comparison(side(early), side(freeze(rows)[0]))

    assert [one.column for one in found.of_plan] == ["start"]
    assert aspects(found) == {1: {Aspect.MOVED}}


def test_a_task_moved_by_hand_moves(plan):
    """By as many days as it was dragged."""
    found = compared(plan, Move([5], START + 7 * 86_400))

    assert {one.uid: one.days for one in found.tasks} == {5: 7}


@given(plans())
def test_a_plan_does_not_differ_from_itself(made):
    """Whatever is in it."""
    found = comparison(side(made), side(made))

    assert found.tasks == ()
    assert found.of_plan == ()
    assert found.finish_before == found.finish_after


@given(plans(), plans())
def test_what_was_added_is_what_is_removed_the_other_way(one, other):
    """Turned round, days change sign and tasks that came have gone."""
    there, back = comparison(side(one), side(other)), comparison(side(other), side(one))
    days = {row.uid: row.days for row in back.tasks}

    assert {row.uid for row in there.of(Aspect.ADDED)} == {row.uid for row in back.of(Aspect.REMOVED)}
    assert {row.uid for row in there.of(Aspect.MOVED)} == {row.uid for row in back.of(Aspect.MOVED)}
    assert all(days[row.uid] == -row.days for row in there.of(Aspect.MOVED))
