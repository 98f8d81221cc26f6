"""The status where the risks were simulated: by chance, by the portfolio's thresholds, and by law."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.rulebooks.project_status import Facts, Status, project_status
from stuurbord.rulebooks.project_status.check import FORECAST, GRAVITY, SIMULATION, thresholds

ON = date(2026, 11, 26)
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
    ("chance", "expected"),
    [
        (1.0, Status.ON_TRACK),
        (0.8, Status.ON_TRACK),
        (0.7999, Status.ADJUST),
        (0.5, Status.ADJUST),
        (0.4999, Status.INTERVENE),
        (0.0, Status.INTERVENE),
    ],
)
@pytest.mark.parametrize("part", ["time", "cost"])
def test_the_chance_decides_at_each_edge(part, chance, expected):
    """80 % is on track, 50 % is adjust; a hair below either is the next."""
    verdict = project_status(
        Facts(**KNOWN | {"chance_time": 0.9, "chance_cost": 0.9, f"chance_{part}": chance})
    )

    assert verdict.status is expected
    assert getattr(verdict, part) is expected


def test_the_chance_takes_the_place_of_the_one_date():
    """The forecast uses two thirds of the tolerance; with 95 % chance that is on track."""
    facts = KNOWN | {"expected_on": ON + timedelta(days=20)}
    without, simulated = project_status(Facts(**facts)), project_status(Facts(**facts, chance_time=0.95))

    assert (without.status, without.basis_time) == (Status.ADJUST, FORECAST)
    assert (simulated.status, simulated.basis_time) == (Status.ON_TRACK, SIMULATION)


def test_a_forecast_of_the_budget_beyond_its_tolerance_is_not_hidden_by_the_plan():
    """The plan need not hold every euro: what the controller expects is a fact of its own."""
    facts = KNOWN | {"forecast_cost": Decimal(1_100_001), "chance_cost": 1.0}

    assert project_status(Facts(**facts)).cost is Status.INTERVENE


def test_with_a_chance_nothing_is_missing():
    """Both chances known: no forecast of the budget is asked for any more."""
    verdict = project_status(Facts(on=ON, chance_time=0.9, chance_cost=0.9))

    assert (verdict.status, verdict.missing) == (Status.ON_TRACK, ())


def test_a_portfolio_may_ask_for_more():
    """85 % is on track by the rule book and adjust where 90 % is agreed; 55 % intervene where 60 % is."""
    book = project_status(Facts(**KNOWN, chance_time=0.85))
    own = project_status(Facts(**KNOWN, chance_time=0.85, on_track_from=0.9))
    low = project_status(Facts(**KNOWN, chance_time=0.55, adjust_from=0.6))

    assert (book.status, own.status, low.status) == (Status.ON_TRACK, Status.ADJUST, Status.INTERVENE)
    assert own.reasons[0].fields == {"chance_fraction": 0.85, "wanted_fraction": 0.9}


def test_a_breach_of_the_law_is_red_whatever_the_figures_say():
    """It is the first reason and names the issue; time and cost keep their own status."""
    verdict = project_status(Facts(**KNOWN, chance_time=1.0, legal_breaches=("I-004",)))

    assert (verdict.status, verdict.time, verdict.cost) == (
        Status.INTERVENE,
        Status.ON_TRACK,
        Status.ON_TRACK,
    )
    assert verdict.reasons[0].fields == {"issues": "I-004"}


def test_a_breach_of_the_law_outweighs_missing_facts():
    """Nothing else is known."""
    assert project_status(Facts(on=ON, legal_breaches=("I-1",))).status is Status.INTERVENE


@pytest.mark.parametrize(("day", "counts"), [(-1, False), (0, True), (1, True), (None, True)])
def test_a_judgement_counts_up_to_its_last_day(day, counts):
    """Without an end it counts until it is withdrawn."""
    until = None if day is None else ON + timedelta(days=day)
    judged = {"judged_status": Status.INTERVENE, "judged_reason": "Geen aannemer", "judged_until": until}

    assert project_status(Facts(**KNOWN, **judged)).is_judged is counts


def test_before_the_first_threshold_the_first_holds():
    """A snapshot of long ago is judged too."""
    verdict = project_status(Facts(**KNOWN | {"on": date(2020, 1, 1)}, chance_time=0.6))

    assert verdict.status is Status.ADJUST
    assert thresholds(date(2020, 1, 1)) == (0.8, 0.5)


@given(
    st.one_of(st.none(), st.floats(0, 1)),
    st.one_of(st.none(), st.floats(0, 1)),
    st.integers(-100, 100),
    st.booleans(),
)
def test_a_higher_chance_is_never_worse(time, cost, deviation, is_breach):
    """Whatever else is known: raising a chance to certainty never makes the status graver."""
    facts = KNOWN | {"expected_on": ON + timedelta(days=deviation), "chance_cost": cost}
    facts |= {"legal_breaches": ("I-1",) if is_breach else ()}
    before = project_status(Facts(**facts, chance_time=0.0 if time is None else time))
    after = project_status(Facts(**facts, chance_time=1.0))

    assert GRAVITY.index(after.status) >= GRAVITY.index(before.status)
