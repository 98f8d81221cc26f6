"""Networks for tests of the simulation, and the same simulation in the plainest terms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stuurbord.engine.schedule_risk.bare import BareNetwork, network_of
from stuurbord.engine.schedule_risk.looking_up import draw_values, uniforms
from stuurbord.engine.schedule_risk.network import FROM_START, TO_FINISH, Network

DAY = 8 * 3600


def bare_network(n_tasks: int, seed: int = 1, n_factors: int = 0, **changes) -> BareNetwork:
    """Return a network with all kinds of links, lags, costs, risks, and sure durations in between."""
    rng = np.random.default_rng(seed)
    duration = rng.integers(0, 40, n_tasks) * DAY
    spread = np.where(rng.random(n_tasks) < 0.1, 0, rng.uniform(0.1, 1.2, n_tasks))
    successor = np.repeat(np.arange(1, n_tasks), 2)
    links = np.unique([np.maximum(successor - rng.integers(1, 12, len(successor)), 0), successor], axis=1)
    n_links, n_events = links.shape[1], 6
    bare = BareNetwork(
        duration,
        low=duration * (1 - spread / 3),
        likely=duration * 1.0,
        high=duration * (1 + spread),
        shape=rng.integers(0, 3, n_tasks).astype(np.int8),
        predecessor=links[0],
        successor=links[1],
        kind=rng.integers(0, 4, n_links),
        lag=rng.integers(-3, 4, n_links) * 7200,
        cost=rng.uniform(0, 1e4, n_tasks),
        cost_per_second=rng.uniform(0, 0.02, n_tasks),
        load_task=np.arange(n_tasks if n_factors else 0),
        load_factor=rng.integers(0, max(n_factors, 1), n_tasks if n_factors else 0),
        load=rng.uniform(-0.7, 0.9, n_tasks if n_factors else 0),
        probability=rng.uniform(0.05, 0.6, n_events),
        impact_event=np.arange(n_events),
        impact_task=rng.integers(0, n_tasks, n_events),
        impact_low=np.full(n_events, -20.0 * DAY),
        impact_likely=np.full(n_events, 5.0 * DAY),
        impact_high=np.full(n_events, 60.0 * DAY),
        impact_cost=rng.uniform(0, 1e5, n_events),
    )
    return replace(bare, **changes)


def network(n_tasks: int, seed: int = 1, **changes) -> Network:
    """Return such a network, ready to simulate."""
    return network_of(bare_network(n_tasks, seed, **changes))


def brute_force(net: Network, seed: int, n: int) -> dict[str, np.ndarray]:
    """Simulate one node after the other in exact integers, with the draws looked up one by one."""
    draws, links, nodes = net.draws, net.links, net.nodes
    occurred = np.array([_occurs(net, seed, event, n) for event in range(len(net.events.key))]).reshape(-1, n)
    start, finish = np.zeros((net.n_nodes, n), np.int64), np.zeros((net.n_nodes, n), np.int64)
    cost, bounds = np.full(n, net.fixed_cost), {}
    for node in range(net.n_nodes):
        duration = np.full(n, nodes.duration[node], np.int64)
        cost += nodes.cost[node]
        rows = range(draws.first[node + 1], draws.first[node + 2])
        for row in sorted(rows, key=lambda row: not draws.replaces[row]):
            value = draw_values(net, seed, row, 0, n).value
            holds = occurred[draws.event_idx[row]] if draws.event_idx[row] >= 0 else np.ones(n, bool)
            if draws.is_cost[row]:
                cost += np.where(holds, value, 0).astype(np.float64)
            elif draws.replaces[row]:
                duration = np.rint(value).astype(np.int64)
            else:
                duration = duration + np.where(holds, np.rint(value), 0).astype(np.int64)
        duration = np.maximum(duration, 0)
        cost += duration * float(nodes.cost_per_second[node])
        begin = np.full(n, nodes.earliest[node], np.int64)
        for link in range(links.first[node], links.first[node + 1]):
            before, how = links.predecessor[link], links.how[link]
            bound = (start if how & FROM_START else finish)[before] + links.lag[link]
            bounds[link] = bound - duration if how & TO_FINISH else bound
            begin = np.maximum(begin, bounds[link])
        start[node], finish[node] = begin, begin + duration
    end = finish[net.finish_nodes].max(axis=0)
    critical = np.zeros((net.n_nodes, n), bool)
    for node in range(net.n_nodes - 1, -1, -1):
        if node in net.finish_nodes:
            critical[node] |= finish[node] == end
        for link in range(links.first[node], links.first[node + 1]):
            critical[links.predecessor[link]] |= critical[node] & (bounds[link] == start[node])
    return {"finish": end, "cost": cost, "critical_count": critical.sum(axis=1), "occurred": occurred}


def _occurs(net: Network, seed: int, event: int, n: int) -> np.ndarray:
    number = uniforms(seed, int(net.events.key[event]), 0, n)
    return (net.events.lower[event] <= number) & (number < net.events.upper[event])
