"""The risk simulation beside the drawing of its numbers, and beside two other simulators.

``python -m benchmarks.schedule_risk --json`` ends with one line of JSON:

- ``rng_ratio_independent``: CPU time of 10,000 iterations of 10,000 tasks with risks and cost, on two
  threads, ÷ the time in which NumPy's SFC64 draws as many float32 (a hundred million: one per task and
  iteration; what else we draw, for risks, is not counted in our favour);
- ``rng_ratio_correlated``: the same with every task loaded on one of ten factors;
- ``rng_ratio_drivers``: the first with the criticality of every task, and with what moves the finish and the
  cost: the greatest draws looked up again, their parts of the variance, means of fifths, rank correlations;
- ``scaling_100k``: CPU time per task of 100,000 tasks ÷ that of 10,000;
- ``vs_cost_core``, ``vs_pmcontrols``: how many times the CPU time of the simulators of these packages (PyPI)
  ours is on the same network of 1,000 tasks, 10,000 iterations, criticality included on both sides.
  cost-core is given the same risks and costs, pmcontrols knows none and is compared without.

Measures are taken in turns, and medians told: whatever else the machine does slows all. A rival is looked
for in this interpreter, else in the one that ``RIVALS_PYTHON`` names (`requirements/rivals.txt` has the
versions); without it the answer is null.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from stuurbord.engine.schedule_risk.bare import BareNetwork, network_of
from stuurbord.engine.schedule_risk.network import Network, Runs
from stuurbord.engine.schedule_risk.own_spread import effects_of_draws
from stuurbord.engine.schedule_risk.running import PLAIN, compiled, is_compiled, run_iterations
from stuurbord.engine.schedule_risk.side_by_side import Beside

N_ITERATIONS = 10_000
N_TURNS = 7
THREADS = 2
DAY = 8 * 3600
SEED = 2026
FIGURES: dict[str, float | None] = {}


def rows() -> Iterator[str]:
    """Yield one line per measure; the figures gather in `FIGURES`."""
    yield f"compiled kernels: {'yes' if is_compiled() else 'no (stuurbord compile): plain NumPy'}"
    yield from _beside_the_numbers()
    yield from _beside_rivals()


def risky_network(n_tasks: int, n_factors: int = 0) -> BareNetwork:
    """Return tasks of 1 to 40 days, two links each into the fifty tasks before, and a risk per hundred."""
    rng = np.random.default_rng(n_tasks)
    duration = rng.integers(1, 41, n_tasks) * DAY
    successor = np.repeat(np.arange(1, n_tasks), 2)
    predecessor = np.maximum(successor - rng.integers(1, 51, len(successor)), 0)
    links = np.unique([predecessor, successor], axis=1)
    n_events = max(n_tasks // 100, 1)
    tasks = np.arange(n_tasks if n_factors else 0)
    return BareNetwork(
        duration,
        low=duration * rng.uniform(0.6, 0.95, n_tasks),
        likely=duration * 1.0,
        high=duration * rng.uniform(1.1, 2.2, n_tasks),
        shape=np.zeros(n_tasks, np.int8),
        predecessor=links[0],
        successor=links[1],
        kind=np.zeros(links.shape[1], np.int64),
        lag=np.zeros(links.shape[1], np.int64),
        cost=rng.uniform(0, 1e4, n_tasks),
        cost_per_second=rng.uniform(0, 0.03, n_tasks),
        load_task=tasks,
        load_factor=tasks % max(n_factors, 1),
        load=np.full(len(tasks), 0.5),
        probability=rng.uniform(0.05, 0.4, n_events),
        impact_event=np.arange(n_events),
        impact_task=rng.integers(0, n_tasks, n_events),
        impact_low=np.full(n_events, 3.0 * DAY),
        impact_likely=np.full(n_events, 10.0 * DAY),
        impact_high=np.full(n_events, 40.0 * DAY),
        impact_cost=rng.uniform(0, 1e5, n_events),
    )


def _beside_the_numbers() -> Iterator[str]:
    small, large = (network_of(risky_network(n)) for n in (10_000, 100_000))
    joined = network_of(risky_network(10_000, n_factors=10))
    times = _in_turns(
        {
            "numbers": _draw_numbers,
            "independent": lambda: _run(small),
            "correlated": lambda: _run(joined),
            "drivers": lambda: _drivers(small),
            "100,000 tasks": lambda: _run(large),
        }
    )
    numbers = times["numbers"]
    for name in ("independent", "correlated", "drivers"):
        ratio = FIGURES[f"rng_ratio_{name}"] = round(times[name] / numbers, 2)
        yield f" 10,000 tasks, {name}: {_ms(times[name])} CPU; the numbers {_ms(numbers)}, ratio {ratio}"
    FIGURES["scaling_100k"] = round(times["100,000 tasks"] / (10 * times["independent"]), 2)
    yield f"100,000 tasks: {_ms(times['100,000 tasks'])} CPU, {FIGURES['scaling_100k']} × linear"


def _draw_numbers() -> None:
    """Draw a hundred million float32, into a buffer that stays near the processor."""
    generator, buffer = np.random.Generator(np.random.SFC64(SEED)), np.empty(100_000, np.float32)
    for _ in range(10_000 * N_ITERATIONS // len(buffer)):
        generator.random(dtype=np.float32, out=buffer)


def _run(network: Network, *, criticality: bool = False) -> Runs:
    return run_iterations(network, SEED, 0, N_ITERATIONS, criticality=criticality, threads=THREADS)


def _drivers(network: Network) -> None:
    """Simulate with criticality, and find what moves the outcome as the product does."""
    runs = _run(network, criticality=True)
    effects_of_draws(network, SEED, runs, Beside.of(runs.finish.astype(np.int64), runs.cost))


def _beside_rivals() -> Iterator[str]:
    bare = risky_network(1_000)
    none = np.zeros(0, np.int64)
    sure = replace(
        bare, probability=np.zeros(0), impact_event=none, impact_task=none, impact_cost=np.zeros(0)
    )
    sure = replace(sure, impact_low=np.zeros(0), impact_likely=np.zeros(0), impact_high=np.zeros(0))
    with ExitStack() as stack:
        for rival, theirs in (("cost_core", bare), ("pmcontrols", sure)):
            name, network = f"vs_{rival}", network_of(theirs)
            FIGURES[name] = None
            try:
                other = stack.enter_context(Rival(rival, theirs))
            except RivalMissing as missing:
                yield f"  1,000 tasks: {rival}: {missing}"
                continue
            # What their processes and our threads take: their own CPU time, not ours of waiting.
            times = _in_turns({"ours": lambda network=network: _run(network, criticality=True)}, other.run)
            ratio = FIGURES[name] = round(times["rival"] / times["ours"], 1)
            apart = abs(other.mean / float(_run(network).finish.mean()) - 1)
            yield (
                f"  1,000 tasks: ours {_ms(times['ours'])} CPU, {rival} {_ms(times['rival'])}: {ratio} times;"
                f" mean finishes {apart:.2%} apart"
            )


class RivalMissing(Exception):
    """The package is not there."""


class Rival:
    """Another simulator in its own process."""

    def __init__(self, name: str, bare: BareNetwork) -> None:
        self.name, self.bare, self.mean = name, bare, 0.0
        self.python = os.environ.get("RIVALS_PYTHON", sys.executable)

    def __enter__(self) -> Rival:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "network.npz"
        np.savez(path, **asdict(self.bare))
        child = Path(__file__).with_name("schedule_risk_child.py")
        self.process = subprocess.Popen(
            [self.python, str(child), self.name, str(path), str(N_ITERATIONS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": str(THREADS), "OPENBLAS_NUM_THREADS": str(THREADS)},
        )
        assert self.process.stdout
        assert self.process.stderr
        if self.process.stdout.readline().strip() != "ready":
            told = self.process.stderr.read().strip().splitlines()
            self.__exit__()
            raise RivalMissing(told[-1] if told else "did not start")
        return self

    def run(self) -> float:
        """Simulate once and return the CPU seconds that took."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        seconds, mean = self.process.stdout.readline().split()
        self.mean = float(mean)
        return float(seconds)

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
        self.folder.cleanup()


def _in_turns(
    runs: dict[str, Callable[[], object]], rival: Callable[[], float] | None = None
) -> dict[str, float]:
    """Return the median CPU seconds of each, taken in turns after one turn that does not count."""
    times: dict[str, list[float]] = {name: [] for name in [*runs, *(["rival"] if rival else [])]}
    for turn in range(N_TURNS + 1 if rival is None else 4):
        for name, run in runs.items():
            begun = time.process_time()
            run()
            if turn:
                times[name].append(time.process_time() - begun)
        if rival is not None:
            seconds = rival()
            if turn:
                times["rival"].append(seconds)
    return {name: statistics.median(found) for name, found in times.items()}


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


if __name__ == "__main__":
    if is_compiled():
        compiled()
    else:
        print(f"rows of {PLAIN.width} lanes")
    for row in rows():
        print(row, flush=True)
    if "--json" in sys.argv:
        print(json.dumps(FIGURES))
