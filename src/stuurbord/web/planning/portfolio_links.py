"""What projects of a portfolio wait for in each other: external tasks of their plans, and the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import PurePath, PureWindowsPath
from typing import Final

from stuurbord.engine.linked_plans import line_of
from stuurbord.engine.plan_network import CrossLink
from stuurbord.plan import NONE, Plan, instant
from stuurbord.web.registers.models import Milestone, ProjectDependency
from stuurbord.web.registers.plan_dates import task_position

_END_OF_DAY: Final = time(17)
"""What comes on a day is there when its work ends."""


@dataclass(frozen=True, slots=True)
class RegisteredLink:
    """A line of the register of dependencies that is still open.

    Attributes
    ----------
    key
        Code of the line in its project, as it stands in the register.
    giver
        Code of the giving project, or empty.
    uid
        The task of the receiving plan that waits, −1 if nobody said.
    day
        Instant at which it is expected, `NONE` if nobody said.
    """

    key: str
    pk: int
    title: str
    giver: str
    outsider: str
    receiver: str
    uid: int
    day: int
    is_late: bool


def plan_links(plans: Mapping[str, Plan], files: Mapping[str, str]) -> list[CrossLink]:
    """Return the links of tasks that stand for a task of another project's plan.

    Parameters
    ----------
    plans
        Code of the project → plan.
    files
        Code of the project → name of the file its plan came from. An external task names a file or a code.
    """
    by_name = {_stem(file): code for code, file in files.items() if file}
    by_name |= {code.casefold(): code for code in plans}
    found = []
    for code, plan in plans.items():
        for row in plan.tasks.is_external.nonzero()[0].tolist():
            giver = by_name.get(_stem(plan.tasks.subproject[row]))
            line = None if giver in (None, code) else line_of(plan, row, plans[giver])
            if line is not None and line >= 0:
                uid, before_uid = int(plan.tasks.uid[row]), int(plans[giver].tasks.uid[line])
                found.append(CrossLink(f"{code}:{uid}", code, uid, giver, before_uid, stands_in=True))
    return found


def _stem(name: str) -> str:
    windows = PureWindowsPath(name).name
    stem = PurePath(windows).stem if PurePath(windows).suffix.casefold() in _ENDINGS else windows
    return stem.casefold()


_ENDINGS: Final = {".xml", ".mpp", ".xer", ".mpt", ".xlsx", ".csv"}
"""A code may hold a dot of its own (``P-003.2``)."""


def registered_links(
    dependencies: Iterable[ProjectDependency],
    plans: Mapping[str, Plan],
    milestones: Mapping[tuple[int, str], str],
) -> list[RegisteredLink]:
    """Return open lines of the register with the task of the plan that waits.

    Parameters
    ----------
    dependencies
        With their projects.
    milestones
        (Number of the project, code of the milestone) → task that dates it.
    """
    return [
        RegisteredLink(
            one.code,
            one.pk,
            one.title,
            one.giver,
            one.outsider,
            one.project.code,
            _waiting(one, plans.get(one.project.code), milestones),
            _expected(one),
            one.is_late,
        )
        for one in dependencies
    ]


def milestones_named(dependencies: Iterable[ProjectDependency]) -> dict[tuple[int, str], str]:
    """Return the tasks that date the milestones which dependencies are needed for."""
    named = {(one.project_id, one.needed_for) for one in dependencies if one.needed_for}
    if not named:
        return {}
    rows = Milestone.objects.filter(project__in={pk for pk, _ in named}, code__in={code for _, code in named})
    return {(pk, code): task for pk, code, task in rows.values_list("project_id", "code", "task")}


def _waiting(one: ProjectDependency, plan: Plan | None, milestones: Mapping[tuple[int, str], str]) -> int:
    """Return the uid of the task that waits: by number, WBS code, gate or milestone; −1 if none."""
    if plan is None or not one.needed_for:
        return -1
    row = task_position(plan, one.needed_for)
    if row is None and one.needed_for in plan.tasks.gate:
        row = plan.tasks.gate.index(one.needed_for)
    if row is None:
        row = task_position(plan, milestones.get((one.project_id, one.needed_for), ""))
    return -1 if row is None else int(plan.tasks.uid[row])


def _expected(one: ProjectDependency) -> int:
    day = one.forecast or one.agreed_on
    return NONE if day is None else instant(datetime.combine(day, _END_OF_DAY))


def day_links(registered: Iterable[RegisteredLink], followed: Iterable[CrossLink]) -> list[CrossLink]:
    """Return what holds a task until a day; a link that the plan itself has with that project goes before."""
    in_plan = {(one.after, one.before) for one in followed}
    return [
        CrossLink(f"{one.receiver}/{one.key}", one.receiver, one.uid, day=one.day)
        for one in registered
        if one.uid >= 0 and one.day != NONE and (one.receiver, one.giver) not in in_plan
    ]
