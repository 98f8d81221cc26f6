"""Which part of a task's money is its own: programs give a summary the total of its parts."""

from __future__ import annotations

from dataclasses import dataclass

from stuurbord.plan.calendar import NONE
from stuurbord.plan.draft import TaskRow


@dataclass(slots=True)
class TaskMoney:
    """What a file says of a task's money, in cents: totals, of which a summary's include its parts'."""

    total: int
    fixed: int
    actual: int


def set_own_money(tasks: list[TaskRow], money: list[TaskMoney], assigned: dict[int, int]) -> None:
    """Give each task the money that is its own: a summary's total includes what its parts cost.

    Parameters
    ----------
    assigned
        Task uid → cents of its assignments.
    """
    parts_actual = [0] * len(tasks)
    above: list[int] = []
    is_summary = [False] * len(tasks)
    for idx, task in enumerate(tasks):
        del above[max(task.outline_level - 1, 0) :]
        if above:
            is_summary[above[-1]] = True
            parts_actual[above[-1]] += money[idx].actual if task.is_active else 0
        above.append(idx)
    for idx, (task, one) in enumerate(zip(tasks, money, strict=True)):
        own = one.fixed + assigned.get(task.uid, 0)
        task.cost = own if is_summary[idx] or one.total == NONE else one.total
        task.actual_cost = max(one.actual - parts_actual[idx], 0) if is_summary[idx] else one.actual
