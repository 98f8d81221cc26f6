"""Plans that wait for tasks of each other: computed together until no date moves any more.

A task of another plan stands in a plan as an external task: a line whose dates are given, with the name of
the other file and the number of the line there. Together, each of them takes the dates that its own plan
computes. Late dates and floats stay each plan's own, as in Microsoft Project without a master plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath, PureWindowsPath
from typing import Final

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.errors import N_, Finding, Where
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Plan

_MOST_ROUNDS: Final = 200


@dataclass(frozen=True, slots=True)
class LinkedSchedules:
    """Plans with the dates of their external tasks filled in, and their schedules, both by file name."""

    plans: dict[str, Plan]
    schedules: dict[str, Schedule]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _ExternalTask:
    """A line of one plan that stands for a line of another (−1: for that plan as a whole)."""

    file: str
    idx: int
    of_file: str
    of_idx: int


def linked_schedules(
    plans: Mapping[str, Plan], *, unstarted_after_status_date: bool = False
) -> LinkedSchedules:
    """Schedule plans that refer to each other's tasks.

    Parameters
    ----------
    plans
        File name → plan. Folders and endings are ignored where external tasks name their file.
    unstarted_after_status_date
        As in `critical_path`.

    Raises
    ------
    InvalidPlan
        If one of the plans cannot be dated at all.
    """
    findings: list[Finding] = []
    external = list(_external_tasks(plans, findings))
    filled, schedules = dict(plans), {}
    waiting = set(plans)
    for _ in range(min(len(external) + 2, _MOST_ROUNDS)):
        for file in sorted(waiting):
            schedules[file] = critical_path(
                filled[file], unstarted_after_status_date=unstarted_after_status_date
            )
        waiting = set()
        for file in filled:
            changed = _filled(filled[file], [one for one in external if one.file == file], schedules)
            if changed is not None:
                filled[file] = changed
                waiting.add(file)
        if not waiting:
            return LinkedSchedules(filled, schedules, tuple(findings))
    text = N_("These plans wait for each other without end: {files}.")
    findings.append(Finding("plans_wait_in_circle", text, fields={"files": ", ".join(sorted(waiting))}))
    return LinkedSchedules(filled, schedules, tuple(findings))


def _external_tasks(plans: Mapping[str, Plan], findings: list[Finding]) -> Iterator[_ExternalTask]:
    by_stem = {_stem(file): file for file in plans}
    for file, plan in plans.items():
        tasks = plan.tasks
        for idx in tasks.is_external.nonzero()[0].tolist():
            of_file = by_stem.get(_stem(tasks.subproject[idx]))
            if of_file is None or of_file == file:
                continue  # its plan is not at hand: the given dates hold
            of_idx = line_of(plan, idx, plans[of_file])
            if of_idx is None:
                text = N_("“{task}” stands for a task that {file} does not have; its given dates hold.")
                where = Where(file, task=tasks.wbs[idx])
                fields = {"task": tasks.name[idx], "file": of_file}
                findings.append(Finding("external_task_unknown", text, where=where, fields=fields))
            else:
                yield _ExternalTask(file, idx, of_file, of_idx)


def _stem(file: str) -> str:
    return PurePath(PureWindowsPath(file).name).stem.casefold()


def line_of(plan: Plan, idx: int, other: Plan) -> int | None:
    """Return the line that an external task stands for: by number if the name agrees, else by a unique name.

    Numbers alone do not do: a row inserted in the other plan shifts them.
    """
    number, name = int(plan.tasks.subproject_task[idx]), plan.tasks.name[idx]
    if number < 0:
        return -1
    if 0 < number <= len(other.tasks) and other.tasks.name[number - 1] == name:
        return number - 1
    named = [line for line, theirs in enumerate(other.tasks.name) if theirs == name]
    return named[0] if len(named) == 1 else None


def _filled(plan: Plan, external: list[_ExternalTask], schedules: Mapping[str, Schedule]) -> Plan | None:
    """Return the plan with the dates its external tasks have in their own plans; None if they had them."""
    start, finish = plan.tasks.given_start.copy(), plan.tasks.given_finish.copy()
    for one in external:
        schedule = schedules[one.of_file]
        dates = (
            (schedule.project_start, schedule.project_finish)
            if one.of_idx < 0
            else (int(schedule.start[one.of_idx]), int(schedule.finish[one.of_idx]))
        )
        if NONE not in dates:
            start[one.idx], finish[one.idx] = dates
    if (start == plan.tasks.given_start).all() and (finish == plan.tasks.given_finish).all():
        return None
    for column in (start, finish):
        column.setflags(write=False)
    return replace(plan, tasks=replace(plan.tasks, given_start=start, given_finish=finish))
