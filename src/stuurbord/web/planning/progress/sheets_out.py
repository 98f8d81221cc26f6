"""The progress sheet of a project, or of one person in it."""

from __future__ import annotations

from uuid import uuid4

from stuurbord.exchange.progress_sheet import SheetRow, write
from stuurbord.web.accounts.models import Person
from stuurbord.web.planning.progress.own_tasks import TaskFacts, unfinished_tasks
from stuurbord.web.planning.progress.owners import people_by_resource
from stuurbord.web.planning.progress.rounds import as_of_day, open_round
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.reader import reader


def sheet_of(project: Project, person: Person | None = None) -> bytes:
    """Return the workbook with the tasks that are in work, should have begun or begin within two weeks."""
    assert project.current_revision_id is not None  # without a plan there is no sheet
    revision = project.current_revision_id
    plan, schedule = plan_of(revision), schedule_of(revision)
    keys = None
    if person is not None:
        people = people_by_resource(project, plan)
        keys = {key for key, found in people.items() if any(one.pk == person.pk for one in found)}
    as_of = as_of_day(project, open_round(project))
    tasks = [one for one in unfinished_tasks(plan, schedule, keys) if one.when(as_of) is not None]
    facts = {"project": f"{project.portfolio.key}/{project.code}", "export": uuid4()}
    number = PlanRevision.objects.filter(pk=revision).values_list("number", flat=True).get()
    return write([_row(one) for one in tasks], number, as_of, facts, reader().code)


def _row(task: TaskFacts) -> SheetRow:
    return SheetRow(
        uid=task.uid,
        wbs=task.wbs,
        name=task.name,
        start=task.start,
        finish=task.finish,
        percent=task.percent / 100,
        remaining_days=task.remaining_days,
    )
