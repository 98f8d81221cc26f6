"""How many people a plan asks at once: answers that can be counted on one's fingers."""

from __future__ import annotations

from datetime import datetime

import pytest

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.peak_load import peak_load
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.calendar import DAY

WORKDAY = 8 * 3600
MONDAY = instant(datetime.fromisoformat("2027-03-01T08:00"))
FRIDAY = instant(datetime.fromisoformat("2027-03-05T17:00"))


def plan(links: list[tuple[int, int]], status_date: int = NONE, done: int = 0, units: float = 1.0) -> Plan:
    """Return three tasks of two days; An works on the first two, Bo half time on the third."""
    tasks = [TaskRow(uid, f"Taak {uid}", 1, duration=2 * WORKDAY) for uid in (1, 2, 3)]
    for task in tasks[:done]:
        task.percent_complete, task.actual_start = 1.0, MONDAY
        task.actual_finish = MONDAY + DAY + 9 * 3600
    return freeze(
        PlanDraft(
            start=MONDAY,
            status_date=status_date,
            tasks=tasks,
            dependencies=[DependencyRow(*pair) for pair in links],
            resources=[ResourceRow(1, "An", max_units=1.0), ResourceRow(2, "Bo", max_units=1.0)],
            assignments=[
                AssignmentRow(1, 1, 1, units=units),
                AssignmentRow(2, 2, 1, units=1.0),
                AssignmentRow(3, 3, 2, units=0.5),
            ],
        )
    )[0]


def loads(made: Plan) -> tuple[float, int, list[tuple[str, float, int]]]:
    found = peak_load(made, critical_path(made))
    names = made.resources.name
    return (
        found.people,
        found.n_over,
        [(names[one.resource_idx], one.peak, one.days_over) for one in found.resources],
    )


def test_tasks_at_the_same_time_add_up():
    """An is asked twice on Monday and Tuesday, Bo for half."""
    assert loads(plan([])) == (2.5, 1, [("An", 2.0, 2), ("Bo", 0.5, 0)])


def test_a_link_takes_the_overload_away():
    """One after the other, An is full but not overloaded."""
    assert loads(plan([(1, 2)])) == (1.5, 0, [("An", 1.0, 0), ("Bo", 0.5, 0)])


def test_a_weekend_asks_nobody():
    """From Friday to Monday is two working days of overload, not four days."""
    made = plan([])
    shifted = freeze(
        PlanDraft(
            start=instant(datetime.fromisoformat("2027-03-05T08:00")),
            tasks=[TaskRow(uid, f"Taak {uid}", 1, duration=2 * WORKDAY) for uid in (1, 2)],
            resources=[ResourceRow(1, "An", max_units=1.0)],
            assignments=[AssignmentRow(uid, uid, 1, units=1.0) for uid in (1, 2)],
        )
    )[0]
    found = peak_load(shifted, critical_path(shifted))

    assert [one.days_over for one in found.resources] == [2]
    assert found.day == shifted.start // DAY
    assert made.resources.name == ("An", "Bo")


def test_what_is_done_asks_nobody_any_more():
    """After the first task, An has one left."""
    assert loads(plan([], status_date=MONDAY + DAY, done=1))[2][0] == ("An", 1.0, 0)


@pytest.mark.parametrize(
    "made",
    [
        plan([], FRIDAY, done=3),
        freeze(PlanDraft(start=MONDAY, tasks=[TaskRow(1, "Leeg", 1, duration=WORKDAY)]))[0],
    ],
)
def test_without_work_to_come_there_is_no_peak(made):
    """Nobody, on no day."""
    found = peak_load(made, critical_path(made))

    assert (found.people, found.day, found.resources) == (0.0, NONE, ())
