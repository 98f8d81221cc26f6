"""A project whose plan names who works on it, and the people behind those names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from web import factories

from stuurbord.plan import (
    AssignmentRow,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.web.accounts.models import Role, Scope, User
from stuurbord.web.planning.progress.judging import Told
from stuurbord.web.projects.models import Project

STATUS = date(2026, 11, 27)
"""Friday; the plan stands at Friday 20 November."""
_WORKDAY = 8 * 3600


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def plan_with_people(name: str = "L. Bosmans", task_name: str = "Taak 1", n_days: int = 12) -> Plan:
    """Tasks 1 (half done, until 1 December) and 2 by a person, 3 and 4 (long) by a team; then gate G4."""
    start = at("2026-11-16T08:00")
    tasks = [TaskRow(0, "Project", 1)]
    tasks += [TaskRow(uid, f"Taak {uid}", 2, duration=5 * _WORKDAY) for uid in range(1, 5)]
    tasks[1].percent_complete, tasks[1].actual_start = 0.5, start
    tasks[1].name, tasks[1].duration, tasks[4].duration = task_name, n_days * _WORKDAY, 60 * _WORKDAY
    goal = TaskRow(5, "G4 Ingebruikname", 2, is_milestone=True, gate="G4")
    draft = PlanDraft(
        start=start,
        status_date=at("2026-11-20T17:00"),
        tasks=[*tasks, goal],
        dependencies=[DependencyRow(1, 2), DependencyRow(3, 4), DependencyRow(2, 5), DependencyRow(4, 5)],
        resources=[ResourceRow(1, name), ResourceRow(2, "Team Netwerken")],
        assignments=[
            AssignmentRow(1, 1, 1),
            AssignmentRow(2, 2, 1),
            AssignmentRow(3, 3, 2),
            AssignmentRow(4, 4, 2),
        ],
    )
    return freeze(draft)[0]


@dataclass(frozen=True)
class ProgressWorld:
    """One project; its manager, somebody who works on two of its tasks, and somebody who only reads."""

    project: Project
    manager: User
    worker: User
    reader: User


def world() -> ProgressWorld:
    """Return the world; the worker is found by his name, behind the team stands nobody yet."""
    portfolio = factories.portfolio("ASN")
    project = factories.project(portfolio, "P-001")
    own = (Scope.PROJECT, project.pk)
    worker = factories.user(Role.READER, *own, name="L. Bosmans")
    reader = factories.user(Role.READER, *own, name="Q. Hermans")
    manager = factories.user(Role.PROJECT_MANAGER, *own, name="T. Callewaert")
    factories.revision(project, plan_with_people())
    project.refresh_from_db()
    return ProgressWorld(project, manager, worker, reader)


def told(percent: int, **more) -> Told:
    return replace(Told(percent), **more)
