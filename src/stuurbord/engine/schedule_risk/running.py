"""Running iterations: in blocks, over threads, compiled where that is there."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.kernels.draws import look_up
from stuurbord.engine.schedule_risk.kernels.slots import assign_slots
from stuurbord.engine.schedule_risk.kernels.sweep import sweep
from stuurbord.engine.schedule_risk.layout import answers_for, layout_of, room_for, runs_of
from stuurbord.engine.schedule_risk.machine_code import is_compiled
from stuurbord.engine.schedule_risk.network import Network, Runs
from stuurbord.engine.schedule_risk.random_numbers import QUANTUM
from stuurbord.errors import N_, Stopped

_COMPILED: Final = "stuurbord.engine.schedule_risk.compiled"
WORTH_LOADING: Final = 40_000_000
"""Draws that take NumPy two seconds of processor, at some 48 ns each.

Loading the compiled kernels takes a second, on a busy machine two: a single run of 10,000 iterations of
1,000 tasks is faster without.
"""
A_ROW: Final = 20_000_000
"""Draws in one row of NumPy: a second or two."""
A_TURN: Final = 1_000_000
"""Draws after which a thread looks whether it should go on: some 3 ms of compiled work."""


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to run the kernels; all ways give the same bits.

    Attributes
    ----------
    width
        Lanes per row at most. NumPy wants long rows: with short ones the calls cost more than the work.
    """

    kernels: dict[str, Callable[..., Any]]
    width: int
    is_compiled: bool

    def width_for(self, n_nodes: int) -> int:
        """Return the lanes per row for a network: fewer for a large one, so that it can be stopped."""
        return min(self.width, max(A_ROW // max(n_nodes, 1), 16 * QUANTUM))


PLAIN: Final = Engine({"sweep": sweep, "look_up": look_up, "assign_slots": assign_slots}, 80 * QUANTUM, False)


def compiled() -> Engine:
    """Return the compiled kernels."""
    from stuurbord.engine.schedule_risk.compiled import compiled_kernels

    return Engine(compiled_kernels(), QUANTUM, True)


@dataclass(slots=True)
class Spent:
    """How much this process has drawn; what it decides changes no bit of any answer."""

    n_draws: int = 0


_SPENT: Final = Spent()


def engine_for(n_draws: int) -> Engine:
    """Return how to draw so many: compiled once this process has drawn enough to win back the loading."""
    if not is_compiled():
        return PLAIN
    _SPENT.n_draws += n_draws
    if _SPENT.n_draws < WORTH_LOADING and _COMPILED not in sys.modules:
        return PLAIN
    return compiled()


def run_iterations(
    network: Network,
    seed: int,
    first: int,
    n: int,
    *,
    criticality: bool = False,
    threads: int = 1,
    stop: Callable[[], bool] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    engine: Engine | None = None,
) -> Runs:
    """Run iterations ``first`` … ``first + n − 1`` of a network.

    Each iteration depends on the seed and its number alone: any split over calls, threads and machines
    gives the same bits.

    Parameters
    ----------
    stop
        Asked between blocks, from this thread; once it says yes, nothing is returned.
    on_progress
        Told between blocks, from this thread, how many iterations are done, and of how many.
    engine
        How to run; the faster way if None.

    Raises
    ------
    stuurbord.errors.Stopped
        When ``stop`` says so.
    """
    engine = engine or engine_for(network.n_nodes * n)
    sweep_once = _sweep_of(engine, network)
    layout = layout_of(network, seed, engine.kernels["assign_slots"])
    part = Part.of(first, n, engine.width_for(network.n_nodes))
    answers = answers_for(layout, part.n_lanes, criticality=criticality)
    counts = []

    def worker() -> Callable[[int, int], None]:
        room = room_for(layout, part.width, criticality=criticality)
        own = answers._replace(critical_count=np.zeros_like(answers.critical_count))
        counts.append(own.critical_count)
        lanes = part.lane, part.lane + n
        return lambda begin, end: sweep_once(layout.model, room, own, part.begin, begin, end, *lanes)

    _share(part, network.n_nodes, worker, threads if engine.is_compiled else 1, Watch(n, stop, on_progress))
    answers.critical_count[:] = np.sum(counts, axis=0)
    return runs_of(layout, answers, first, part.lane, n)


def _sweep_of(engine: Engine, network: Network) -> Callable[..., Any]:
    """Return the sweep, the plain one such that it draws nothing twice."""
    kept = None if engine.is_compiled else network.kept
    return engine.kernels["sweep"] if kept is None else kept.sweep()


def draw_rows_of(
    network: Network,
    seed: int,
    draws: NDArray[np.integer[Any]],
    first: int,
    n: int,
    *,
    engine: Engine | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return z and the values of chosen draws, float32 of shape (n_chosen, n) each, all at once.

    As `stuurbord.engine.schedule_risk.looking_up.draw_values` gives them one by one.
    """
    engine = engine or engine_for(len(draws) * n)
    layout = layout_of(network, seed, engine.kernels["assign_slots"])
    part = Part.of(first, n, engine.width_for(network.n_nodes))
    place = np.empty(len(layout.draw_idx), np.int32)
    place[layout.draw_idx] = np.arange(len(place))
    z, value = (np.zeros((len(draws), part.n_lanes), np.float32) for _ in range(2))
    room = room_for(layout, part.width, criticality=False)
    engine.kernels["look_up"](layout.model, room, place[draws], z, value, part.begin, part.begin, part.end)
    asked = slice(part.lane, part.lane + n)
    return z[:, asked], value[:, asked]


@dataclass(frozen=True, slots=True)
class Part:
    """The quanta in which some iterations lie: whole rows of them.

    Attributes
    ----------
    lane
        Column of the first iteration that is asked for.
    """

    begin: int
    end: int
    width: int
    lane: int

    @classmethod
    def of(cls, first: int, n: int, widest: int) -> Part:
        """Return the part for iterations first … first + n − 1."""
        begin, end = first // QUANTUM, -(-(first + n) // QUANTUM)
        n_rows = max(-(-(end - begin) * QUANTUM // widest), 1)
        width = max(-(-(end - begin) // n_rows), 1)
        return cls(begin, begin + n_rows * width, width * QUANTUM, first - begin * QUANTUM)

    @property
    def n_lanes(self) -> int:
        """Columns of the answers."""
        return (self.end - self.begin) * QUANTUM

    def turns(self, n_nodes: int) -> Iterator[tuple[int, int]]:
        """Yield the quanta that are run in one go."""
        row = self.width // QUANTUM
        step = max(A_TURN // (max(n_nodes, 1) * self.width), 1) * row
        for begin in range(self.begin, self.end, step):
            yield begin, min(begin + step, self.end)


@dataclass(frozen=True, slots=True)
class Watch:
    """Who wants to know how far it is, and may stop it."""

    n: int
    stop: Callable[[], bool] | None
    on_progress: Callable[[int, int], None] | None

    def is_stopped(self) -> bool:
        """Tell whether nobody waits for the answer any more."""
        return self.stop is not None and self.stop()

    def tell(self, share: float) -> None:
        """Tell how far it is."""
        if self.on_progress is not None:
            self.on_progress(min(round(share * self.n), self.n), self.n)


def _share(
    part: Part, n_nodes: int, worker: Callable[[], Callable[[int, int], None]], threads: int, watch: Watch
) -> None:
    """Let several threads take turns from one queue; this one is among them."""
    turns = deque(part.turns(n_nodes))
    n_turns, given_up = len(turns), Event()

    def work() -> Iterator[None]:
        run = worker()
        while turns and not given_up.is_set():
            try:
                turn = turns.popleft()
            except IndexError:  # another thread was faster
                return
            run(*turn)
            yield

    with ThreadPoolExecutor(max(threads - 1, 1)) as pool:
        others = [pool.submit(lambda: deque(work(), maxlen=0)) for _ in range(min(threads, n_turns) - 1)]
        try:
            _look_on(work(), watch, lambda: 1 - len(turns) / n_turns)
        except BaseException:
            given_up.set()
            raise
        for other in others:
            other.result()
    watch.tell(1.0)


def _look_on(work: Iterator[None], watch: Watch, share: Callable[[], float]) -> None:
    """Do the work of this thread, and ask and tell in between."""
    while True:
        if watch.is_stopped():
            raise Stopped(N_("The simulation was stopped before it was done."))
        if next(work, work) is work:
            return
        watch.tell(share())
