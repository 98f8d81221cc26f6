"""Earned value and earned schedule: published figures, identities, and a reason wherever there is none."""

from __future__ import annotations

import numpy as np
import pytest
from engine.made_series import START, WEEK, series
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.engine.earned_value import (
    CostMethod,
    DurationMethod,
    Figures,
    ProgressSeries,
    Unknown,
    adherence,
    cost_forecasts,
    duration_forecasts,
    finish_instants,
    indices,
    series_curve,
)
from stuurbord.plan import NONE
from stuurbord.plan.calendar import DAY, STANDARD


def forecasts(given: ProgressSeries):
    """Return indices, duration forecasts and cost forecasts of a series."""
    found, budget = indices(given), float(given.budget_at_completion)
    planned = float(series_curve(given).planned_duration)
    durations = duration_forecasts(found, budget=budget, planned_duration=planned)
    return found, durations, cost_forecasts(found, budget=budget)


# Vanhoucke, PM Knowledge Center, "Earned Value Management: Forecasting time", table 2: nine weeks planned.
PLANNED = [5, 10, 25, 55, 85, 120, 130, 140, 150, 150, 150]
EARNED = [3.33, 6.67, 10, 22.5, 70, 82.5, 90, 120, 130, 140, 150]
SCHEDULE = [0.67, 1.33, 2.00, 2.83, 4.50, 4.92]


def test_earned_schedule_is_the_published_one():
    """The first six weeks of the example project, to the two digits that are printed."""
    found = indices(series(PLANNED, EARNED, n_periods=9))

    assert found.earned_schedule.value[:6] / WEEK == pytest.approx(SCHEDULE, abs=0.005)
    assert found.spi_t.value[:6] == pytest.approx(np.array(SCHEDULE) / np.arange(1, 7), abs=0.006)


def test_late_work_ends_with_a_perfect_spi_and_a_true_spi_t():
    """Lipke 2003: at the end of late work SV is 0 and SPI is 1, while SV(t) and SPI(t) tell the two weeks."""
    found, durations, _ = forecasts(series(PLANNED, EARNED, EARNED, n_periods=9))

    assert (found.schedule_variance.at(10), found.spi.at(10)) == (0.0, 1.0)
    assert found.earned_schedule.at(10) == 9 * WEEK
    assert found.schedule_variance_time.at(10) == -2 * WEEK
    assert found.spi_t.at(10) == pytest.approx(9 / 11)
    assert durations[DurationMethod.ES_SPI_T].at(10) == 11 * WEEK
    assert durations[DurationMethod.PV_SPI].at(10) == 9 * WEEK


def test_indices_and_cost_forecasts_of_a_textbook_case():
    """PV 45, EV 37, AC 49 of 100: SPI 0.822, CPI 0.755, EAC 112 as planned and 132.43 at this CPI."""
    found, _, costs = forecasts(series([45_000], [37_000], [49_000], budget=100_000, n_periods=2))

    assert found.spi.at(0) == pytest.approx(0.822, abs=5e-4)
    assert found.cpi.at(0) == pytest.approx(0.7551, abs=5e-5)
    assert found.tcpi_budget.at(0) == pytest.approx(63 / 51)
    assert found.tcpi_estimate.at(0) == pytest.approx(found.cpi.at(0))
    assert costs[CostMethod.ONE].at(0) == pytest.approx(112_000_00)
    assert costs[CostMethod.CPI].at(0) == pytest.approx(132_432_43, abs=1)


def test_nine_duration_forecasts_by_hand():
    """Week 4 of the example at AC 30: SPI 22.5/55, CPI 0.75, ES 2 + 12.5/15 weeks."""
    _, durations, _ = forecasts(series(PLANNED, EARNED[:4], [None, None, None, 30], n_periods=9))
    spi, cpi, schedule = 22.5 / 55, 0.75, 2 + 12.5 / 15
    by_hand = {
        DurationMethod.PV_1: 9 - (22.5 - 55) * 9 / 150,
        DurationMethod.PV_SPI: 9 / spi,
        DurationMethod.PV_SCI: 9 / (spi * cpi),
        DurationMethod.ED_1: 4 + 9 - 4 * spi,
        DurationMethod.ED_SPI: 4 + (9 - 4 * spi) / spi,
        DurationMethod.ED_SCI: 4 + (9 - 4 * spi) / (spi * cpi),
        DurationMethod.ES_1: 4 + 9 - schedule,
        DurationMethod.ES_SPI_T: 4 + (9 - schedule) / (schedule / 4),
        DurationMethod.ES_SCI_T: 4 + (9 - schedule) / (schedule / 4 * cpi),
    }

    assert list(durations) == list(DurationMethod)
    assert {name: one.at(3) / WEEK for name, one in durations.items()} == pytest.approx(by_hand)


