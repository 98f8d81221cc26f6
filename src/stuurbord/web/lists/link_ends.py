"""What a link points at, as its reader may see it: lines of any register, tasks of the plan, projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stuurbord.web.lists.models.link import NO_TASK, PROJECT, TASK
from stuurbord.web.lists.plan_tasks import tasks_by_uid
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_projects

_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: a register's slug with the number of a line, a project, or a task of one."""

    kind: str
    id: int
    task: int = NO_TASK

    @property
    def value(self) -> str:
        """How a form and the audit log write it: ``risicos:12``, ``taak:3:42``."""
        return f"{self.kind}:{self.id}" + (f":{self.task}" if self.kind == TASK else "")

    @classmethod
    def read(cls, value: str) -> End | None:
        """Return the end that a form sent; None if it is none."""
        kind, *numbers = value.split(":")
        if len(numbers) != (2 if kind == TASK else 1) or kind not in (*REGISTERS, PROJECT, TASK):
            return None
        if not all(one.isascii() and one.isdigit() and int(one) < _LARGEST for one in numbers):
            return None
        return cls(kind, *map(int, numbers))


@dataclass(frozen=True, slots=True)
class ShownEnd:
    """An end in the reader's words."""

    end: End
    kind: str
    """``risk``, ``task``, ``project``."""
    called: str
    title: str
    url: str
    project: str = ""
    """The code of the project it belongs to."""
    state: str = ""
    start: date | None = None
    finish: date | None = None
    is_archived: bool = False
    is_gone: bool = False
    """A task that the plan has no more, or never had."""


def end_of(register: Register, line: Any) -> End:
    """Return a line as the end of a link."""
    return End(register.slug, line.pk)


def shown_ends(user: Any, ends: Iterable[End]) -> dict[End, ShownEnd]:
    """Return the ends that the user may see; a query per register, one for projects."""
    by_kind: dict[str, list[End]] = defaultdict(list)
    for end in dict.fromkeys(ends):
        by_kind[end.kind].append(end)
    shown: dict[End, ShownEnd] = {}
    for slug in by_kind.keys() & REGISTERS.keys():
        register = REGISTERS[slug]
        ids = [end.id for end in by_kind[slug]]
        shown |= {
            end_of(register, line): shown_line(register, line)
            for line in register.every_line(user).filter(pk__in=ids)
        }
    ids = [end.id for end in (*by_kind[PROJECT], *by_kind[TASK])]
    if ids:
        projects = {
            one.pk: one for one in visible_projects(user).filter(pk__in=ids).select_related("portfolio")
        }
        shown |= {end: shown_project(projects[end.id]) for end in by_kind[PROJECT] if end.id in projects}
        shown |= _shown_tasks(projects, by_kind[TASK])
    return shown


def shown_line(register: Register, line: Any) -> ShownEnd:
    """Return a line as an end."""
    state = getattr(line, "get_state_display", None)
    return ShownEnd(
        end=end_of(register, line),
        kind=str(register.one),
        called=register.called(line),
        title=register.title_of(line),
        url=reverse("register_line", args=[register.slug, line.pk]),
        project=line.project.code,
        state=str(state()) if state else "",
        finish=getattr(line, "expected_on", None) or getattr(line, "due", None),
        is_archived=line.is_archived,
    )


def shown_project(project: Project) -> ShownEnd:
    """Return a project as an end."""
    url = reverse("project", args=[project.portfolio.key, project.code])
    return ShownEnd(End(PROJECT, project.pk), _("Project"), project.code, project.name, url)


def shown_task(project: Project, task: Any) -> ShownEnd:
    """Return a task of a project's plan as an end, with the dates that the plan gives it."""
    url = reverse("project_plan", args=[project.portfolio.key, project.code])
    return ShownEnd(
        end=End(TASK, project.pk, task.uid),
        kind=_("Milestone of the plan") if task.is_milestone else _("Task of the plan"),
        called=task.called,
        title=task.name,
        url=url,
        project=project.code,
        start=None if task.is_milestone else task.start,
        finish=task.finish,
    )


def _shown_tasks(projects: dict[int, Project], ends: list[End]) -> dict[End, ShownEnd]:
    wanted: dict[int, list[End]] = defaultdict(list)
    for end in ends:
        if end.id in projects:
            wanted[end.id].append(end)
    shown = {}
    for project_id, named in wanted.items():
        project = projects[project_id]
        tasks = tasks_by_uid(project, [end.task for end in named])
        for end in named:
            if end.task in tasks:
                shown[end] = shown_task(project, tasks[end.task])
            else:
                shown[end] = _gone(project, end)
    return shown


def _gone(project: Project, end: End) -> ShownEnd:
    """A task that the plan no longer has: the link stays, so that nobody thinks it was never there."""
    url = reverse("project_plan", args=[project.portfolio.key, project.code])
    told = _("no longer in the plan")
    return ShownEnd(end, _("Task of the plan"), f"#{end.task}", told, url, project.code, is_gone=True)
