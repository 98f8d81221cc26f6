"""How the kernels are run: as they are on lists, or compiled on arrays."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Any, Final

import numpy as np

from stuurbord.engine.critical_path.kernels import ordering, passes
from stuurbord.engine.critical_path.kernels.columns import Column
from stuurbord.engine.critical_path.running.machine_code import is_compiled

_COMPILED: Final = "stuurbord.engine.critical_path.running.compiled"
FEWEST_TO_COMPILE: Final = 20_000
"""Tasks from which loading the compiler (some 0.7 s) is won back in one computation."""
FEWEST_COMPILED: Final = 100
"""Tasks from which compiled kernels are faster once they are there."""
FEWEST_TO_LOAD_AHEAD: Final = 500
"""Tasks from which somebody who tries one edit after another would wait for plain kernels (some 20 ms)."""
KERNELS: Final = (
    ordering.mark_active,
    ordering.outline_nodes,
    ordering.topological_order,
    ordering.longest_chain,
    passes.forward_pass,
    passes.last_finish,
    passes.backward_pass,
    passes.float_pass,
)
"""What is called from outside; the rest is called by these."""


@dataclass(frozen=True, slots=True)
class Runner:
    """One way to run the kernels.

    Attributes
    ----------
    kernels
        Name → function, of `KERNELS`.
    instants, positions, marks
        Turn an array into a column of 64, 32 or 8 bits, as these kernels index it.
    """

    is_compiled: bool
    kernels: dict[str, Callable[..., Any]]
    instants: Callable[[Any], Column]
    positions: Callable[[Any], Column]
    marks: Callable[[Any], Column]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        try:
            return self.kernels[name]
        except KeyError:
            raise AttributeError(name) from None


def _listed(values: Any) -> Column:
    column: Column = np.asarray(values, np.int64).tolist()
    return column


PLAIN: Final = Runner(False, {kernel.__name__: kernel for kernel in KERNELS}, _listed, _listed, _listed)


def runner_for(n_tasks: int) -> Runner:
    """Return the faster way for a plan of this size; before the kernels are compiled there is only one."""
    fewest = FEWEST_COMPILED if _is_loaded() else FEWEST_TO_COMPILE
    if n_tasks < fewest or not is_compiled():
        return PLAIN
    from stuurbord.engine.critical_path.running.compiled import compiled_runner

    return compiled_runner()


def _is_loaded() -> bool:
    """Tell whether the compiled kernels are there; while another thread loads them they are not yet."""
    loading = getattr(sys.modules.get(_COMPILED), "compiled_runner", None)
    return loading is not None and loading.cache_info().currsize > 0


def load_ahead(n_tasks: int) -> None:
    """Load the compiled kernels in the background, for a plan of this size that will be computed often.

    Until they are there (a second) it is computed plainly. Does nothing where that is fast enough, where they
    are there already, or where nothing was compiled at installation.
    """
    if n_tasks < FEWEST_TO_LOAD_AHEAD or _is_loaded() or not is_compiled():
        return
    Thread(target=runner_for, args=(FEWEST_TO_COMPILE,), daemon=True, name="load kernels").start()
