"""The status date that people are asked about: announced, and who still has to report."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.models import StatusRound, TaskReport
from stuurbord.web.planning.progress.own_tasks import TaskFacts, unfinished_tasks
from stuurbord.web.planning.progress.owners import people_by_resource, resource_names
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of, schedule_of


def open_round(project: Project) -> StatusRound | None:
    """Return the status date that is asked about; none once the plan itself stands there."""
    return open_rounds([project.pk]).get(project.pk)


def open_rounds(project_ids: Collection[int]) -> dict[int, StatusRound]:
    """Return project → the status date that is asked about, in one query."""
    rows = StatusRound.objects.filter(project__in=project_ids, closed_at=None)
    found = rows.annotate(stands=F("project__current_revision__status_date"))
    return {one.project_id: one for one in found if one.stands is None or one.stands < one.status_date}


def as_of_day(project: Project, asked: StatusRound | None) -> date:
    """Return the day on which reports speak: the status date that is asked about, else today."""
    return asked.status_date if asked is not None else today()


def stands_at(project: Project) -> date | None:
    """Return the status date of the plan, without reading the plan."""
    found = PlanRevision.objects.filter(pk=project.current_revision_id)
    return found.values_list("status_date", flat=True).first()


@transaction.atomic
def announce(actor: Any, project: Project, status_date: date, report_by: date, note: str = "") -> StatusRound:
    """Ask everybody how far the work is on a day; an earlier question ends.

    Raises
    ------
    Refused
        If there is no plan, it stands there already, or the answers are asked before the status date.
    """
    require(actor, Permission.IMPORT_PLAN, project.scopes)
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if project.current_revision_id is None:
        raise Refused(_("There is no plan yet."))
    stands = stands_at(project)
    if stands is not None and status_date <= stands:
        raise Refused(
            _("The plan stands at {day} already. Choose a later status date.").format(day=_shown(stands))
        )
    if report_by < status_date:
        raise Refused(_("Nobody can report before the status date itself."))
    project.status_rounds.filter(closed_at=None).update(closed_at=timezone.now())
    made = StatusRound.objects.create(
        project=project,
        status_date=status_date,
        report_by=report_by,
        note=note.strip()[:400],
        made_by=actor if actor.pk else None,
    )
    _record(actor, "progress.announce", made)
    return made


@transaction.atomic
def end_round(actor: Any, asked: StatusRound, expected_version: int) -> StatusRound:
    """Ask no longer. What was reported stays.

    Raises
    ------
    Refused
        If it ended already.
    VersionConflict
        If somebody was first.
    """
    require(actor, Permission.IMPORT_PLAN, asked.project.scopes)
    if asked.closed_at is not None:
        raise Refused(_("This question has ended already."))
    asked.closed_at = timezone.now()
    save_version(asked, expected_version)
    _record(actor, "progress.end", asked)
    return asked


@dataclass(slots=True)
class Reporter:
    """Somebody who is asked, or a resource behind which nobody is known."""

    person: Person | None
    name: str
    key: str = ""
    """Of the resource, where nobody is known behind it; empty too where the task has none."""
    asked: list[TaskFacts] = field(default_factory=list)
    missing: list[TaskFacts] = field(default_factory=list)
    last_at: datetime | None = None

    @property
    def n_reported(self) -> int:
        return len(self.asked) - len(self.missing)


def reporters(project: Project, as_of: date) -> list[Reporter]:
    """Return who is asked about the work on a day, those who still have to report first."""
    if project.current_revision_id is None:
        return []
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    people = people_by_resource(project, plan)
    names = resource_names(plan)
    told = reported_on(project, as_of)
    found: dict[Any, Reporter] = {}
    for task in unfinished_tasks(plan, schedule):
        if not task.is_asked(as_of):
            continue
        if not task.resources:
            _count(found.setdefault("", Reporter(None, _("no resource in the plan"))), task, told)
        for key in task.resources:
            for who in people.get(key) or (None,):
                row = found.setdefault(who.pk if who else key, _reporter(who, key, names))
                _count(row, task, told)
    return sorted(found.values(), key=lambda one: (one.person is None, not one.missing, one.name.casefold()))


def _reporter(who: Person | None, key: str, names: Mapping[str, str]) -> Reporter:
    return Reporter(who, who.name) if who else Reporter(None, names.get(key, key), key)


def reported_on(project: Project, as_of: date) -> dict[int, datetime]:
    """Return task → when something was last told of it on a status date."""
    rows = TaskReport.objects.filter(project=project, as_of=as_of).order_by("pk")
    return dict(rows.values_list("task_uid", "made_at"))


def _count(row: Reporter, task: TaskFacts, told: Mapping[int, datetime]) -> None:
    if any(task.uid == one.uid for one in row.asked[-1:]):  # two resources of one person
        return
    row.asked.append(task)
    if task.uid not in told:
        row.missing.append(task)
    elif row.last_at is None or told[task.uid] > row.last_at:
        row.last_at = told[task.uid]


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _record(actor: Any, action: str, asked: StatusRound) -> None:
    record(
        actor,
        action,
        asked.project.subject,
        {"status_date": asked.status_date.isoformat(), "report_by": asked.report_by.isoformat()},
        portfolio_id=asked.project.portfolio_id,
        project_id=asked.project_id,
    )
