"""Rows come and go in a plan, codes shift: what registers say of tasks stays with these tasks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone
from web import factories
from web.register_lines import risk

from stuurbord.engine.editing import Insert, edited
from stuurbord.plan import Plan, PlanDraft, TaskRow, freeze
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.forecasts.limits import goal_uid
from stuurbord.web.projects.actions import Provenance, revise_plan
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of
from stuurbord.web.registers.models import (
    ChangeRequest,
    FactorLoading,
    Milestone,
    Product,
    ProjectDependency,
    TaskEstimate,
    WeatherExposure,
)
from stuurbord.web.registers.plan_dates import task_position
from stuurbord.web.registers.risk_models import risk_model_of
from stuurbord.web.tolerances.models import Tolerance

pytestmark = pytest.mark.django_db


def chain() -> Plan:
    """Tasks 11, 12 and 13, called 1.1 to 1.3, and gate G4: numbers that no code is taken for."""
    made = factories.plan()
    return replace(made, tasks=replace(made.tasks, uid=made.tasks.uid + 10))


@pytest.fixture
def project() -> Project:
    """A project with that plan, of which every kind of line names tasks by their code."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made, chain())
    made.refresh_from_db()
    wbs = plan_of(made.current_revision_id).tasks.wbs
    second, third, gate = wbs[2], wbs[3], wbs[-1]
    risk(made, code="R-1", tasks=f"{second}; {third}", repeats=third, impact_days_low=5, impact_days_high=9)
    for task, high in ((second, 150), (third, 300)):
        TaskEstimate.objects.create(
            project=made, task=task, quantity="duration", shape="pert", unit="percent",
            low=90, likely=100, high=high,
        )  # fmt: skip
    FactorLoading.objects.create(project=made, factor="LEV", tasks=third, quantity="duration", loading="0.7")
    ProjectDependency.objects.create(project=made, code="AF-1", title="Kast", needed_for=third)
    Product.objects.create(project=made, code="P-1", title="Kast", tasks=third)
    ChangeRequest.objects.create(project=made, code="W-1", title="Kast", tasks=third)
    WeatherExposure.objects.create(project=made, code="WE-1", tasks=third, january="0.1")
    Milestone.objects.update_or_create(project=made, code="M9", defaults={"name": "Klaar", "task": gate})
    for code, scope in (("T-1", second), ("T-2", third)):
        Tolerance.objects.create(
            project=made, code=code, target="time", level="work_package", scope=scope, limit_days=5
        )
    return made


def with_row_before(plan: Plan, row: int = 2) -> Plan:
    """The plan with a task that comes before one of its rows: all codes behind it shift."""
    above = int(plan.tasks.uid[row - 1])
    return edited(plan, [Insert(99, above, "Nieuw", outline_level=2)], forecast_schedule)


def named(project: Project) -> dict[str, object]:
    """What the lines say."""
    one = project.risks.get(code="R-1")
    return {
        "risk": (one.tasks, one.repeats),
        "estimates": dict(project.estimates.values_list("high", "task")),
        "loading": project.factor_loadings.get().tasks,
        "dependency": ProjectDependency.objects.get(project=project).needed_for,
        "milestone": Milestone.objects.get(project=project, code="M9").task,
        "tolerances": [one.scope for one in Tolerance.objects.filter(project=project).order_by("code")],
        "others": [
            one.objects.get(project=project).tasks for one in (Product, ChangeRequest, WeatherExposure)
        ],
    }


def test_lines_follow_their_tasks_into_a_new_revision(project):
    """Each kind, to the code that its task has now; logged, versioned, and two may change places."""
    before = plan_of(project.current_revision_id)
    stood = named(project)
    factories.revision(project, with_row_before(before))
    project.refresh_from_db()
    after = plan_of(project.current_revision_id)
    code_of = dict(zip(after.tasks.uid.tolist(), after.tasks.wbs, strict=True))
    was = dict(zip(before.tasks.wbs, (code_of[uid] for uid in before.tasks.uid.tolist()), strict=True))
    second, third, gate = (before.tasks.wbs[at] for at in (2, 3, -1))

    assert was[second] != second
    assert stood["risk"] == (f"{second}; {third}", third)
    assert named(project) == {
        "risk": (f"{was[second]}; {was[third]}", was[third]),
        "estimates": {150: was[second], 300: was[third]},
        "loading": was[third],
        "dependency": was[third],
        "milestone": was[gate],
        "tolerances": [was[second], was[third]],
        "others": [was[third]] * 3,
    }
    assert project.risks.get(code="R-1").version == 2
    assert AuditEntry.objects.filter(action="risk.change", project_id=project.pk).count() == 1
    assert AuditEntry.objects.get(action="project.renumber").data["n"] == 4


