"""The links of a project, in the child process, and the tasks of other projects of the file behind them.

What waits for this project is no link of it: it dates the other one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from stuurbord.exchange.mpxj.plain import amount, name, whole

_SPANS: Final = ("LEVEL_OF_EFFORT", "HAMMOCK", "WBS_SUMMARY")
"""Activities that drive none."""


def link_records(project: Any) -> list[dict[str, Any]]:
    """Return the links that end in this project."""
    numbers = {_place(task): number for number, task in tasks_waited_for(project).items()}

    def number(task: Any) -> int | None:
        return (
            numbers.get(_place(task)) if numbers and not _is_of(project, task) else whole(task.getUniqueID())
        )

    return [
        {
            "predecessor": number(relation.getPredecessorTask()),
            "successor": whole(relation.getSuccessorTask().getUniqueID()),
            "kind": str(relation.getType()),
            "lag": amount(relation.getLag()),
        }
        for relation in _links(project)
    ]


def tasks_waited_for(project: Any) -> dict[int, Any]:
    """Return the tasks of other projects for which this one waits, by a number that is free in this one."""
    tasks = [relation.getPredecessorTask() for relation in _links(project)]
    others = {_place(task): task for task in tasks if not _is_of(project, task)}
    if not others:
        return {}
    taken = {whole(task.getUniqueID()) for task in project.getTasks()}
    free = max((number for number in taken if number is not None), default=0)
    found: dict[int, Any] = {}
    for (_, number), task in others.items():
        if number in taken or number in found:
            number = free = max(free, *found, 0) + 1
        found[number] = task
    return found


def _place(task: Any) -> tuple[int, int]:
    """Return the project of a task and its number there."""
    return int(task.getParentFile().hashCode()), int(task.getUniqueID())


def _links(project: Any) -> Iterator[Any]:
    for relation in project.getRelations():
        before = relation.getPredecessorTask()
        is_span_elsewhere = not _is_of(project, before) and name(before.getActivityType()) in _SPANS
        if _is_of(project, relation.getSuccessorTask()) and not is_span_elsewhere:
            yield relation


def _is_of(project: Any, task: Any) -> bool:
    return bool(task.getParentFile().equals(project))
