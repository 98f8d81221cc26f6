"""Find the tasks that people name in a register: a number, a WBS code, or all tasks below one.

``#42`` is the task with that number, ``42`` too unless only a WBS code is written so, ``2.3`` the task with
that WBS code, ``2.*`` every task below it and ``*`` every task; several are parted by ``;`` or a comma. A
summary stands for the tasks below it, except where it is hit as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

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

    def exactly(self, text: str) -> list[int | None]:
        """Return for each name in a text the position of the one task it stands for; None for all others."""
        found = [self.position(part.strip()) for part in _PARTED.split(text) if part.strip()]
        return [None if idx is None or self.is_summary(idx) else idx for idx in found]

    def names_by_code(self, name: str) -> int | None:
        """Return the position of what a name stands for by its WBS code; None for a number or nothing."""
        if name.startswith("#"):
            return None
        branch = name.removesuffix(".*")
        if branch == name and name.isdecimal() and len(name) < 19 and int(name) in self._by_uid:
            return None
        return self._by_wbs.get(branch)

    def name_of(self, uid: int, *, is_branch: bool = False, as_number: bool = False) -> str:
        """Return what a task is called here: by its WBS code where that is unmistakable, else by its number.

        A task that is not in the plan has its number: nothing answers to that, and no other task does.
        """
        idx = self._by_uid.get(uid)
        code = "" if idx is None or as_number else self.plan.tasks.wbs[idx]
        name = f"{code}.*" if is_branch else code
        if not code or _PARTED.search(code) or self.names_by_code(name) != idx:
            return f"#{uid}.*" if is_branch else f"#{uid}"
        return name

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


def followed(text: str, before: TaskReferences, after: TaskReferences, *, as_numbers: bool = False) -> str:
    """Return a text that names the same tasks in another plan: WBS codes shift when rows come and go.

    What is named by number, or by nothing in the plan, stays as it is written; so does every separator.

    Parameters
    ----------
    as_numbers
        Name by number what was named by its code.
    """
    return "".join(
        part if _PARTED.fullmatch(part) else _followed(part, before, after, as_numbers=as_numbers)
        for part in re.split(f"({_PARTED.pattern})", text)
    )


def _followed(part: str, before: TaskReferences, after: TaskReferences, *, as_numbers: bool) -> str:
    name = part.strip()
    idx = before.names_by_code(name) if name else None
    if idx is None:
        is_gone = (
            name.isdecimal() and before.position(name) is not None and after.position(f"#{name}") is None
        )
        return part.replace(name, f"#{name}") if is_gone else part
    uid, is_branch = int(before.plan.tasks.uid[idx]), name.endswith(".*")
    return part.replace(name, after.name_of(uid, is_branch=is_branch, as_number=as_numbers))


def without(text: str, references: TaskReferences, gone: Collection[int]) -> str:
    """Return a text without the names that stand for exactly one of some positions; unchanged without any."""
    if not {*references.exactly(text)} & {*gone}:
        return text
    names = [part.strip() for part in _PARTED.split(text) if part.strip()]
    kept = zip(names, references.exactly(text), strict=True)
    return "; ".join(name for name, idx in kept if idx is None or idx not in gone)


def same_codes(one: Plan, other: Plan) -> bool:
    """Tell whether two plans call the same tasks by the same WBS codes, in the same order."""
    was, now = one.tasks, other.tasks
    return was is now or (was.wbs == now.wbs and np.array_equal(was.uid, now.uid))
