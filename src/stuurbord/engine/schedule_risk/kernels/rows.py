"""What is done with a row of lanes, by NumPy; `lanes` does the same in loops that the compiler likes.

Names of parameters: ``key0``, ``key1`` the halves of a key; ``block`` the first quantum of the row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from stuurbord.engine.schedule_risk.kernels import elementwise
from stuurbord.engine.schedule_risk.kernels.columns import Column, MapColumns, Model, Room, Rows
from stuurbord.engine.schedule_risk.random_numbers import COUNTERS, LOW, philox


def draw_words(words: Rows, block: int, key0: Any, key1: Any) -> None:
    """Write the words of a row of lanes: four per counter."""
    n_counters = words.shape[1]
    counter = np.arange(block * COUNTERS, block * COUNTERS + n_counters, dtype=np.uint64) & LOW
    none = np.zeros(n_counters, np.uint64)
    for row, word in zip(words, philox(counter, none, none, none, key0, key1), strict=True):
        row[:] = elementwise.low_word(word)


def normals_from(quarters: Rows, words: Rows) -> None:
    """Turn words into a row of standard normals; four quarters per quantum."""
    lanes = quarters.reshape(-1, 4, COUNTERS)
    first, second, third, fourth = words.reshape(4, -1, COUNTERS)
    for pair, (far, around) in enumerate(((first, second), (third, fourth))):
        radius, t = elementwise.radius(far), elementwise.turn(around)
        lanes[:, 2 * pair] = radius * elementwise.cosine(t, around)
        lanes[:, 2 * pair + 1] = radius * elementwise.sine(t)


def draw_numbers(number: Column, words: Rows, block: int, key0: Any, key1: Any) -> None:
    """Write a row of words, uniform over all whole numbers of 32 bits."""
    draw_words(words, block, key0, key1)
    number.reshape(-1, 4, COUNTERS)[:] = words.reshape(4, -1, COUNTERS).transpose(1, 0, 2)


def multiply(z: Column, weight: Any) -> None:
    """Weigh a row."""
    z *= weight


def add_weighed(z: Column, row: Column, weight: Any) -> None:
    """Add another row, weighed."""
    z += row * weight


def find_cells(model: Model, room: Room, shape_idx: int) -> None:
    """Look up the cells of a table in which the row z lies."""
    place = elementwise.cell_of(room.z, model.per_unit, model.middle, model.last)
    room.cell[:] = np.int32(place)
    room.fraction[:] = place - np.float32(room.cell)
    room.pair[:] = model.pairs[shape_idx][room.cell]


def shape_values(room: Room, shift: Any, scale: Any) -> None:
    """Write shift + scale · shape(z), between the ends of the cells that were looked up."""
    drawn = elementwise.between(room.ends[0::2], room.ends[1::2], room.fraction)
    room.value[:] = shift + scale * drawn


def fill(row: Column, number: Any) -> None:
    """Write one number in all lanes."""
    row[:] = number


def set_seconds(duration: Column, value: Column) -> None:
    """Let a drawn duration, not below 0, take the place of the planned one."""
    duration[:] = elementwise.whole_seconds(elementwise.larger(value, np.float32(0.0)))


def add_seconds(duration: Column, value: Column) -> None:
    """Add a drawn duration."""
    duration += elementwise.whole_seconds(value)


def add_seconds_where(duration: Column, value: Column, occurred: Column) -> None:
    """Add a drawn duration in the lanes where an event occurs."""
    duration += elementwise.whole_seconds(value) * occurred


def bound_seconds(duration: Column) -> None:
    """Let no duration be negative, nor beyond all time."""
    duration[:] = elementwise.larger(elementwise.smaller(duration, np.int32(2**29)), np.int32(0))


def add_cost(cost: Column, value: Column) -> None:
    """Add euro."""
    cost += value


def add_cost_where(cost: Column, value: Column, occurred: Column) -> None:
    """Add euro in the lanes where an event occurs."""
    cost += np.float64(value) * occurred


def add_rate(cost: Column, duration: Column, rate: Any) -> None:
    """Add what the duration costs."""
    cost += np.float64(duration) * np.float64(rate)


def start_after(start: Column, row: Column, lag: Any) -> None:
    """Let nothing start before a date of a predecessor and a lag."""
    start[:] = elementwise.larger(start, row + lag)


def finish_after(start: Column, duration: Column, row: Column, lag: Any) -> None:
    """Let nothing finish before a date of a predecessor and a lag."""
    start[:] = elementwise.larger(start, row + lag - duration)


def after_one(start: Column, earliest: Any, row: Column, lag: Any) -> None:
    """Write the start after one predecessor."""
    start[:] = elementwise.larger(row + lag, earliest)


def after_two(start: Column, earliest: Any, row: Column, lag: Any, other: Column, other_lag: Any) -> None:
    """Write the start after two predecessors."""
    start[:] = elementwise.larger(elementwise.larger(row + lag, other + other_lag), earliest)


def settle(
    start: Column, finish: Column, duration: Column, earliest_finish: Any, latest: Any, by: Any
) -> None:
    """Bound the start and write the finish."""
    start[:] = elementwise.settled_start(start, duration, earliest_finish, latest, by)
    finish[:] = start + duration


def copy(row: Column, other: Column) -> None:
    """Copy a row."""
    row[:] = other


def copy_marks(row: Column, other: Column) -> None:
    """Copy a row of marks."""
    row[:] = other


def latest_of(latest: Column, row: Column) -> None:
    """Keep the later of two dates."""
    latest[:] = elementwise.larger(latest, row)


def mapped(row: Column, source: Column, scenario: Column, maps: MapColumns, map_idx: int) -> None:
    """Write where dates of one axis lie on another."""
    cell, n_cells = int(maps.cell[map_idx]), int(maps.n_cells[map_idx])
    place = np.clip((source - maps.border[map_idx]) // cell, 0, n_cells - 1)
    at = int(maps.first[map_idx]) + place
    if maps.n_scenarios[map_idx] > 1:
        at = at + scenario.astype(np.int64) * n_cells
    row[:] = maps.base[at] + maps.slope[at] * np.minimum(source - place * cell, cell)


def choose_scenario(scenario: Column, number: Column, n_scenarios: int) -> None:
    """Turn words into scenarios, all equally likely."""
    scenario[:] = (number.astype(np.uint64) * np.uint64(n_scenarios)) >> np.uint64(32)


def occurs(occurred: Column, number: Column, lower: Any, upper: Any) -> None:
    """Mark the lanes whose word lies in the range of an event."""
    wide = number.astype(np.uint64)
    occurred[:] = (wide >= lower) & (wide < upper)


def only_where(occurred: Column, condition: Column, wanted: Any) -> None:
    """Keep an event only in the lanes where its condition did, or did not, occur."""
    occurred &= condition == wanted


def count_all(marks: Column) -> int:
    """Return how many lanes are marked."""
    return int(np.count_nonzero(marks))


def count(marks: Column, begin: int, end: int) -> int:
    """Return how many of the lanes begin … end − 1 are marked."""
    return int(np.count_nonzero(marks[begin:end]))


def holds_start(binding: Column, row: Column, lag: Any, start: Column) -> None:
    """Mark the lanes in which a link holds the start."""
    binding[:] = row + lag >= start


def holds_finish(binding: Column, row: Column, lag: Any, start: Column, duration: Column) -> None:
    """Mark the lanes in which a link holds the finish."""
    binding[:] = row + lag - duration >= start


def equals(marks: Column, row: Column, other: Column) -> None:
    """Mark the lanes in which two dates are the same."""
    marks[:] = row == other


def also(marks: Column, one: Column, other: Column) -> None:
    """Mark the lanes that both others mark."""
    marks |= one & other