def test_where_no_code_shifts_no_line_is_touched(project):
    """A longer task leaves every line at its version."""
    stood = named(project)
    before = plan_of(project.current_revision_id)
    durations = before.tasks.duration.copy()
    durations[2] *= 2
    factories.revision(project, replace(before, tasks=replace(before.tasks, duration=durations)))

    assert named(project) == stood
    assert project.risks.get(code="R-1").version == 1
    assert not AuditEntry.objects.filter(action="project.renumber").exists()


def test_a_plan_that_nobody_stored_is_read_with_the_same_tasks(project):
    """A preview and a past revision: estimates, risks and the goal are those of their tasks, by number."""
    current = plan_of(project.current_revision_id)
    other = with_row_before(current)
    was, findings = risk_model_of(project, current)
    now, others = risk_model_of(project, other)

    assert findings == others
    assert now.estimates.task_uid.tolist() == was.estimates.task_uid.tolist()
    assert now.estimates.high.tolist() == was.estimates.high.tolist()
    assert now.impacts.task_uid.tolist() == was.impacts.task_uid.tolist()
    assert now.repeats.task_uid.tolist() == was.repeats.task_uid.tolist()
    assert now.loadings.task_uid.tolist() == was.loadings.task_uid.tolist()
    assert goal_uid(project, other) == goal_uid(project, current)


def test_a_task_that_is_gone_is_no_other_task(project):
    """What was said of it is told as unknown; what stands at its code now has nothing to do with it."""
    current = plan_of(project.current_revision_id)
    keep = [at for at in range(len(current.tasks)) if at != 2]
    gone = int(current.tasks.uid[2])
    made = factories.plan(n_tasks=3)
    left = replace(made, tasks=replace(made.tasks, uid=current.tasks.uid[keep]))
    factories.revision(project, left)
    project.refresh_from_db()
    _model, findings = risk_model_of(project, plan_of(project.current_revision_id))

    assert named(project)["estimates"][150] == f"#{gone}"
    assert any(f"#{gone}" in str(one.fields) for one in findings)


@pytest.fixture
def flat() -> Project:
    """A project whose codes are whole numbers, as those of tasks are: 1 to 5 for 3, 11, 20, 30 and 40."""
    made = factories.project(factories.portfolio("ASN"), "P-009")
    factories.revision(made, of_uids(3, 11, 20, 30, 40))
    made.refresh_from_db()
    return made


def of_uids(*uids: int) -> Plan:
    """A plan of tasks in a row, each called by its place."""
    tasks = [TaskRow(uid, f"Taak {uid}", 1, duration=8 * 3600) for uid in uids]
    return freeze(PlanDraft(start=1_767_600_000, tasks=tasks))[0]


def test_a_milestone_stays_with_its_task_where_codes_look_like_numbers(flat):
    """Also in a plan that is only tried; a task that is gone is not the one whose code it looks like."""
    Milestone.objects.create(project=flat, code="G9", name="Klaar", task="3")  # the number of the first task
    Milestone.objects.create(project=flat, code="M2", name="Half", task="4")  # the code of the fourth
    flat.goal_gate = "M2"
    flat.save()

    assert goal_uid(flat, of_uids(3, 11, 99, 20, 30, 40)) == 30
    factories.revision(flat, of_uids(11, 12, 20, 30, 40))
    kept = dict(Milestone.objects.filter(project=flat).values_list("code", "task"))
    assert task_position(of_uids(11, 12, 20, 30, 40), kept["G9"]) is None
    assert kept["M2"] == "4"
    factories.revision(flat, of_uids(11, 12, 13, 20, 30, 40))
    moved = Milestone.objects.get(project=flat, code="M2").task
    assert task_position(of_uids(11, 12, 13, 20, 30, 40), moved) == 4


def test_what_was_written_with_the_plan_says_itself_what_it_names(project):
    """A file that brings plan and lines: its own lines stay as it says, all others follow."""
    before = plan_of(project.current_revision_id)
    second, third = before.tasks.wbs[2:4]
    since = timezone.now()
    one = project.risks.get(code="R-1")
    one.tasks = third
    one.save()
    provenance = Provenance("boek.xlsx", "1" * 64, "workbook")
    revise_plan(factories.OPERATOR, project, with_row_before(before), provenance, since=since)
    after = plan_of(Project.objects.get(pk=project.pk).current_revision_id)

    assert project.risks.get(code="R-1").tasks == third
    assert second not in named(project)["estimates"].values()
    assert named(project)["loading"] == after.tasks.wbs[4]
