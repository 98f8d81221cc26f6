"""A pool of processes on this machine, kept from one computation to the next.

A process is started afresh (never forked from one with threads), and reads the network from a file once,
whatever number of parts it gets.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from stuurbord.engine.schedule_risk.network import Network, Runs
from stuurbord.workers.cutting import Part, shards
from stuurbord.workers.handing_out import WorkerGone, hand_out
from stuurbord.workers.runner import RunIterations

FILE: Final = "network"
ABOVE_QUEUES: Final = 100
"""Pools must end while their queues (10) still carry the message, and before children are waited for."""
_lock = Lock()
_pools: dict[int, ProcessPoolExecutor] = {}
_read: dict[str, Network] = {}
"""In a process of the pool: the last network it read, by its file."""


def in_processes(work: RunIterations, count: int) -> RunIterations:
    """Return a function that runs iterations over ``count`` processes."""

    def run(
        network: Network,
        seed: int,
        first: int,
        n: int,
        *,
        criticality: bool = False,
        threads: int = 1,
        stop: Callable[[], bool] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Runs:
        with tempfile.TemporaryDirectory(prefix="stuurbord-") as folder:
            file = Path(folder) / FILE
            with file.open("wb") as stream:
                pickle.dump(network, stream, protocol=pickle.HIGHEST_PROTOCOL)
            crew = _Pool(work, count, str(file), seed, criticality)
            return hand_out(crew, shards(first, n, network.n_nodes, count), stop, on_progress)

    return run


@dataclass(slots=True)
class _Pool:
    work: RunIterations
    size: int
    file: str
    seed: int
    criticality: bool
    _executor: ProcessPoolExecutor | None = None

    def send(self, part: Part) -> Future[Runs]:
        self._executor = _pool(self.size)
        try:
            return self._executor.submit(_run_part, self.work, self.file, self.seed, part, self.criticality)
        except BrokenProcessPool as error:  # a process that died idle
            raise WorkerGone from error

    def finished(self, sent: Collection[Future[Runs]], seconds: float) -> list[Future[Runs]]:
        return list(wait(sent, timeout=seconds, return_when=FIRST_COMPLETED).done)

    def result(self, sent: Future[Runs]) -> Runs:
        try:
            return sent.result()
        except (BrokenProcessPool, CancelledError) as error:
            raise WorkerGone from error

    def cancel(self, sent: Collection[Future[Runs]]) -> None:
        for one in sent:
            one.cancel()

    def renew(self) -> None:
        _drop(self.size, self._executor)


def _run_part(work: RunIterations, file: str, seed: int, part: Part, criticality: bool) -> Runs:
    """Run one part, in a process of the pool."""
    if file not in _read:
        network = pickle.loads(Path(file).read_bytes())  # noqa: S301 - written by ourselves, for us alone
        _read.clear()
        _read[file] = network
    first, n = part
    return work(_read[file], seed, first, n, criticality=criticality)


def _pool(count: int) -> ProcessPoolExecutor:
    with _lock:
        if count not in _pools:
            Finalize(None, _end_pools, exitpriority=ABOVE_QUEUES)
            spawn = get_context("spawn")
            _pools[count] = ProcessPoolExecutor(count, mp_context=spawn, initializer=_end_with_parent)
        return _pools[count]


def _end_pools() -> None:
    """Let the processes end when this one does."""
    for pool in _pools.values():
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """End this process of a pool when the one that made it was killed: nobody else would."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    Thread(target=watch, name="parent", daemon=True).start()


def _drop(count: int, broken: ProcessPoolExecutor | None) -> None:
    """Forget a broken pool, unless somebody else replaced it already."""
    with _lock:
        if broken is not None and _pools.get(count) is broken:
            del _pools[count]
            broken.shutdown(wait=False, cancel_futures=True)
