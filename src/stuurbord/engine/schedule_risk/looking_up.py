"""Looking up random numbers again: one draw, one factor or one event, for as many iterations as asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.kernels.elementwise import between, cell_of
from stuurbord.engine.schedule_risk.kernels.rows import (
    choose_scenario,
    draw_numbers,
    draw_words,
    normals_from,
)
from stuurbord.engine.schedule_risk.layout import WORDS, grid_of
from stuurbord.engine.schedule_risk.network import Network
from stuurbord.engine.schedule_risk.random_numbers import COUNTERS, LOW, QUANTUM, WORD_BITS, mixed_keys


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw: float32 of shape (n_iterations,) each.

    Attributes
    ----------
    z
        On the scale of a standard normal.
    value
        Seconds or euro, before rounding to whole seconds; whether its event occurs is not looked at.
    """

    z: NDArray[np.float32]
    value: NDArray[np.float32]


def normals(seed: int, key: int, first: int, n: int) -> NDArray[np.float32]:
    """Return the standard normals of one identity (a factor's ε, say), float32 of shape (n,)."""
    block, room = _room_of_one(first, n)
    draw_words(room[0], block, *_halved(seed, key))
    normals_from(room[1].reshape(-1, COUNTERS), room[0])
    return room[1][first - block * QUANTUM :][:n]


def uniforms(seed: int, key: int, first: int, n: int) -> NDArray[np.float64]:
    """Return the numbers between 0 and 1 that decide on the event of one identity, of shape (n,)."""
    return (_numbers(seed, key, first, n).astype(np.float64) + 0.5) / WORDS


def scenarios(network: Network, seed: int, first: int, n: int) -> NDArray[np.int32]:
    """Return the scenario of the maps that each iteration takes, of shape (n,)."""
    n_scenarios = max((one.base.shape[0] for one in network.maps), default=1)
    scenario = np.zeros(n, np.int32)
    choose_scenario(scenario, _numbers(seed, network.scenario_key, first, n), n_scenarios)
    return scenario


def draw_values(network: Network, seed: int, draw_idx: int, first: int, n: int) -> Drawn:
    """Return what one draw gave, as the simulation used it, without running the network."""
    draws = network.draws
    z = normals(seed, int(draws.key[draw_idx]), first, n) * draws.own[draw_idx]
    for load in range(draws.load_first[draw_idx], draws.load_first[draw_idx + 1]):
        z += factor_values(network, seed, int(draws.load_factor[load]), first, n) * draws.load[load]
    value = np.full(n, draws.shift[draw_idx], np.float32)
    if draws.scale[draw_idx] != 0:
        shape = np.asarray(network.shapes[draws.shape_idx[draw_idx]], np.float32)
        place = cell_of(z, *grid_of(network.shapes))
        cell = np.int32(place)
        drawn = between(shape[cell], shape[cell + 1], place - np.float32(cell))
        value = draws.shift[draw_idx] + draws.scale[draw_idx] * drawn
    return Drawn(z, value)


def factor_values(network: Network, seed: int, factor: int, first: int, n: int) -> NDArray[np.float32]:
    """Return one factor per iteration, standard normal, as the simulation used it."""
    value = np.zeros(n, np.float32)
    for cause in range(factor + 1):
        if network.factor_mix[factor, cause] != 0:
            value += (
                normals(seed, int(network.factor_key[cause]), first, n) * network.factor_mix[factor, cause]
            )
    return value


def _numbers(seed: int, key: int, first: int, n: int) -> NDArray[np.uint32]:
    block, room = _room_of_one(first, n)
    number = room[1].view(np.uint32)
    draw_numbers(number, room[0], block, *_halved(seed, key))
    return number[first - block * QUANTUM :][:n]


def _halved(seed: int, key: int) -> tuple[np.uint64, np.uint64]:
    mixed = mixed_keys(seed, np.array([key], np.uint64))[0]
    return mixed & LOW, mixed >> WORD_BITS


def _room_of_one(first: int, n: int) -> tuple[int, tuple[NDArray[np.uint32], NDArray[np.float32]]]:
    block = first // QUANTUM
    width = (-(-(first + n) // QUANTUM) - block) * QUANTUM
    return block, (np.zeros((4, width // 4), np.uint32), np.zeros(width, np.float32))
