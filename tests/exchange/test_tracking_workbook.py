"""A tracking workbook of ProTrack: baseline, agenda, estimates and what was reported per task."""

from __future__ import annotations

from copy import deepcopy

import pytest
from exchange.made_tracking import FIRST, LAST, MIDDLE, SECOND, SHEETS, tracked, tracking_workbook
from exchange.made_workbooks import workbook_of
from exchange.test_dslib_route import PROJECTS

from stuurbord.engine.earned_value import Unknown, tracked_indices
from stuurbord.errors import UnreadableFile, errors_in
from stuurbord.exchange.progress_series import is_tracking_workbook, read_tracking_workbook
from stuurbord.plan import NONE, instant
from stuurbord.plan.calendar import HOUR


def read(**changes):
    """Return the reading of the workbook with other sheets."""
    return read_tracking_workbook(tracking_workbook(**changes), "sluis.xlsx")


def codes(reading) -> list[str]:
    """Return the codes of what was told."""
    return [one.code for one in reading.findings]


def test_the_whole_project_is_read():
    """Series, plan and names; the total row gives the budget."""
    found = read()
    project, series = found.project, found.project.series

    assert codes(found) == []
    assert (project.code, project.name, project.period_names) == ("sluis", "Sluis", ("week 1", "week 2"))
    assert series.period_end.tolist() == [instant(MIDDLE), instant(LAST)]
    assert series.planned_value.tolist() == [120_00, 500_00]
    assert series.earned_value.tolist() == [120_00, 310_00]
    assert series.actual_cost.tolist() == [130_00, 330_00]
    assert series.budget_at_completion == 500_00
    assert (series.baseline_start, series.baseline_finish) == (instant(FIRST), instant(LAST))
    assert len(project.plan.dependencies) == 1


def test_progress_is_per_status_date_and_task():
    """A task that has not begun, or that a sheet does not name, has no figures there."""
    progress = read().project.progress

    assert progress.actual_start[0].tolist() == [NONE, instant(FIRST), NONE]
    assert progress.actual_start[1].tolist() == [NONE, instant(FIRST), instant(SECOND)]
    assert progress.actual_duration[1].tolist() == [NONE, 40 * HOUR, 40 * HOUR]
    assert progress.remaining_duration[1].tolist() == [NONE, 0, 20 * HOUR]
    assert progress.earned_value[:, 2].tolist() == [NONE, 190_00]
    assert progress.percent_complete[:, 2].tolist() == [0.0, 0.5]


def test_what_is_due_at_the_start_counts_costs_per_use():
    """The fixed cost of 100 and twice the 10 that the team costs each time it comes."""
    assert read().project.fixed_cost.tolist() == [0, 120_00, 0]


def test_estimates_are_percentages_or_hours():
    """The profile says which; summaries have none."""
    points = read().project.three_points

    assert [one / HOUR for one in points.optimistic.tolist()[1:]] == [32, 30]
    assert [one / HOUR for one in points.most_likely.tolist()[1:]] == [40, 40]
    assert [one / HOUR for one in points.pessimistic.tolist()[1:]] == [48, 90]
    assert points.optimistic[0] == NONE


def test_reported_figures_keep_their_names():
    """ProTrack's own; what a cell does not hold is None."""
    reported = read().project.reported

    assert reported["schedule_variance"] == (0.0, -190_00.0)
    assert reported["schedule_variance_time"] == (0.0, -20.0 * HOUR)
    assert reported["earned_schedule"][0] == instant(MIDDLE)
    assert reported["cost_cpi"] == (None, None)


def test_missing_sheet_of_a_status_date_is_told():
    """The totals remain, the tasks of that date are unknown."""
    found = read(TP2=None)

    assert codes(found) == ["tracking_sheet_missing"]
    assert found.findings[0].fields["date"] == "16/01/2026"
    assert (found.project.progress.earned_value[1] == NONE).all()
    assert tracked_indices(found.project).p_factor.reason.tolist() == [Unknown.NOT_REPORTED] * 2


def test_adherence_is_known_where_every_task_is_reported():
    """The first sheet leaves a task out: no share of what is not known."""
    found = tracked_indices(read().project).p_factor

    assert found.as_list() == [None, 1.0]


def test_status_dates_out_of_order_are_left_out_with_their_line():
    """A series ascends; the row that does not is named."""
    overview = deepcopy(SHEETS["Tracking Overview"])
    overview.append(["again", MIDDLE, MIDDLE, 1, 1, 1])
    found = read(Tracking_Overview=overview)

    assert [(one.code, one.where.line) for one in found.findings] == [("status_dates_unordered", 5)]
    assert len(found.project.series) == 2


