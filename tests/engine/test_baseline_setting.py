"""A baseline is the schedule of a plan, kept in it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from plan.made_plans import plans

from stuurbord.engine.baseline_setting import with_baseline
from stuurbord.engine.critical_path import critical_path
from stuurbord.plan import NONE, AssignmentRow, PlanDraft, ResourceRow, TaskRow, freeze, instant
from stuurbord.plan.changes import changed, difference, inverse
from stuurbord.plan.document import digest

HOUR = 3600
DAY = 8 * HOUR
START = instant(datetime(2027, 3, 1, 8))  # noqa: DTZ001 - planning time is naive


@pytest.fixture
def plan():
    """A stage with two tasks and money of its own, and a task that takes no part."""
    tasks = [
        TaskRow(1, "Fase", cost=1_000, work=24 * HOUR),
        TaskRow(2, "A", 2, duration=2 * DAY, cost=20_000, work=16 * HOUR),
        TaskRow(3, "B", 2, duration=DAY, cost=5_000, work=8 * HOUR),
        TaskRow(4, "Niet", duration=DAY, cost=9_000, is_active=False),
    ]
    people = [ResourceRow(1, "Goossens")]
    draft = PlanDraft(
        start=START, tasks=tasks, resources=people, assignments=[AssignmentRow(1, 2, 1, work=16 * HOUR)]
    )
    return freeze(draft)[0]


def test_it_holds_dates_work_and_cost(plan):
    """A summary promises what its parts do, once; what takes no part is not promised."""
    schedule = critical_path(plan)
    made = with_baseline(plan, schedule, 0).baselines[0]

    assert made.start.tolist() == [*[START] * 3, NONE]
    assert made.finish.tolist() == schedule.finish.tolist()
    assert made.duration.tolist()[1:] == [2 * DAY, DAY, NONE]
    assert made.work.tolist() == [24 * HOUR, 16 * HOUR, 8 * HOUR, NONE]
    assert made.cost.tolist() == [26_000, 20_000, 5_000, NONE]


def test_other_numbers_stay(plan):
    """A second promise leaves the first as it was."""
    schedule = critical_path(plan)
    first = with_baseline(plan, schedule, 0)
    second = with_baseline(first, schedule, 3)

    assert list(second.baselines) == [0, 3]
    assert second.baselines[0] == first.baselines[0]


@pytest.mark.parametrize("number", [-1, 11])
def test_there_are_eleven_numbers(plan, number):
    """As in Microsoft Project."""
    with pytest.raises(ValueError, match="0–10"):
        with_baseline(plan, critical_path(plan), number)


@given(plans())
def test_a_baseline_is_a_set_of_changes_like_any_other(made):
    """It can be proposed, accepted to the byte and taken back."""
    new = with_baseline(made, critical_path(made), 2)
    changes = difference(made, new)

    assert digest(changed(made, changes)) == digest(new)
    assert digest(changed(new, inverse(changes))) == digest(made)
