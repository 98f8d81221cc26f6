"""What a plan comes to, in the figures that variants are compared on; plain data that is stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from stuurbord.engine.cost_curve import CurveStatus, cost_curve
from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.peak_load import peak_load
from stuurbord.plan import NONE, Plan, moment
from stuurbord.plan.calendar import DAY
from stuurbord.web.forecasts.limits import WHOLE_PLAN
from stuurbord.web.forecasts.simulating import ITERATIONS, Question
from stuurbord.web.planning.chances import question_with, spread_of
from stuurbord.web.planning.models import PlanVariant

_SHAPE: Final = 1
"""Raise it when `measured` tells something else: what is stored is computed anew then."""


def measured(
    question: Question,
    plan: Plan,
    schedule: Schedule,
    *,
    is_uncertain: bool,
    run: Callable[..., Any] | None = None,
) -> dict[str, Any]:
    """Return the figures of a plan: instants in seconds, cost of the plan in cents, of simulations in euro.

    Parameters
    ----------
    question
        What the forecast asks of the plan that counts.
    is_uncertain
        Whether anything is; if not there is nothing to simulate, and ``spread`` is None.
    """
    asked = question if plan is question.plan else question_with(question, plan)
    spread = spread_of(asked, ITERATIONS, run) if is_uncertain else None
    position = {uid: row for row, uid in enumerate(plan.tasks.uid.tolist())}
    goal = position.get(question.goal_uid, -1)
    finish = schedule.project_finish if question.goal_uid == WHOLE_PLAN else NONE
    return {
        "finish": _known(schedule.project_finish),
        "goal": _known(int(schedule.finish[goal]) if goal >= 0 else finish),
        "goal_uid": question.goal_uid,
        "gates": _gates(plan, schedule, spread.p80_of if spread else {}),
        "spread": None
        if spread is None
        else {
            "quantiles": list(spread.quantiles),
            "chance": spread.chance,
            "cost_p50": spread.cost_p50,
            "cost_p80": spread.cost_p80,
        },
        "cost": int(plan.tasks.cost[schedule.start != NONE].sum()),
        "by_year": _by_year(plan, schedule),
        "peak": _peak(plan, schedule),
        "n_late": _n_late(plan, schedule),
    }


def key_of(question_key: str, variant: PlanVariant) -> str:
    """Return the hash of everything that the figures of a variant are computed from.

    Parameters
    ----------
    question_key
        Of what the forecast asks of the plan that counts.
    """
    edits = json.dumps(variant.edits, sort_keys=True, separators=(",", ":"))
    parts = (_SHAPE, question_key, variant.base.sha256, edits)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _gates(plan: Plan, schedule: Schedule, sure: dict[int, int]) -> list[dict[str, Any]]:
    tasks = plan.tasks
    return [
        {
            "uid": int(tasks.uid[row]),
            "gate": gate,
            "name": tasks.name[row],
            "finish": _known(int(schedule.finish[row])),
            "is_done": bool(tasks.percent_complete[row] >= 1 or tasks.actual_finish[row] != NONE),
            "p80": sure.get(int(tasks.uid[row])),
        }
        for row, gate in enumerate(tasks.gate)
        if gate
    ]


def _by_year(plan: Plan, schedule: Schedule) -> dict[str, int]:
    """Return the cents that are spent per calendar year, which is the budget year."""
    curve = cost_curve(plan, schedule)
    spent: dict[str, int] = {}
    if curve.status == CurveStatus.NO_COST:
        return spent
    for month, cents in zip(curve.months.tolist(), np.diff(curve.forecast, prepend=0).tolist(), strict=True):
        year = str(moment(month * DAY).year)
        spent[year] = spent.get(year, 0) + cents
    return spent


def _peak(plan: Plan, schedule: Schedule) -> dict[str, Any]:
    found = peak_load(plan, schedule)
    busiest = found.resources[0] if found.n_over else None
    return {
        "people": round(found.people, 3),
        "day": _known(found.day),
        "n_over": found.n_over,
        "worst": None
        if busiest is None
        else {
            "name": plan.resources.name[busiest.resource_idx],
            "peak": round(busiest.peak, 3),
            "most": round(busiest.most, 3),
            "day": busiest.day,
            "days_over": busiest.days_over,
        },
    }


def _n_late(plan: Plan, schedule: Schedule) -> int:
    tasks = plan.tasks
    is_open = (tasks.percent_complete < 1) & (tasks.actual_finish == NONE) & (schedule.finish != NONE)
    return int((is_open & (tasks.deadline != NONE) & (schedule.finish > tasks.deadline)).sum())


def _known(instant: int) -> int | None:
    return None if instant == NONE else instant
