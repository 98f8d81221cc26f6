"""Simulations counted over all runs of one piece of work, so that its bar tells how far the whole is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stuurbord.web.forecasts.simulating import ITERATIONS
from stuurbord.web.jobs.work import Work


def counting(run: Callable[..., Any], work: Work, n_runs: int) -> Callable[..., Any]:
    """Return the same function, which tells the work what is done and gives up when that is stopped.

    Parameters
    ----------
    n_runs
        How often it will be called at most; a call more leaves the bar at its end.
    """
    total, done = n_runs * ITERATIONS, 0

    def counted(network: Any, seed: int, first: int, n: int, **options: Any) -> Any:
        nonlocal done
        before = done
        options |= {
            "stop": work.is_stopped,
            "on_progress": lambda n_done, _n: work.count(min(before + n_done, total), total),
        }
        answer = run(network, seed, first, n, **options)
        done = min(before + n, total)
        work.count(done, total)
        return answer

    return counted
