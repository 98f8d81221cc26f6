"""Estimates of separate values: exact where a curve would blur the steps."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from engine.schedule_risk.risk_plans import MONDAY, days_plan, event, rows, spread

from stuurbord.engine.schedule_risk import simulate
from stuurbord.engine.schedule_risk.outcome import DriverKind
from stuurbord.plan.calendar import DAY
from stuurbord.plan.uncertainty import Estimates, Quantity, Repeats, RiskModel, Shape

N = 60_000
MARGIN = 0.005
FIRST = {2: 0.25, 4: 0.6, 10: 0.15}
SECOND = {1: 0.1, 3: 0.5, 5: 0.4}


def _discrete(*of_tasks: dict[int, float], **facts: object) -> RiskModel:
    """Return a model in which task 0, 1, … takes these days with these chances."""
    points = {uid: tuple(chances) for uid, chances in enumerate(of_tasks)}
    chances = [list(one.values()) for one in of_tasks]
    return spread(
        points,
        shape=Shape.DISCRETE,
        low_chance=[one[0] for one in chances],
        high_chance=[one[2] for one in chances],
        **facts,
    )


def _simulate(plan, model, **facts):
    return simulate(plan, model, **{"iterations": N, "drivers": False, "responses": False, "seed": 7} | facts)


def _shares(values):
    found, counts = np.unique(values, return_counts=True)
    return dict(zip(found.tolist(), (counts / len(values)).tolist(), strict=True))


def test_a_chain_of_two_has_the_distribution_that_counting_gives():
    """Nine outcomes, of which two coincide; no day between them ever comes out."""
    exact: Counter[int] = Counter()
    for (one, its), (other, others) in product(FIRST.items(), SECOND.items()):
        exact[one + other] += its * others
    outcome = _simulate(days_plan({"A": 4, "B": 3}, ["AB"]), _discrete(FIRST, SECOND))
    found = _shares((outcome.finish - MONDAY) / DAY)

    assert set(found) == set(exact)
    for days, chance in exact.items():
        assert found[days] == pytest.approx(chance, abs=MARGIN), days


def test_percentages_are_of_what_is_planned():
    """A multiple of the planned days, as with any other shape."""
    points = rows(
        Estimates, task_uid=[0], low=[0.5], likely=[1.0], high=[3.0], shape=Shape.DISCRETE, high_chance=0.3
    )
    outcome = _simulate(days_plan({"A": 4}), RiskModel(estimates=points))

    assert _shares((outcome.finish - MONDAY) / DAY) == pytest.approx({4.0: 0.7, 12.0: 0.3}, abs=MARGIN)


def test_costs_take_separate_values_too():
    """In place of the planned cost, to the euro."""
    points = rows(
        Estimates,
        task_uid=[0],
        quantity=Quantity.COST,
        low=[50_000.0],
        likely=[100_000.0],
        high=[900_000.0],
        is_amount=True,
        shape=Shape.DISCRETE,
        low_chance=0.2,
        high_chance=0.1,
    )
    plan = days_plan({"A": 4})
    plan = replace(plan, tasks=replace(plan.tasks, cost=np.array([100_000])))
    outcome = _simulate(plan, RiskModel(estimates=points))

    assert _shares(outcome.cost) == pytest.approx({500.0: 0.2, 1000.0: 0.7, 9000.0: 0.1}, abs=MARGIN)


def test_what_runs_again_takes_a_value_anew():
    """The second time is as uncertain as the first, and independent of it."""
    model = _discrete(FIRST)
    model = replace(event(0.4, 0, 0), estimates=model.estimates)
    model = replace(model, repeats=rows(Repeats, event_idx=[0], task_uid=[0]))
    exact: Counter[int] = Counter({days: 0.6 * chance for days, chance in FIRST.items()})
    for (one, its), (other, others) in product(FIRST.items(), FIRST.items()):
        exact[one + other] += 0.4 * its * others
    outcome = _simulate(days_plan({"A": 4}), model)
    found = _shares((outcome.finish - MONDAY) / DAY)

    assert set(found) == set(exact)
    for days, chance in exact.items():
        assert found[days] == pytest.approx(chance, abs=MARGIN), days


def test_values_are_no_risks_but_drive_the_finish():
    """What is in no register is not counted there; the task itself is what moves the finish."""
    model = _discrete(FIRST)
    model = replace(event(0.5, 1, 2), estimates=model.estimates)
    outcome = _simulate(days_plan({"A": 4, "B": 1}, ["AB"]), model, drivers=True)
    of_task = next(one for one in outcome.drivers if one.kind == DriverKind.TASK)

    assert list(outcome.occurred) == ["R-1"]
    variance = sum(chance * days**2 for days, chance in FIRST.items()) - 4.4**2
    assert of_task.code == "0"
    assert of_task.share == pytest.approx(variance / (variance + 1.0), abs=0.02)


def test_certain_values_need_no_chance():
    """All of the chance on one value is that value."""
    outcome = _simulate(days_plan({"A": 4}), _discrete({2: 0.0, 4: 0.0, 10: 1.0}))

    assert _shares((outcome.finish - MONDAY) / DAY) == {10.0: 1.0}
