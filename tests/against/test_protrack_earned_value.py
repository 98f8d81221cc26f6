"""Every index and every forecast on every status date of real projects, against ProTrack's own.

ProTrack (OR-AS, Ghent) computed 8 indices, 9 duration and 8 cost forecasts on each of the 291 status dates of
the fourteen DSLIB projects (Batselier & Vanhoucke 2015). Differences have three causes, each counted:

- amounts: ours are whole cents, ProTrack's are floating point numbers (up to 3 cents on a sum);
- hours: ProTrack's dates are whole hours of its agenda. It looks for the earned schedule from the status
  date: back to the last hour by which no more was planned than is earned, or on to the first by which as
  much was;
- first hour: a fixed cost is due when its task starts; ProTrack sees it an hour later, at the next full hour.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pytest
from exchange.test_dslib_route import PROJECTS

from stuurbord.engine.earned_value import (
    TrackedProject,
    adherence,
    cost_forecasts,
    duration_forecasts,
    finish_instants,
    planned_per_task,
    tracked_curve,
    tracked_indices,
)
from stuurbord.engine.earned_value.figures import Figures, Unknown
from stuurbord.engine.earned_value.indices import money_and_time
from stuurbord.engine.earned_value.planned_curve import clock_over
from stuurbord.engine.earned_value.tracked import tracked_work
from stuurbord.exchange.progress_series import read_tracking_workbook
from stuurbord.plan.calendar import HOUR

HOUR_AND_ROUNDING = HOUR + 1
CAUSES = {"same": 163, "hour": 112, "first hour": 16}
"""Status dates by the cause of the difference in earned schedule; the same is within a minute."""
RELATIVE = 1e-6
"""Whole cents on amounts above a few hundred euro."""


@cache
def tracked(path) -> TrackedProject:
    """Read a project once for all tests."""
    return read_tracking_workbook(path.read_bytes(), path.name).project


@pytest.fixture(params=PROJECTS)
def project(request, shared_data) -> TrackedProject:
    """Each of the fourteen projects."""
    return tracked(shared_data("dslib") / f"{request.param}.xlsx")


def theirs(project: TrackedProject, name: str) -> np.ndarray:
    """Return ProTrack's figure on every status date; it never leaves one empty."""
    return np.array(project.reported[name], np.float64)


def worked(project: TrackedProject, instants: np.ndarray) -> np.ndarray:
    """Return instants as working seconds since the baseline start."""
    series = project.series
    clock = clock_over(series.calendar, series.baseline_start - 7 * 86_400, int(instants.max()))
    return clock.before(instants.astype(np.int64)) - clock.before(series.baseline_start)


def on_their_schedule(project: TrackedProject):
    """Return our indices with ProTrack's earned schedule, so that its rounding to hours plays no part."""
    ours = tracked_indices(project)
    schedule = Figures.of(worked(project, theirs(project, "earned_schedule")))
    return money_and_time(
        ours.planned_value,
        ours.earned_value,
        ours.actual_cost,
        budget=float(project.series.budget_at_completion),
        actual_time=ours.actual_time,
        earned_schedule=schedule,
        planned_duration=float(tracked_curve(project).planned_duration),
        p_factor=ours.p_factor,
    )


def test_variances_and_indices_are_theirs(project):
    """Amounts to the cents they are rounded to, ratios to a millionth."""
    ours = tracked_indices(project)

    assert ours.schedule_variance.value == pytest.approx(theirs(project, "schedule_variance"), abs=2)
    assert ours.cost_variance.value == pytest.approx(theirs(project, "cost_variance"), abs=2)
    assert ours.spi.value == pytest.approx(theirs(project, "spi"), rel=3e-5)
    assert ours.cpi.value == pytest.approx(theirs(project, "cpi"), rel=3e-5)


def test_planned_value_of_the_tasks_adds_up_to_theirs(project):
    """Spread over the agenda of the file, fixed costs and costs per use at the start: to 3 cents."""
    planned = planned_per_task(tracked_work(project), project.series.period_end).sum(axis=1)

    assert planned == pytest.approx(theirs(project, "planned_value"), abs=4)


def test_every_earned_schedule_lies_within_their_hour(project):
    """Ours lies between their whole hour and the next one in the direction away from the status date."""
    ours = tracked_indices(project)
    schedule = worked(project, theirs(project, "earned_schedule"))
    difference = ours.earned_schedule.value - schedule
    is_ahead = schedule > ours.actual_time.value

    assert np.abs(difference).max() <= HOUR_AND_ROUNDING
    assert (difference[is_ahead] <= 1).all(), "ahead: ProTrack rounds up"
    assert (difference[~is_ahead] >= -1).all(), "behind: ProTrack rounds down"