def test_eight_cost_forecasts_by_hand():
    """The same week: what remains, 127.5, divided by each factor."""
    _, _, costs = forecasts(series(PLANNED, EARNED[:4], [None, None, None, 30], n_periods=9))
    spi, cpi, spi_t = 22.5 / 55, 0.75, (2 + 12.5 / 15) / 4
    factors = [1, cpi, spi, spi_t, spi * cpi, spi_t * cpi, 0.8 * cpi + 0.2 * spi, 0.8 * cpi + 0.2 * spi_t]
    by_hand = [30 + 127.5 / factor for factor in factors]

    assert list(costs) == list(CostMethod)
    assert [one.at(3) / 100 for one in costs.values()] == pytest.approx(by_hand)


def test_earned_duration_counts_from_today_once_the_plan_has_passed():
    """Jacob 2003: after the planned duration, the actual time takes its place."""
    _, durations, _ = forecasts(series(PLANNED, EARNED, n_periods=9))
    spi = 140 / 150

    assert durations[DurationMethod.ED_1].at(9) / WEEK == pytest.approx(10 + 10 - 10 * spi)


def test_adherence_is_the_share_earned_where_it_was_due():
    """Lipke 2004: a task ahead of the plan does not make up for one behind it."""
    found = adherence(
        np.array([[40.0, 60.0], [40.0, 60.0], [0.0, 0.0]]), np.array([[50.0, 50.0], [40.0, 60.0], [0.0, 0.0]])
    )

    assert found.as_list() == [0.9, 1.0, None]
    assert found.reason_at(2) is Unknown.NOTHING_EARNED


def test_work_that_earned_what_was_planned_is_on_time_while_the_plan_rests():
    """The value stands for weeks between stretches of work: the one nearest to the status date counts."""
    found = indices(series([10, 10, 10, 20], [10, 10, 10, 10]))

    assert found.earned_schedule.value / WEEK == pytest.approx([1, 2, 3, 3])


def test_a_cent_of_rounding_does_not_cost_the_whole_rest():
    """Amounts are rounded; a plan that rests is reached all the same."""
    resting = series([10, 10, 10, 20], [10, 10, 10, 10])
    curve = series_curve(resting)
    just_short = curve.earned_schedule(np.array([999.6]), np.array([3.0 * WEEK]))

    assert just_short / WEEK == pytest.approx([3])


def test_more_earned_than_the_whole_plan_ends_with_it():
    """Beyond the planned value there is no later moment than the finish of the baseline."""
    found = indices(series([50, 100], [50, 120]))

    assert found.earned_schedule.value / WEEK == pytest.approx([1, 2])


def test_planned_value_rises_to_the_budget_where_the_series_stops():
    """Only the first of four weeks is given: the rest is taken to be even."""
    found = indices(series([10], [20], budget=40, n_periods=4))

    assert found.earned_schedule.at(0) / WEEK == pytest.approx(2)


@pytest.mark.parametrize(
    ("planned", "earned", "spent", "name", "reason"),
    [
        ([0, 10], [5], [5], "spi", Unknown.NO_PLANNED_VALUE),
        ([5, 10], [5], [0], "cpi", Unknown.NO_ACTUAL_COST),
        ([5, 10], [None], [5], "spi", Unknown.NOT_REPORTED),
        ([None, 10], [5], [5], "schedule_variance", Unknown.NOT_REPORTED),
        ([5, 10], [5], [None], "cost_variance", Unknown.NOT_REPORTED),
        ([5, 10], [5], [10], "tcpi_budget", Unknown.BUDGET_SPENT),
        ([5, 10], [10], [12], "tcpi_budget", Unknown.COMPLETE),
        ([5, 10], [0], [3], "tcpi_estimate", Unknown.NOTHING_EARNED),
        ([5, 10], [10], [12], "tspi", Unknown.COMPLETE),
        ([5, 10], [5], [5], "p_factor", Unknown.NO_TASKS),
    ],
)
def test_an_index_that_does_not_exist_says_why(planned, earned, spent, name, reason):
    """None for people and programs, never a number that is none."""
    found = getattr(indices(series(planned, earned, spent, budget=10)), name)

    assert found.at(0) is None
    assert found.reason_at(0) is reason


def test_after_the_planned_time_no_schedule_performance_can_be_needed():
    """TSPI has no meaning once the planned duration has passed."""
    found = indices(series([10, 10, 10], [2, 4, 6], n_periods=1))

    assert found.tspi.reason.tolist() == [Unknown.TIME_SPENT] * 3


