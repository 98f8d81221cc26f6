"""What one person is asked about, over all projects: his tasks with what he told of them last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from stuurbord.web.accounts.models import Person
from stuurbord.web.planning.models import StatusRound, TaskReport
from stuurbord.web.planning.progress.gathering import ReportState, last_reports_in, state_of
from stuurbord.web.planning.progress.own_tasks import TaskFacts, When, unfinished_tasks
from stuurbord.web.planning.progress.owners import resources_of
from stuurbord.web.planning.progress.rounds import as_of_day, open_rounds
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.projects.queries import visible_projects

_ORDER = {When.LATE: 0, When.WORKING: 1, When.COMING: 2}


@dataclass(frozen=True, slots=True)
class OwnTask:
    """One task of somebody.

    Attributes
    ----------
    asked
        The status date that is asked about, if one is.
    last
        What was told of it last, unless the plan has taken that over.
    is_waited_for
        Whether a status date is asked about and nobody told of this task yet.
    """

    project: Project
    task: TaskFacts
    when: When
    as_of: date
    asked: StatusRound | None
    last: TaskReport | None
    is_waited_for: bool


def person_of(user: Any) -> Person | None:
    """Return the person who an account belongs to."""
    return Person.objects.filter(user_id=user.pk).first() if user.pk else None


def own_tasks(user: Any, person: Person) -> list[OwnTask]:
    """Return the unfinished tasks of a person in projects he may see: late, in work, then what comes."""
    keys: dict[int, set[str]] = {}
    for row in resources_of(person):
        keys.setdefault(row.project_id, set()).add(row.key)
    projects = visible_projects(user).filter(pk__in=keys, current_revision__isnull=False)
    projects = projects.select_related("portfolio", "manager")
    rounds = open_rounds([one.pk for one in projects])
    found = [
        (project, task)
        for project in projects
        for task in unfinished_tasks(
            plan_of(project.current_revision_id), schedule_of(project.current_revision_id), keys[project.pk]
        )
    ]
    last = last_reports_in({one.pk for one, _task in found}, {task.uid for _project, task in found})
    made = [_own(project, task, rounds.get(project.pk), last) for project, task in found]
    return sorted((one for one in made if one), key=_order)


def _own(
    project: Project, task: TaskFacts, asked: StatusRound | None, last: dict[tuple[int, int], TaskReport]
) -> OwnTask | None:
    as_of = as_of_day(project, asked)
    when = task.when(as_of)
    if when is None:
        return None
    report = last.get((project.pk, task.uid))
    is_told = report is not None and asked is not None and report.as_of == asked.status_date
    if report is not None and state_of(report) == ReportState.USED:
        report = None
    waits = asked is not None and task.is_asked(as_of) and not is_told
    return OwnTask(project, task, when, as_of, asked, report, waits)


def _order(one: OwnTask) -> tuple[Any, ...]:
    return _ORDER[one.when], not one.is_waited_for, one.task.start or date.max, one.project.code, one.task.uid
