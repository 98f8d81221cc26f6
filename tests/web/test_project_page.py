"""The pages of one project: overview, imports, the plan as a file, and who may see them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from web import factories

from stuurbord.errors import Finding, Severity, Where
from stuurbord.exchange import mspdi
from stuurbord.web.accounts.models import Role
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.lists.project_frame import open_counts
from stuurbord.web.projects.actions import add_plan_revision
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Decision, Issue, Milestone, Risk
from stuurbord.web.steering.project_figures import facts_row, tolerance_rows
from stuurbord.web.steering.project_queries import stored_state
from stuurbord.web.steering.views.project import safe_file_name

pytestmark = pytest.mark.django_db

PAGES = ("", "planning/", "invoer/", "planning.xml")


@pytest.fixture
def project():
    """Return a project with a plan in portfolio PF."""
    made = factories.project(factories.portfolio("PF"), "P-1", name="Sluizen & bruggen")
    factories.revision(made, factories.plan(late_days=3))
    return Project.objects.select_related("portfolio").get(pk=made.pk)


def address(page: str = "") -> str:
    return f"/portefeuille/PF/project/P-1/{page}"


def state_of(project: Project, **fields: object):
    """Return the project's state with other facts, unsaved."""
    state = stored_state(project)
    for name, value in fields.items():
        setattr(state, name, value)
    return state


@pytest.mark.parametrize("page", PAGES)
def test_a_project_is_only_for_who_may_see_it(client, project, page: str):
    """A stranger gets 404, a reader of the project the page."""
    client.force_login(factories.user())
    stranger = client.get(address(page))
    client.force_login(factories.user(Role.READER, "project", project.pk))
    reader = client.get(address(page))

    assert stranger.status_code == 404
    assert reader.status_code == 200


@pytest.mark.parametrize("page", PAGES[:3])
def test_pages_only_read(client, project, page: str):
    """Nothing can be posted to them."""
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER))

    assert client.post(address(page)).status_code == 405


def test_the_overview_shows_where_the_project_stands(client, project):
    """Conclusion, next gate, packages, milestones and what changed are there."""
    client.force_login(factories.user(Role.READER))
    answer = client.get(address())

    assert answer.context["gate"].code == "G4"
    assert [one.name for one in answer.context["packages"].packages] != []
    assert answer.context["changes"][0].action == "plan.revise"
    assert answer.context["n_work_before_gate"] == 3
    assert b"Sluizen &amp; bruggen" in answer.content
    assert b" style=" not in answer.content


def test_the_overview_asks_the_database_little(client, project, django_assert_max_num_queries):
    """Ten times as many lines take no query more."""
    for number in range(30):
        Risk.objects.create(project=project, code=f"R-{number}", title="Levertijd", probability="0.5")
        Milestone.objects.create(project=project, code=f"M-{number}", name="Proef")
    client.force_login(factories.user(Role.READER))
    client.get(address())
    with django_assert_max_num_queries(37):
        answer = client.get(address())

    assert answer.status_code == 200


def test_a_project_without_facts_says_what_is_missing(client):
    """No plan, no budget, no gates: nothing is invented, everything missing is named."""
    factories.project(factories.portfolio("PF"), "P-1", time_tolerance_days=None, cost_tolerance=None)
    client.force_login(factories.user(Role.READER))
    answer = client.get(address())

    assert answer.status_code == 200
    assert len(answer.context["missing"]) == 6
    assert answer.context["gate"] is None
    assert client.get(address("planning.xml")).status_code == 404


def test_room_in_the_tolerance_is_never_more_than_the_tolerance(project):
    """Early does not add to what was agreed; late takes from it; beyond is said in red."""
    early, late, beyond = (
        facts_row(project, state_of(project, deviation_days=days))[2] for days in (-7, 12, 41)
    )

    assert "30" in early.value
    assert "18" in late.value
    assert "11" in beyond.value
    assert "beyond" in beyond.value


def test_cost_is_judged_only_when_both_amounts_are_known(project):
    """Without a forecast the overrun is a dash, not zero."""
    unknown = tolerance_rows(project, state_of(project, budget=Decimal(100), forecast_cost=None))[1]
    known = tolerance_rows(project, state_of(project, budget=Decimal(100), forecast_cost=Decimal(120)))[1]

    assert unknown.used is None
    assert known.used == pytest.approx(0.2)


