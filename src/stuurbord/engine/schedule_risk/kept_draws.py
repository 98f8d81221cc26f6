"""Values that were drawn before: another choice of responses meets the same ones.

Only NumPy needs it: drawing takes it most of the time, the compiled kernels next to none. What is kept
changes no bit of any answer.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from types import FunctionType
from typing import Any, Final

from stuurbord.engine.schedule_risk.kernels import sweep as plain
from stuurbord.engine.schedule_risk.kernels.columns import Model, Room
from stuurbord.engine.schedule_risk.kernels.rows import copy, fill, find_cells, shape_values
from stuurbord.engine.schedule_risk.network import Float32

MOST_KEPT: Final = 6_000_000
"""Numbers of 4 bytes that are kept of one project; what is drawn beyond them is drawn anew."""
Key = tuple[Any, ...]


class KeptDraws:
    """Rows of drawn values of one project, and the plain sweep that looks there first.

    Its factors are the same in all its networks. Runs of several threads may share it: they find, or
    write, the same numbers.
    """

    def __init__(self) -> None:
        self._rows: dict[Key, Float32] = {}
        self._n_kept = 0

    def __reduce__(self) -> tuple[type[KeptDraws], tuple[()]]:
        """Another process draws by itself."""
        return KeptDraws, ()

    def sweep(self) -> Callable[..., Any]:
        """Return the very functions of the plain sweep, which find this drawing in the place of their own."""
        fellows = dict(vars(plain))
        for name, value in vars(plain).items():
            if isinstance(value, FunctionType) and value.__module__ == plain.__name__:
                fellows[name] = FunctionType(value.__code__, fellows, name, value.__defaults__)
        fellows["draw_value"] = self._draw_value
        found: Callable[..., Any] = fellows["sweep"]
        return found

    def _draw_value(self, model: Model, room: Room, block: int, draw: int) -> None:
        """Draw the values of one draw into ``room.value``, as the plain sweep does."""
        draws = model.draws
        if draws.scale[draw] == plain.ZERO:
            fill(room.value, draws.shift[draw])
            return
        key = _key(model, block, len(room.z), draw)
        row = self._rows.get(key)
        if row is not None:
            copy(room.value, row)
            return
        plain.draw_z(model, room, block, draw)
        find_cells(model, room, draws.shape_idx[draw])
        shape_values(room, draws.shift[draw], draws.scale[draw])
        if self._n_kept + len(room.value) <= MOST_KEPT:
            self._n_kept += len(room.value)
            self._rows[key] = room.value.copy()


def _key(model: Model, block: int, width: int, draw: int) -> Key:
    """Return all that the values of a draw depend on."""
    draws = model.draws
    loads = slice(draws.load_first[draw], draws.load_first[draw + 1])
    shape = blake2b(model.pairs[draws.shape_idx[draw]].tobytes(), digest_size=16).digest()
    numbers = [
        column[draw].item() for column in (draws.key0, draws.key1, draws.shift, draws.scale, draws.own)
    ]
    return block, width, shape, *numbers, draws.load_factor[loads].tobytes(), draws.load[loads].tobytes()
