"""The planning desk of the demo, from ``demo/planning.toml``: proposals, variants, baselines and progress.

Each goes in through the action that people use, in the name of the person whom the file names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.cli.demo_office import Office, Table
from stuurbord.plan import Plan
from stuurbord.reports.schedule_quality import QualityWords
from stuurbord.web.planning import actions
from stuurbord.web.planning.actions import Wanted
from stuurbord.web.planning.baselines import propose_baseline
from stuurbord.web.planning.models import Proposal, ProposalSource, TaskReport
from stuurbord.web.planning.progress import proposing
from stuurbord.web.planning.progress.judging import Told
from stuurbord.web.planning.progress.owners import say_people
from stuurbord.web.planning.progress.reporting import report
from stuurbord.web.planning.progress.rounds import announce
from stuurbord.web.planning.variants import Named, add_variant
from stuurbord.web.planning.workspace import tried
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.reader import reader
from stuurbord.web.steering.plan_mends import mending_of, records_of
from stuurbord.web.steering.plan_quality import quality_of

_DAY: Final = 86_400
_TASK_FIELDS: Final = ("uid", "below", "predecessor", "successor", "task")
"""Fields of an edit that name a task."""


def load_people(office: Office, table: Table) -> None:
    """Say who stands behind the resources of a plan."""
    say_people(office.account(table["by"]), office.project(table["project"]), table["behind"])


def load_round(office: Office, table: Table) -> None:
    """Ask for progress on a day and send reports; where the file says so they become a proposal at once."""
    project, planner = office.project(table["project"]), office.account(table["by"])
    announce(planner, project, table["status_date"], table["report_by"], table.get("note", ""))
    uids = _uids(plan_of(_revision(project).pk))
    for one in table.get("report", []):
        told = {
            name: one[name] for name in ("percent", "actual_start", "actual_finish", "remark") if name in one
        }
        if "remaining_days" in one:
            told["remaining_days"] = Decimal(one["remaining_days"])
        report(office.account(one["by"]), project, uids[one["task"]], Told(**told), table["status_date"])
    if "accepted_by" in table:
        sent = TaskReport.objects.filter(project=project, as_of=table["status_date"])
        made = proposing.propose(
            planner, project, list(sent.values_list("pk", flat=True)), table["status_date"]
        )
        _decide(office, made, table)


def load_baseline(office: Office, table: Table) -> None:
    """Propose a baseline of the schedule as it stands."""
    project = office.project(table["project"])
    made = propose_baseline(
        office.account(table["by"]),
        project,
        _revision(project),
        table["number"],
        table["name"],
        table["reason"],
    )
    _decide(office, made, table)


def load_proposal(office: Office, table: Table) -> None:
    """Propose what edits make of the plan."""
    project = office.project(table["project"])
    revision = _revision(project)
    new = tried(revision.pk, _records(plan_of(revision.pk), table["edit"])).new_plan
    wanted = Wanted(table["title"], reason=table["reason"])
    _decide(office, actions.propose(office.account(table["by"]), project, revision, new, wanted), table)


def load_mend(office: Office, table: Table) -> None:
    """Propose everything that can be mended of a point of the plan's quality."""
    project = office.project(table["project"])
    revision = _revision(project)
    point = quality_of(revision.pk).points[table["point"] - 1]
    mends = mending_of(revision.pk, point).mends
    new = tried(revision.pk, records_of(mends, range(len(mends)))).new_plan
    title = _("Plan quality, point {number}: {title}").format(
        number=table["point"], title=QualityWords(quality_of(revision.pk), reader()).title(point)
    )
    wanted = Wanted(title, ProposalSource.QUALITY, table["reason"])
    actions.propose(office.account(table["by"]), project, revision, new, wanted)


def load_variant(office: Office, table: Table) -> None:
    """Keep edits as a variant."""
    project = office.project(table["project"])
    revision = _revision(project)
    records = _records(plan_of(revision.pk), table["edit"])
    add_variant(
        office.account(table["by"]), project, revision, records, Named(table["name"], table.get("note", ""))
    )


def _revision(project: Project) -> PlanRevision:
    revision: PlanRevision | None = project.current_revision
    assert revision is not None  # every project of the demo that the file names has a plan
    return revision


def _decide(office: Office, made: Proposal, table: Table) -> None:
    if "accepted_by" in table:
        actions.accept(office.account(table["accepted_by"]), made, made.version)
    if "rejected_by" in table:
        actions.reject(office.account(table["rejected_by"]), made, made.version, table["why_not"])


def _uids(plan: Plan) -> dict[str, int]:
    return dict(zip(plan.tasks.name, plan.tasks.uid.tolist(), strict=True))


def _records(plan: Plan, edits: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return edits as the Gantt sends them: tasks by number, durations in seconds.

    The file names tasks as people do, gives ``days`` in working days and ``clock_days`` in days on the
    clock; a new task can be named by the edits after it.
    """
    uids = _uids(plan)
    return [_record(dict(one), uids, plan.seconds_per_day) for one in edits]


def _record(edit: dict[str, Any], uids: dict[str, int], seconds_per_day: int) -> dict[str, Any]:
    if edit["edit"] == "Insert":
        uids[edit["name"]] = max(uids.values()) + 1
        edit["uid"] = edit["name"]
    if edit["edit"] == "SetFacts" and "name" in edit["facts"]:
        uids[edit["facts"]["name"]] = uids[edit["uids"][0]]
    for name in _TASK_FIELDS:
        if name in edit:
            edit[name] = uids[edit[name]]
    if "uids" in edit:
        edit["uids"] = [uids[name] for name in edit["uids"]]
    if "days" in edit:
        edit["duration"] = round(edit.pop("days") * seconds_per_day)
    if "clock_days" in edit:
        edit["duration"] = edit.pop("clock_days") * _DAY
    if "lag_days" in edit:
        edit["lag"] = edit.pop("lag_days") * seconds_per_day
    return edit


PLANNED: Final = {
    "people": load_people,
    "past_round": load_round,
    "baseline": load_baseline,
    "proposal": load_proposal,
    "mend": load_mend,
    "variant": load_variant,
    "round": load_round,
}
"""What planners and those who do the work did: before the simulations, which are of the plan that counts."""
