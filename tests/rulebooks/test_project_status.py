"""The status of a project: the worst of time and cost, never green on what is not known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.rulebooks.project_status import Facts, Status, project_status
from stuurbord.rulebooks.project_status.check import GRAVITY

ON = date(2026, 11, 20)


def late(days: int) -> date:
    """Return the day so many days after the promise."""
    return ON + timedelta(days=days)


KNOWN = {
    "on": ON,
    "promised_on": ON,
    "expected_on": ON,
    "time_tolerance_days": 30,
    "budget": Decimal(1_000_000),
    "forecast_cost": Decimal(1_000_000),
    "cost_tolerance": Decimal("0.10"),
}


@pytest.mark.parametrize(
    ("changed", "expected", "code"),
    [
        ({}, Status.ON_TRACK, "within_tolerances"),
        ({"expected_on": late(-7)}, Status.ON_TRACK, "within_tolerances"),
        ({"expected_on": late(15)}, Status.ON_TRACK, "within_tolerances"),
        ({"expected_on": late(16)}, Status.ADJUST, "time_tolerance_half_used"),
        ({"expected_on": late(30)}, Status.ADJUST, "time_tolerance_half_used"),
        ({"expected_on": late(31)}, Status.INTERVENE, "time_beyond_tolerance"),
        ({"expected_on": late(1), "time_tolerance_days": 0}, Status.INTERVENE, "time_beyond_tolerance"),
        ({"forecast_cost": Decimal(1_050_000)}, Status.ON_TRACK, "within_tolerances"),
        ({"forecast_cost": Decimal(1_050_001)}, Status.ADJUST, "cost_tolerance_half_used"),
        ({"forecast_cost": Decimal(1_100_001)}, Status.INTERVENE, "cost_beyond_tolerance"),
        ({"expected_on": None}, Status.UNDETERMINED, "finish_unknown"),
        ({"promised_on": None}, Status.UNDETERMINED, "finish_unknown"),
        ({"time_tolerance_days": None}, Status.UNDETERMINED, "no_time_tolerance"),
        ({"budget": None}, Status.UNDETERMINED, "cost_unknown"),
        ({"budget": Decimal(0)}, Status.UNDETERMINED, "cost_unknown"),
        ({"budget": Decimal(-100)}, Status.UNDETERMINED, "cost_unknown"),
        ({"forecast_cost": None}, Status.UNDETERMINED, "cost_unknown"),
        ({"cost_tolerance": None}, Status.UNDETERMINED, "no_cost_tolerance"),
        ({"next_gate": "G2", "next_gate_on": date(2026, 11, 19)}, Status.ADJUST, "gate_overdue"),
        ({"next_gate": "G2", "next_gate_on": ON}, Status.ON_TRACK, "within_tolerances"),
    ],
)
def test_each_fact_weighs_as_the_rules_say(changed, expected, code):
    """At the edge and one beyond it, for time, cost, gate and what is missing."""
    verdict = project_status(Facts(**(KNOWN | changed)))

    assert verdict.status is expected
    assert verdict.reasons[0].code == code


@pytest.mark.parametrize("budget", [None, Decimal(0), Decimal(-100)])
def test_a_budget_that_nothing_can_be_measured_against_is_missing(budget):
    """A share of nothing, or of less, has no meaning: the verdict names the budget as what it lacks."""
    verdict = project_status(Facts(**(KNOWN | {"budget": budget, "cost_tolerance": None})))

    assert verdict.cost is Status.UNDETERMINED
    assert verdict.missing == ("budget", "cost_tolerance")


def test_a_breach_outweighs_a_missing_fact():
    """Beyond the tolerance in time and cost unknown: intervene, with both reasons told."""
    verdict = project_status(Facts(**(KNOWN | {"expected_on": late(31), "budget": None})))

    assert verdict.status is Status.INTERVENE
    assert [reason.code for reason in verdict.reasons] == ["time_beyond_tolerance", "cost_unknown"]
    assert verdict.missing == ("budget",)


def test_a_person_can_only_make_it_worse():
    """A judgement of “adjust” counts on a green project and not on a red one."""
    judged = {"judged_status": Status.ADJUST, "judged_reason": "Andere procedure"}
    green = project_status(Facts(**(KNOWN | judged)))
    red = project_status(Facts(**(KNOWN | judged | {"expected_on": late(31)})))

    assert (green.status, green.is_judged) == (Status.ADJUST, True)
    assert green.reasons[0].fields == {"reason": "Andere procedure"}
    assert (red.status, red.is_judged) == (Status.INTERVENE, False)


@given(
    st.one_of(st.none(), st.integers(-400, 400)),
    st.one_of(st.none(), st.integers(0, 200)),
    st.one_of(st.none(), st.integers(0, 10**9)),
    st.one_of(st.none(), st.integers(0, 10**9)),
    st.one_of(st.none(), st.integers(0, 100)),
)
def test_nothing_unknown_is_ever_green(deviation, tolerance, budget, forecast, cost_tolerance):
    """Whatever is missing, the verdict is at least undetermined; and it is the worst of its parts."""
    verdict = project_status(
        Facts(
            on=ON,
            promised_on=ON,
            expected_on=None if deviation is None else late(deviation),
            time_tolerance_days=tolerance,
            budget=None if budget is None else Decimal(budget),
            forecast_cost=None if forecast is None else Decimal(forecast),
            cost_tolerance=None if cost_tolerance is None else Decimal(cost_tolerance) / 100,
        )
    )

    assert not (verdict.missing and verdict.status is Status.ON_TRACK)
    assert verdict.status is min((verdict.time, verdict.cost), key=GRAVITY.index)
    assert verdict.reasons
