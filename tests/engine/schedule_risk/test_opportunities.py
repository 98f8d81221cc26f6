"""What may turn out well: sooner and cheaper, and never less than no time at all."""

from __future__ import annotations

import numpy as np
import pytest
from engine.schedule_risk.risk_plans import MONDAY, days_plan, event, rows

from stuurbord.engine.schedule_risk import simulate
from stuurbord.plan.calendar import DAY
from stuurbord.plan.uncertainty import Impacts, Quantity, RiskEvents, RiskModel

N = 20_000


def _simulate(model):
    return simulate(days_plan({"A": 4, "B": 3}, ["AB"]), model, iterations=N, seed=7)


@pytest.mark.parametrize(("days", "left"), [(-2.0, 5.0), (-30.0, 3.0)])
def test_a_task_becomes_shorter_but_not_less_than_nothing(days, left):
    """Three times in ten; what follows begins sooner."""
    finish = (_simulate(event(0.3, 0, days)).finish - MONDAY) / DAY

    assert set(np.unique(finish).tolist()) == {left, 7.0}
    assert np.mean(finish == left) == pytest.approx(0.3, abs=0.015)


def test_a_saving_lowers_the_cost_and_is_a_driver():
    """Of the project as a whole, in the iterations in which it occurs."""
    events = rows(RiskEvents, code=["R-1"], name=["Sale"], probability=[0.3])
    cents = [-500_000.0]
    points = {"low": cents, "likely": cents, "high": cents}
    impacts = rows(Impacts, event_idx=[0], task_uid=[-1], quantity=[Quantity.COST], **points)
    outcome = _simulate(RiskModel(events=events, impacts=impacts))
    [driver] = outcome.drivers

    assert set(np.unique(outcome.cost - outcome.planned_cost).tolist()) == {-5000.0, 0.0}
    assert driver.code == "R-1"
    assert driver.eur_high < driver.eur_low
