"""`rows` once more, as loops over lanes for the compiler: one block is one quantum.

The rules are those of `elementwise`; only the shape of the loops is decided here. Run as they are, these
functions are far too slow: only `running.compiled` reads this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from stuurbord.engine.schedule_risk.kernels.columns import Column, MapColumns, Model, Room, Rows
from stuurbord.engine.schedule_risk.kernels.elementwise import (
    between,
    cell_of,
    cosine,
    larger,
    low_word,
    radius,
    settled_start,
    sine,
    smaller,
    turn,
    whole_seconds,
)
from stuurbord.engine.schedule_risk.random_numbers import COUNTERS, QUANTUM, philox

NO_WORD = np.uint64(0)
LONGEST = np.int32(2**29)
NO_TIME = np.int32(0)


def draw_words(words: Rows, block: int, key0: Any, key1: Any) -> None:
    first = np.uint64(block * COUNTERS)
    for k in range(COUNTERS):
        w0, w1, w2, w3 = philox(first + np.uint64(k), NO_WORD, NO_WORD, NO_WORD, key0, key1)
        words[0, k] = low_word(w0)
        words[1, k] = low_word(w1)
        words[2, k] = low_word(w2)
        words[3, k] = low_word(w3)


def normals_from(quarters: Rows, words: Rows) -> None:
    for k in range(COUNTERS):
        r, t = radius(words[0, k]), turn(words[1, k])
        quarters[0, k] = r * cosine(t, words[1, k])
        quarters[1, k] = r * sine(t)
    for k in range(COUNTERS):
        r, t = radius(words[2, k]), turn(words[3, k])
        quarters[2, k] = r * cosine(t, words[3, k])
        quarters[3, k] = r * sine(t)


def draw_numbers(number: Column, words: Rows, block: int, key0: Any, key1: Any) -> None:
    draw_words(words, block, key0, key1)
    for word in range(4):
        for k in range(COUNTERS):
            number[word * COUNTERS + k] = words[word, k]


def multiply(z: Column, weight: Any) -> None:
    for lane in range(QUANTUM):
        z[lane] *= weight


def add_weighed(z: Column, row: Column, weight: Any) -> None:
    for lane in range(QUANTUM):
        z[lane] += row[lane] * weight


def find_cells(model: Model, room: Room, shape_idx: int) -> None:
    z, cell, fraction, pair = room.z, room.cell, room.fraction, room.pair
    pairs = model.pairs[shape_idx]
    for lane in range(QUANTUM):
        place = cell_of(z[lane], model.per_unit, model.middle, model.last)
        cell[lane] = np.int32(place)
        fraction[lane] = place - np.float32(np.int32(place))
    for lane in range(QUANTUM):  # by itself: the look-up is all that is done lane by lane
        pair[lane] = pairs[np.uint32(cell[lane])]


def shape_values(room: Room, shift: Any, scale: Any) -> None:
    ends, fraction, value = room.ends, room.fraction, room.value
    for lane in range(QUANTUM):
        value[lane] = shift + scale * between(ends[2 * lane], ends[2 * lane + 1], fraction[lane])


def fill(row: Column, number: Any) -> None:
    for lane in range(QUANTUM):
        row[lane] = number


def set_seconds(duration: Column, value: Column) -> None:
    for lane in range(QUANTUM):
        duration[lane] = whole_seconds(larger(value[lane], np.float32(0.0)))


def add_seconds(duration: Column, value: Column) -> None:
    for lane in range(QUANTUM):
        duration[lane] += whole_seconds(value[lane])


def add_seconds_where(duration: Column, value: Column, occurred: Column) -> None:
    for lane in range(QUANTUM):
        duration[lane] += np.int32(whole_seconds(value[lane]) * np.int32(occurred[lane]))


def bound_seconds(duration: Column) -> None:
    for lane in range(QUANTUM):
        duration[lane] = larger(smaller(duration[lane], LONGEST), NO_TIME)


def add_cost(cost: Column, value: Column) -> None:
    for lane in range(QUANTUM):
        cost[lane] += value[lane]


def add_cost_where(cost: Column, value: Column, occurred: Column) -> None:
    for lane in range(QUANTUM):
        cost[lane] += np.float64(value[lane]) * np.float64(occurred[lane])


def add_rate(cost: Column, duration: Column, rate: Any) -> None:
    for lane in range(QUANTUM):
        cost[lane] += np.float64(duration[lane]) * np.float64(rate)


def start_after(start: Column, row: Column, lag: Any) -> None:
    for lane in range(QUANTUM):
        start[lane] = larger(start[lane], np.int32(row[lane] + lag))


def finish_after(start: Column, duration: Column, row: Column, lag: Any) -> None:
    for lane in range(QUANTUM):
        start[lane] = larger(start[lane], np.int32(np.int32(row[lane] + lag) - duration[lane]))


def after_one(start: Column, earliest: Any, row: Column, lag: Any) -> None:
    for lane in range(QUANTUM):
        start[lane] = larger(np.int32(row[lane] + lag), earliest)


def after_two(start: Column, earliest: Any, row: Column, lag: Any, other: Column, other_lag: Any) -> None:
    for lane in range(QUANTUM):
        later = larger(np.int32(row[lane] + lag), np.int32(other[lane] + other_lag))
        start[lane] = larger(later, earliest)


def settle(
    start: Column, finish: Column, duration: Column, earliest_finish: Any, latest: Any, by: Any
) -> None:
    for lane in range(QUANTUM):
        begun = settled_start(start[lane], duration[lane], earliest_finish, latest, by)
        start[lane] = begun
        finish[lane] = np.int32(begun + duration[lane])


def copy(row: Column, other: Column) -> None:
    for lane in range(QUANTUM):
        row[lane] = other[lane]


def copy_marks(row: Column, other: Column) -> None:
    for lane in range(QUANTUM):
        row[lane] = other[lane]


def latest_of(latest: Column, row: Column) -> None:
    for lane in range(QUANTUM):
        latest[lane] = larger(latest[lane], row[lane])


def mapped(row: Column, source: Column, scenario: Column, maps: MapColumns, map_idx: int) -> None:
    cell, n_cells, border = maps.cell[map_idx], maps.n_cells[map_idx], maps.border[map_idx]
    several = maps.n_scenarios[map_idx] > 1
    for lane in range(QUANTUM):
        place = min(max((source[lane] - border) // cell, 0), n_cells - 1)
        at = maps.first[map_idx] + place
        if several:
            at += scenario[lane] * n_cells
        row[lane] = maps.base[at] + maps.slope[at] * min(source[lane] - place * cell, cell)


def choose_scenario(scenario: Column, number: Column, n_scenarios: int) -> None:
    for lane in range(QUANTUM):
        scenario[lane] = (np.uint64(number[lane]) * np.uint64(n_scenarios)) >> np.uint64(32)


def occurs(occurred: Column, number: Column, lower: Any, upper: Any) -> None:
    for lane in range(QUANTUM):
        occurred[lane] = (np.uint64(number[lane]) >= lower) & (np.uint64(number[lane]) < upper)


def only_where(occurred: Column, condition: Column, wanted: Any) -> None:
    for lane in range(QUANTUM):
        occurred[lane] &= condition[lane] == wanted


def count_all(marks: Column) -> Any:
    n_marked = np.int32(0)
    for lane in range(QUANTUM):
        n_marked = np.int32(n_marked + np.int32(marks[lane]))
    return n_marked


def count(marks: Column, begin: int, end: int) -> int:
    n_marked = 0
    for lane in range(begin, end):
        n_marked += marks[lane]
    return n_marked


def holds_start(binding: Column, row: Column, lag: Any, start: Column) -> None:
    for lane in range(QUANTUM):
        binding[lane] = np.int32(row[lane] + lag) >= start[lane]


def holds_finish(binding: Column, row: Column, lag: Any, start: Column, duration: Column) -> None:
    for lane in range(QUANTUM):
        binding[lane] = np.int32(np.int32(row[lane] + lag) - duration[lane]) >= start[lane]


def equals(marks: Column, row: Column, other: Column) -> None:
    for lane in range(QUANTUM):
        marks[lane] = row[lane] == other[lane]


def also(marks: Column, one: Column, other: Column) -> None:
    for lane in range(QUANTUM):
        marks[lane] |= one[lane] & other[lane]
