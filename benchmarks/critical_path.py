"""The critical path beside a bare peer: the textbook passes over dictionaries, whole days, no calendar.

The peer does the least that can be called a critical path, so the ratio is the price of calendars,
four kinds of link, constraints, progress and summaries.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from stuurbord.engine.critical_path import critical_path
from stuurbord.plan import DependencyKind, DependencyRow, Plan, PlanDraft, TaskRow, freeze, instant

WORKDAY = 8 * 3600
SIZES = ((200, 280), (5_000, 7_000), (20_000, 28_000))


def made_plan(n_tasks: int, n_links: int, seed: int = 1) -> Plan:
    """Return a plan of phases of forty tasks with links that point down the list."""
    source = random.Random(seed)
    tasks = [
        TaskRow(uid, f"Taak {uid}", 2 if uid % 41 else 1, duration=source.randint(1, 10) * WORKDAY)
        for uid in range(n_tasks)
    ]
    links: dict[tuple[int, int], DependencyRow] = {}
    while len(links) < n_links:
        before = source.randrange(n_tasks - 1)
        after = min(before + source.randint(1, 60), n_tasks - 1)
        if before % 41 and after % 41 and before != after:
            kind = source.choices(list(DependencyKind), (1, 8, 0, 1))[0]
            lag = source.choice((0, 0, 0, 0, 1, -1)) * WORKDAY
            links[before, after] = DependencyRow(before, after, kind, lag)
    start = instant(datetime.fromisoformat("2026-01-05T08:00"))
    return freeze(PlanDraft(start=start, tasks=tasks, dependencies=list(links.values())))[0]


def textbook(durations: list[int], links: list[tuple[int, int]]) -> dict[int, int]:
    """Return task → total float of a finish-to-start network whose links point down the list."""
    after: dict[int, list[int]] = {task: [] for task in range(len(durations))}
    early = dict.fromkeys(after, 0)
    for before, task in links:
        after[before].append(task)
    for before in after:
        for task in after[before]:
            early[task] = max(early[task], early[before] + durations[before])
    length = max(early[task] + durations[task] for task in after)
    late = dict.fromkeys(after, length)
    for before in reversed(after):
        late[before] = min((late[task] for task in after[before]), default=length) - durations[before]
    return {task: late[task] - early[task] for task in after}


def rows(n_runs: int = 7) -> Iterator[str]:
    """Yield one line per size: minimum and median of ours and of the peer, and their ratio."""
    for n_tasks, n_links in SIZES:
        plan = made_plan(n_tasks, n_links)
        durations = plan.tasks.duration.tolist()
        ends = (plan.dependencies.predecessor_idx.tolist(), plan.dependencies.successor_idx.tolist())
        links = sorted(zip(*ends, strict=True))
        ours = _times(lambda plan=plan: critical_path(plan), n_runs)
        peer = _times(lambda durations=durations, links=links: textbook(durations, links), n_runs)
        yield (
            f"{n_tasks:>6} tasks {n_links:>6} links   ours {_told(ours)}   peer {_told(peer)}"
            f"   ratio {min(ours) / min(peer):.1f}"
        )


def _times(run: Callable[[], object], n_runs: int) -> list[float]:
    times = []
    for _ in range(n_runs):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return times


def _told(times: list[float]) -> str:
    return f"min {min(times) * 1000:7.1f} ms, median {statistics.median(times) * 1000:7.1f} ms"


if __name__ == "__main__":
    for row in rows():
        print(row)
