"""Networks to run, and ways to compute that die, wait or answer at once; importable by other processes."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import numpy as np

from stuurbord.engine.schedule_risk.bare import BareNetwork, network_of
from stuurbord.engine.schedule_risk.network import Network, Runs
from stuurbord.engine.schedule_risk.running import run_iterations
from stuurbord.plan.uncertainty import Shape

DAY = 8 * 3600
SEED = 2026


def network(n_tasks: int = 60) -> Network:
    """Return a network with three points, factors, risk events and cost."""
    rng = np.random.default_rng(n_tasks)
    likely = rng.integers(2, 30, n_tasks) * DAY
    successor = np.repeat(np.arange(1, n_tasks), 2)
    predecessor = (successor * rng.random(len(successor))).astype(np.int64)
    hit = rng.choice(n_tasks, 5, replace=False)
    return network_of(
        BareNetwork(
            duration=likely.astype(np.int64),
            low=likely * 0.7,
            likely=likely * 1.0,
            high=likely * 2.2,
            shape=np.full(n_tasks, Shape.PERT, np.int8),
            predecessor=predecessor,
            successor=successor,
            kind=np.zeros(len(successor), np.int64),
            lag=np.zeros(len(successor), np.int64),
            cost_per_second=np.full(n_tasks, 0.02),
            load_task=np.arange(n_tasks),
            load_factor=np.zeros(n_tasks, np.int64),
            load=np.full(n_tasks, 0.4),
            probability=np.full(5, 0.3),
            impact_event=np.arange(5),
            impact_task=hit,
            impact_low=np.full(5, 5.0 * DAY),
            impact_likely=np.full(5, 10.0 * DAY),
            impact_high=np.full(5, 30.0 * DAY),
            impact_cost=np.full(5, 10_000.0),
        )
    )


def same_bits(one: Runs, other: Runs) -> bool:
    """Return whether two runs are equal in every bit, and in type and shape."""
    names = ("finish", "cost", "watched", "watched_start", "occurred", "critical_count")
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    equal = (a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in pairs)
    return one.first == other.first and all(equal)


def dying_once(network: Network, seed: int, first: int, n: int, **how: Any) -> Runs:
    """Kill the process that takes iteration 0 the first time, as a machine out of memory does."""
    mark = Path(os.environ["STUURBORD_TEST_MARK"])
    if first == 0 and not mark.exists():
        mark.touch()
        os._exit(1)
    return run_iterations(network, seed, first, n, **how)


def always_dying(network: Network, seed: int, first: int, n: int, **how: Any) -> Runs:
    """Kill whoever takes iteration 0."""
    if first == 0:
        os._exit(1)
    return run_iterations(network, seed, first, n, **how)


def slow(network: Network, seed: int, first: int, n: int, **how: Any) -> Runs:
    """Take a tenth of a second for each part."""
    time.sleep(0.1)
    return run_iterations(network, seed, first, n, **how)


def refusing(network: Network, seed: int, first: int, n: int, **how: Any) -> Runs:
    """Find a mistake of the caller."""
    raise ValueError("no such seed")
