"""A rival simulation in a process of its own: `benchmarks.schedule_risk` asks it for runs.

``python schedule_risk_child.py RIVAL NETWORK.npz ITERATIONS`` prints ``ready``, then reads lines: at each it
simulates once and prints the CPU seconds that took. The network is handed over before, in the rival's own
objects: only the simulation is timed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

MONTH = 30 * 86_400.0
"""Seconds in the unit of cost-core."""


def cost_core(arrays: dict[str, Any], n: int) -> Callable[[], float]:
    """Return a run of ``simulate`` of cost_core.schedule.jcl: PERT factors, costs, risks, no correlation."""
    from cost_core.schedule.jcl import Activity, Project, Risk, simulate

    before = _before(arrays)
    activities = [
        Activity(
            str(task),
            float(arrays["duration"][task]) / MONTH,
            {
                "type": "pert",
                **{
                    name: float(arrays[point][task] / arrays["duration"][task])
                    for name, point in (("left", "low"), ("mode", "likely"), ("right", "high"))
                },
            },
            before[task],
            fixed_cost=float(arrays["cost"][task]),
            burn_rate=float(arrays["cost_per_second"][task]) * MONTH,
        )
        for task in range(len(arrays["duration"]))
    ]
    risks = [
        Risk(
            str(event),
            float(arrays["probability"][event]),
            [str(arrays["impact_task"][event])],
            {
                "type": "pert",
                "left": float(arrays["impact_low"][event]) / MONTH,
                "mode": float(arrays["impact_likely"][event]) / MONTH,
                "right": float(arrays["impact_high"][event]) / MONTH,
            },
            float(arrays["impact_cost"][event]),
        )
        for event in range(len(arrays["probability"]))
    ]
    project = Project(activities, risks, duration_correlation=0.0, cost_correlation=0.0)
    return lambda: float(simulate(project, n_iter=n, seed=1).finish.mean()) * MONTH


def pmcontrols(arrays: dict[str, Any], n: int) -> Callable[[], float]:
    """Return a run of ``pert`` of pmcontrols: PERT durations; it knows neither risks nor costs."""
    from pmcontrols import pert

    before = _before(arrays)
    activities = [
        {
            "id": str(task),
            "predecessors": before[task],
            "a": float(arrays["low"][task]),
            "m": float(arrays["likely"][task]),
            "b": float(arrays["high"][task]),
        }
        for task in range(len(arrays["duration"]))
    ]
    return lambda: float(pert(activities, n_sim=n, seed=1).stats["mc_mean"])


def _before(arrays: dict[str, Any]) -> list[list[str]]:
    before: list[list[str]] = [[] for _ in arrays["duration"]]
    for predecessor, successor in zip(arrays["predecessor"], arrays["successor"], strict=True):
        before[successor].append(str(predecessor))
    return before


def main() -> None:
    rival, path, n = sys.argv[1:4]
    with np.load(path) as file:
        arrays = dict(file)
    run = {"cost_core": cost_core, "pmcontrols": pmcontrols}[rival](arrays, int(n))
    print("ready", flush=True)
    for _ in sys.stdin:
        begun = time.process_time()
        mean = run()
        print(time.process_time() - begun, mean, flush=True)


if __name__ == "__main__":
    main()
