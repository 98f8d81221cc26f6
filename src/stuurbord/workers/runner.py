"""One function to run iterations, wherever they run."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Protocol

from stuurbord.engine.schedule_risk.network import Network, Runs
from stuurbord.workers.placement import Place, Placement, placement_of


class RunIterations(Protocol):
    """As `stuurbord.engine.schedule_risk.running.run_iterations`; must be importable by its name."""

    def __call__(
        self,
        network: Network,
        seed: int,
        first: int,
        n: int,
        *,
        criticality: bool = False,
        threads: int = 1,
        stop: Callable[[], bool] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Runs: ...


def runner(placement: Placement | None = None, compute: RunIterations | None = None) -> RunIterations:
    """Return a function that runs iterations at a place; without one, where the environment says.

    It takes no notice of ``threads``: the place says how many.

    Parameters
    ----------
    compute
        What runs one part; the engine's own unless a test gives another.

    Raises
    ------
    WorkersFailed
        If the environment names no possible place. What is returned raises it too, when processes die
        twice or the cluster cannot compute; and `stuurbord.errors.Stopped` if it was stopped.
    """
    chosen = placement or placement_of(os.environ)
    work = compute or _of_the_engine()
    match chosen.place:
        case Place.PROCESSES:
            from stuurbord.workers.processes import in_processes

            return in_processes(work, chosen.count)
        case Place.CLUSTER:
            from stuurbord.workers.cluster import on_cluster

            return on_cluster(work, chosen.address)
    return _in_threads(work, chosen.count)


def _of_the_engine() -> RunIterations:
    from stuurbord.engine.schedule_risk.running import run_iterations

    return run_iterations


def _in_threads(work: RunIterations, count: int) -> RunIterations:
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
        return work(
            network,
            seed,
            first,
            n,
            criticality=criticality,
            threads=count,
            stop=stop,
            on_progress=on_progress,
        )

    return run
