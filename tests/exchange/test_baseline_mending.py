"""Cells of a baseline that are unreadable or contradict each other, mended from what repeats them."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
from exchange.made_tracking import FIRST, HEADERS, MIDDLE, SHEETS, tracked, tracking_workbook

from stuurbord.exchange.progress_series import read_tracking_workbook
from stuurbord.plan import instant
from stuurbord.plan.calendar import HOUR, NONE

NUMBER, NAME, LINKS, START, FINISH, DURATION, TOTAL = 0, 1, 3, 5, 6, 7, 13
GRAVEN = 4
"""Row of the task that is damaged; the last of the plan comes after it."""


def read(*changes, **sheets):
    """Return what is read of the workbook with other cells in its first task."""
    baseline = deepcopy(SHEETS["Baseline Schedule"])
    for column, value in changes:
        baseline[GRAVEN][column] = value
    return read_tracking_workbook(tracking_workbook(Baseline_Schedule=baseline, **sheets), "C1.xlsx")


def repeating() -> list[list]:
    """Return the sheet of a status date that repeats the baseline of the task."""
    sheet = tracked(MIDDLE, [0, "", "5d", "", 130, 0.24, 120, 120], [1, FIRST, "5d", "0", 130, 1, 120, 120])
    for name, value in {
        "Name": "Graven",
        "Baseline Start": FIRST,
        "Baseline End": MIDDLE,
        "Duration": "5d",
    }.items():
        sheet[5][HEADERS.index(name)] = value
    return sheet


def span(found) -> list[int]:
    """Return baseline start, finish and hours of the task."""
    plan = found.project.plan
    idx = plan.tasks.uid.tolist().index(1)
    baseline = plan.baselines[0]
    hours = baseline.duration[idx] if baseline.duration[idx] != NONE else plan.tasks.duration[idx]
    return [int(baseline.start[idx]), int(baseline.finish[idx]), int(hours) // HOUR]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([(DURATION, "3 weeks")], "baseline_duration_from_dates"),
        ([(DURATION, "abc")], "baseline_duration_from_dates"),
        ([(DURATION, "0")], "baseline_duration_from_dates"),
        ([(DURATION, "")], "baseline_duration_from_dates"),
        ([(START, "")], "baseline_dates_from_duration"),
        ([(FINISH, "soon")], "baseline_dates_from_duration"),
        ([(FINISH, MIDDLE.replace(year=2036))], "baseline_dates_from_duration"),
        ([(FINISH, MIDDLE.replace(year=2126))], "baseline_dates_from_duration"),
        ([(START, MIDDLE), (FINISH, FIRST)], "baseline_dates_swapped"),
    ],
)
def test_start_finish_and_duration_mend_each_other(changes, code):
    """One of the three is wrong; it follows from the two others, and that is told once."""
    found = read(*changes)

    assert span(found) == [instant(FIRST), instant(MIDDLE), 40]
    assert {one.code for one in found.findings} == {code}


@pytest.mark.parametrize(
    "changes",
    [
        [(START, ""), (FINISH, "")],
        [(START, "soon"), (FINISH, "later"), (DURATION, "long")],
        [(DURATION, "3 weeks")],
    ],
)
def test_the_sheet_of_a_status_date_goes_before_what_follows_from_the_rest(changes):
    """It repeats the baseline as it was exported."""
    found = _with_repeating(changes)

    assert span(found) == [instant(FIRST), instant(MIDDLE), 40]
    assert {one.code for one in found.findings} == {"baseline_from_status_sheet"}


def _with_repeating(changes):
    return read(*changes, **{"Project Control - TP1": repeating()})


@pytest.mark.parametrize("number", ["", "x", 7])
def test_a_number_that_is_none_is_found_by_name(number):
    """In the sheet of a status date; seven is another task's."""
    found = _with_repeating([(NUMBER, number)])

    assert sorted(found.project.plan.tasks.uid.tolist()) == [1, 2, 7]
    assert "task_number_mended" in {one.code for one in found.findings}


def test_a_cost_that_is_no_amount_is_the_sum_of_its_parts():
    """Twenty for people and a hundred fixed."""
    found = read((TOTAL, "n/a"))

    assert found.project.series.budget_at_completion == 500_00
    assert "baseline_cost_mended" in {one.code for one in found.findings}


def test_a_total_that_cannot_be_is_asked_of_its_sheet():
    """The overview says that nothing was earned on the last day; the sheet of that day says 310 twice."""
    overview = deepcopy(SHEETS["Tracking Overview"])
    overview[3][4] = 0
    found = read_tracking_workbook(tracking_workbook(Tracking_Overview=overview), "C1.xlsx")

    assert found.project.series.earned_value.tolist() == [120_00, 310_00]
    assert [(one.code, one.where.cell) for one in found.findings] == [("total_from_status_sheet", "E4")]


def test_what_is_whole_is_left_as_it_is():
    """Nothing is told of a workbook in which everything agrees."""
    assert read().findings == ()
    assert np.array_equal(read().project.plan.baselines[0].duration // HOUR, [80, 40, 40])


@pytest.mark.parametrize(
    ("column", "value"),
    [("Duration", "3 weeks"), ("Duration", "abc"), ("Baseline End", ""), ("Predecessors", "9999FS")],
)
def test_a_damaged_project_is_forecast_as_before(column, value, shared_data):
    """Four cells of a real baseline are spoiled: the plan that is read hardly changes."""
    from stuurbord.exchange.foreign_table import open_table
    from stuurbord.exchange.progress_series.tracking_workbook import BASELINE, _Reading
    from stuurbord.exchange.tabular.limits import DEFAULT

    path = shared_data("dslib") / "C2013-04.xlsx"
    data = path.read_bytes()
    whole = read_tracking_workbook(data, path.name).project.plan
    table = open_table(data, path.name, BASELINE)
    table.book.load(table.book.sheet_names)
    at = list(table.headers).index(column)
    for row in range(3, 7):
        table.cells[row][at] = value
    found = _Reading(table, table.book, DEFAULT).read().project.plan

    assert np.array_equal(found.baselines[0].finish, whole.baselines[0].finish)
    assert np.array_equal(found.baselines[0].duration, whole.baselines[0].duration)
    assert len(found.dependencies) >= len(whole.dependencies) - 5
