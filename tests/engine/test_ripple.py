"""What another plan comes to, in dates, gates, deadlines and budget years."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from plan.made_plans import plans

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.editing import Insert, Link, Remove, Resize, SetFacts, edited
from stuurbord.engine.ripple import ripple
from stuurbord.plan import NONE, DependencyRow, PlanDraft, TaskRow, freeze, instant

DAY = 8 * 3600


def at(year: int, month: int, day: int, hour: int = 8) -> int:
    """An instant."""
    return instant(datetime(year, month, day, hour))  # noqa: DTZ001 - planning time is naive


@pytest.fixture
def plan():
    """Work at the end of 2026 that costs 5.000 euro, a gate, and a side path with room."""
    draft = PlanDraft(
        start=at(2026, 12, 21),
        tasks=[
            TaskRow(1, "Werk", duration=5 * DAY, cost=500_000, deadline=at(2026, 12, 31, 17)),
            TaskRow(2, "Poort G4", is_milestone=True, gate="G4"),
            TaskRow(3, "Nota", duration=DAY),
            TaskRow(4, "Klaar", is_milestone=True),
        ],
        dependencies=[DependencyRow(1, 2), DependencyRow(2, 4), DependencyRow(3, 4)],
    )
    return freeze(draft)[0]


def after(plan, *edits):
    """The ripple of edits."""
    new = edited(plan, edits, critical_path)
    return ripple((plan, critical_path(plan)), (new, critical_path(new)))


def test_what_waits_moves_along(plan):
    """Ten days instead of five: gate, milestone, deadline and half the money slip over the year's end."""
    found = after(plan, Resize([1], 10 * DAY))

    assert [(one.uid, one.days) for one in found.moved] == [(1, 7), (2, 7), (4, 7)]
    assert [one.uid for one in found.gates] == [2]
    assert [one.uid for one in found.milestones] == [4]
    assert found.late == (1,)
    assert found.finish_days == 7
    assert found.cost_by_year == {2026: -50_000, 2027: 50_000}


def test_a_side_path_becomes_critical_when_it_decides(plan):
    """The longer path decides now, and the other no longer does."""
    found = after(plan, Resize([3], 9 * DAY))

    assert found.became_critical == (3,)
    assert found.no_longer_critical == (1, 2)
    assert [one.uid for one in found.moved] == [3, 4]


def test_what_comes_and_goes_is_told(plan):
    """A new task has no dates before, and one that went none after."""
    new = after(plan, Insert(9, 4, "Nazorg"), Link(4, 9))
    gone = after(plan, Remove([3]))

    assert [(one.uid, one.days) for one in new.moved] == [(9, None)]
    assert [(one.uid, one.days) for one in gone.moved] == [(3, None)]


def test_a_lost_gate_is_told(plan):
    """Whether its task goes or only stops being the gate; one that another task takes over is not lost."""
    removed, renamed = after(plan, Remove([2])), after(plan, SetFacts([2], {"gate": ""}))
    taken_over = after(plan, SetFacts([2], {"gate": ""}), SetFacts([4], {"gate": "G4"}))
    point = after(plan, Remove([4]))

    for found in (removed, renamed):
        assert [(one.uid, one.finish, one.days) for one in found.gates] == [(2, NONE, None)]
    assert list(taken_over.gates) == []
    assert [(one.uid, one.finish) for one in point.milestones] == [(4, NONE)]
    assert list(point.gates) == []


@given(plans())
def test_nothing_comes_of_nothing(plan):
    """The same plan moves nothing."""
    schedule = critical_path(plan)
    found = ripple((plan, schedule), (plan, schedule))

    assert list(found.moved) == []
    assert found.gates == found.milestones == ()
    assert found.late == found.became_critical == ()
    assert found.cost_by_year == {}
    assert found.finish_days == 0
