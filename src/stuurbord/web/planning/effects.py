"""What a changed plan comes to, as plain data that is stored with a proposal and sent to a page."""

from __future__ import annotations

from typing import Any

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.ripple import MovedTask, Ripple, ripple
from stuurbord.plan import NONE, Plan

MOST_LISTED = 200
"""So many moved tasks are stored with a proposal; all of them are counted."""


def effect(before: tuple[Plan, Schedule], after: tuple[Plan, Schedule]) -> dict[str, Any]:
    """Return the effect of a change as JSON-ready data."""
    return plain(ripple(before, after), after[0])


def plain(found: Ripple, plan: Plan, most_listed: int = MOST_LISTED) -> dict[str, Any]:
    """Return a ripple as JSON-ready data; instants in seconds, money in cents.

    Parameters
    ----------
    most_listed
        So many moved tasks are told one by one.
    """
    told = {one.uid for one in (*found.gates, *found.milestones)}
    rows = {uid: row for row, uid in enumerate(plan.tasks.uid.tolist()) if uid in told}
    name = {uid: plan.tasks.name[row] for uid, row in rows.items()}
    gate = {uid: plan.tasks.gate[row] for uid, row in rows.items()}
    return {
        "n_moved": len(found.moved),
        "moved": [_moved(one) for one in found.moved[:most_listed]],
        "gates": [_moved(one) | {"gate": gate[one.uid], "name": name[one.uid]} for one in found.gates],
        "milestones": [_moved(one) | {"name": name[one.uid]} for one in found.milestones],
        "late": list(found.late),
        "n_became_critical": len(found.became_critical),
        "n_no_longer_critical": len(found.no_longer_critical),
        "finish_days": found.finish_days,
        "cost_by_year": {str(year): cents for year, cents in found.cost_by_year.items()},
    }


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
