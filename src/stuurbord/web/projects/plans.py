"""Stored plan revisions as plans and schedules, kept in memory while they are asked for."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.plan import NONE, Plan
from stuurbord.plan.document import unpack
from stuurbord.web.projects.models import PlanRevision

BoolArray = npt.NDArray[np.bool_]
MOST_KEPT: Final = 64
_kept: OrderedDict[str, tuple[Plan, Schedule]] = OrderedDict()
_dated_last: deque[tuple[Plan, Schedule]] = deque(maxlen=4)
_lock = Lock()


def plan_of(revision_id: int) -> Plan:
    """Return the plan of a revision."""
    return _computed(revision_id)[0]


def schedule_of(revision_id: int) -> Schedule:
    """Return the forecast schedule of a revision: work not begun cannot begin before the status date."""
    return _computed(revision_id)[1]


def forecast_schedule(plan: Plan) -> Schedule:
    """Return the schedule the product shows, the same everywhere.

    The very plan that was dated just before is not dated again: an edit asks it to see whether the law holds,
    and the page to show it.
    """
    with _lock:
        for known, found in _dated_last:
            if known is plan:
                return found
    schedule = critical_path(plan, unstarted_after_status_date=True)
    with _lock:
        _dated_last.append((plan, schedule))
    return schedule


def is_work(plan: Plan, schedule: Schedule) -> BoolArray:
    """Return which rows count as tasks: no summaries, and nothing that was made inactive.

    Returns
    -------
    bool of shape (n_tasks,)
    """
    return ~plan.tasks.is_summary & (schedule.start != NONE)


def schedule_for(plan: Plan, sha256: str) -> Schedule:
    """Return the schedule of a plan that may not be stored yet, and keep it for when it is.

    Parameters
    ----------
    sha256
        The plan's digest.
    """
    return _kept_or(sha256, lambda: plan)[1]


def _computed(revision_id: int) -> tuple[Plan, Schedule]:
    # By content, not by number: a number that was rolled back is given out again, to another plan.
    revision = PlanRevision.objects.filter(pk=revision_id)

    def stored_plan() -> Plan:
        return unpack(bytes(revision.values_list("document", flat=True).get()))

    return _kept_or(revision.values_list("sha256", flat=True).get(), stored_plan)


def _kept_or(sha256: str, plan_of_it: Callable[[], Plan]) -> tuple[Plan, Schedule]:
    with _lock:
        if found := _kept.get(sha256):
            _kept.move_to_end(sha256)
            return found
    plan = plan_of_it()
    computed = plan, forecast_schedule(plan)
    with _lock:
        _kept[sha256] = computed
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return computed
