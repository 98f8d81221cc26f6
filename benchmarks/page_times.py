"""How long whole answers of the application take, told in one line: for every benchmark of a page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def page_times(run: Callable[[], object], n_runs: int) -> list[float]:
    """Return the seconds of each run, which must end in a page that is found."""
    times = []
    for _ in range(n_runs):
        begun = time.perf_counter()
        answer = run()
        times.append(time.perf_counter() - begun)
        assert answer.status_code == 200, answer  # type: ignore[attr-defined]
    return times


def told(times: list[float]) -> str:
    """Return median and 95th percentile in milliseconds."""
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"median {statistics.median(times) * 1000:6.1f} ms, p95 {p95 * 1000:6.1f} ms ({len(times)} times)"
