"""Tasks of other projects in the same file: where they stand in the plans those become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stuurbord.plan.draft import PlanDraft


def stand_for_each_other(drafts: Sequence[PlanDraft], records: Sequence[dict[str, Any]]) -> None:
    """Let lines that stand for tasks of other projects name the plan and the row, if it is at hand.

    A plan is known by its name; a row counts from 1, as its planner sees it.
    """
    names = {record["key"]: draft.name for draft, record in zip(drafts, records, strict=True)}
    rows = {
        (record["key"], task.uid): number
        for draft, record in zip(drafts, records, strict=True)
        for number, task in enumerate(draft.tasks, 1)
    }
    for draft, record in zip(drafts, records, strict=True):
        other = {row["uid"]: row["other_project"] for row in record["tasks"] if row.get("other_project")}
        for task in draft.tasks:
            if task.uid in other:
                key, uid, name = other[task.uid]
                task.subproject = names.get(key, name)
                task.subproject_task = rows.get((key, uid), task.subproject_task)
