"""The sweep: the same bits however it is run, and the answers of known networks."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from engine.schedule_risk.bare_networks import DAY, bare_network, brute_force, network

from stuurbord.engine.schedule_risk import running
from stuurbord.engine.schedule_risk.bare import BareNetwork, network_of
from stuurbord.engine.schedule_risk.looking_up import draw_values, scenarios
from stuurbord.engine.schedule_risk.network import LATEST, AxisMap, Events
from stuurbord.engine.schedule_risk.running import PLAIN, draw_rows_of, run_iterations
from stuurbord.errors import Stopped
from stuurbord.plan.uncertainty import Shape

COLUMNS = ("finish", "cost", "watched", "watched_start", "occurred", "critical_count")


@pytest.fixture(scope="module")
def compiled():
    """Return the compiled kernels; they are compiled now if these sources never were."""
    pytest.importorskip("numba")
    return running.compiled()


def same(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in COLUMNS)


def watched(net):
    nodes = np.arange(0, net.n_nodes, 7, dtype=np.int32)
    return replace(net, watched=nodes, watched_start=nodes[::-1].copy())


def with_maps(net):
    """Let some links and finishes change axes, in five scenarios of weather."""
    rng = np.random.default_rng(5)
    slope = (rng.random((5, 3000)) < 0.7).astype(np.int8)
    base = (np.cumsum(slope, axis=1) * DAY).astype(np.int32)
    maps = (AxisMap(DAY, base, slope), AxisMap(3600, base[:1], slope[:1], border=0))
    links = replace(net.links, map_idx=rng.integers(-1, 2, len(net.links.lag)).astype(np.int32))
    finish_map = np.where(np.arange(len(net.finish_nodes)) % 2, 0, -1).astype(np.int32)
    return replace(net, links=links, maps=maps, finish_map=finish_map, scenario_key=99)


def bounded(net):
    nodes = replace(
        net.nodes,
        earliest=np.where(np.arange(net.n_nodes) % 5, 0, 40 * DAY).astype(np.int32),
        earliest_finish=np.where(np.arange(net.n_nodes) % 6, -(2**30), 60 * DAY).astype(np.int32),
        latest=np.where(np.arange(net.n_nodes) % 7, LATEST, 90 * DAY).astype(np.int32),
        latest_finish=np.where(np.arange(net.n_nodes) % 11, LATEST, 110 * DAY).astype(np.int32),
    )
    return replace(net, nodes=nodes)


NETWORKS = {
    "independent": lambda: watched(network(150)),
    "factors": lambda: watched(network(150, n_factors=4)),
    "maps": lambda: with_maps(watched(network(150))),
    "bounds": lambda: bounded(watched(network(150))),
    "one task": lambda: network(1),
}


@pytest.mark.parametrize("kind", NETWORKS)
def test_compiled_and_plain_agree_to_the_last_bit(kind, compiled):
    """All that is drawn and dated, over more than one row of either."""
    net = NETWORKS[kind]()
    plain = run_iterations(net, 11, 0, 3000, criticality=True, engine=PLAIN)

    assert same(plain, run_iterations(net, 11, 0, 3000, criticality=True, engine=compiled))


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_do_not_change_a_bit(threads, compiled):
    """Nor who is first."""
    net = NETWORKS["factors"]()
    net_runs = [
        run_iterations(net, 5, 0, 9000, criticality=True, threads=n, engine=compiled) for n in (1, threads)
    ]

    assert same(*net_runs)


@pytest.mark.parametrize("width", [128, 384, 1280])
def test_the_length_of_rows_does_not_change_a_bit(width):
    """NumPy may take as many lanes at once as it likes."""
    net = NETWORKS["factors"]()
    whole = run_iterations(net, 5, 0, 1500, criticality=True, engine=PLAIN)

    assert same(whole, run_iterations(net, 5, 0, 1500, criticality=True, engine=replace(PLAIN, width=width)))


@pytest.mark.parametrize("borders", [(0, 1, 1000), (0, 127, 129, 640, 1000), (0, 500, 1000)])
def test_shards_at_odd_borders_join_to_the_same_bits(borders):
    """A shard may begin and end within a quantum; counts add up."""
    net = NETWORKS["maps"]()
    whole = run_iterations(net, 8, 0, 1000, criticality=True, engine=PLAIN)
    shards = [
        run_iterations(net, 8, begin, end - begin, criticality=True, engine=PLAIN)
        for begin, end in itertools.pairwise(borders)
    ]

    assert [shard.first for shard in shards] == list(borders[:-1])
    for name in COLUMNS[:-1]:
        joined = np.concatenate([getattr(shard, name) for shard in shards], axis=-1)
        assert np.array_equal(joined, getattr(whole, name)), name
    assert np.array_equal(sum(shard.critical_count for shard in shards), whole.critical_count)


def test_another_seed_gives_other_iterations():
    """And a longer run begins with the shorter one."""
    net = network(80)
    one, longer = run_iterations(net, 1, 0, 400), run_iterations(net, 1, 0, 900)

    assert np.array_equal(one.finish, longer.finish[:400])
    assert len(np.unique(longer.finish)) > 850
    assert not np.any(run_iterations(net, 2, 0, 400).cost == one.cost)


@pytest.mark.parametrize("kind", ["independent", "factors", "one task"])
@pytest.mark.parametrize("seed", [1, 2])
def test_all_links_lags_and_risks_agree_with_brute_force(kind, seed):
    """Four kinds of links with lags, sure and drawn durations, events, costs, criticality."""
    net = NETWORKS[kind]()
    runs = run_iterations(net, seed, 0, 700, criticality=True)
    expected = brute_force(net, seed, 700)

    for name in ("finish", "critical_count", "occurred"):
        assert np.array_equal(getattr(runs, name), expected[name]), name
    assert runs.cost == pytest.approx(expected["cost"], rel=1e-12)


def test_without_draws_planned_durations_are_exact_to_the_second():
    """However long: float32 has no part in it."""
    duration = np.array([123_456_789, 7, 98_765_431])
    bare = bare_of(duration, [0, 1], [1, 2])

    assert set(run_iterations(network_of(bare), 1, 0, 5).finish.tolist()) == {int(duration.sum())}


def bare_of(duration, predecessor, successor, low=None, high=None, shape=Shape.PERT, **risks):
    duration = np.asarray(duration)
    points = [duration * 1.0 if column is None else np.asarray(column, float) for column in (low, None, high)]
    none = np.zeros(len(predecessor), int)
    return BareNetwork(
        duration,
        *points,
        np.full(len(duration), shape, np.int8),
        np.array(predecessor, int),
        np.array(successor, int),
        none,
        none,
        **risks,
    )


def test_two_normals_that_merge_finish_later_than_either():
    """E max(X, Y) = μ + σ/√π for two independent normals (Clark 1961)."""
    bare = bare_of([1000 * DAY] * 2, [], [], [900 * DAY] * 2, [1100 * DAY] * 2)
    net = network_of(bare)
    net = replace(net, shapes=np.linspace(-6, 6, 385, dtype=np.float32)[None, :])
    net = replace(net, draws=replace(net.draws, shift=net.draws.shift * 0 + 1000 * DAY))
    sigma = float(net.draws.scale[0])
    finish = run_iterations(net, 3, 0, 400_000).finish

    assert finish.mean() == pytest.approx(
        1000 * DAY + sigma / np.pi**0.5, abs=4 * sigma * 0.83 / 400_000**0.5
    )


def test_an_event_takes_its_share_and_nothing_in_between():
    """One task of 10 days that takes 5 more with probability 0.3: two values, in these shares."""
    bare = bare_of(
        [10 * DAY],
        [],
        [],
        probability=np.array([0.3]),
        impact_event=np.array([0]),
        impact_task=np.array([0]),
        impact_low=np.array([5.0 * DAY]),
        impact_likely=np.array([5.0 * DAY]),
        impact_high=np.array([5.0 * DAY]),
        impact_cost=np.array([1000.0]),
    )
    runs = run_iterations(network_of(bare), 4, 0, 200_000)

    assert set(runs.finish.tolist()) == {10 * DAY, 15 * DAY}
    assert set(runs.cost.tolist()) == {0.0, 1000.0}
    assert runs.occurred.mean() == pytest.approx(0.3, abs=4 * (0.21 / 200_000) ** 0.5)
    assert np.array_equal(runs.finish == 15 * DAY, runs.occurred[0])


def test_exclusive_events_never_meet_and_conditions_hold():
    """Two events on one draw; a third that needs the first; a fourth that needs its absence."""
    net = network(3)
    events = Events(
        np.array([5, 5, 6, 7], np.uint64),
        np.array([0.0, 0.2, 0.0, 0.0]),
        np.array([0.2, 0.7, 0.5, 0.5]),
        np.array([-1, -1, 0, 0], np.int32),
        np.array([True, True, True, False]),
    )
    empty = replace(net.draws, event_idx=np.full(len(net.draws.key), -1, np.int32))
    occurred = run_iterations(replace(net, events=events, draws=empty), 9, 0, 100_000).occurred

    assert occurred.mean(axis=1) == pytest.approx([0.2, 0.5, 0.1, 0.4], abs=0.0065)
    assert not np.any(occurred[0] & occurred[1])
    assert not np.any(occurred[2] & ~occurred[0])
    assert not np.any(occurred[3] & occurred[0])


def test_a_certain_event_always_occurs_and_an_impossible_one_never():
    """At both ends of the scale."""
    net = network(3, probability=np.array([0, 1, 0, 1, 0, 1.0]))

    assert run_iterations(net, 9, 0, 5000).occurred.mean(axis=1).tolist() == [0, 1, 0, 1, 0, 1]


def test_factors_correlate_tasks_as_much_as_their_loadings_say():
    """Loadings a and b on one factor correlate the normal scores a·b."""
    bare = bare_network(40, load_task=np.arange(40), load_factor=np.zeros(40, int), load=np.full(40, 0.6))
    net = network_of(bare)
    rows = [
        row for row in range(len(net.draws.key)) if net.draws.load_first[row] < net.draws.load_first[row + 1]
    ]
    one, other = (draw_values(net, 6, row, 0, 100_000).z for row in rows[:2])

    assert np.corrcoef(one, other)[0, 1] == pytest.approx(0.36, abs=0.012)
    assert one.std() == pytest.approx(1, abs=0.01)


def test_scenarios_are_equally_likely_and_the_same_in_the_kernel():
    """The staircase that an iteration takes is the one that can be looked up."""
    net = network_of(bare_of([DAY, DAY], [0], [1]))
    base = np.array([[DAY], [2 * DAY], [3 * DAY], [4 * DAY]], np.int32)
    stairs = AxisMap(10 * DAY, base, np.zeros_like(base, np.int8))
    links = replace(net.links, map_idx=np.zeros(1, np.int32))
    net = replace(net, links=links, maps=(stairs,), scenario_key=12)
    chosen = scenarios(net, 2, 300, 40_000)

    assert np.bincount(chosen) == pytest.approx([10_000] * 4, rel=0.04)
    assert np.array_equal(run_iterations(net, 2, 300, 40_000).finish, (chosen + 2) * DAY)


def test_draws_are_looked_up_together_as_one_by_one(compiled):
    """Same bits, plain and compiled, whatever the order."""
    net = network(60, n_factors=3)
    chosen = np.random.default_rng(1).permutation(len(net.draws.key))
    one_by_one = [draw_values(net, 4, row, 77, 900) for row in chosen.tolist()]

    for engine in (PLAIN, compiled):
        z, value = draw_rows_of(net, 4, chosen, 77, 900, engine=engine)
        assert np.array_equal(z, [one.z for one in one_by_one])
        assert np.array_equal(value, [one.value for one in one_by_one])


def test_the_compiler_is_loaded_once_it_is_won_back(monkeypatch):
    """Not for one small network, but for the tenth; never where nothing is compiled."""
    made = replace(PLAIN, is_compiled=True)
    monkeypatch.setattr(running, "compiled", lambda: made)
    monkeypatch.setattr(running, "_COMPILED", "not loaded")
    monkeypatch.setattr(running, "_SPENT", running.Spent())
    monkeypatch.setattr(running, "is_compiled", lambda: False)

    assert running.engine_for(10**9) is PLAIN
    monkeypatch.setattr(running, "is_compiled", lambda: True)
    assert [running.engine_for(9_000_000) for _ in range(6)] == [PLAIN] * 4 + [made] * 2


def test_it_stops_when_asked_and_tells_how_far_it_is():
    """Between blocks, from the calling thread."""
    net, told = network(500), []
    run_iterations(net, 1, 0, 20_000, on_progress=lambda done, of: told.append((done, of)))

    assert told[-1] == (20_000, 20_000)
    assert sorted(told) == told
    with pytest.raises(Stopped):
        run_iterations(net, 1, 0, 20_000, stop=lambda: True, threads=2)


def test_tasks_may_come_in_any_order_but_not_in_a_circle():
    """Numbers belong to the tasks as given."""
    bare = bare_of([DAY, 2 * DAY, 3 * DAY], [2, 0], [0, 1])

    assert run_iterations(network_of(bare), 1, 0, 1).finish[0] == 6 * DAY
    with pytest.raises(ValueError, match="circle"):
        network_of(bare_of([DAY, DAY], [0, 1], [1, 0]))
    with pytest.raises(ValueError, match="not there"):
        network_of(bare_of([DAY, DAY], [0], [2]))
