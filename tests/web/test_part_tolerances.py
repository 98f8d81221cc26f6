"""Stages and work packages against their own tolerances: measured in time and cost, or what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse
from web import factories

from stuurbord.web.accounts.models import Role
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.clock import today
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Milestone
from stuurbord.web.tolerances.models import ExceptionReport, Tolerance
from stuurbord.web.tolerances.standing import standings

pytestmark = pytest.mark.django_db

_COSTS = (0, 100, 100, 100, 100, 0)
"""Euro per task: the project itself, four tasks, the gate."""


@pytest.fixture
def project():
    """Return a project with a plan of four tasks of 100 euro each, and gate G4 at its end."""
    made = factories.project(factories.portfolio("PF"), "P-1")
    factories.revision(made, costed())
    return Project.objects.select_related("portfolio").get(pk=made.pk)


def costed(now: tuple[int, ...] = _COSTS, promised: tuple[int, ...] = _COSTS, **plan: object):
    """Return the plan of the tests with these euro now and in the baseline."""
    made = factories.plan(**plan)
    tasks = replace(made.tasks, cost=np.array(now, np.int64) * 100)
    baseline = replace(made.baselines[0], cost=np.array(promised, np.int64) * 100)
    return replace(made, tasks=tasks, baselines={0: baseline})


def tolerance(project: Project, **fields: object) -> Tolerance:
    number = Tolerance.objects.count() + 1
    return Tolerance.objects.create(project=project, code=f"T-{number}", **fields)


def standing(project: Project, line: Tolerance):
    project = Project.objects.select_related("portfolio").get(pk=project.pk)
    targets = standings([project], today())[project.pk].targets
    return next(one for one in targets if one.tolerance_id == line.pk)


def test_a_work_package_costs_more_than_its_baseline(project):
    """Task 2 costs 130 instead of 100; the package of all four 430 instead of 400."""
    own = tolerance(project, target="cost", level="work_package", scope="2", limit_fraction="0.2")
    whole = tolerance(project, target="cost", level="work_package", scope="0", limit_fraction="0.2")
    factories.revision(project, costed(now=(0, 100, 130, 100, 100, 0)))

    assert standing(project, own).used == Decimal("0.3")
    assert standing(project, own).is_beyond
    assert standing(project, whole).used == Decimal("0.075")
    assert not standing(project, whole).is_beyond


def test_cost_of_a_work_package_raises_an_exception_asked_of_the_owner(project):
    """By itself, in the transaction of the import, with its place in the title."""
    tolerance(project, target="cost", level="work_package", scope="2", limit_fraction="0.2")
    factories.revision(project, costed(now=(0, 100, 130, 100, 100, 0)))
    line = ExceptionReport.objects.get(target="cost")

    assert (line.level, line.scope, line.measured, line.unit) == (
        "work_package",
        "2",
        Decimal("0.3"),
        "fraction",
    )
    assert " 2:" in line.title


def test_a_stage_costs_what_lies_between_its_gates(project):
    """A gate after two tasks: the first stage holds their 200 euro, the last the other 200."""
    goal = Milestone.objects.get(code="G4")
    half = goal.promised_on - timedelta(days=10)
    Milestone.objects.create(
        project=project, code="G3", name="G3", is_gate=True, baseline=half, forecast=half
    )
    first = tolerance(project, target="cost", level="stage", scope="G3", limit_fraction="0.1")
    last = tolerance(project, target="cost", level="stage", scope="G4", limit_fraction="0.1")
    factories.revision(project, costed(now=(0, 100, 100, 100, 150, 0)))

    assert standing(project, first).used == 0
    assert standing(project, last).used == Decimal("0.25")


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"target": "cost", "level": "work_package", "scope": "9.9"}, "package"),
        ({"target": "cost", "level": "stage", "scope": "G9"}, "gate"),
        ({"target": "time", "level": "stage", "scope": "G9"}, "gate"),
        ({"target": "time", "level": "work_package", "scope": "9.9"}, "package"),
        ({"target": "benefits", "level": "stage", "scope": "G4"}, "attested"),
        ({"target": "quality", "level": "stage", "scope": "G4"}, "not_here"),
    ],
)
def test_what_cannot_be_measured_says_why(client, project, fields, lacks):
    """Undetermined, never green, with what is missing on the page of the agreements."""
    line = tolerance(project, **fields)
    found = standing(project, line)
    client.force_login(factories.user(Role.READER))
    answer = client.get(reverse("project_agreements", args=["PF", "P-1"]))
    shown = next(one for one in answer.context["lines"] if one["line"] == line)

    assert (found.used, found.lacks, found.status.value) == (None, lacks, "undetermined")
    assert str(shown["told"]) in answer.content.decode()


def test_a_plan_without_costs_says_so(project):
    """Nothing was promised in euro here."""
    line = tolerance(project, target="cost", level="work_package", scope="2", limit_fraction="0.2")
    factories.revision(project, factories.plan())

    assert (standing(project, line).used, standing(project, line).lacks) == (None, "cost")


def test_percent_is_not_attested_of_what_is_counted(project):
    """A share of nothing is no number of findings."""
    register, sent = REGISTERS["toleranties"], {"project": project.pk, "code": "T-1", "target": "quality"}
    sent |= {"level": "stage", "scope": "G4", "limit_number": 2}
    right = new_form(register, Operator("test"), sent)
    wrong = new_form(register, Operator("test"), sent | {"attested_fraction": "10", "attested_on": today()})

    assert right.is_valid(), right.errors
    assert "attested_fraction" in wrong.errors


def test_one_place_has_one_tolerance_per_target(project):
    """A line that becomes the same as another is refused by its form."""
    tolerance(project, target="quality", level="stage", scope="G4", limit_number=1)
    other = tolerance(project, target="quality", level="stage", scope="G3", limit_number=1)
    form = changed_form(REGISTERS["toleranties"], Operator("test"), other, {"scope": "G4"})

    assert not form.is_valid()
    assert "T-1" in str(form.errors)