def test_schedule_indices_on_their_schedule_are_theirs(project):
    """SV(t) to the hour in which it is written, SPI(t) to a millionth."""
    ours = on_their_schedule(project)
    variance = ours.schedule_variance_time.value - theirs(project, "schedule_variance_time")

    assert np.abs(variance).max() <= HOUR_AND_ROUNDING
    assert ours.spi_t.value == pytest.approx(theirs(project, "spi_t"), rel=RELATIVE)


def test_p_factor_on_their_schedule_is_theirs(project):
    """Adherence to a ten-thousandth, where the planned values are asked on their whole hour."""
    work = tracked_work(project)
    at = theirs(project, "earned_schedule").astype(np.int64)
    earned = project.progress.earned_value[:, work.task_idx].astype(np.float64)
    ours = adherence(planned_per_task(work, at), earned)

    assert ours.is_known.all()
    assert ours.value == pytest.approx(theirs(project, "p_factor"), abs=1e-4)


def test_p_factor_on_our_schedule_is_theirs_within_the_hour(project):
    """An hour of planned value more or less is at most six thousandths of these projects."""
    ours = tracked_indices(project).p_factor

    assert ours.value == pytest.approx(theirs(project, "p_factor"), abs=0.006)


def test_duration_forecasts_are_theirs(project):
    """All nine, as dates on the agenda: to the hour."""
    series = project.series
    durations = duration_forecasts(
        on_their_schedule(project),
        budget=float(series.budget_at_completion),
        planned_duration=float(tracked_curve(project).planned_duration),
    )
    for method, duration in durations.items():
        finish = finish_instants(series, duration)
        difference = worked(project, finish.value) - worked(project, theirs(project, f"finish_{method}"))
        assert finish.is_known.all(), method
        assert np.abs(difference).max() <= HOUR_AND_ROUNDING, method


def test_cost_forecasts_are_theirs(project):
    """All eight, to the cents the amounts are rounded to."""
    budget = float(project.series.budget_at_completion)
    for method, cost in cost_forecasts(on_their_schedule(project), budget=budget).items():
        assert cost.is_known.all(), method
        assert cost.value == pytest.approx(theirs(project, f"cost_{method}"), rel=3e-5, abs=3), method


def test_every_difference_of_the_earned_schedule_has_its_cause(shared_data):
    """All 291 status dates: same, within the hour, or the first hour of a fixed cost; nothing else."""
    causes: Counter[str] = Counter()
    for code in PROJECTS:
        project = tracked(shared_data("dslib") / f"{code}.xlsx")
        ours = tracked_indices(project).earned_schedule.value
        difference = ours - worked(project, theirs(project, "earned_schedule"))
        causes["same"] += int((np.abs(difference) < 60).sum())
        causes["hour"] += int(((np.abs(difference) >= 60) & (np.abs(difference) < HOUR - 1)).sum())
        causes["first hour"] += int((np.abs(difference + HOUR) <= 1).sum())

    assert sum(causes.values()) == 291
    assert causes == CAUSES


def test_a_forecast_before_the_start_is_the_start(shared_data):
    """Far more earned than planned makes a method end below zero; ProTrack and we stop at the start."""
    held = []
    for code in PROJECTS:
        project = tracked(shared_data("dslib") / f"{code}.xlsx")
        budget, planned = project.series.budget_at_completion, tracked_curve(project).planned_duration
        found = duration_forecasts(on_their_schedule(project), budget=budget, planned_duration=planned)
        held += [(code, method.value) for method, one in found.items() if (one.value == 0).any()]

    assert held == [("C2013-13", "ed_1"), ("C2013-15", "ed_1"), ("C2013-15", "ed_sci")]


def test_unknown_figures_are_those_that_cannot_exist(project):
    """Real series leave only to-complete indices unknown, once the money, time or work is used up."""
    ours = tracked_indices(project).as_dict()
    reasons = {Unknown.COMPLETE, Unknown.BUDGET_SPENT, Unknown.TIME_SPENT, Unknown.KNOWN}

    assert {name for name, one in ours.items() if not one.is_known.all()} <= {
        "tcpi_budget",
        "tcpi_estimate",
        "tspi",
    }
    assert {Unknown(int(code)) for one in ours.values() for code in one.reason} <= reasons
