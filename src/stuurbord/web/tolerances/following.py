"""A tolerance of a work package follows the package when its code shifts in the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from stuurbord.exchange.risk_workbook.task_references import TaskReferences, same_codes
from stuurbord.plan import Plan
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.following import follow_lines, older
from stuurbord.web.tolerances.models import Level, Tolerance


def on_plan_revised(
    sender: Any,
    actor: Any,
    project: Project,
    before: Plan,
    after: Plan,
    since: datetime | None,
    **kwargs: Any,
) -> None:
    """Listen to `plan_revised`."""
    lines = older(Tolerance.objects.filter(project=project, level=Level.WORK_PACKAGE), since)
    if not same_codes(before, after) and lines.exists():
        follow_lines(actor, lines, ("scope",), TaskReferences(before), TaskReferences(after))
