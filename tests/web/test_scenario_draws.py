"""Scenarios on outcomes small enough to count by hand."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import numpy as np
import pytest

from stuurbord.engine.schedule_risk.joint_spending import Course
from stuurbord.plan import instant
from stuurbord.web.scenarios.draws import DAY, Draws, Moves, euro_at, instant_at, joint, moved, with_days
from stuurbord.web.scenarios.effects import benefit_shifts, conflicts, exposure
from stuurbord.web.scenarios.year_spending import Fixed, last_served, per_year


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


NEW_YEAR = at("2027-01-01T00:00")


def draws(finish=(10, 20, 30, 40, 50), cost=(100, 200, 300, 400, 500), course=None) -> Draws:
    return Draws(
        finish=np.array(finish, np.int64) * DAY,
        cost=np.array(cost, np.float64),
        course=course,
        days=np.zeros(0),
        actual=np.zeros(0),
    )


def test_the_joint_p80_is_of_the_sum_per_iteration():
    """What costs much where the other costs little never comes together: 600 each time, not 400 + 400."""
    dear = draws(cost=(100, 200, 300, 400, 500))
    cheap = draws(cost=(500, 400, 300, 200, 100))

    whole = joint([dear.cost, cheap.cost])

    assert whole.tolist() == [600.0] * 5
    assert euro_at(whole, 0.8) == 600
    assert euro_at(dear.cost, 0.8) + euro_at(cheap.cost, 0.8) == 800


def test_a_percentile_is_a_value_that_was_drawn():
    """Of five draws P50 is the third and P80 the fourth."""
    assert instant_at(draws().finish, 0.5) == 30 * DAY
    assert instant_at(draws().finish, 0.8) == 40 * DAY


def test_a_shift_moves_every_iteration_and_costs_nothing():
    found = moved(draws(), Moves(days=7))

    assert (found.finish // DAY).tolist() == [17, 27, 37, 47, 57]
    assert found.cost.tolist() == draws().cost.tolist()


def test_what_stops_has_spent_what_it_spent():
    course = Course(status=0, spent=80.0, share=np.linspace(0, 1, 5), length=10 * DAY)

    found = moved(draws(course=course), Moves(is_stopped=True))

    assert found.cost.tolist() == [80.0] * 5


def test_to_postpone_counts_from_what_remains_and_never_brings_forward():
    begins = at("2026-12-01T08:00")

    assert with_days(Moves(until=date(2027, 1, 10)), begins).days == 40
    assert with_days(Moves(until=date(2026, 11, 1)), begins).days == 0
    assert with_days(Moves(days=5, until=date(2026, 12, 11)), begins).days == 15


def test_projects_of_other_iterations_are_not_added():
    with pytest.raises(ValueError, match="different numbers"):
        joint([np.zeros(3), np.zeros(4)])


def spender() -> Draws:
    """Return a project that spends 100 evenly from 1 October 2026: in one draw over 92 days, else 184."""
    begin = at("2026-10-01T00:00")
    course = Course(status=begin, spent=0.0, share=np.linspace(0, 1, 101), length=92 * DAY)
    return Draws(
        finish=np.array([begin + 92 * DAY, begin + 184 * DAY]),
        cost=np.array([100.0, 100.0]),
        course=course,
        days=np.zeros(0),
        actual=np.zeros(0),
    )


def test_spending_falls_in_the_year_in_which_each_iteration_spends():
    """One draw is finished on 1 January: all in 2026. The other is half way: 50 in each year."""
    years = per_year([2026, 2027], {"P-1": spender()}, {}, {2026: 80.0, 2027: 60.0}, {})

    assert [round(one.p50) for one in years] == [50, 0]
    assert [round(one.p80) for one in years] == [100, 50]
    assert [one.chance_over for one in years] == [0.5, 0.0]
    assert [round(one.left) for one in years] == [-20, 10]


def test_what_comes_a_year_later_is_spent_a_year_later():
    later = moved(spender(), Moves(days=365))
    years = per_year([2026, 2027, 2028], {"P-1": later}, {}, {}, {})

    assert [round(one.p80) for one in years] == [0, 100, 50]
    assert years[0].credit is None
    assert years[0].chance_over is None


def test_a_project_without_a_simulation_spends_what_its_lines_expect():
    years = per_year([2026], {"P-1": spender()}, {"P-2": Fixed({2026: 1_000.0})}, {2026: 1_060.0}, {"P-2": 9})

    assert round(years[0].p80) == 1_100
    assert years[0].postponed == ("P-1",)


def test_a_shortage_falls_on_the_lowest_priority_first():
    """Highest number last; who has no number comes after all; without any number nobody is named."""
    spent = {"P-1": 100.0, "P-2": 30.0, "P-3": 40.0, "P-4": 5.0}

    assert last_served(50, spent, {"P-1": 1, "P-2": 3, "P-3": 2}) == ("P-4", "P-2", "P-3")
    assert last_served(3, spent, {"P-1": 1, "P-2": 3, "P-3": 2}) == ("P-4",)
    assert last_served(50, spent, {}) == ()
    assert last_served(0, spent, {"P-1": 1}) == ()


def dependency(giver: str, receiver: str, agreed: date | None, forecast: date | None = None):
    return SimpleNamespace(
        giver=giver, project=SimpleNamespace(code=receiver), agreed_on=agreed, forecast=forecast, code="AF-1"
    )


@pytest.mark.parametrize(
    ("days", "stopped", "late"),
    [
        ({}, (), []),
        ({"P-1": 10}, (), [10]),
        ({"P-1": 10, "P-2": 10}, (), []),
        ({"P-1": 10, "P-2": 4}, (), [6]),
        ({"P-2": -3}, (), [3]),
        ({}, ("P-1",), [None]),
        ({"P-1": 10}, ("P-2",), []),
    ],
)
def test_a_dependency_conflicts_when_it_gives_later_than_needed(days, stopped, late):
    """The giver moves what is given, the receiver moves when it is needed; who stops gives nothing."""
    found = conflicts([dependency("P-1", "P-2", date(2027, 3, 1))], days, stopped)

    assert [one.days for one in found] == late


def test_a_benefit_follows_the_go_live_of_its_project():
    lines = [
        SimpleNamespace(project=SimpleNamespace(code=code), target_on=date(2028, 1, 1))
        for code in ("P-1", "P-2", "P-3")
    ]

    found = benefit_shifts(lines, {"P-1": 31, "P-3": 0}, ["P-2"])

    assert [(one.until, one.is_lost) for one in found] == [(date(2028, 2, 1), False), (None, True)]


def test_exposure_counts_what_is_left_after_a_response():
    risk = {
        "residual_probability": None,
        "residual_days": None,
        "residual_cost": None,
        "impact_days": 10,
        "impact_cost": 1000,
        "probability": 0.5,
    }
    risks = [
        SimpleNamespace(
            project=SimpleNamespace(code="P-1"), code="R-1", **risk | {"residual_probability": 0.1}
        ),
        SimpleNamespace(project=SimpleNamespace(code="P-2"), code="R-1", **risk),
    ]
    events = {("P-1", "M-1"): "R-1"}

    assert exposure(risks, {}, events).euro == 1000
    taken = exposure(risks, {"P-1": Moves(taken=frozenset({"M-1"}))}, events)
    assert (taken.euro, taken.days) == (600, 6)
    assert exposure(risks, {"P-2": Moves(is_stopped=True)}, events).euro == 500
