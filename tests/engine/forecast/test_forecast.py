"""Forecasts of finish and cost from progress."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from engine.forecast.made_history import Report, planned, reported
from engine.made_series import START, WEEK, series
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.engine.earned_value import Unknown
from stuurbord.engine.forecast import FITTED, SENTENCES, Method, forecast, history_of
from stuurbord.plan.calendar import DAY, NONE, STANDARD
from stuurbord.plan.uncertainty import ReferenceQuantiles

SATURDAY = START + 2 * DAY
PLANNED = [100 * week for week in range(1, 11)]
REFERENCE = ReferenceQuantiles("test", (0.1, 0.5, 0.9), (0.9, 1.2, 2.0))


def weeks(found) -> float:
    """Return the forecast duration in weeks."""
    return (found.finish.point - START) / WEEK


def test_work_that_goes_as_planned_ends_as_planned():
    """Half way, exactly on plan in time and money."""
    found = forecast(series(PLANNED, PLANNED[:5], PLANNED[:5]))

    assert weeks(found) == pytest.approx(10, abs=0.01)
    assert found.cost.point == pytest.approx(1000_00, rel=1e-4)
    assert found.method == Method.SERIES


def test_late_work_ends_later_than_its_delay_alone():
    """Two weeks behind after five: the pace holds in part for the rest, so more than 12 weeks."""
    found = forecast(series(PLANNED, [60, 120, 180, 240, 300], [60, 120, 180, 240, 300]))

    assert 12 < weeks(found) < 10 / 0.6


def test_work_ahead_keeps_part_of_its_lead():
    """Twice the planned pace: earlier than the lead alone, later than the pace would give."""
    earned = [200, 400, 600]
    found = forecast(series(PLANNED, earned, earned))

    assert 5 < weeks(found) < 7.5
    assert found.because[0].code == "forecast_ahead"


def test_dear_work_makes_the_rest_dearer():
    """Half done at 120 % of its value: more than the overrun so far, less than 120 % of all."""
    spent = [120, 240, 360, 480, 600]
    found = forecast(series(PLANNED, PLANNED[:5], spent))

    assert 1100_00 < found.cost.point < 1200_00


def test_a_row_is_forecast_from_what_was_known_then():
    """Later reports change nothing about an earlier forecast."""
    rows = [60, 120, 180, 240, 300, 900]
    then = forecast(series(PLANNED, rows[:4], rows[:4]))
    later = forecast(series(PLANNED, rows, rows), row=3)

    assert then == later


def test_nothing_reported_is_unknown_with_its_reason():
    """There is no number, and no sentence that pretends one."""
    found = forecast(series(PLANNED))

    assert found.finish.point is None
    assert found.finish.unknown == found.cost.unknown == Unknown.NOT_REPORTED
    assert found.status_date == NONE


def test_a_row_before_the_first_report_is_unknown():
    """What is reported later is not known then."""
    found = forecast(series(PLANNED, [None, None, 300], [None, None, 300]), row=1)

    assert found.finish.unknown == Unknown.NOT_REPORTED
    assert found.because[0].code == "forecast_unknown"


def test_before_the_first_report_a_reference_class_speaks():
    """Half of its projects took 1.2 times their plan or less."""
    found = forecast(series(PLANNED), reference=(REFERENCE, None))

    assert weeks(found) == pytest.approx(12)
    assert (found.finish.high - START) / WEEK == pytest.approx(20)
    assert found.cost.point is None
    assert found.method == Method.REFERENCE_CLASS


def test_without_actual_cost_only_the_finish_is_known():
    """EV without AC: the cost is unknown, not zero."""
    found = forecast(series(PLANNED, PLANNED[:5]))

    assert found.finish.point is not None
    assert found.cost.point is None
    assert found.cost.unknown == Unknown.NOT_REPORTED


@pytest.mark.parametrize(
    ("earned", "spent", "reason"),
    [
        ([100, 200, 300], [0, 0, 0], Unknown.NO_ACTUAL_COST),
        ([100, 200, 300], [110, 220, 0], Unknown.NO_ACTUAL_COST),
        ([100, 200, 300], [110, 220, 3], Unknown.ACTUAL_COST_DOUBTFUL),
        ([100, 200, 300], [110, 220, 90_000], Unknown.ACTUAL_COST_DOUBTFUL),
    ],
)
def test_a_cost_that_cannot_be_is_unknown_with_its_reason(earned, spent, reason):
    """Nothing spent on work that is done, a cost that has fallen away, one of another unit."""
    found = forecast(series(PLANNED, earned, spent))

    assert found.cost.point is found.cost.low is found.cost.high is None
    assert found.cost.unknown == reason
    assert found.finish.point is not None


@pytest.mark.parametrize("spent", [[0, 0, 0], [110, 220, 200], [110, 2200, 330], [30, 40, 50]])
def test_a_cost_that_can_be_is_forecast(spent):
    """Nothing spent before anything is earned, a credit note, an earlier slip of the pen, cheap work."""
    earned = [0, 0, 0] if not any(spent) else [100, 200, 300]

    assert forecast(series(PLANNED, earned, spent)).cost.point is not None


def test_a_baseline_without_working_time_is_unknown():
    """A weekend, on a calendar that rests then: there is no pace to speak of."""
    weekend = replace(
        series([1000], [500], [500]),
        baseline_start=SATURDAY,
        baseline_finish=SATURDAY + DAY,
        calendar=STANDARD,
    )

    assert forecast(weekend).finish.point is None


def test_all_value_earned_leaves_only_closing():
    """What still reports is not closed: half a reporting period more, no more cost, and that is told."""
    found = forecast(series(PLANNED, PLANNED, PLANNED))

    assert weeks(found) == pytest.approx(10.5, abs=0.01)
    assert found.cost.point == 1000_00
    assert found.because[0].code == "forecast_closing"


@given(st.lists(st.floats(0, 300), min_size=1, max_size=12), st.floats(0, 4))
def test_every_forecast_has_an_ordered_interval_after_the_status_date(steps, price):
    """Whatever was reported: low ≤ point ≤ high, never before the status date or below what is spent."""
    earned = np.minimum(np.cumsum(steps), 1000).tolist()
    spent = (np.cumsum(steps) * price).tolist()
    found = forecast(series([*PLANNED, 1000, 1000], earned, spent))

    assert found.status_date <= found.finish.low <= found.finish.point <= found.finish.high
    if found.cost.point is None:
        assert round(spent[-1] * 100) == 0 < found.cost.unknown
        return
    assert round(spent[-1] * 100) - 2 <= found.cost.low <= found.cost.point <= found.cost.high


def test_every_reason_has_a_sentence():
    """And the sentence's fields are those that come with it."""
    cases = [
        forecast(series(PLANNED)),
        forecast(series(PLANNED), reference=(REFERENCE, REFERENCE)),
        forecast(series(PLANNED, [50], [50])),
        forecast(series(PLANNED, [200], [200])),
        forecast(series(PLANNED, PLANNED, PLANNED)),
    ]

    for sentence in (sentence for found in cases for sentence in found.because):
        assert SENTENCES[sentence.code].format(**sentence.fields)


