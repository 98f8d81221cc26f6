"""Finished work that is done again: what lay side by side the first time lies side by side once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stuurbord.errors import N_, Finding, Severity
from stuurbord.plan.model import DependencyKind, Plan
from stuurbord.plan.uncertainty import RiskModel

if TYPE_CHECKING:
    from stuurbord.engine.schedule_risk.building.draws import Grounds

_FROM_FINISH: Final = [DependencyKind.FS, DependencyKind.FF]
_TO_FINISH: Final = [DependencyKind.FF, DependencyKind.SF]


def finished_of(grounds: Grounds, tasks: list[int]) -> list[int]:
    """Return those of the tasks that are done and took time."""
    is_active = grounds.plan.tasks.is_active
    return [task for task in tasks if grounds.node[task] < 0 and is_active[task] and grounds.whole[task] > 0]


def open_of(grounds: Grounds, tasks: list[int]) -> list[int]:
    """Return those of the tasks that can still be delayed."""
    return [task for task in tasks if grounds.node[task] >= 0]


def longest_chain(plan: Plan, seconds: dict[int, int]) -> list[int]:
    """Return the tasks that follow each other and last longest together, in their order.

    Each task has a start and a finish; links and summaries order them, as long as they like; other tasks
    take no time, so that a link over them counts as well. Lags do not.

    Parameters
    ----------
    seconds
        Task → how long it lasts, above 0.
    """
    if len(seconds) < 2:
        return list(seconds)
    after, waits = _moments(plan)
    longest, via = [0] * len(after), [-1] * len(after)
    ready = [moment for moment, count in enumerate(waits) if not count]
    while ready:
        moment = ready.pop()
        for other in after[moment]:
            own = seconds.get(moment >> 1, 0) if other == moment + 1 and not moment & 1 else 0
            if longest[moment] + own > longest[other] or via[other] < 0:
                longest[other], via[other] = longest[moment] + own, moment
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    return _chain(longest, via, seconds)


def _chain(longest: list[int], via: list[int], seconds: dict[int, int]) -> list[int]:
    """Follow the longest way back; a circle, which no plan that can be dated has, is no way."""
    single = max(seconds, key=lambda task: seconds[task])
    last = max((2 * task + 1 for task in seconds), key=lambda moment: longest[moment])
    if longest[last] < seconds[single]:
        return [single]
    chain = []
    moment = last
    while moment >= 0:
        before = via[moment]
        if moment & 1 and before == moment - 1 and moment >> 1 in seconds:
            chain.append(moment >> 1)
        moment = before
    return chain[::-1]


def _moments(plan: Plan) -> tuple[list[list[int]], list[int]]:
    """Return what comes after each start (2 · task) and finish (2 · task + 1), and for how many it waits."""
    tasks, links = plan.tasks, plan.dependencies
    every, parts = np.arange(len(tasks)), np.flatnonzero(tasks.parent_idx >= 0)
    above = tasks.parent_idx[parts]
    before = 2 * links.predecessor_idx + np.isin(links.kind, _FROM_FINISH)
    behind = 2 * links.successor_idx + np.isin(links.kind, _TO_FINISH)
    first = np.concatenate([2 * every, 2 * above, 2 * parts + 1, before])
    second = np.concatenate([2 * every + 1, 2 * parts, 2 * above + 1, behind])
    after: list[list[int]] = [[] for _ in range(2 * len(tasks))]
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        after[one].append(other)
    return after, np.bincount(second, minlength=len(after)).tolist()


def rework_findings(model: RiskModel, grounds: Grounds, task_idx: dict[int, int]) -> list[Finding]:
    """Tell of finished work that counts as done again beside other work, and so takes no time of its own."""
    repeats = model.repeats
    text = N_(
        "{code}: finished tasks that run again beside the longest chain of them delay nothing more ({n})."
    )
    found = []
    for event in sorted(set(repeats.event_idx.tolist())):
        tasks = [task_idx[uid] for uid in repeats.task_uid[repeats.event_idx == event].tolist()]
        done = finished_of(grounds, tasks)
        left = len(done) - len(longest_chain(grounds.plan, {task: int(grounds.whole[task]) for task in done}))
        if left and open_of(grounds, tasks):
            fields = {"code": model.events.code[event], "n": left}
            found.append(Finding("repeats_side_by_side", text, Severity.INFO, fields=fields))
    return found
