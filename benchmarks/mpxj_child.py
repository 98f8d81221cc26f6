"""MPXJ in a process of its own: ``python -m benchmarks.mpxj_child PLAN.xml RUNS`` prints times as JSON.

Reads a file in Microsoft Project XML and schedules it, several times over in one warm Java machine. What
the product switches off so that a start is quick (the second compiler) stays on here: the peer runs as fast
as it can.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter

from stuurbord.exchange.mpxj import java


def main(path: str, n_runs: int) -> None:
    """Print ``{"read": […], "schedule": […], "finish"}``, seconds per run."""
    import jpype
    import mpxj  # noqa: F401 - puts its libraries on the class path

    jpype.startJVM(java.library(), "-Xmx12g", "-Xss512m", convertStrings=True)
    reader = jpype.JClass("org.mpxj.mspdi.MSPDIReader")
    scheduler = jpype.JClass("org.mpxj.cpm.MicrosoftScheduler")
    no_work = jpype.JClass("org.mpxj.Duration").getInstance(0, jpype.JClass("org.mpxj.TimeUnit").HOURS)
    reads, schedules = [], []
    for _ in range(n_runs):
        begun = perf_counter()
        project = reader().read(path)
        reads.append(perf_counter() - begun)
        for task in project.getTasks():  # without these the scheduler refuses the file
            if task.getActualDuration() is None:
                task.setActualDuration(no_work)
            if task.getRemainingDuration() is None:
                task.setRemainingDuration(task.getDuration())
        start = project.getProjectProperties().getStartDate()
        begun = perf_counter()
        scheduler().schedule(project, start)
        schedules.append(perf_counter() - begun)
        print(f"read {reads[-1]:.2f} s, schedule {schedules[-1]:.2f} s", file=sys.stderr, flush=True)
    finish = str(max(str(task.getFinish()) for task in project.getTasks()))
    print(json.dumps({"read": reads, "schedule": schedules, "finish": finish}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
