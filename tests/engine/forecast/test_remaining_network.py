"""What remains of a network after a report."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from engine.forecast.made_history import Report, planned, reported

from stuurbord.engine.forecast import Method, forecast, gathered, leaf_links
from stuurbord.plan.calendar import DAY
from stuurbord.plan.model import DependencyKind


def finish_in_days(plan, day, tasks, task_prior=1e9) -> float:
    """Return when the network finishes; with so much work as planned beside it, durations stay planned."""
    series, history = reported(plan, day, tasks)
    planned_days = (series.baseline_finish - series.baseline_start) / DAY
    return float(gathered(series, task_prior, tasks=history).network[-1] * planned_days)


def test_a_delay_runs_on_to_the_finish():
    """A takes 7 days instead of 5, so B begins and ends 2 days late."""
    plan = planned({"A": 5, "B": 5}, ["A B"])

    assert finish_in_days(plan, 6, {"A": Report(0, 6, 1)}) == pytest.approx(12)


def test_a_delay_inside_the_float_moves_nothing():
    """B has 5 days of float: 3 days more do not matter."""
    plan = planned({"A": 10, "B": 5, "C": 5}, ["A C", "B C"])

    assert finish_in_days(plan, 6, {"A": Report(0, 6, 4), "B": Report(0, 6, 2)}) == pytest.approx(15)


def test_what_has_not_begun_begins_on_the_status_date_at_the_earliest():
    """On day 8 nothing has begun that was to begin on day 0."""
    assert finish_in_days(planned({"A": 5}, []), 8, {}) == pytest.approx(13)


def test_no_task_begins_before_its_baseline_start():
    """A is done 3 days early; B keeps the date it was promised on."""
    plan = planned({"A": 5, "B": 5}, ["A B"])

    assert finish_in_days(plan, 2, {"A": Report(0, 2)}) == pytest.approx(10)


def test_tasks_to_come_take_as_long_as_those_so_far():
    """A took twice its time; without anything counted beside it, B will too."""
    plan = planned({"A": 5, "B": 5}, ["A B"])

    assert finish_in_days(plan, 10, {"A": Report(0, 10)}, task_prior=0.0) == pytest.approx(20)


@pytest.mark.parametrize(
    ("link", "finish"), [("A FS+2 B", 16), ("A SS+2 B", 9), ("A FF+1 B", 10), ("A SF+9 B", 10)]
)
def test_every_kind_of_link_holds(link, finish):
    """A begins on day 1 instead of 0 and takes 8 days instead of 5; B takes 5."""
    assert finish_in_days(planned({"A": 5, "B": 5}, [link]), 2, {"A": Report(1, 1, 7)}) == pytest.approx(
        finish
    )


def test_links_in_a_circle_leave_the_tasks_unknown():
    """The forecast then rests on the series alone."""
    plan = planned({"A": 5, "B": 5}, ["A B"])
    series, history = reported(plan, 2, {"A": Report(0, 2, 3)})
    links = plan.dependencies
    circle = replace(
        links,
        predecessor_idx=np.array([0, 1]),
        successor_idx=np.array([1, 0]),
        kind=np.array([DependencyKind.FS, DependencyKind.FS]),
        lag=np.zeros(2, np.int64),
        lag_unit=np.zeros(2, np.int64),
    )
    evidence = gathered(series, 0.3, tasks=replace(history, plan=replace(plan, dependencies=circle)))

    assert not evidence.has_network.any()


def test_links_of_a_summary_hold_for_its_parts(monkeypatch):
    """A summary of A and B before C: C waits for both. Too many such links are not spread at all."""
    plan = planned({"S": 0, "A": 5, "B": 7, "C": 2}, ["A C", "B C"])
    tasks = replace(
        plan.tasks,
        is_summary=np.array([True, False, False, False]),
        parent_idx=np.array([-1, 0, 0, -1]),
    )
    links = replace(
        plan.dependencies,
        predecessor_idx=np.array([0]),
        successor_idx=np.array([3]),
        kind=np.array([DependencyKind.FS]),
        lag=np.zeros(1, np.int64),
        lag_unit=np.zeros(1, np.int64),
    )
    grouped = replace(plan, tasks=tasks, dependencies=links)

    assert finish_in_days(grouped, 2, {"B": Report(0, 2, 8)}) == pytest.approx(12)

    monkeypatch.setattr(leaf_links, "MOST_LINKS", 1)
    series, history = reported(grouped, 2, {"B": Report(0, 2, 8)})
    assert not gathered(series, 0.3, tasks=history).has_network.any()


def test_a_network_unlike_its_baseline_is_left_out():
    """The link waits three times as long as the whole plan; the forecast says why tasks are not used."""
    plan = planned({"A": 5, "B": 5}, ["A B"])
    series, history = reported(plan, 6, {"A": Report(0, 6, 4)})
    links = replace(plan.dependencies, lag=np.array([30 * DAY]))
    found = forecast(series, tasks=replace(history, plan=replace(plan, dependencies=links)))

    assert found.method == Method.SERIES
    assert found.because[0].code == "forecast_behind_unlike"


@pytest.mark.parametrize(
    "report", [Report(0, 600, 1), Report(0, 5, 5000), Report(0, 1, 5000), Report(300, 5, 5)]
)
def test_a_report_that_cannot_be_does_not_run_away(report):
    """Worked longer than since it began, a remaining duration of years, begun after the status date."""
    series, history = reported(planned({"A": 10, "B": 5}, ["A B"]), 8, {"A": report})
    found = forecast(series, tasks=history)

    assert found.finish.low <= found.finish.point <= found.finish.high
    assert series.period_end[0] <= found.finish.point <= series.baseline_start + 60 * DAY


def test_a_mistyped_duration_does_not_stretch_what_is_reported():
    """The baseline says B lasts a day between dates of five: two remaining days stay two days."""
    plan = planned({"A": 5, "B": 5}, ["A B"])
    baseline = replace(plan.baselines[0], duration=np.array([5 * DAY, DAY]))
    tasks = {"A": Report(0, 5), "B": Report(5, 4, 2)}

    assert finish_in_days(replace(plan, baselines={0: baseline}), 9, tasks) == pytest.approx(11)


@pytest.mark.parametrize(("earned", "is_report"), [(-1, False), (1600, False), (1100, True)])
def test_earned_value_beyond_reason_is_no_report(earned, is_report):
    """Below zero, or one and a half times the budget."""
    plan = planned({"A": 5, "B": 5}, ["A B"])
    series, _ = reported(plan, 5, {})

    assert len(gathered(replace(series, earned_value=np.array([earned])), 0.3)) == is_report


@pytest.mark.parametrize("cost", [-100, 10_000_000])
def test_a_cost_beyond_reason_is_not_known(cost):
    """No cost is forecast from it, and no number stands in its place."""
    series, _ = reported(planned({"A": 5, "B": 5}, ["A B"]), 5, {"A": Report(0, 5)})
    found = forecast(replace(series, actual_cost=np.array([cost])))

    assert found.cost.point is None
