"""What a changed plan comes to, as plain data that is stored with a proposal and sent to a page."""

from __future__ import annotations

from typing import Any

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.ripple import MovedTask, Ripple, ripple
from stuurbord.plan import NONE, Plan
from stuurbord.web.planning.short_periods import legal_records

MOST_LISTED = 200
"""So many moved tasks are stored with a proposal; all of them are counted."""


def effect(before: tuple[Plan, Schedule], after: tuple[Plan, Schedule]) -> dict[str, Any]:
    """Return the effect of a change as JSON-ready data."""
    legal = legal_records(before, after)
    return plain(ripple(before, after), before[0], after[0]) | ({"legal": legal} if legal else {})


def plain(found: Ripple, before: Plan, plan: Plan, most_listed: int = MOST_LISTED) -> dict[str, Any]:
    """Return a ripple as JSON-ready data; instants in seconds, money in cents.

    Parameters
    ----------
    before, plan
        The plan as it was, and as it becomes: a gate that is lost is called as it was.
    most_listed
        So many moved tasks are told one by one.
    """
    points = (*found.gates, *found.milestones)
    was, now = (_called(one, {point.uid for point in points}) for one in (before, plan))

    def gate(one: MovedTask) -> dict[str, Any]:
        name, code = was.get(one.uid, ("", "")) if one.finish == NONE else ("", "")
        if not code:
            name, code = now[one.uid]
        return _moved(one) | {"gate": code, "name": name}

    def milestone(one: MovedTask) -> dict[str, Any]:
        return _moved(one) | {"name": (now.get(one.uid) or was[one.uid])[0]}

    return {
        "n_moved": len(found.moved),
        "moved": [_moved(one) for one in found.moved[:most_listed]],
        "gates": [gate(one) for one in found.gates],
        "milestones": [milestone(one) for one in found.milestones],
        "late": list(found.late),
        "n_became_critical": len(found.became_critical),
        "n_no_longer_critical": len(found.no_longer_critical),
        "finish_days": found.finish_days,
        "cost_by_year": {str(year): cents for year, cents in found.cost_by_year.items()},
    }


def _called(plan: Plan, uids: set[int]) -> dict[int, tuple[str, str]]:
    """Return uid → name and gate of some tasks of a plan."""
    tasks = plan.tasks
    rows = np.flatnonzero(np.isin(tasks.uid, list(uids))).tolist() if uids else []
    return {int(tasks.uid[row]): (tasks.name[row], tasks.gate[row]) for row in rows}


def _moved(one: MovedTask) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "start": _known(one.start),
        "finish": _known(one.finish),
        "start_before": _known(one.start_before),
        "finish_before": _known(one.finish_before),
        "days": one.days,
    }


def _known(instant: int) -> int | None:
    return None if instant == NONE else instant
