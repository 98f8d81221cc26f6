"""Telling how far a task is: kept with who told it and when; the plan stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import Finding, NotPermitted
from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.models import ReportSource, TaskReport
from stuurbord.web.planning.progress.judging import Told, Until, refusals
from stuurbord.web.planning.progress.own_tasks import TaskFacts, facts_by_uid
from stuurbord.web.planning.progress.owners import people_by_resource
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of


class Impossible(Refused):
    """What was told cannot be so; each finding says why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(one.message(_) for one in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who may report on the tasks of a project: a planner on all, others on those that are theirs."""

    project: Project
    people: dict[str, tuple[Person, ...]]
    person_id: int | None
    is_planner: bool

    @classmethod
    def of(cls, actor: Any, project: Project) -> Reporting:
        """Read who somebody is in a project that has a plan."""
        assert project.current_revision_id is not None  # the caller knows there is a plan
        people = people_by_resource(project, plan_of(project.current_revision_id))
        is_planner = may(actor, Permission.IMPORT_PLAN, project.scopes)
        person = Person.objects.filter(user_id=actor.pk).first() if actor.pk else None
        return cls(project, people, person.pk if person else None, is_planner)

    def owners_of(self, task: TaskFacts) -> list[Person]:
        """Return the people whose task it is."""
        return [one for key in task.resources for one in self.people.get(key, ())]

    def owner_speaking(self, task: TaskFacts) -> Person | None:
        """Return for whom a report on this task speaks: for the reporter himself where it is his."""
        owners = self.owners_of(task)
        own = next((one for one in owners if one.pk == self.person_id), None)
        return own or (owners[0] if owners else None)

    def may_report(self, task: TaskFacts) -> bool:
        return self.is_planner or any(one.pk == self.person_id for one in self.owners_of(task))


def task_of(project: Project, uid: int) -> TaskFacts:
    """Return what the plan says of a task.

    Raises
    ------
    Refused
        If the plan does not have it, or only sums it up.
    """
    if project.current_revision_id is not None:
        plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
        found = facts_by_uid(plan, schedule, {uid})
        if uid in found:
            return found[uid]
    raise Refused(_("This task is no longer in the plan. Load the page again."))


@transaction.atomic
def report(actor: Any, project: Project, uid: int, told: Told, as_of: date) -> TaskReport:
    """Keep what somebody tells of a task on a day.

    Raises
    ------
    Impossible
        If it cannot be so.
    NotPermitted
        If it is neither this person's task nor plan.
    Refused
        If the plan does not have the task.
    """
    require(actor, Permission.VIEW, project.scopes)
    task = task_of(project, uid)
    who = Reporting.of(actor, project)
    if not who.may_report(task):
        raise NotPermitted(
            Permission.VIEW,
            _("Only who works on “{task}”, or plans it, reports on it.").format(task=task.name),
        )
    findings = refusals(told, task, Until(as_of, today()))
    if findings:
        raise Impossible(findings)
    return keep(actor, project, task, told, Keeping(as_of, who.owner_speaking(task)))


@dataclass(frozen=True, slots=True)
class Keeping:
    """On what day a report speaks, for whom, and through which door it came."""

    as_of: date
    person: Person | None
    source: ReportSource = ReportSource.PAGE
    base_id: int | None = None
    """The plan that the reporter saw; None: the one that counts."""


def keep(actor: Any, project: Project, task: TaskFacts, told: Told, how: Keeping) -> TaskReport:
    """Store a report that was judged; within the caller's transaction."""
    made = TaskReport.objects.create(
        project=project,
        task_uid=task.uid,
        task_name=task.name[:400],
        base_id=how.base_id or project.current_revision_id,
        as_of=how.as_of,
        percent=told.percent,
        actual_start=told.actual_start,
        actual_finish=told.actual_finish,
        remaining_days=told.remaining_days,
        remark=told.remark.strip()[:1000],
        source=how.source,
        author=actor if actor.pk else None,
        person=how.person,
    )
    record(
        actor,
        "progress.report",
        project.subject,
        {"task": task.name, "uid": task.uid, "percent": told.percent, "report": made.pk}
        | {"as_of": how.as_of.isoformat(), "source": str(how.source)},
        portfolio_id=project.portfolio_id,
        project_id=project.pk,
    )
    return made
