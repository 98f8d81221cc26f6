"""The critical path method over a whole plan."""

from __future__ import annotations

from typing import Final

import numpy as np

from stuurbord.engine.critical_path.backward import Backward
from stuurbord.engine.critical_path.clocks import Clocks
from stuurbord.engine.critical_path.floats import finish_floats, free_floats, start_floats, total_floats
from stuurbord.engine.critical_path.forward import Forward
from stuurbord.engine.critical_path.network import Network, network
from stuurbord.engine.critical_path.primavera import primavera_schedule
from stuurbord.engine.critical_path.schedule import Schedule
from stuurbord.engine.critical_path.work import Work, progress_findings, work_of
from stuurbord.errors import N_, Finding, InvalidPlan, Severity
from stuurbord.plan.calendar import DAY, HOUR, NONE, OutsideHorizon
from stuurbord.plan.model import Booleans, Constraint, Integers, Plan, RuleProfile

_YEAR: Final = 366  # days
_MOST_YEARS: Final = 600
"""Beyond this no plan is meant, and a wrong date must not fill the memory."""


def critical_path(
    plan: Plan, *, unstarted_after_status_date: bool = False, computes_contours: bool = False
) -> Schedule:
    """Schedule a plan forward and backward and tell how far each task may move.

    Parameters
    ----------
    unstarted_after_status_date
        Work that is not done is not placed before the plan's status date: the forecast. Without it,
        unstarted tasks stay where links and constraints put them, as Microsoft Project does.
    computes_contours
        Named contours are laid out anew from work and units; only patterns edited by hand and splits are
        taken as stored.

    Raises
    ------
    InvalidPlan
        If the project calendar never works, or the dates lie centuries apart.
    ValueError
        If the plan has a cycle, which `stuurbord.plan.freeze` refuses.

    References
    ----------
    J. E. Kelley and M. R. Walker, "Critical-path planning and scheduling", Proceedings of the Eastern
    Joint Computer Conference (1959), 160–173. J. W. Fondahl, *A non-computer approach to the critical
    path method for the construction industry* (1961), for precedence networks.
    """
    from_date = plan.status_date if unstarted_after_status_date else NONE
    net = network(plan)
    first, last = _known_days(plan)
    most = (_MOST_YEARS * _YEAR - (last - first)) // 2
    margin = min(_margin(plan, net), most)
    while margin > 0:
        try:
            clocks = Clocks(plan, first - margin, last + margin)
            return _schedule(plan, net, from_date, clocks, computes_contours=computes_contours)
        except OutsideHorizon:
            margin = min(4 * margin, most) if margin < most else 0
    text = N_("The plan cannot be dated: its calendar never works, or its dates lie centuries apart.")
    raise InvalidPlan(Finding("plan_cannot_be_dated", text, Severity.ERROR))