def test_a_delay_off_the_network_weighs_less_than_one_on_it():
    """The same value is missing; where it hits the longest chain the finish moves further."""
    plan = planned({"A": 10, "B": 10, "C": 10, "D": 2}, ["A C", "D C"])
    on = _forecast_of(plan, {"A": Report(0, 10, 5), "B": Report(0, 10), "D": Report(0, 2)})
    off = _forecast_of(plan, {"A": Report(0, 10), "B": Report(0, 10, 5), "D": Report(0, 2)})

    assert on.method == off.method == Method.NETWORK_AND_SERIES
    assert on.finish.point > off.finish.point
    assert on.because[0].code == "forecast_behind_with_tasks"
    assert SENTENCES[on.because[0].code].format(**on.because[0].fields)


def _forecast_of(plan, tasks):
    found, history = reported(plan, 10, tasks)
    return forecast(found, tasks=history)


def test_the_progress_in_a_plan_is_its_last_report():
    """A plan that knows of a late task says the same as the report of it."""
    plan = planned({"A": 10, "B": 10}, ["A B"])
    found, history = reported(plan, 8, {"A": Report(0, 8, 6)})
    tasks = replace(
        plan.tasks,
        actual_start=history.progress.actual_start[0],
        remaining_duration=np.array([6 * DAY, NONE]),
        percent_complete=history.progress.percent_complete[0],
    )
    of_plan = history_of(replace(plan, tasks=tasks), found)

    assert forecast(found, tasks=of_plan) == forecast(found, tasks=history)
    assert history_of(replace(plan, baselines={}), found) is None


def test_the_shipped_parameters_name_the_projects_behind_them():
    """So that nobody judges one of those by them."""
    assert len(FITTED.fitted_on) == len(set(FITTED.fitted_on)) >= 10
    assert len(set(FITTED.fingerprints)) == len(FITTED.fitted_on)
    assert 0 <= FITTED.network_weight <= 1
    assert FITTED.finish_with_tasks.low < 0 < FITTED.finish_with_tasks.high
