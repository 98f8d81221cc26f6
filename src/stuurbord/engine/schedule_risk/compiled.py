"""The sweep compiled to machine code by numba, once per installation.

The very functions of `kernels` are compiled, with the loops of `lanes` in the place of the rows of `rows`
and the comparisons of `scalar` in the place of NumPy's. Importing this module costs a second: only
`running` does, where it pays. See `stuurbord.engine.critical_path.running.compiled`, which works alike.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any, Final

import numba
import numpy as np
from numba.extending import intrinsic

from stuurbord.engine.schedule_risk import machine_code, random_numbers
from stuurbord.engine.schedule_risk.bare import BareNetwork, network_of
from stuurbord.engine.schedule_risk.kernels import draws, elementwise, lanes, scalar, slots, sweep
from stuurbord.engine.schedule_risk.layout import answers_for, layout_of, room_for
from stuurbord.engine.schedule_risk.random_numbers import QUANTUM

types: Final[Any] = numba.types
_njit: Final[Any] = numba.njit
_config: Final[Any] = numba.config
_type_of: Final[Any] = numba.typeof
_MODULES: Final = (random_numbers, elementwise, scalar, lanes, slots, sweep, draws)
"""Of a name that several have, the last counts."""
_BY_THE_COMPILER: Final = {"as_integer": types.int32, "as_float": types.float32}


def _bits(name: str) -> Any:
    """Return a function that reads the bits of a number as another kind of number."""
    kind = _BY_THE_COMPILER[name]

    def typed(typing: Any, number: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.bitcast(arguments[0], context.get_value_type(kind))

        return kind(number), code

    typed.__name__ = name
    return intrinsic(typed)


@lru_cache(maxsize=1)
def compiled_kernels() -> dict[str, Callable[..., Any]]:
    """Return the kernels by name: from the folder of this installation, else compiled now (a minute)."""
    folder = machine_code.folder()
    signatures = _signatures()
    sources = _twins(frozenset(signatures))
    before = _config.CACHE_DIR
    _config.CACHE_DIR = str(folder)
    try:
        options = {"cache": True, "error_model": "numpy", "nogil": True, "_nrt": False}
        kernels = {name: _njit(signature, **options)(sources[name]) for name, signature in signatures.items()}
    finally:
        _config.CACHE_DIR = before
    (folder / "complete").touch()
    return kernels


def _twins(entries: frozenset[str]) -> dict[str, Callable[..., Any]]:
    """Return name → kernel function that looks its callees up among its compiled fellows."""
    fellows: dict[str, Any] = {"__name__": __name__, "__builtins__": __builtins__, "np": np}
    fellows |= {name: _bits(name) for name in _BY_THE_COMPILER}
    twins: dict[str, Callable[..., Any]] = {}
    for module in _MODULES:
        for name, value in vars(module).items():
            if isinstance(value, FunctionType) and value.__module__ == module.__name__:
                twins[name] = FunctionType(value.__code__, fellows, name, value.__defaults__)
                if name not in entries and name not in _BY_THE_COMPILER:
                    fellows[name] = _njit(twins[name], error_model="numpy", _nrt=False, forceinline=True)
            elif isinstance(value, int | float | np.generic) and not name.startswith("__"):
                fellows[name] = value
    return twins


def _signatures() -> dict[str, Any]:
    """Return name → types of the kernels that are called from outside, as those of the smallest network."""
    none, one = np.zeros(0, np.int64), np.ones(1)
    bare = BareNetwork(np.ones(1, np.int64), one, one, one, np.zeros(1, np.int8), none, none, none, none)
    layout = layout_of(network_of(bare), 0)
    model, room, answers = (
        _type_of(columns)
        for columns in (
            layout.model,
            room_for(layout, QUANTUM, criticality=True),
            answers_for(layout, QUANTUM, criticality=True),
        )
    )
    numbers = types.Array(types.float32, 2, "C")
    column, number = types.Array(types.int32, 1, "C"), types.int64
    return {
        "assign_slots": number(column, column, column, column),
        "sweep": types.void(model, room, answers, *[number] * 5),
        "look_up": types.void(model, room, column, numbers, numbers, *[number] * 3),
    }


def warm() -> Path:
    """Compile what is not compiled yet, and drop what older sources left; return where it is kept."""
    compiled_kernels()
    folder = machine_code.folder()
    for other in folder.parent.glob(f"{machine_code.NAME}-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return folder
