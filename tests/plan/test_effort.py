"""Work = duration × units: which of the three follows when another is edited."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stuurbord.plan import AssignmentRow, Plan, PlanDraft, ResourceRow, TaskKind, TaskRow, freeze
from stuurbord.plan.calendar import HOUR
from stuurbord.plan.effort import (
    with_duration,
    with_resource,
    with_units,
    with_work,
    without_assignment,
)

DAY = 8 * HOUR


def _plan(kind: TaskKind, *units: float, days: int = 10, effort: bool = False, n_more: int = 1) -> Plan:
    """Return a task of ``days`` with one person per unit on it, at 60 euro an hour, and people to spare."""
    task = TaskRow(
        1,
        "Ontwerp",
        kind=kind,
        is_effort_driven=effort,
        duration=days * DAY,
        work=round(sum(units) * days * DAY),
        cost=round(sum(units) * days * 8 * 6000),
    )
    rows = [
        AssignmentRow(number, 1, number, one, round(one * days * DAY), cost=round(one * days * 8 * 6000))
        for number, one in enumerate(units, 1)
    ]
    people = [
        ResourceRow(number, f"P{number}", standard_rate=6000) for number in range(1, len(units) + n_more + 1)
    ]
    return freeze(PlanDraft(start=0, tasks=[task], resources=people, assignments=rows))[0]


def _trio(plan: Plan, row: int = 0) -> tuple[float, float, float]:
    """Return (days of duration, days of work, units)."""
    return (
        int(plan.tasks.duration[0]) / DAY,
        int(plan.assignments.work[row]) / DAY,
        float(plan.assignments.units[row]),
    )


@pytest.mark.parametrize("kind", [TaskKind.FIXED_UNITS, TaskKind.FIXED_DURATION])
def test_a_longer_task_costs_what_its_longer_work_costs(kind):
    """The task's own cost, which holds that of its people, rises with theirs: 480 euro a day each."""
    before = _plan(kind, 1.0, 0.5)
    after = with_duration(before, 0, 12 * DAY)

    assert (after.assignments.cost - before.assignments.cost).tolist() == [96_000, 48_000]
    assert int(after.tasks.cost[0] - before.tasks.cost[0]) == 144_000


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (TaskKind.FIXED_UNITS, (20, 20, 1.0)),
        (TaskKind.FIXED_WORK, (20, 10, 0.5)),
        (TaskKind.FIXED_DURATION, (20, 20, 1.0)),
    ],
)
def test_a_longer_task_has_more_work_or_fewer_units(kind, expected):
    """Ten days at full time become twenty: the table of Microsoft Project, first row."""
    assert _trio(with_duration(_plan(kind, 1.0), 0, 20 * DAY)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (TaskKind.FIXED_UNITS, (5, 5, 1.0)),
        (TaskKind.FIXED_WORK, (5, 5, 1.0)),
        (TaskKind.FIXED_DURATION, (10, 5, 0.5)),
    ],
)
def test_less_work_takes_less_time_or_fewer_units(kind, expected):
    """Ten days of work become five: second row."""
    assert _trio(with_work(_plan(kind, 1.0), 0, 5 * DAY)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (TaskKind.FIXED_UNITS, (20, 10, 0.5)),
        (TaskKind.FIXED_WORK, (20, 10, 0.5)),
        (TaskKind.FIXED_DURATION, (10, 5, 0.5)),
    ],
)
def test_half_the_units_take_twice_the_time_or_do_half_the_work(kind, expected):
    """Full time becomes half time: third row."""
    assert _trio(with_units(_plan(kind, 1.0), 0, 0.5)) == expected


def test_a_second_person_halves_an_effort_driven_task():
    """Ten days for one are five for two, each with five days of work."""
    plan = with_resource(_plan(TaskKind.FIXED_UNITS, 1.0, effort=True), 0, 1)

    assert _trio(plan, 0) == (5, 5, 1.0)
    assert _trio(plan, 1) == (5, 5, 1.0)
    assert plan.tasks.work[0] == 10 * DAY
    assert plan.tasks.cost[0] == 80 * 6000


def test_a_second_person_adds_work_where_effort_does_not_drive():
    """Ten days stay ten days, and the work doubles with its cost."""
    plan = with_resource(_plan(TaskKind.FIXED_UNITS, 1.0), 0, 1)

    assert _trio(plan, 1) == (10, 10, 1.0)
    assert plan.tasks.work[0] == 20 * DAY
    assert plan.tasks.cost[0] == 160 * 6000


def test_a_second_person_halves_the_units_of_an_effort_driven_fixed_duration():
    """The duration stays, so each works half time."""
    plan = with_resource(_plan(TaskKind.FIXED_DURATION, 1.0, effort=True), 0, 1)

    assert _trio(plan, 0) == (10, 5, 0.5)
    assert _trio(plan, 1) == (10, 5, 0.5)


def test_who_leaves_an_effort_driven_task_leaves_the_work_to_the_others():
    """Two people of whom one leaves: twenty days for the other."""
    plan = without_assignment(_plan(TaskKind.FIXED_WORK, 1.0, 1.0), 1)

    assert len(plan.assignments) == 1
    assert _trio(plan) == (20, 20, 1.0)
    assert plan.tasks.cost[0] == 160 * 6000


def test_what_is_done_stays_done():
    """A task half done that takes five days more has ten days to go, and is a third done."""
    task = TaskRow(1, duration=10 * DAY, percent_complete=0.5, actual_start=0, remaining_duration=5 * DAY)
    plan, _ = freeze(PlanDraft(start=0, tasks=[task]))

    longer = with_duration(plan, 0, 15 * DAY)

    assert longer.tasks.remaining_duration[0] == 10 * DAY
    assert longer.tasks.percent_complete[0] == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="done"):
        with_duration(plan, 0, 4 * DAY)


@pytest.mark.parametrize(("days", "each"), [(15, 13), (12, 10), (9, 7)])
def test_who_takes_less_than_the_task_grows_with_it_all_the_same(days, each):
    """Two people of ten days each, on calendars of their own, hold a task for twelve."""
    plan = _plan(TaskKind.FIXED_UNITS, 1.0, 1.0)
    held = replace(plan, tasks=replace(plan.tasks, duration=np.array([12 * DAY])))

    edited = with_duration(held, 0, days * DAY)

    assert (edited.assignments.work // DAY).tolist() == [each, each]


def test_edits_that_mean_nothing_are_refused():
    """No negative work, no units of nothing, nobody twice."""
    plan = _plan(TaskKind.FIXED_UNITS, 1.0)

    with pytest.raises(ValueError, match="work"):
        with_work(plan, 0, -1)
    with pytest.raises(ValueError, match="units"):
        with_units(plan, 0, 0)
    with pytest.raises(ValueError, match="already"):
        with_resource(plan, 0, 0)
