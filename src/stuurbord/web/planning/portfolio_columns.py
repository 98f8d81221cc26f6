"""Plans of a portfolio as columns for its page: per project some rows first, all of them when it unfolds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from stuurbord.engine.plan_network import Dated
from stuurbord.plan import NONE
from stuurbord.plan.model import Booleans, Integers
from stuurbord.web.planning.columns import flags, known, links

_FACTS: Final = ("duration", "deadline", "actual_start", "actual_finish")
_DATES: Final = ("start", "finish", "late_finish", "total_float")
COMPARED: Final = ("start", "finish", "late_finish", "total_float", "is_critical")
"""What a change of a plan elsewhere can do to a task."""


def block(one: Dated, rows: Integers | None = None) -> dict[str, Any]:
    """Return rows of a plan as columns, all of them with their links unless some are asked.

    Units as in `stuurbord.web.planning.columns`.
    """
    plan, schedule = one.pair
    tasks = plan.tasks
    at = np.arange(len(tasks)) if rows is None else rows
    listed = at.tolist()
    baseline = plan.baselines.get(0)
    all_flags = np.array(flags(plan, schedule), np.int64)
    return {
        "uid": tasks.uid[at].tolist(),
        "wbs": [tasks.wbs[row] for row in listed],
        "name": [tasks.name[row] for row in listed],
        "level": tasks.outline_level[at].tolist() if rows is None else [1] * len(listed),
        "gate": [tasks.gate[row] for row in listed],
        "percent": np.round(tasks.percent_complete[at], 4).tolist(),
        "flags": all_flags[at].tolist(),
        **{name: known(getattr(tasks, name)[at]) for name in _FACTS},
        **{name: known(getattr(schedule, name)[at]) for name in _DATES},
        "baseline_start": [None] * len(listed) if baseline is None else known(baseline.start[at]),
        "baseline_finish": [None] * len(listed) if baseline is None else known(baseline.finish[at]),
        "links": links(plan, schedule) if rows is None else [],
        **span(one),
    }


def span(one: Dated) -> dict[str, Any]:
    """Return where a plan as a whole begins and ends, and what one of its days is in working seconds."""
    schedule = one.schedule
    return {
        "from": None if schedule.project_start == NONE else schedule.project_start,
        "until": None if schedule.project_finish == NONE else schedule.project_finish,
        "promised": _promised(one),
        "seconds_per_day": one.plan.seconds_per_day,
    }


def _promised(one: Dated) -> int | None:
    """Return when the baseline that counts ends, None without one."""
    baseline = one.plan.baselines.get(0)
    last = NONE if baseline is None else int(baseline.finish.max(initial=NONE))
    return None if last == NONE else last


def key_rows(one: Dated, linked: Iterable[int]) -> Integers:
    """Return the positions of gates, milestones and tasks that are linked across projects, in outline order.

    Parameters
    ----------
    linked
        Uids of the tasks at the ends of links.
    """
    tasks = one.plan.tasks
    wanted: Booleans = np.fromiter(map(bool, tasks.gate), np.bool_, len(tasks))
    wanted |= tasks.is_milestone & ~tasks.is_summary & (one.schedule.start != NONE)
    wanted |= np.isin(tasks.uid, list(linked))
    return np.flatnonzero(wanted)


def changed_block(before: Dated, now: Dated, among: Integers | None = None) -> dict[str, Any]:
    """Return the rows of a plan that differ: all of them where rows came or went.

    Parameters
    ----------
    among
        Positions of the rows that are asked for; all without it.
    """
    if not np.array_equal(before.plan.tasks.uid, now.plan.tasks.uid):
        return block(now) | {"is_whole": True}
    at = np.arange(len(now.plan.tasks)) if among is None else among
    differs: Booleans = np.zeros(len(at), np.bool_)
    for name in COMPARED:
        differs |= getattr(before.schedule, name)[at] != getattr(now.schedule, name)[at]
    if before.plan is not now.plan:
        for name in _WRITTEN:
            old, new = (np.asarray(getattr(one.plan.tasks, name)) for one in (before, now))
            differs |= old[at] != new[at]
    return block(now, at[differs]) | {"is_whole": False}


_WRITTEN: Final = ("name", "percent_complete", "duration", "deadline", "actual_start", "actual_finish")
"""What edits on this page do to a task."""
