"""Find the tasks that people name in a register: a number, a WBS code, or all tasks below one.

``#42`` is the task with that number, ``42`` too unless only a WBS code is written so, ``2.3`` the task with
that WBS code, ``2.*`` every task below it and ``*`` every task; several are parted by ``;`` or a comma. A
summary stands for the tasks below it, except where it is hit as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stuurbord.plan import Plan

EXACT = 1_000
"""Specificity of a task named by itself; below it, the outline level of what it stands under."""
_PARTED = re.compile(r"[;,\n]")


@dataclass(frozen=True, slots=True)
class Named:
    """A task that a text names, and how closely: the closer one wins."""

    idx: int
    specificity: int


@dataclass(slots=True)
class TaskReferences:
    """The tasks of one plan by what people call them."""

    plan: Plan
    _by_uid: dict[int, int] = field(init=False)
    _by_wbs: dict[str, int] = field(init=False)
    _below: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        tasks = self.plan.tasks
        self._by_uid = {uid: idx for idx, uid in enumerate(tasks.uid.tolist())}
        self._by_wbs = {}
        for idx, code in enumerate(tasks.wbs):
            self._by_wbs.setdefault(code, idx)
        self._below = [[] for _ in range(len(tasks))]
        parents = tasks.parent_idx.tolist()
        for idx, is_summary in enumerate(tasks.is_summary.tolist()):
            above = -1 if is_summary or not tasks.is_active[idx] else parents[idx]
            while above >= 0:
                self._below[above].append(idx)
                above = parents[above]

    def find(self, text: str, summaries_whole: bool = False) -> tuple[list[Named], list[str]]:
        """Return the tasks that a text names, and the names that nothing answers to.

        Parameters
        ----------
        summaries_whole
            A summary named without ``.*`` is itself meant: what puts off its finish.
        """
        found: dict[int, Named] = {}
        unknown = []
        for part in _PARTED.split(text):
            if not (name := part.strip()):
                continue
            named = self._named(name, summaries_whole)
            if not named:
                unknown.append(name)
            for one in named:
                if one.idx not in found or found[one.idx].specificity < one.specificity:
                    found[one.idx] = one
        return [found[idx] for idx in sorted(found)], unknown

    def is_summary(self, idx: int) -> bool:
        """Tell whether a task only spans others."""
        return bool(self.plan.tasks.is_summary[idx])

    def position(self, name: str) -> int | None:
        """Return the position of the one task with this number or else this WBS code."""
        digits = name.removeprefix("#")
        if digits.isdecimal() and len(digits) < 19 and (found := self._by_uid.get(int(digits))) is not None:
            return found
        return None if name.startswith("#") else self._by_wbs.get(name)

    def _named(self, name: str, summaries_whole: bool) -> list[Named]:
        if name == "*":
            tasks = self.plan.tasks
            leaves = (~tasks.is_summary & tasks.is_active).nonzero()[0].tolist()
            return [Named(idx, 0) for idx in leaves]
        branch = name.removesuffix(".*")
        # A number names a task, but a branch is known by its code: 2.* is what lies below 2 in the tree.
        idx = self._by_wbs.get(branch, self.position(branch)) if branch != name else self.position(name)
        if idx is None:
            return []
        if not self.is_summary(idx) or (summaries_whole and not name.endswith(".*")):
            return [] if name.endswith(".*") else [Named(idx, EXACT)]
        return [Named(one, int(self.plan.tasks.outline_level[idx])) for one in self._below[idx]]
