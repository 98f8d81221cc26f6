"""Whether the value earned was earned on the work that was due: schedule adherence, the p-factor."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.earned_value.figures import Figures, Unknown
from stuurbord.plan.calendar import WorkingTime
from stuurbord.plan.model import Booleans, Floats, Integers


def adherence(planned_at_schedule: Floats, earned: Floats) -> Figures:
    """Return the p-factor: P = Σ min(EVᵢ, PVᵢ(ES)) / Σ PVᵢ(ES).

    Parameters
    ----------
    planned_at_schedule
        float64 of shape (n_rows, n_tasks), cents: what each task was to be worth at the earned schedule.
    earned
        float64 of shape (n_rows, n_tasks), cents: what each task is worth.

    References
    ----------
    Lipke, W. (2004), "Connecting Earned Value to the Schedule", The Measurable News, Winter 2004.
    """
    known = np.zeros(len(earned), np.int64)
    in_order = Figures(np.minimum(earned, planned_at_schedule).sum(axis=1), known)
    return in_order.over(planned_at_schedule.sum(axis=1), Unknown.NOTHING_EARNED)


def schedule_instants(clock: WorkingTime, begin: int, schedule: Floats, is_ahead: Booleans) -> Integers:
    """Return the instants at which to ask for each task's planned value, as `adherence` needs them.

    An amount that falls due at that very moment counts if the work is ahead of its plan, for its moment has
    then been passed; if the work is behind, it has not been reached. ProTrack decides likewise.

    Parameters
    ----------
    begin
        Instant from which the schedule counts.
    schedule
        Earned schedules, working seconds of ``clock``.
    is_ahead
        Where more is earned than was planned by the status date.
    """
    work = clock.before(begin) + np.rint(schedule).astype(np.int64)
    passed, reached = clock.start_at(work) + 1, np.maximum(clock.finish_at(work), begin)
    return np.asarray(np.where(is_ahead, passed, reached), np.int64)
