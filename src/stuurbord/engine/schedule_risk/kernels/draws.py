"""Chosen draws once more, without the network: what moved the outcome is found by laying them beside it."""

from __future__ import annotations

from stuurbord.engine.schedule_risk.kernels.columns import Column, Model, Room, Rows
from stuurbord.engine.schedule_risk.kernels.rows import copy, fill, find_cells, shape_values
from stuurbord.engine.schedule_risk.kernels.sweep import draw_causes, draw_z
from stuurbord.engine.schedule_risk.random_numbers import QUANTUM

ZERO_SCALE = 0.0


def look_up(
    model: Model, room: Room, chosen: Column, z: Rows, value: Rows, first: int, begin: int, end: int
) -> None:
    """Write z and the values of the chosen draws, float32 of shape (n_chosen, n_lanes)."""
    width = len(room.z)
    for block in range(begin, end, width // QUANTUM):
        column = (block - first) * QUANTUM
        draw_causes(model, room, block)
        for row in range(len(chosen)):
            draw = chosen[row]
            draw_z(model, room, block, draw)
            copy(z[row, column : column + width], room.z)
            if model.draws.scale[draw] != ZERO_SCALE:
                find_cells(model, room, model.draws.shape_idx[draw])
                shape_values(room, model.draws.shift[draw], model.draws.scale[draw])
            else:
                fill(room.value, model.draws.shift[draw])
            copy(value[row, column : column + width], room.value)
