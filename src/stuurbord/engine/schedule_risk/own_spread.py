"""What single draws do to the outcome: screened by their size, then laid beside it, all at once.

In a large network most draws can do nothing: screening takes those that are critical, or cost, most times
their standard deviation. Of these the parts of the variance come from one matrix product; only for the
greatest it is worked out what happens when they are low and when they are high.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.looking_up import factor_values
from stuurbord.engine.schedule_risk.network import Draws, Float32, Network, Runs
from stuurbord.engine.schedule_risk.running import draw_rows_of
from stuurbord.engine.schedule_risk.shapes import mean_weights
from stuurbord.engine.schedule_risk.side_by_side import Beside, Effect
from stuurbord.plan.model import Booleans, Floats, Integers

MOST_SCREENED: Final = 150
"""Draws that are looked up for the finish, and as many for the cost."""
MOST_EFFECTS: Final = 50


def effects_of_draws(
    network: Network, seed: int, runs: Runs, beside: Beside, is_own: Booleans | None = None
) -> dict[int, Effect]:
    """Return the draws that do most to the finish or the cost, and what they do.

    Parameters
    ----------
    runs
        With criticality counted.
    is_own
        Draws that are looked at, bool of shape (n_draws,); all that always count by default.
    """
    draws = _screened(network, runs, is_own)
    if not draws.size:
        return {}
    z, value = draw_rows_of(network, seed, draws, runs.first, len(runs.finish))
    cause = _own_part(network, seed, runs, draws, z, value)
    shares = _parts(cause, np.stack([beside.standard_finish, beside.standard_cost], axis=1))
    shares[network.draws.is_cost[draws], 0] = 0
    most = np.argsort(-shares.max(axis=1), kind="stable")[:MOST_EFFECTS]
    return {
        int(draws[row]): beside.along(
            cause[row],
            z[row] if network.draws.own[draws[row]] < 1 else None,
            only_cost=bool(network.draws.is_cost[draws[row]]),
        )
        for row in most.tolist()
    }


def nodes_of(draws: Draws, n_nodes: int) -> Integers:
    """Return per draw its node, −1 for those of the project."""
    return np.repeat(np.arange(n_nodes + 1), np.diff(draws.first)) - 1


def deviations(shapes: Float32) -> Floats:
    """Return the standard deviation of each shape of a table, shape (n_shapes,)."""
    weights = mean_weights()
    values = shapes.astype(np.float64)
    mean = values @ weights
    found: Floats = np.sqrt(np.maximum((values - mean[:, None]) ** 2 @ weights, 0))
    return found


def _screened(network: Network, runs: Runs, is_own: Booleans | None) -> Integers:
    """Return the draws with the greatest criticality, or price of time, times standard deviation."""
    draws = network.draws
    counts = (draws.event_idx < 0) & (draws.scale != 0)
    if is_own is not None:
        counts &= is_own
    node = nodes_of(draws, network.n_nodes)
    deviation = np.abs(draws.scale) * deviations(network.shapes)[draws.shape_idx] * draws.own
    critical = np.append(runs.critical_count, 0)[node] / len(runs.finish)
    rate = np.append(network.nodes.cost_per_second, 0)[node]
    on_finish = np.where(counts & ~draws.is_cost, deviation * critical, 0)
    on_cost = np.where(counts, np.where(draws.is_cost, deviation, deviation * rate), 0)
    chosen = [
        greatest[size[greatest] > 0]
        for size in (on_finish, on_cost)
        for greatest in [np.argsort(-size, kind="stable")[:MOST_SCREENED]]
    ]
    return np.unique(np.concatenate(chosen))


def _own_part(
    network: Network, seed: int, runs: Runs, rows: Integers, z: Float32, value: Float32
) -> NDArray[np.float32]:
    """Return per draw what varies by itself: its value, or what its shared causes leave of its z."""
    draws = network.draws
    shared = np.flatnonzero(draws.own[rows] < 1)
    if not shared.size:
        return value
    weights = np.zeros((len(shared), len(network.factor_key)), np.float32)
    for place, draw in enumerate(rows[shared].tolist()):
        loads = slice(draws.load_first[draw], draws.load_first[draw + 1])
        np.add.at(weights[place], draws.load_factor[loads], draws.load[loads])
    factors = np.stack(
        [
            factor_values(network, seed, factor, runs.first, len(runs.finish))
            for factor in range(len(network.factor_key))
        ]
    )
    own = value.copy()
    own[shared] = z[shared] - weights @ factors
    return own


def _parts(cause: Float32, outcome: Floats) -> Floats:
    """Return the parts of the variance, float64 of shape (n_draws, 2), chance in them left in."""
    centred = cause - cause.mean(axis=1, keepdims=True, dtype=np.float64).astype(np.float32)
    length = np.einsum("ij,ij->i", centred, centred, dtype=np.float64)
    products = (centred @ outcome.astype(np.float32)).astype(np.float64)
    parts: Floats = products**2 / np.maximum(length, 1e-30)[:, None]
    return parts
