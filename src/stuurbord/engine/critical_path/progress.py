"""What cannot be dated of the progress that a plan tells."""

from __future__ import annotations

from stuurbord.errors import N_, Finding, Where
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Plan


def progress_findings(plan: Plan) -> list[Finding]:
    """Return findings on progress that cannot be dated."""
    tasks = plan.tasks
    undated = (
        tasks.is_active
        & ~tasks.is_summary
        & ~tasks.is_manual
        & (tasks.percent_complete > 0)
        & (tasks.actual_start == NONE)
        & (tasks.actual_finish == NONE)
    )
    text = N_("“{task}” has progress but no actual start; its start is computed.")
    return [
        Finding("progress_undated", text, where=Where(task=tasks.wbs[idx]), fields={"task": tasks.name[idx]})
        for idx in undated.nonzero()[0].tolist()
    ]