def _margin(plan: Plan, net: Network) -> int:
    """Return how many days around the known ones the longest chain probably needs, in whole years."""
    length = [0] * net.n_tasks
    duration = plan.tasks.duration.tolist()
    for node in net.order:
        idx, is_finish = divmod(node, 2)
        if not is_finish:
            before = max((length[link.predecessor] for link in net.into[idx]), default=0)
            length[idx] = before + duration[idx]
    workdays = max(length, default=0) / max(plan.seconds_per_day, HOUR)
    return (int(workdays * 7 / 5 * 1.2) // _YEAR + 2) * _YEAR


def _known_days(plan: Plan) -> tuple[int, int]:
    """Return the first and last day of the years that the plan speaks of."""
    tasks = plan.tasks
    columns = [
        tasks.constraint_date,
        tasks.deadline,
        tasks.actual_start,
        tasks.actual_finish,
        tasks.resume,
        tasks.given_start[tasks.is_manual | tasks.is_external],
        tasks.given_finish[tasks.is_manual | tasks.is_external],
    ]
    known = np.concatenate([[plan.start, plan.finish, plan.status_date], *columns])
    known = known[known != NONE]
    # Whole years, so that plans of one portfolio share their compiled calendars.
    return int(known.min()) // DAY // _YEAR * _YEAR, (int(known.max()) // DAY // _YEAR + 1) * _YEAR


def _schedule(
    plan: Plan, net: Network, unstarted_from: int, clocks: Clocks, *, computes_contours: bool
) -> Schedule:
    if plan.rules.profile == RuleProfile.P6:
        return primavera_schedule(plan, net, clocks)
    work = work_of(plan, clocks, computes_contours=computes_contours)
    early = Forward(plan, net, work, unstarted_from).run()
    if plan.from_finish and plan.finish != NONE:
        early = _from_the_finish(early)
    project_finish = _project_finish(plan, early)
    backward = Backward(early, project_finish).run()
    forward = _as_late_as_possible(early, backward)
    if forward is not early:
        project_finish = _project_finish(plan, forward)
        backward = Backward(forward, project_finish).run()
    at_start, at_finish = start_floats(forward, backward), finish_floats(early, backward)
    total = total_floats(plan, at_start, at_finish)
    findings = (*clocks.findings, *progress_findings(plan))
    return Schedule(
        start=_frozen(forward.start),
        finish=_frozen(forward.finish),
        early_start=_frozen(early.start),
        early_finish=_frozen(early.finish),
        late_start=_frozen(backward.late_start),
        late_finish=_frozen(backward.late_finish),
        total_float=_frozen(total),
        start_float=_frozen(at_start),
        finish_float=_frozen(at_finish),
        free_float=_frozen(free_floats(forward, total)),
        is_critical=_critical(plan, net, work, total),
        driver=_frozen(forward.driver),
        driving_dependency_idx=_frozen(forward.driving_link),
        project_start=_project_start(plan, forward),
        project_finish=project_finish,
        findings=findings,
    )


def _from_the_finish(early: Forward) -> Forward:
    """Return a pass that begins where the finish of the plan asks it to: at the first late start."""
    late_start = Backward(early, early.plan.finish).run().late_start
    is_summary = early.network.is_summary
    starts = (t for t, above in zip(late_start, is_summary, strict=True) if t != NONE and not above)
    first = min(starts, default=early.plan.start)
    return Forward(early.plan, early.network, early.work, early.unstarted_from, project_start=first).run()


def _as_late_as_possible(early: Forward, backward: Backward) -> Forward:
    """Return a second pass in which tasks as late as possible start at their late start, if there are any."""
    tasks = early.plan.tasks
    is_late = (tasks.constraint == Constraint.ALAP) & ~(
        tasks.is_summary | tasks.is_manual | tasks.is_external
    )
    is_late &= (tasks.actual_start == NONE) & (tasks.actual_finish == NONE)
    held = {
        idx: backward.late_start[idx] for idx in is_late.nonzero()[0].tolist() if early.network.is_active[idx]
    }
    if not held:
        return early
    return Forward(
        early.plan, early.network, early.work, early.unstarted_from, held, early.project_start
    ).run()


def _project_finish(plan: Plan, forward: Forward) -> int:
    if plan.from_finish and plan.finish != NONE:
        return plan.finish
    return max((t for t in forward.finish if t != NONE), default=plan.start)


def _project_start(plan: Plan, forward: Forward) -> int:
    return min((t for t in forward.start if t != NONE), default=plan.start)


def _critical(plan: Plan, net: Network, work: Work, total: list[int]) -> Booleans:
    is_finished = (plan.tasks.actual_finish != NONE) | (plan.tasks.percent_complete >= 1)
    is_critical: Booleans = (
        np.array(net.is_active) & (np.array(total) <= plan.rules.critical_limit) & ~is_finished
    )
    is_critical.setflags(write=False)
    return is_critical


def _frozen(values: list[int]) -> Integers:
    array = np.array(values, np.int64)
    array.setflags(write=False)
    return array
