"""Reading a plan of 5,000 tasks in Microsoft Project XML, beside MPXJ reading the same bytes.

Ours is the whole reader: parsed, validated, frozen. The peer is MPXJ in its child process, as the product
uses it for the other formats, so its time holds the start of a Java machine; without the extra `msproject`
only ours is measured.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator

from benchmarks.portfolio_page import made_plan
from stuurbord.engine.critical_path import critical_path
from stuurbord.exchange import mpxj, mspdi
from stuurbord.exchange.mpxj import java

N_TASKS = 5_000


def rows(n_runs: int = 5) -> Iterator[str]:
    """Yield ours, the peer, the ratio, and what comes after reading."""
    plan = made_plan(random.Random(1), N_TASKS)
    content = mspdi.write(plan)
    ours = _times(lambda: mspdi.read(content, "plan.xml"), n_runs)
    size = len(content) / 1_000_000
    yield f"{N_TASKS} tasks, {size:.1f} MB   ours {_told(ours)}"
    if mpxj.is_installed() and java.library() is not None:
        peer = _times(lambda: mpxj.read(content, "plan.xml"), n_runs)
        yield f"{N_TASKS} tasks, {size:.1f} MB   MPXJ {_told(peer)}   ratio {min(ours) / min(peer):.2f}"
    computed = _times(lambda: critical_path(plan), n_runs)
    yield f"critical path of the same plan   {_told(computed)}"


def _times(run: Callable[[], object], n_runs: int) -> list[float]:
    times = []
    for _ in range(n_runs):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return times


def _told(times: list[float]) -> str:
    least, middle = min(times) * 1000, statistics.median(times) * 1000
    return f"min {least:7.0f} ms, median {middle:7.0f} ms ({len(times)} times)"


if __name__ == "__main__":
    for row in rows():
        print(row)