def test_values_that_fall_are_told_with_their_line():
    """As in a table; the figures count as they stand."""
    overview = deepcopy(SHEETS["Tracking Overview"])
    overview[3][4] = 100
    found = read(
        Tracking_Overview=overview, TP2=tracked(LAST, [2, SECOND, "5d", "2d 4h", 200, 0.5, 190, 380])
    )

    assert [(one.code, one.where.line) for one in found.findings] == [("earned_value_falls", 4)]
    assert found.project.series.earned_value.tolist() == [120_00, 100_00]


def test_text_for_a_figure_is_told_with_its_cell():
    """The rest of the sheet is read."""
    sheet = tracked(LAST, [2, SECOND, "soon", "2d", "a lot", 0.5, 190, 380])
    found = read(TP2=sheet)

    assert [(one.code, one.where.cell) for one in found.findings] == [
        ("not_a_duration", "M5"),
        ("not_a_number", "S5"),
    ]
    assert found.project.progress.earned_value[1, 2] == 190_00


def test_a_sum_that_disagrees_with_its_total_counts_itself():
    """The project's own row may be wrong; the tasks are what is planned."""
    baseline = deepcopy(SHEETS["Baseline Schedule"])
    baseline[2][13] = 58

    assert read(Baseline_Schedule=baseline).project.series.budget_at_completion == 500_00


@pytest.mark.parametrize("predecessors", ["2FS", "9FS", "whatever"])
def test_links_that_contradict_themselves_are_left_out(predecessors):
    """A circle, an unknown task or no link at all: the cell is left out and told, the other link stays."""
    baseline = deepcopy(SHEETS["Baseline Schedule"])
    baseline[4][3] = predecessors
    found = read(Baseline_Schedule=baseline)

    assert codes(found)[0] == "baseline_cells_left_out"
    assert errors_in(found.findings) == []
    assert len(found.project.plan.dependencies) == 1
    assert found.project.series.earned_value.tolist() == [120_00, 310_00]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Tracking_Overview": None}, "not_a_tracking_workbook"),
        ({"Tracking_Overview": SHEETS["Tracking Overview"][:2]}, "no_status_dates"),
        ({"Tracking_Overview": []}, "no_status_dates"),
        ({"Baseline_Schedule": None}, "no_such_sheet"),
        ({"Baseline_Schedule": [*SHEETS["Baseline Schedule"][:3]]}, "no_baseline_plan"),
    ],
)
def test_a_workbook_that_holds_no_tracked_project_is_refused(changes, code):
    """With the reason, never with a guess."""
    with pytest.raises(UnreadableFile) as refused:
        read(**changes)
    assert [one.code for one in refused.value.findings] == [code]


def test_a_baseline_without_money_is_refused():
    """Nothing can be earned of nothing."""
    baseline = deepcopy(SHEETS["Baseline Schedule"])
    for row in baseline[2:]:
        row[10] = row[13] = 0
    with pytest.raises(UnreadableFile) as refused:
        read(Baseline_Schedule=baseline)
    assert [one.code for one in refused.value.findings] == ["empty_baseline"]


def test_a_table_is_no_tracking_workbook():
    """Neither text nor another workbook is taken for one."""
    assert not is_tracking_workbook(b"period_end,pv,ev,ac\n", "a.csv")
    assert not is_tracking_workbook(workbook_of(Blad=[["a", "b"]]), "a.xlsx")
    assert is_tracking_workbook(tracking_workbook(), "a.xlsx")


@pytest.mark.parametrize("code", PROJECTS)
def test_real_projects_are_read_whole(code, shared_data):
    """Every status date with its tasks; the tasks' earned value and cost add up to the project's."""
    path = shared_data("dslib") / f"{code}.xlsx"
    found = read_tracking_workbook(path.read_bytes(), path.name)
    project, is_work = found.project, ~found.project.plan.tasks.is_summary
    told = {"dates_differ", "dates_uncalculated", "start_dates_ignored"}
    if code == "C2013-11":
        told.add("actual_cost_falls")  # on its 18th status date

    assert set(codes(found)) <= told
    assert (project.progress.earned_value != NONE).all()
    earned = project.progress.earned_value[:, is_work].sum(axis=1)
    spent = project.progress.actual_cost[:, is_work].sum(axis=1)
    assert earned == pytest.approx(project.series.earned_value, abs=5)
    assert spent == pytest.approx(project.series.actual_cost, abs=5)
    assert (project.three_points.optimistic[is_work] != NONE).all()
    assert not any(None in figures for figures in project.reported.values())
