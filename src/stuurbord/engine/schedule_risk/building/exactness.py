"""How far the network without any uncertainty dates a plan as the critical path does."""

from __future__ import annotations

from typing import Final

import numpy as np

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.schedule_risk.building.foundation import Foundation
from stuurbord.engine.schedule_risk.building.planned_dates import finish_instants, planned_dates
from stuurbord.engine.schedule_risk.building.skeleton import Skeleton
from stuurbord.errors import N_, Finding, Severity
from stuurbord.plan.calendar import DAY, MINUTE, NONE
from stuurbord.plan.model import Constraint, Integers, Plan, RuleProfile

_BEATS: Final = (Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT)


def planned_finishes(plan: Plan, base: Foundation) -> tuple[Integers, int]:
    """Return the finish of each task without any uncertainty (`NONE`: takes no part), and of the whole."""
    if plan.rules.profile == RuleProfile.P6:
        schedule = critical_path(plan)
        return schedule.finish, schedule.project_finish
    end = base.made.layout.topology.end
    finish = np.append(np.asarray(base.made.early.early.finish, np.int64), NONE)
    return finish[end], base.made.early.project_finish


def approximations(plan: Plan, skeleton: Skeleton, planned: Integers) -> list[Finding]:
    """Return what the simulation cannot say exactly, or what keeps it from telling how late it may be."""
    found = _differing(skeleton, planned) + _held_by_date(plan, skeleton)
    if (skeleton.base.made.layout.as_late_as_possible).size:
        text = N_("Tasks that run as late as possible ({n}) are simulated as early as possible.")
        n_late = int(skeleton.base.made.layout.as_late_as_possible.size)
        found.append(Finding("risk_late_tasks_early", text, Severity.INFO, fields={"n": n_late}))
    return found


def _differing(skeleton: Skeleton, planned: Integers) -> list[Finding]:
    finish, is_known = finish_instants(skeleton, planned_dates(skeleton.sketch))
    both = is_known & (planned != NONE)
    off = np.where(both, np.abs(finish - np.where(both, planned, finish)), 0)
    differs = off >= MINUTE
    if not differs.any():
        return []
    days = -(-int(off.max()) // DAY)
    text = N_("{n} tasks are simulated by approximation: without uncertainty, at most {days} days off.")
    fields = {"n": int(np.count_nonzero(differs)), "days": days}
    return [Finding("risk_tasks_approximated", text, Severity.INFO, fields=fields)]


def _held_by_date(plan: Plan, skeleton: Skeleton) -> list[Finding]:
    """Tell of dates that beat predecessors: behind them no delay shows."""
    if not plan.rules.honors_constraints or plan.rules.profile == RuleProfile.P6:
        return []
    tasks = plan.tasks
    is_open = skeleton.base.made.layout.topology.is_active & (tasks.actual_start == NONE)
    is_open &= (tasks.actual_finish == NONE) & ~tasks.is_summary & ~tasks.is_manual
    held = np.flatnonzero(is_open & np.isin(tasks.constraint, _BEATS))
    if not held.size:
        return []
    text = N_(
        "{n} tasks have a date that beats their predecessors (“{task}” first): behind them the forecast "
        "shows no delay of what comes before."
    )
    fields = {"n": int(held.size), "task": tasks.name[int(held[0])]}
    return [Finding("risk_date_hides_delay", text, fields=fields)]
