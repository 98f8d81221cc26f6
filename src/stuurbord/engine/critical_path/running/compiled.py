"""The kernels compiled to machine code by numba, once per installation.

The very functions of `kernels` are compiled, with the searches of `buckets` in the place of those of
`search`. Signatures are explicit, so that nothing is compiled behind a user's back; the machine code is
kept in a folder named for the sources, so that a change in any of them never meets the code of another.
Importing this module costs half a second: only `runner.runner_for` does, where it pays.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Final

import numba
import numpy as np

from stuurbord.engine.critical_path.kernels import (
    buckets,
    columns,
    early,
    lags,
    late,
    marking,
    ordering,
    passes,
    placing,
    rooms,
    working_time,
)
from stuurbord.engine.critical_path.running.machine_code import machine_code_folder
from stuurbord.engine.critical_path.running.runner import KERNELS, Runner

types: Final[Any] = numba.types
_njit: Final[Any] = numba.njit
_config: Final[Any] = numba.config

_MODULES: Final[tuple[ModuleType, ...]] = (
    columns,
    working_time,
    lags,
    placing,
    early,
    late,
    rooms,
    passes,
    marking,
    ordering,
    buckets,  # last: its searches replace the plain ones
)
_LONG: Final = types.Array(types.int64, 1, "C")
_SHORT: Final = types.Array(types.int32, 1, "C")
_MARK: Final = types.Array(types.int8, 1, "C")
_SHORTS: Final = {
    *("flags parent partner clock part_first left_first constraint rest_clock crew_first crew".split()),
    *("first other idx node link work_table work_first day_first most_days".split()),
    *("pattern_first range_start range_end range_cum".split()),
}
_BYTES: Final = {"how", "driver"}


def _columns_of(kind: Any) -> Any:
    """Return the type of a table of columns."""
    return types.BaseTuple.from_types([_column_type(kind, name) for name in kind._fields], kind)


def _column_type(kind: Any, name: str) -> Any:
    if kind is columns.Parts and name == "clock":
        return _SHORT
    return _SHORT if name in _SHORTS else _MARK if name in _BYTES else _LONG


_CLOCKS: Final = _columns_of(columns.ClockColumns)
_LINKS: Final = _columns_of(columns.Links)
_CHILDREN: Final = _columns_of(columns.Children)
_EARLY: Final = _columns_of(columns.Early)
_LATE: Final = _columns_of(columns.Late)
_FLOATS: Final = _columns_of(columns.Floats)
_MARKS: Final = types.BaseTuple.from_types([_MARK, _MARK, _MARK, _LONG], columns.Marks)
_NETWORK: Final = types.BaseTuple.from_types(
    [_columns_of(columns.Nodes), _columns_of(columns.Parts), _LINKS, _LINKS, _CHILDREN], columns.Network
)
_RULES: Final = types.BaseTuple.from_types([types.int64] * len(columns.Rules._fields), columns.Rules)

SIGNATURES: Final = {
    "mark_active": types.void(_SHORT, _MARK, _MARK, _MARK),
    "outline_nodes": types.int64(_SHORT, _MARK, _MARK, _SHORT, _SHORT, _SHORT),
    "topological_order": types.int64(_LINKS, _CHILDREN, _SHORT, _SHORT, _SHORT, _SHORT),
    "longest_chain": types.int64(_NETWORK, _LONG, _LONG),
    "forward_pass": types.void(_NETWORK, _CLOCKS, _EARLY, _RULES, _MARKS, types.int64),
    "last_finish": types.int64(_NETWORK, _EARLY, types.int64),
    "backward_pass": types.void(_NETWORK, _CLOCKS, _EARLY, _LATE, _RULES, types.int64, _MARKS, types.int64),
    "float_pass": types.void(_NETWORK, _CLOCKS, _EARLY, _EARLY, _LATE, _FLOATS, _RULES, _MARKS, types.int64),
}


@lru_cache(maxsize=1)
def compiled_runner() -> Runner:
    """Return the compiled kernels: from the folder of this installation, else compiled now (some minutes)."""
    sources = _twins()
    with _machine_code_in(machine_code_folder()):
        kernels = {kernel.__name__: _compiled(sources[kernel.__name__]) for kernel in KERNELS}
    (machine_code_folder() / "complete").touch()
    return Runner(True, kernels, _as(np.int64), _as(np.int32), _as(np.int8))


class _machine_code_in:  # noqa: N801 - reads as a verb
    """Let numba keep its machine code in a folder, for the functions declared inside."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.before = folder, _config.CACHE_DIR

    def __enter__(self) -> None:
        _config.CACHE_DIR = str(self.folder)

    def __exit__(self, *_: object) -> None:
        _config.CACHE_DIR = self.before


def _twins() -> dict[str, Callable[..., Any]]:
    """Return name → kernel function that looks its callees up among its compiled fellows."""
    fellows: dict[str, Any] = {"__name__": __name__, "__builtins__": __builtins__}
    entries: dict[str, Callable[..., Any]] = {}
    exported = {kernel.__name__ for kernel in KERNELS}
    for module in _MODULES:
        for name, value in vars(module).items():
            if isinstance(value, FunctionType) and value.__module__ == module.__name__:
                twin = FunctionType(value.__code__, fellows, name, value.__defaults__)
                entries[name] = twin
                if name not in exported:
                    fellows[name] = _njit(twin, error_model="numpy", _nrt=False, forceinline=True)
            elif isinstance(value, int) and not name.startswith("__"):
                fellows[name] = int(value)
    return entries


def _compiled(kernel: Callable[..., Any]) -> Any:
    options = {"cache": True, "error_model": "numpy", "nogil": True, "_nrt": False}
    return _njit(SIGNATURES[kernel.__name__], **options)(kernel)


def _as(dtype: type) -> Callable[[Any], Any]:
    return lambda values: np.ascontiguousarray(values, dtype=dtype)


def warm() -> Path:
    """Compile what is not compiled yet, and drop what older sources left; return where it is kept."""
    compiled_runner()
    folder = machine_code_folder()
    for other in folder.parent.glob("kernels-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return folder