def test_open_lines_are_counted_per_register(project):
    """Closed and archived lines do not count."""
    Risk.objects.create(project=project, code="R-1", title="Open")
    Risk.objects.create(project=project, code="R-2", title="Toe", state="closed")
    Issue.objects.create(project=project, code="I-1", title="Weg", is_archived=True)
    BudgetLine.objects.create(project=project, year=2026)
    counts = open_counts(project)

    assert (counts["risicos"], counts["issues"], counts["budget"]) == (1, 0, 1)


def test_decisions_that_wait_stand_beside_the_gate(client, project):
    """A decision asked is shown with its last useful date; a taken one is not."""
    Decision.objects.create(project=project, code="B-1", question="Herplannen?", due=date(2026, 11, 20))
    Decision.objects.create(project=project, code="B-2", question="Gunnen?", state="decided")
    client.force_login(factories.user(Role.READER))
    text = client.get(address()).content.decode()

    assert "Herplannen?" in text
    assert "Gunnen?" not in text
    assert "20/11/2026" in text


def test_a_gate_without_a_plan_is_still_the_next_gate(client):
    """Dates that people wrote down are enough for the panel."""
    project = factories.project(factories.portfolio("PF"), "P-1")
    Milestone.objects.create(
        project=project, code="G2", name="Planning", is_gate=True, forecast=date(2026, 11, 20)
    )
    projects_changed.send(sender=Project, project_ids=[project.pk])
    client.force_login(factories.user(Role.READER))
    answer = client.get(address())

    assert answer.context["gate"].code == "G2"
    assert answer.context["gate_days"] == -5


def test_imports_tell_where_each_revision_came_from(client, project):
    """File, hash, reader and what was noticed, the latest first."""
    made, findings = factories.plan(5), hostile_findings()
    add_plan_revision(
        factories.OPERATOR,
        project,
        made,
        file_name="tweede.xml",
        file_sha256="abc123" + "0" * 58,
        reader="mspdi",
        findings=findings,
    )
    client.force_login(factories.user(Role.READER))
    answer = client.get(address("invoer/"))
    text = answer.content.decode()

    assert [one.number for one, _findings in answer.context["revisions"]] == [2, 1]
    assert "abc123000000" in text
    assert "tweede.xml" in text
    assert "&lt;script&gt;" in text
    assert "<script>" not in text.replace("<script type", "")


def hostile_findings() -> list[Finding]:
    """Return findings whose fields come from a hostile file."""
    return [
        Finding("odd", "Task {name} is odd.", Severity.WARNING, Where("x.xml"), {"name": "<script>"}),
        Finding("told", "Told.", Severity.INFO),
    ]


@pytest.mark.parametrize(("role", "is_shown"), [(Role.READER, False), (Role.PROJECT_MANAGER, True)])
def test_the_import_form_is_for_who_may_import(client, project, role: Role, is_shown: bool):
    """A reader sees where the plan came from, not the way in."""
    client.force_login(factories.user(role, "project", project.pk))
    text = client.get(address("invoer/")).content.decode()

    assert ('name="files"' in text) is is_shown
    assert ('name="project" value="P-1"' in text) is is_shown


def test_the_plan_as_a_file_is_read_back_the_same(client, project):
    """What leaves is the current revision, with a name people recognise, and is never kept."""
    client.force_login(factories.user(Role.READER))
    answer = client.get(address("planning.xml"))
    plan, _findings = mspdi.read(answer.content, "plan.xml")

    assert plan.tasks.name == factories.plan(late_days=3).tasks.name
    assert plan.tasks.gate[-1] == "G4"
    assert "no-store" in answer["Cache-Control"]
    assert "P-1" in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("P-1 Sluis", "P-1 Sluis"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ('a"b\r\nSet-Cookie: x', "a-bSet-Cookie- x"),
        ("…" * 400, "…" * 120),
        (" . ", "plan"),
    ],
)
def test_a_file_name_is_one_every_system_takes(name: str, expected: str):
    """No separators, no control characters, not endless."""
    assert safe_file_name(name) == expected
