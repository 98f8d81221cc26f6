"""What one edit of a large plan costs: tried, dated, compared with the plan as it was, proposed, accepted.

No rival: nobody else recomputes a whole plan at each movement of the mouse. The limit is a tenth of a second
for 5,000 tasks, in the browser and over the network; these are the parts of it that the server does.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.master_plan import master_plan

SIZES = (5_000, 20_000, 40_000)
_LINKS_PER_TASK = 0.8


def rows(n_runs: int = 9) -> Iterator[str]:
    """Yield a line per part and size: milliseconds of the processor, medians."""
    with tempfile.TemporaryDirectory(prefix="stuurbord-bench-") as home:
        os.environ |= {"STUURBORD_HOME": home, "DJANGO_SETTINGS_MODULE": "stuurbord.web.settings"}
        import django

        django.setup()
        for n_tasks in SIZES:
            yield from _of_size(n_tasks, n_runs)


def _of_size(n_tasks: int, n_runs: int) -> Iterator[str]:
    from stuurbord.engine.critical_path.running.runner import FEWEST_TO_COMPILE, runner_for
    from stuurbord.engine.editing import Link, Move, edited
    from stuurbord.plan.changes import changed, difference, rebased
    from stuurbord.web.planning.columns import columns
    from stuurbord.web.planning.previews import compared
    from stuurbord.web.planning.workspace import Tried
    from stuurbord.web.projects.plans import forecast_schedule

    runner_for(FEWEST_TO_COMPILE)  # as a server that shows plans has them loaded
    plan = master_plan(n_tasks, _LINKS_PER_TASK)
    schedule = forecast_schedule(plan)
    uids = plan.tasks.uid.tolist()
    move = [Move(uids[3], int(schedule.start[3]) + 30 * 86_400)]
    link = [Link(uids[3], uids[-1])]
    new_plan = edited(plan, move, forecast_schedule)
    found = Tried(plan, schedule, new_plan, forecast_schedule(new_plan))
    changes = difference(plan, new_plan)
    whole = json.dumps(columns(plan, schedule)).encode()
    parts: dict[str, Callable[[], Any]] = {
        "a bar moved": lambda: edited(plan, move, forecast_schedule),
        "a link drawn": lambda: edited(plan, link, forecast_schedule),
        "all dates": lambda: forecast_schedule(new_plan),
        "what it comes to": lambda: compared(found),
        "its changes": lambda: difference(plan, new_plan),
        "laid on the newest plan": lambda: changed(plan, rebased(changes, plan, plan).changes),
        "the whole plan as JSON": lambda: json.dumps(columns(plan, schedule)),
    }
    for name, part in parts.items():
        yield f"{n_tasks:>6} tasks  {name:<24} {_milliseconds(part, n_runs):7.1f} ms"
    sizes = len(whole) / 1e6, len(gzip.compress(whole, 5)) / 1e6
    yield f"{n_tasks:>6} tasks  the page's data {sizes[0]:.1f} MB, {sizes[1]:.1f} MB compressed"


def _milliseconds(part: Callable[[], Any], n_runs: int) -> float:
    times = []
    for _ in range(n_runs):
        begun = time.process_time()
        part()
        times.append(time.process_time() - begun)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    for row in rows():
        print(row)
