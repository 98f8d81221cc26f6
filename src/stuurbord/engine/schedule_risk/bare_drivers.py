"""What moves a bare network: its tasks, risks and shared factors, named by their positions."""

from __future__ import annotations

from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.bare import BareNetwork, order_of
from stuurbord.engine.schedule_risk.looking_up import normals
from stuurbord.engine.schedule_risk.network import Network, Runs
from stuurbord.engine.schedule_risk.outcome import Driver, DriverKind
from stuurbord.engine.schedule_risk.own_spread import effects_of_draws, nodes_of
from stuurbord.engine.schedule_risk.side_by_side import Beside, Effect

MOST: Final = 50


def bare_drivers(bare: BareNetwork, network: Network, seed: int, runs: Runs) -> tuple[Driver, ...]:
    """Return what moves the finish or the cost, the greatest part of the variance of the finish first.

    Parameters
    ----------
    network
        ``network_of(bare)``.
    runs
        Its iterations, with criticality counted.
    """
    beside = Beside.of(runs.finish.astype(np.int64), runs.cost)
    found = [
        *_tasks(bare, network, seed, runs, beside),
        *_events(runs, beside),
        *_factors(network, seed, runs, beside),
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, -one.cost_share))[:MOST])


def _tasks(bare: BareNetwork, network: Network, seed: int, runs: Runs, beside: Beside) -> list[Driver]:
    node, order = nodes_of(network.draws, network.n_nodes), order_of(bare)
    critical = runs.critical_count / len(runs.finish)
    return [
        _driver(DriverKind.TASK, int(order[node[draw]]), effect, float(critical[node[draw]]))
        for draw, effect in effects_of_draws(network, seed, runs, beside).items()
    ]


def _events(runs: Runs, beside: Beside) -> list[Driver]:
    nothing = np.zeros(len(runs.finish))
    return [
        _driver(DriverKind.EVENT, place, beside.split(occurred, nothing, nothing))
        for place, occurred in enumerate(runs.occurred)
        if occurred.any() and not occurred.all()
    ]


def _factors(network: Network, seed: int, runs: Runs, beside: Beside) -> list[Driver]:
    return [
        _driver(DriverKind.FACTOR, place, beside.along(normals(seed, key, runs.first, len(runs.finish))))
        for place, key in enumerate(network.factor_key.tolist())
    ]


def _driver(kind: DriverKind, place: int, effect: Effect, criticality: float | None = None) -> Driver:
    return Driver(kind, str(place), f"{kind} {place}", *effect[:6], criticality, effect.cruciality)
