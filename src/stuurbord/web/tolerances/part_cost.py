"""What a work package or a stage costs beyond its baseline in the plan that counts."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Booleans
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.registers.models import Milestone
from stuurbord.web.registers.plan_dates import day_of, task_position
from stuurbord.web.tolerances.models import Basis
from stuurbord.web.tolerances.part_measured import Lack, PartMeasured


def work_package_cost(project: Project, wbs: str) -> PartMeasured:
    """Return the fraction that the tasks of a package cost above their baseline."""
    if project.current_revision_id is None:
        return PartMeasured(None, Basis.FORECAST, Lack.PLAN)
    plan = plan_of(project.current_revision_id)
    idx = task_position(plan, wbs)
    if idx is None:
        return PartMeasured(None, Basis.FORECAST, Lack.PACKAGE)
    return _above_baseline(plan, _within(plan, idx))


def stage_cost(project: Project, code: str) -> PartMeasured:
    """Return the fraction that a stage costs above its baseline: what ends after the gate before it.

    A task goes with the days that were promised; one that the baseline does not know, with the forecast.
    """
    gates = list(Milestone.objects.filter(project=project, is_gate=True, is_archived=False))
    own = next((one for one in gates if one.code == code), None)
    if own is None:
        return PartMeasured(None, Basis.FORECAST, Lack.GATE)
    if own.promised_on is None or own.expected_on is None:
        return PartMeasured(None, Basis.FORECAST, Lack.PROMISE)
    if project.current_revision_id is None:
        return PartMeasured(None, Basis.FORECAST, Lack.PLAN)
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    before = [one for one in gates if one.promised_on and one.promised_on < own.promised_on]
    last = max(before, key=lambda one: one.promised_on, default=None)
    return _above_baseline(plan, _between(plan, schedule, last, own))


def _between(plan: Plan, schedule: Schedule, last: Milestone | None, own: Milestone) -> Booleans:
    baseline = plan.baselines.get(0)
    inside = np.zeros(len(plan.tasks), np.bool_)
    for idx in np.flatnonzero(~plan.tasks.is_summary):
        promised = day_of(int(baseline.finish[idx])) if baseline else None
        day = promised or day_of(int(schedule.finish[idx]))
        first = (last.promised_on if promised else last.expected_on) if last else None
        until = own.promised_on if promised else own.expected_on
        inside[idx] = day is not None and day <= until and (first is None or day > first)
    return inside


def _within(plan: Plan, idx: int) -> Booleans:
    """Tell which tasks are work within a package: the task itself where it has no parts."""
    tasks = plan.tasks
    level = tasks.outline_level
    after = np.flatnonzero(level[idx + 1 :] <= level[idx])
    end = idx + 1 + (int(after[0]) if len(after) else len(tasks) - idx - 1)
    inside = np.zeros(len(tasks), np.bool_)
    inside[idx:end] = True
    return inside & ~tasks.is_summary


def _above_baseline(plan: Plan, inside: Booleans) -> PartMeasured:
    baseline = plan.baselines.get(0)
    promised = np.where(baseline.cost == NONE, 0, baseline.cost)[inside].sum() if baseline else 0
    if promised <= 0:
        return PartMeasured(None, Basis.FORECAST, Lack.COST)
    expected = np.maximum(plan.tasks.cost, plan.tasks.actual_cost)[inside].sum()
    return PartMeasured(Decimal(int(expected)) / Decimal(int(promised)) - 1, Basis.FORECAST)
