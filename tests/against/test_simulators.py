"""Our simulation beside those of cost-core and pmcontrols (PyPI) on the same network.

Both draw by themselves, so that means agree within what chance allows; the link types, lags, risks and
costs that each of them knows are all used.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from engine.schedule_risk.bare_networks import DAY, bare_network

from stuurbord.engine.schedule_risk.bare import BareNetwork, network_of
from stuurbord.engine.schedule_risk.running import run_iterations
from stuurbord.plan.uncertainty import Shape

N = 20_000


def pert_network() -> BareNetwork:
    """Return tasks with a PERT each; no lag takes the start before that of the project."""
    bare = bare_network(60, 3)
    duration = np.maximum(bare.duration, DAY)
    n_events, n_links = len(bare.probability), len(bare.lag)
    return replace(
        bare,
        duration=duration,
        low=duration * 0.8,
        likely=duration * 1.0,
        high=duration * 1.9,
        shape=np.full(60, Shape.PERT, np.int8),
        kind=np.zeros(n_links, np.int64),
        lag=np.zeros(n_links, np.int64),
        impact_low=np.full(n_events, 2.0 * DAY),
    )


def test_pmcontrols_finds_the_same_finish_and_criticality():
    """On finish-to-start links; in days, as it calls critical what has 1e-9 of float at most."""
    pytest.importorskip("pandas", reason="pandas, which pmcontrols needs, is not installed")
    pert = pytest.importorskip("pmcontrols", reason="pmcontrols is not installed").pert
    none = np.zeros(0)
    bare = replace(
        pert_network(), probability=none, impact_event=none.astype(int), impact_task=none.astype(int)
    )
    bare = replace(bare, impact_low=none, impact_likely=none, impact_high=none, impact_cost=none)
    rows = [
        {
            "id": str(task),
            "predecessors": [str(before) for before in bare.predecessor[bare.successor == task]],
            "a": bare.low[task] / DAY,
            "m": bare.likely[task] / DAY,
            "b": bare.high[task] / DAY,
        }
        for task in range(60)
    ]
    theirs = pert(rows, n_sim=N, seed=3)
    ours = run_iterations(network_of(bare), 3, 0, N, criticality=True)
    error = 5 * ours.finish.std() * (2 / N) ** 0.5
    criticality = theirs.table.set_index(theirs.table["activity"].astype(int))[
        "criticality_index"
    ].sort_index()

    assert ours.finish.mean() == pytest.approx(theirs.stats["mc_mean"] * DAY, abs=error)
    assert np.quantile(ours.finish, 0.8) == pytest.approx(theirs.stats["mc_p80"] * DAY, abs=2 * error)
    assert ours.critical_count / N == pytest.approx(criticality.to_numpy(), abs=0.03)


@pytest.mark.parametrize("correlation", [0.0, 0.3])
def test_cost_core_finds_the_same_finish_and_cost(correlation):
    """Four kinds of links with lags, risks with time and money, and one correlation between all durations."""
    pytest.importorskip("pandas", reason="pandas, which cost-core needs, is not installed")
    pytest.importorskip("cost_core", reason="cost-core is not installed")
    from cost_core.schedule.jcl import Activity, Project, Risk, simulate

    bare = pert_network()
    rng = np.random.default_rng(2)
    bare = replace(
        bare,
        kind=rng.integers(0, 4, len(bare.kind)),
        lag=rng.integers(-1, 4, len(bare.kind)) * DAY,
        load_task=np.arange(60),
        load_factor=np.zeros(60, int),
        load=np.full(60, correlation**0.5),
    )
    kinds = ("FS", "SS", "FF", "SF")
    spread = {"type": "pert", "left": 0.8, "mode": 1.0, "right": 1.9}
    activities = [
        Activity(
            str(task),
            float(bare.duration[task]),
            spread,
            [
                (str(bare.predecessor[link]), float(bare.lag[link]), kinds[bare.kind[link]])
                for link in np.flatnonzero(bare.successor == task)
            ],
            fixed_cost=float(bare.cost[task]),
            burn_rate=float(bare.cost_per_second[task]),
        )
        for task in range(60)
    ]
    risks = [
        Risk(
            str(event),
            float(bare.probability[event]),
            [str(bare.impact_task[event])],
            {
                "type": "pert",
                "left": bare.impact_low[event],
                "mode": bare.impact_likely[event],
                "right": bare.impact_high[event],
            },
            float(bare.impact_cost[event]),
        )
        for event in range(len(bare.probability))
    ]
    theirs = simulate(Project(activities, risks, duration_correlation=correlation), n_iter=N, seed=3)
    ours = run_iterations(network_of(bare), 3, 0, N)

    for one, other in ((ours.finish, theirs.finish), (ours.cost, theirs.cost)):
        assert one.mean() == pytest.approx(other.mean(), abs=5 * one.std() * (2 / N) ** 0.5)
        assert one.std() == pytest.approx(other.std(), rel=0.03)
        assert np.quantile(one, 0.8) == pytest.approx(np.quantile(other, 0.8), abs=0.06 * one.std())
