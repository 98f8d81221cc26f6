"""Tasks of the plan as a line names or links them, with the dates that the plan gives them now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from stuurbord.exchange.risk_workbook.task_references import TaskReferences
from stuurbord.plan import NONE, Plan, moment
from stuurbord.web.lists.register import Register
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PlanTask:
    """One task of the plan that counts."""

    uid: int
    wbs: str
    name: str
    start: date | None
    finish: date | None
    is_milestone: bool

    @property
    def called(self) -> str:
        """Its place in the work breakdown, or its number."""
        return self.wbs or f"#{self.uid}"


@dataclass(frozen=True, slots=True)
class InThePlan:
    """What a line names in the plan of its project."""

    tasks: tuple[PlanTask, ...] = ()
    n_more: int = 0
    unknown: tuple[str, ...] = ()
    """What nothing in the plan answers to."""

    def __bool__(self) -> bool:
        return bool(self.tasks or self.unknown)


def named_in_plan(register: Register, line: Any) -> InThePlan:
    """Return the tasks that a line's own fields name, each once; nothing where the project has no plan."""
    revision = line.project.current_revision_id
    texts = [text for name in register.plan_fields if (text := str(getattr(line, name) or ""))]
    if revision is None or not texts:
        return InThePlan()
    plan, schedule = plan_of(revision), schedule_of(revision)
    references = TaskReferences(plan)
    positions: dict[int, None] = {}
    unknown: list[str] = []
    for text in texts:
        found, missing = references.find(text, summaries_whole=True)
        positions |= dict.fromkeys(one.idx for one in found)
        unknown += missing
    shown = list(positions)[:MOST_SHOWN]
    tasks = tuple(_task(plan, schedule, idx) for idx in shown)
    return InThePlan(tasks, len(positions) - len(shown), tuple(dict.fromkeys(unknown)))


def tasks_by_uid(project: Project, uids: Iterable[int]) -> dict[int, PlanTask]:
    """Return tasks of the plan that counts by their number; those it no longer has are left out."""
    if project.current_revision_id is None:
        return {}
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    places = {uid: idx for idx, uid in enumerate(plan.tasks.uid.tolist())}
    return {uid: _task(plan, schedule, places[uid]) for uid in uids if uid in places}


def tasks_called(project: Project, words: str, most: int) -> list[PlanTask]:
    """Return the first tasks whose code is the words, or begins so, or whose name holds them."""
    if project.current_revision_id is None:
        return []
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    wanted = words.casefold().removeprefix("#")
    exact, beginning, holding = [], [], []
    for idx, (uid, wbs, name) in enumerate(
        zip(plan.tasks.uid.tolist(), plan.tasks.wbs, plan.tasks.name, strict=True)
    ):
        if wanted in (str(uid), wbs.casefold()):
            exact.append(idx)
        elif wbs and wbs.casefold().startswith(wanted):
            beginning.append(idx)
        elif wanted in name.casefold():
            holding.append(idx)
    return [_task(plan, schedule, idx) for idx in [*exact, *beginning, *holding][:most]]


def _task(plan: Plan, schedule: Any, idx: int) -> PlanTask:
    tasks = plan.tasks
    return PlanTask(
        uid=int(tasks.uid[idx]),
        wbs=tasks.wbs[idx],
        name=tasks.name[idx],
        start=_day(schedule.start[idx]),
        finish=_day(schedule.finish[idx]),
        is_milestone=bool(tasks.is_milestone[idx]),
    )


def _day(instant: int) -> date | None:
    return None if instant == NONE else moment(int(instant)).date()
