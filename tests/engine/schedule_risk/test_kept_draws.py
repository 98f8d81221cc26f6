"""What was drawn before is met again by another choice of responses, to the last bit."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from engine.schedule_risk.risk_plans import days_plan, rows

from stuurbord.engine.schedule_risk import kept_draws
from stuurbord.engine.schedule_risk.building.preparation import prepared
from stuurbord.engine.schedule_risk.building.prepared import Prepared
from stuurbord.engine.schedule_risk.kept_draws import KeptDraws
from stuurbord.engine.schedule_risk.running import PLAIN, run_iterations
from stuurbord.plan.uncertainty import Estimates, Impacts, Responses, RiskEvents, RiskModel

plain = partial(run_iterations, engine=PLAIN)
N = 1000


def _ready() -> Prepared:
    """Return two tasks in a row with a spread, a risk of the second, and two responses to it."""
    plan = days_plan({"A": 10, "B": 20}, ["AB"])
    uids = plan.tasks.uid.tolist()
    model = RiskModel(
        estimates=rows(Estimates, task_uid=uids, low=0.8, likely=1.0, high=[1.5, 2.0]),
        events=rows(RiskEvents, code=["R-1"], name=["Late"], probability=0.5),
        impacts=rows(Impacts, event_idx=[0], task_uid=[uids[1]], low=86400, likely=2e5, high=4e5),
        responses=rows(
            Responses,
            code=["M-1", "M-2"],
            name=["One", "Two"],
            event_idx=[0, 0],
            probability_left=[0.1, 1.0],
            impact_left=[1.0, 0.5],
            cost=[100, 100],
            is_chosen=[False, False],
        ),
    )
    return prepared(plan, model, seed=1)


@pytest.mark.parametrize("most", [kept_draws.MOST_KEPT, 0])
def test_a_second_choice_gets_the_bits_of_a_first(most, monkeypatch):
    """Whatever was run before, each choice gives what it gives by itself; also when nothing is kept."""
    monkeypatch.setattr(kept_draws, "MOST_KEPT", most)
    ready = _ready()
    for chosen in ([False, False], [True, False], [False, True], [False, False]):
        network = ready.drawn(np.array(chosen)).network
        again = plain(network, 1, 0, N, criticality=True)
        alone = plain(replace(network, kept=None), 1, 0, N, criticality=True)

        assert np.array_equal(again.finish, alone.finish)
        assert np.array_equal(again.cost, alone.cost)
        assert np.array_equal(again.critical_count, alone.critical_count)


def test_other_iterations_draw_their_own():
    """What is kept of the first iterations is not met by later ones, nor by another seed."""
    network = _ready().drawn().network
    both = plain(network, 1, 0, 2 * N).finish
    first = plain(network, 1, 0, N).finish

    assert np.array_equal(both[:N], first)
    assert np.array_equal(both[N:], plain(network, 1, N, N).finish)
    assert not np.array_equal(first, plain(network, 2, 0, N).finish)


def test_another_process_gets_a_network_without_what_was_drawn():
    """What is kept is not sent over the wire."""
    network = _ready().drawn().network
    before = len(pickle.dumps(network))
    plain(network, 1, 0, N)

    assert len(pickle.dumps(network)) == before
    assert isinstance(pickle.loads(pickle.dumps(network)).kept, KeptDraws)
