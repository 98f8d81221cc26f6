"""The critical path beside MPXJ's `MicrosoftScheduler` and beside what the memory allows.

``python -m benchmarks.critical_path --json`` ends with one line of JSON:

- ``vs_mpxj_100k``: how many times faster the forward and backward pass over 100,000 tasks with calendars is
  than MPXJ's scheduler over the same plan (best of several runs on both sides, warm);
- ``file_to_dates_vs_mpxj_5k``: the same of the whole path from a file in Microsoft Project XML to dates;
- ``bandwidth_ratio_1m``: time of both passes over 1,000,000 tasks ÷ the time in which this machine copies as
  many bytes as the passes must touch at least;
- ``one_change_p95_share_100k``: the 95th percentile of a change of one duration in 100,000 tasks (early and
  late dates and floats brought up to date, best of three) ÷ a full pass of the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.master_plan import WORKDAY, master_plan
from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.critical_path.array_path import computed, critical_path_of_arrays
from stuurbord.engine.critical_path.computation import Computation
from stuurbord.engine.critical_path.replanner import Replanner
from stuurbord.engine.critical_path.running.compiled import compiled_runner
from stuurbord.engine.critical_path.running.runner import PLAIN
from stuurbord.exchange import mpxj, mspdi
from stuurbord.exchange.mpxj import java
from stuurbord.plan.calendar import NONE

MPXJ_MINUTES = 15


def rows() -> Iterator[str]:
    """Yield one line per measure; the figures gather in `FIGURES`."""
    yield from _small_plans()
    yield from _beside_mpxj()
    yield from _file_to_dates()
    yield from _beside_memory()
    yield from _one_change()


FIGURES: dict[str, float | None] = {}


def _small_plans() -> Iterator[str]:
    for n_tasks in (200, 2_000, 20_000):
        plan = master_plan(n_tasks)
        plain = _best(lambda plan=plan: critical_path_of_arrays(plan, runner=PLAIN), 3)
        compiled = _best(lambda plan=plan: critical_path_of_arrays(plan, runner=compiled_runner()), 5)
        yield f"{n_tasks:>9} tasks, plan to schedule: plain {_ms(plain)}, compiled {_ms(compiled)}"


def _beside_mpxj() -> Iterator[str]:
    made = computed(master_plan(100_000), NONE, compiled_runner())
    passes = _best(lambda: _both_passes(made), 15)
    whole = _best(lambda: critical_path_of_arrays(made.layout.plan, runner=compiled_runner()), 5)
    yield f"  100,000 tasks: forward and backward {_ms(passes)}, plan to schedule {_ms(whole)}"
    peer = _mpxj(mspdi.write(made.layout.plan), n_runs=3)
    FIGURES["vs_mpxj_100k"] = peer and round(min(peer["schedule"]) / passes, 1)
    if peer:
        theirs = _ms(min(peer["schedule"]))
        yield f"  100,000 tasks: MPXJ's scheduler {theirs}, {FIGURES['vs_mpxj_100k']} times ours"


def _file_to_dates() -> Iterator[str]:
    content = mspdi.write(master_plan(5_000))
    # MPXJ keeps nothing it does not know, so neither do we; the second figure is that of an import.
    ours, keeping = (_best(lambda keeps=keeps: _dates_of(content, keeps=keeps), 8) for keeps in (False, True))
    yield f"    5,000 tasks: file to dates {_ms(ours)}, keeping all that is in the file {_ms(keeping)}"
    peer = _mpxj(content, n_runs=8)
    theirs = peer and min(map(sum, zip(peer["read"], peer["schedule"], strict=True)))
    FIGURES["file_to_dates_vs_mpxj_5k"] = theirs and round(theirs / ours, 2)
    if theirs:
        yield f"    5,000 tasks: MPXJ {_ms(theirs)}, {FIGURES['file_to_dates_vs_mpxj_5k']} times ours"


def _dates_of(content: bytes, *, keeps: bool) -> Schedule:
    return critical_path_of_arrays(mspdi.read(content, "plan.xml", keeps_the_rest=keeps)[0])


def _beside_memory() -> Iterator[str]:
    made = computed(master_plan(1_000_000), NONE, compiled_runner())
    source = np.ones(100_000_000 // 8, np.int64)
    target = np.empty_like(source)
    passes = copy = np.inf
    for _ in range(8):  # taken in turns: whatever else the machine does slows both
        passes = min(passes, _best(lambda: _both_passes(made), 1))
        copy = min(copy, _best(lambda: np.copyto(target, source), 3))
    bandwidth, touched = 2 * source.nbytes / copy, touched_bytes(made)
    FIGURES["bandwidth_ratio_1m"] = round(passes * bandwidth / touched, 1)
    yield (
        f"1,000,000 tasks: both passes {_ms(passes)}; {touched / 1e6:.0f} MB at {bandwidth / 1e9:.1f} GB/s"
        f" take {_ms(touched / bandwidth)}, ratio {FIGURES['bandwidth_ratio_1m']}"
    )


def _one_change(n_changes: int = 500) -> Iterator[str]:
    plan = master_plan(100_000)
    replanner = Replanner(plan, runner=compiled_runner())
    full = _best(replanner._made.run, 9)
    source = np.random.default_rng(7)
    tasks = source.choice(np.flatnonzero(~plan.tasks.is_summary), n_changes)
    times = []
    for task, days in zip(tasks.tolist(), source.integers(1, 11, n_changes).tolist(), strict=True):
        was, best = int(replanner.plan.tasks.duration[task]), np.inf
        for _ in range(3):  # there and back: the machine has other things to do as well
            replanner.change_task(task, duration=was)
            begun = time.perf_counter()
            replanner.change_task(task, duration=days * WORKDAY)
            best = min(best, time.perf_counter() - begun)
        times.append(best)
    ours, anew = replanner.schedule(), critical_path_of_arrays(replanner.plan, runner=compiled_runner())
    for name in ("start", "finish", "late_start", "late_finish", "total_float", "free_float"):
        assert np.array_equal(getattr(ours, name), getattr(anew, name)), name
    p95 = float(np.quantile(times, 0.95))
    FIGURES["one_change_p95_share_100k"] = round(p95 / full, 4)
    yield (
        f"  100,000 tasks: one change {_ms(float(np.median(times)))}, p95 {_ms(p95)};"
        f" a full pass {_ms(full)}, share {p95 / full:.1%}"
    )


def _both_passes(made: Computation) -> None:
    net, clocks, stage = made.layout.network, made.layout.clocks, made.early
    kernels, rules = made.layout.runner, made.layout.rules
    kernels.forward_pass(net, clocks, stage.early, rules, made.marks, 1)
    kernels.backward_pass(net, clocks, stage.early, stage.late, rules, stage.project_finish, made.marks, 1)


def touched_bytes(made: Computation) -> int:
    """Return the bytes that both passes must read or write at least: each column once per pass."""
    net, stage = made.layout.network, made.early
    nodes = (net.nodes.flags, net.nodes.parent, net.nodes.clock, net.nodes.part_first, *net.parts)
    into = (net.into.first, net.into.other, net.into.how, net.into.lag, net.into.idx)
    out_of = (net.out_of.first, net.out_of.other, net.out_of.how, net.out_of.lag)
    forward = (*nodes, *into, *stage.early)
    backward = (*nodes, *out_of, net.nodes.partner, stage.early.start, *stage.late[:3])
    return sum(column.nbytes for column in (*forward, *backward))


def _mpxj(content: bytes, n_runs: int) -> dict[str, list[float]] | None:
    """Return MPXJ's times over these bytes, or None without it or if it takes too long."""
    if not mpxj.is_installed() or java.library() is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xml"
        path.write_bytes(content)
        command = [sys.executable, "-m", "benchmarks.mpxj_child", str(path), str(n_runs)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=60 * MPXJ_MINUTES, check=True)
        except subprocess.TimeoutExpired:
            return None
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _best(run: Callable[[], object], n_runs: int) -> float:
    times = []
    for _ in range(n_runs):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return min(times)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
    if "--json" in sys.argv:
        print(json.dumps(FIGURES))
