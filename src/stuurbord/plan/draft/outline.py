"""The tree of a plan, from the outline levels of its rows."""

from __future__ import annotations

from typing import Final

from stuurbord.errors import N_, Finding, Severity
from stuurbord.plan.draft.rows import TaskRow

_DEEPEST: Final = 200
"""Levels. Every task has a code as long as its level, so depth costs far more than length."""


def parents_of(tasks: list[TaskRow], findings: list[Finding]) -> list[int]:
    """Return each task's parent position from the outline levels (1 = top)."""
    parents: list[int] = []
    open_at: list[int] = []
    for idx, task in enumerate(tasks):
        if task.outline_level > len(open_at) + 1:
            findings.append(
                Finding(
                    "outline_jump",
                    N_("“{task}” skips an outline level; it is placed under the task above it."),
                    where=task.where,
                    fields={"task": task.name},
                )
            )
            task.outline_level = len(open_at) + 1
        level = max(task.outline_level, 1)
        parents.append(open_at[level - 2] if level > 1 else -1)
        open_at[level - 1 :] = [idx]
    if max((task.outline_level for task in tasks), default=0) > _DEEPEST:
        deep = next(task for task in tasks if task.outline_level > _DEEPEST)
        text = N_("“{task}” lies more than {most} levels deep in the outline.")
        fields = {"task": deep.name or deep.uid, "most": _DEEPEST}
        findings.append(Finding("outline_too_deep", text, Severity.ERROR, deep.where, fields))
    return parents


def wbs_codes(tasks: list[TaskRow]) -> list[str]:
    """Return the given codes, or 1, 1.1, 1.2 … counted from the outline where none is given."""
    counters: list[int] = []
    codes = []
    for task in tasks:
        level = max(task.outline_level, 1)
        counters = [*counters[:level], *[0] * (level - len(counters))]
        counters[level - 1] += 1
        codes.append(task.wbs or ".".join(map(str, counters)))
    return codes
