"""What edits come to, for the page that shows it before anything is kept."""

from __future__ import annotations

from typing import Any

import numpy as np

from stuurbord.engine.ripple import ripple
from stuurbord.plan import Plan
from stuurbord.plan.changes import difference
from stuurbord.web.forecasts.limits import WHOLE_PLAN, goal_uid
from stuurbord.web.planning.columns import changed_rows, columns, facts, link_table, people, raw_columns
from stuurbord.web.planning.effects import plain
from stuurbord.web.planning.mandates import mandate
from stuurbord.web.planning.short_periods import legal_records, legal_sentences
from stuurbord.web.planning.workspace import Tried
from stuurbord.web.projects.models import Project

_DRAWN = (
    "name", "percent", "flags", "duration", "deadline", "constraint", "constraint_date",
    "actual_start", "actual_finish", "start", "finish", "late_finish", "total_float", "free_float",
    "calendar", "gate", "legal_basis", "legal_until", "stop", "resume", "work", "cost",
)  # fmt: skip


def compared(project: Project, found: Tried) -> dict[str, Any]:
    """Return the ripple of a changed plan, and what the page has to draw anew.

    Where the goal of the project goes, the ripple says so.

    Where rows stay the same, only what differs is sent: ``changes`` holds per column the positions and the
    new values. Where rows came, went or moved, ``columns`` holds everything.
    """
    was, now = (found.plan, found.schedule), (found.new_plan, found.new_schedule)
    told = plain(ripple(was, now), found.plan, found.new_plan)
    if warnings := legal_sentences(legal_records(was, now)):
        told["warnings"] = warnings
    told["goal_lost"] = loses_goal(project, found.plan, found.new_plan)
    answer: dict[str, Any] = {"effect": told, "plan": facts(*now)}
    if not _has_the_same_rows(found.plan, found.new_plan):
        return answer | {"columns": columns(*now)}
    answer["changes"] = changed_rows(raw_columns(*was), raw_columns(*now), _DRAWN) | _changed_people(found)
    new_links = link_table(*now)
    if not np.array_equal(link_table(*was), new_links):
        answer["links"] = new_links.tolist()
    return answer


def loses_goal(project: Project, plan: Plan, new_plan: Plan) -> bool:
    """Tell whether the task that is the goal of the project is in a plan, and not in the changed one."""
    was, now = plan.tasks, new_plan.tasks
    if was.gate == now.gate and np.array_equal(was.uid, now.uid):
        return False
    return goal_uid(project, plan) != WHOLE_PLAN and goal_uid(project, new_plan) == WHOLE_PLAN


def _has_the_same_rows(plan: Plan, new_plan: Plan) -> bool:
    was, now = plan.tasks, new_plan.tasks
    return np.array_equal(was.uid, now.uid) and np.array_equal(was.outline_level, now.outline_level)


def _changed_people(found: Tried) -> dict[str, Any]:
    """Return whose people are others; most edits leave all assignments alone."""
    was, now = found.plan, found.new_plan
    if was.assignments is now.assignments and was.resources is now.resources:
        return {}
    return changed_rows({"people": people(was)}, {"people": people(now)}, ("people",))


def mandate_of(project: Project, found: Tried) -> dict[str, Any]:
    """Return who has to decide on tried edits, as plain data."""
    asked = mandate(
        project,
        (found.plan, found.schedule),
        (found.new_plan, found.new_schedule),
        difference(found.plan, found.new_plan),
    )
    return {"permission": str(asked.permission), "reasons": list(asked.reasons)}