def test_nothing_earned_forecasts_no_duration_by_performance():
    """The methods that divide by an index are silent; those that assume the plan still speak."""
    _, durations, costs = forecasts(series([5, 10], [0], [1], budget=10))
    told = {name for name, one in durations.items() if one.is_known[0]}

    assert told == {DurationMethod.PV_1, DurationMethod.ED_1, DurationMethod.ES_1}
    assert {name for name, one in costs.items() if one.is_known[0]} == {CostMethod.ONE}
    assert costs[CostMethod.CPI].reason_at(0) is Unknown.NOTHING_EARNED


def test_a_forecast_of_centuries_is_no_forecast():
    """A cent earned of a million: the date lies beyond any calendar."""
    _, durations, _ = forecasts(series([900_000, 1_000_000], [0.01], [1]))

    assert durations[DurationMethod.PV_SPI].reason_at(0) is Unknown.TOO_FAR


def test_a_status_date_before_the_baseline_has_no_spi_t():
    """Time has not begun to count."""
    early = ProgressSeries(
        np.array([START - DAY, START + WEEK]),
        np.array([0, 100]),
        np.array([0, 50]),
        np.array([0, 50]),
        100,
        START,
        START + WEEK,
    )
    found = indices(early)

    assert found.spi_t.reason_at(0) is Unknown.NOT_STARTED
    assert found.spi_t.at(1) == pytest.approx(0.5)


def test_time_counts_in_the_working_time_of_the_calendar():
    """A calendar of 40 hours a week: half of two weeks is 40 hours, and its date lies in working time."""
    given = series([50, 100], [50, 100], [50, 100], calendar=STANDARD)
    found, durations, _ = forecasts(given)
    finish = finish_instants(given, durations[DurationMethod.ES_1])

    assert found.actual_time.value / 3600 == pytest.approx([40, 80])
    assert finish.value % DAY == pytest.approx([17 * 3600, 17 * 3600])


def test_no_duration_at_all_finishes_at_the_start():
    """A forecast of zero is the start of the baseline, not the end of the working day before."""
    given = series([50, 100], [50], calendar=STANDARD)

    assert finish_instants(given, Figures.of(np.array([0.0, 0.0]))).as_list() == [START, START]


@pytest.mark.parametrize(
    "broken",
    [
        {"period_end": np.array([2, 1])},
        {"planned_value": np.array([1])},
        {"budget_at_completion": 0},
        {"baseline_finish": 0},
    ],
)
def test_a_series_that_contradicts_itself_is_refused(broken):
    """Order, lengths, budget and baseline are checked once."""
    sound = {
        "period_end": np.array([1, 2]),
        "planned_value": np.array([1, 2]),
        "earned_value": np.array([1, NONE]),
        "actual_cost": np.array([1, NONE]),
        "budget_at_completion": 2,
        "baseline_start": 0,
        "baseline_finish": 2,
    }
    with pytest.raises(ValueError, match=r"\w"):
        ProgressSeries(**(sound | broken))


amounts = st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=8)


@given(
    amounts, amounts, amounts, st.integers(1, 10**6), st.integers(1, 12), st.sampled_from([None, STANDARD])
)
def test_no_figure_is_ever_a_number_that_is_none(planned, earned, spent, budget, n_periods, calendar):
    """Whatever is reported: finite with a value, zero with a reason, and forecasts not before the start."""
    n_rows = max(len(planned), len(earned), len(spent))
    padded = [*planned, *[None] * (n_rows - len(planned))]
    given = series(padded, earned, spent, budget=budget, n_periods=n_periods, calendar=calendar)
    found, durations, costs = forecasts(given)
    finishes = [finish_instants(given, one) for one in durations.values()]
    figures = [*found.as_dict().values(), *durations.values(), *costs.values(), *finishes]

    assert all(np.isfinite(one.value).all() for one in figures)
    assert all((one.value[~one.is_known] == 0).all() for one in figures)
    assert all((one.value[one.is_known] >= START).all() for one in finishes)
    assert (found.earned_schedule.value <= max(series_curve(given).work[-1], 0)).all()


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=10))
def test_work_that_goes_as_planned_has_every_index_at_one(steps):
    """EV = PV = AC: all indices are 1, ES is AT, and every method forecasts the plan."""
    planned = np.cumsum(steps).tolist()
    found, durations, costs = forecasts(series(planned, planned[:-1], planned[:-1]))
    rows = slice(0, len(planned) - 1)

    for index in (found.spi, found.cpi, found.spi_t, found.tcpi_budget, found.tspi):
        assert index.value[rows] == pytest.approx(1)
    assert found.earned_schedule.value[rows] == pytest.approx(found.actual_time.value[rows])
    for duration in durations.values():
        assert duration.value[rows] == pytest.approx(len(planned) * WEEK)
    for cost in costs.values():
        assert cost.value[rows] == pytest.approx(planned[-1] * 100)
