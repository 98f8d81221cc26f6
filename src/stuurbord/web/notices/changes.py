"""What others changed since a moment, and which forecasts moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, QuerySet

from stuurbord.web.accounts.models import Scope
from stuurbord.web.accounts.permissions import scope_ids
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.figures_row import day_of
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_projects

_NOT_TOLD: Final = ("import.", "membership.", "job.", "account.", "token.", "webhook.", "tender.")
"""How a file came in: the lines it changed tell what it did. And what is for those who open doors, or for
those who work on tenders: these are confidential until the decision.
"""
MOST_SHIFTS: Final = 20


@dataclass(frozen=True, slots=True)
class Shift:
    """The P80 of a project by an earlier plan and by the one that counts."""

    project: Project
    at: datetime
    before: date
    now: date

    @property
    def days(self) -> int:
        """Calendar days; later is positive."""
        return (self.now - self.before).days


def changes_since(user: Any, since: datetime) -> QuerySet[AuditEntry]:
    """Return what others did in projects that the reader may see, the latest first."""
    entries = AuditEntry.objects.filter(at__gte=since, project_id__isnull=False)
    for prefix in _NOT_TOLD:
        entries = entries.exclude(action__startswith=prefix)
    if user.pk is not None:
        entries = entries.exclude(actor_id=user.pk)
    if scope_ids(user, Scope.PORTFOLIO) is not None:
        entries = entries.filter(project_id__in=visible_projects(user).values("pk"))
    return entries.order_by("-number")


def with_projects(user: Any, entries: Iterable[AuditEntry]) -> list[AuditEntry]:
    """Return entries with their project attached, without those whose project the reader does not see."""
    found = list(entries)
    projects = visible_projects(user).select_related("portfolio").in_bulk({one.project_id for one in found})
    for entry in found:
        entry.project = projects.get(entry.project_id)
    return [entry for entry in found if entry.project is not None]


def counted_by_project(entries: QuerySet[AuditEntry]) -> dict[int, int]:
    """Return how many entries each project has."""
    return dict(entries.order_by().values_list("project_id").annotate(n=Count("pk")))


def shifts_since(user: Any, since: datetime) -> list[Shift]:
    """Return the projects whose P80 moved with a plan that came in since, the largest shift first."""
    mine = visible_projects(user).select_related("portfolio")
    made = SimulationRun.objects.filter(project__in=mine, made_at__gte=since, revision__created_at__gte=since)
    latest = _latest_of_each(made)[:MOST_SHIFTS]
    if not latest:
        return []
    projects = mine.in_bulk([run.project_id for run in latest])
    # The last plan that the reader had seen.
    older = SimulationRun.objects.filter(project__in=list(projects), revision__created_at__lt=since)
    before = {run.project_id: run for run in _latest_of_each(older)}
    found = [_shift(projects[one.project_id], before.get(one.project_id), one) for one in latest]
    return sorted((one for one in found if one and one.days), key=lambda one: -abs(one.days))


def _latest_of_each(runs: QuerySet[SimulationRun]) -> list[SimulationRun]:
    """Return the run of the last plan of each project; only of these the outcomes are loaded."""
    found: dict[int, int] = {}
    for project_id, pk in runs.order_by("-revision__number").values_list("project_id", "pk"):
        found.setdefault(project_id, pk)
    return list(SimulationRun.objects.filter(pk__in=found.values()).defer("cost", "answers").order_by("pk"))


def _shift(project: Project, before: SimulationRun | None, now: SimulationRun) -> Shift | None:
    if before is None:
        return None
    first, then = (day_of(Answers(run).finish_at(0.8)) for run in (before, now))
    return Shift(project, now.made_at, first, then) if first and then else None
