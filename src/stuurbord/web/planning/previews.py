"""What edits come to, for the page that shows it before anything is kept."""

from __future__ import annotations

from typing import Any

from stuurbord.engine.ripple import ripple
from stuurbord.plan.changes import difference
from stuurbord.web.planning.columns import changed_rows, columns
from stuurbord.web.planning.effects import plain
from stuurbord.web.planning.mandates import mandate
from stuurbord.web.planning.workspace import Tried
from stuurbord.web.projects.models import Project

_DRAWN = (
    "name", "percent", "flags", "duration", "deadline", "constraint", "constraint_date",
    "actual_start", "actual_finish", "start", "finish", "late_finish", "total_float", "free_float",
    "calendar", "people", "gate",
)  # fmt: skip


def compared(found: Tried) -> dict[str, Any]:
    """Return the ripple of a changed plan, and what the page has to draw anew.

    Where rows stay the same, only what differs is sent: ``changes`` holds per column the positions and the
    new values. Where rows came, went or moved, ``columns`` holds everything.
    """
    effect = plain(ripple((found.plan, found.schedule), (found.new_plan, found.new_schedule)), found.new_plan)
    before, after = columns(found.plan, found.schedule), columns(found.new_plan, found.new_schedule)
    same_rows = before["uid"] == after["uid"] and before["level"] == after["level"]
    answer: dict[str, Any] = {"effect": effect, "plan": after["plan"]}
    if not same_rows:
        return answer | {"columns": after}
    answer["changes"] = changed_rows(before, after, _DRAWN)
    if before["links"] != after["links"]:
        answer["links"] = after["links"]
    return answer


def mandate_of(project: Project, found: Tried) -> dict[str, Any]:
    """Return who has to decide on tried edits, as plain data."""
    asked = mandate(
        project,
        (found.plan, found.schedule),
        (found.new_plan, found.new_schedule),
        difference(found.plan, found.new_plan),
    )
    return {"permission": str(asked.permission), "reasons": list(asked.reasons)}
