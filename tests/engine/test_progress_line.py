"""Where the progress line passes, by hand: Monday 1 to Friday 12 March 2027, working days of 08:00–17:00."""

from __future__ import annotations

from datetime import datetime

import pytest

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.progress_line import progress_line
from stuurbord.plan import NONE, BaselineRow, PlanDraft, TaskRow, freeze, instant

DAY = 8 * 3600


def at(day: int, hour: int = 8, minute: int = 0) -> int:
    """An instant in March 2027, which begins on a Monday."""
    return instant(datetime(2027, 3, day, hour, minute))  # noqa: DTZ001 - planning time is naive


STATUS = at(5, 17)
BEGUN = {"actual_start": at(1)}
CASES = {
    "half of ten days is as far as Friday": (
        TaskRow(1, "A", duration=10 * DAY, percent_complete=0.5, **BEGUN), STATUS,
    ),
    "a fifth is behind: Tuesday evening": (
        TaskRow(1, "A", duration=10 * DAY, percent_complete=0.2, **BEGUN), at(2, 17),
    ),
    "seven tenths is ahead, over the weekend: Tuesday evening": (
        TaskRow(1, "A", duration=10 * DAY, percent_complete=0.7, **BEGUN), at(9, 17),
    ),
    "a quarter of a day is two hours": (
        TaskRow(1, "A", duration=10 * DAY, percent_complete=0.025, **BEGUN), at(1, 10),
    ),
    "begun without progress is at its start": (TaskRow(1, "A", duration=10 * DAY, **BEGUN), at(1)),
    "where the work stopped is known": (
        TaskRow(1, "A", duration=10 * DAY, percent_complete=0.5, stop=at(3, 12), **BEGUN), at(3, 12),
    ),
    "finished lies on the status date": (
        TaskRow(1, "A", duration=DAY, percent_complete=1.0, actual_finish=at(1, 17), **BEGUN), STATUS,
    ),
    "promised for Wednesday and not begun": (
        TaskRow(1, "A", duration=DAY, baselines={0: BaselineRow(at(3), at(3, 17), DAY)}), at(3),
    ),
    "promised for next week": (
        TaskRow(1, "A", duration=DAY, baselines={0: BaselineRow(at(9), at(9, 17), DAY)}), STATUS,
    ),
    "not in the plan's work": (TaskRow(1, "A", duration=DAY, is_active=False), NONE),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_line_passes_where_the_work_stands(case):
    """One task, its point computed by hand."""
    task, point = CASES[case]
    plan = freeze(PlanDraft(start=at(1), status_date=STATUS, tasks=[task]))[0]

    assert progress_line(plan, critical_path(plan, unstarted_after_status_date=True)).tolist() == [point]


def test_work_that_should_have_begun_by_its_plan_is_behind():
    """Nothing was promised: the plan's own start counts, as long as the schedule does not push it."""
    plan = freeze(PlanDraft(start=at(1), status_date=STATUS, tasks=[TaskRow(1, "A", duration=DAY)]))[0]

    assert progress_line(plan, critical_path(plan)).tolist() == [at(1)]


def test_a_summary_lies_on_the_status_date():
    """Its parts show where the work stands."""
    tasks = [TaskRow(1, "Fase"), TaskRow(2, "A", 2, duration=10 * DAY, percent_complete=0.2, **BEGUN)]
    plan = freeze(PlanDraft(start=at(1), status_date=STATUS, tasks=tasks))[0]

    assert progress_line(plan, critical_path(plan)).tolist() == [STATUS, at(2, 17)]


def test_without_a_status_date_there_is_no_line():
    """Nothing to stand against."""
    plan = freeze(PlanDraft(start=at(1), tasks=[TaskRow(1, "A", duration=DAY)]))[0]

    assert progress_line(plan, critical_path(plan)).tolist() == [NONE]
