"""Portfolios, projects and the tasks of their current plans, as texts that are searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from stuurbord.plan import Plan
from stuurbord.web.projects.models import PlanRevision, Portfolio, Project
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.search.index import Document, drop, put, replace

PORTFOLIO, PROJECT, TASK = "portfolio", "project", "task"


def documents() -> Iterator[Document]:
    """Yield every portfolio, project and task of a current plan."""
    for portfolio in Portfolio.objects.order_by("pk"):
        if not portfolio.is_archived:
            yield _of_portfolio(portfolio)
    projects = _with_people(Project.objects.filter(is_archived=False).order_by("pk"))
    for project in projects.iterator(chunk_size=200):
        yield _of_project(project)
        if project.current_revision_id:
            yield from tasks_of(project.pk, plan_of(project.current_revision_id))


def tasks_of(project_id: int, plan: Plan) -> Iterator[Document]:
    """Yield the tasks of a plan: name and WBS code."""
    tasks = plan.tasks
    for row in range(len(tasks.uid)):
        if tasks.name[row]:
            title = f"{tasks.wbs[row]} {tasks.name[row]}".strip()
            yield Document(TASK, project_id, project_id, title, part=int(tasks.uid[row]))


def on_portfolio_saved(sender: Any, instance: Portfolio, **kwargs: Any) -> None:
    """Listen to portfolios being saved."""
    if instance.is_archived:
        drop(PORTFOLIO, [instance.pk])
    else:
        put([_of_portfolio(instance)])


def on_projects_changed(sender: Any, project_ids: Iterable[int], **kwargs: Any) -> None:
    """Listen to `projects_changed`."""
    projects = list(_with_people(Project.objects.filter(pk__in=list(project_ids))))
    put(_of_project(one) for one in projects if not one.is_archived)
    gone = [one.pk for one in projects if one.is_archived]
    if gone:
        drop(PROJECT, gone)
        drop(TASK, gone)


def on_revision_saved(sender: Any, instance: PlanRevision, created: bool, **kwargs: Any) -> None:
    """Listen to new plan revisions: the tasks of the one before drop out where they are no more."""
    if created:
        replace(TASK, instance.project_id, tasks_of(instance.project_id, plan_of(instance.pk)))


def _with_people(projects: QuerySet[Project]) -> QuerySet[Project]:
    return projects.select_related("portfolio", "programme", "owner", "manager")


def _of_portfolio(one: Portfolio) -> Document:
    return Document(PORTFOLIO, one.pk, None, one.name, _joined(one.key, one.organisation, one.meeting))


def _of_project(one: Project) -> Document:
    text = _joined(one.short_name, one.description, one.programme, one.manager, one.owner)
    return Document(PROJECT, one.pk, one.pk, f"{one.code} {one.name}", text)


def _joined(*texts: Any) -> str:
    return " · ".join(str(one) for one in texts if one)
