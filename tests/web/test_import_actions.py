"""Files through the actions: received and compared, then accepted as a whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from exchange.made_workbooks import full_records, workbook_of
from web import factories
from web.factories import OPERATOR

from stuurbord.errors import NotPermitted, UnreadableFile, VersionConflict
from stuurbord.exchange import mspdi, workbook
from stuurbord.exchange.foreign_table import from_toml, to_toml
from stuurbord.web.accounts.models import Person, Role
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import ColumnMapping, Import, ImportState
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import PlanRevision, Programme, Project
from stuurbord.web.registers.models import Issue, IssueState, Risk, RiskState

pytestmark = pytest.mark.django_db

LIST = """Nr;Werf;Trekker;Krediet 2026
A1;Brug Humbeek;J. Claes;1.250.000,00
A2;Stuw Asper;P. Segers;980.000,50
"""
MAPPING = """
name = "directie"
target = "projects"

[[column]]
field = "projects.code"
headers = ["Nr"]

[[column]]
field = "projects.name"
headers = ["Werf"]

[[column]]
field = "projects.manager"
headers = ["Trekker"]

[[column]]
field = "budget.budgeted_commitment"
headers = ["Krediet 2026"]
year = 2026
"""


@pytest.fixture
def portfolio():
    """An empty portfolio."""
    return factories.portfolio()


def plan_file(**options: object) -> bytes:
    """Return a plan as Microsoft Project XML."""
    return mspdi.write(factories.plan(**options))


def receive(portfolio, content: bytes, name: str = "boek.xlsx", project: Project | None = None) -> Import:
    """Receive a file as the operator."""
    return actions.receive(OPERATOR, portfolio, name, content, project)


def bring_in(portfolio, content: bytes, name: str = "boek.xlsx") -> Import:
    """Receive and accept."""
    return actions.accept(OPERATOR, receive(portfolio, content, name))


def fields_of(one: Import, entity: str) -> dict[str, tuple[str, str]]:
    """Return field → (old, new) of the only change of a kind."""
    (change,) = [each for each in one.changes if each["entity"] == entity]
    return {name: (old, new) for name, old, new in change["fields"]}


# -- receiving --------------------------------------------------------------------------------------


def test_receiving_changes_nothing_but_lists_everything(portfolio):
    """Lines for each register, the people and programmes that are only named included."""
    one = receive(portfolio, workbook.write(full_records()))

    assert one.state == ImportState.READY
    assert one.reader == "workbook"
    assert {change["entity"] for change in one.changes} >= {"project", "person", "programme", "risk", "issue"}
    assert (one.n_new, one.n_changed) == (len(one.changes), 0)
    assert not Project.objects.exists()
    assert not Person.objects.exists()
    assert not Programme.objects.exists()


def test_accepting_makes_every_line_and_keeps_only_the_hash(portfolio):
    """What was listed is what is stored."""
    one = bring_in(portfolio, workbook.write(full_records()))
    project = Project.objects.get(code="P-001")

    assert one.state == ImportState.APPLIED
    assert one.content is None
    assert len(one.sha256) == 64
    assert project.owner.name == "An Verlinden"
    assert project.programme.name == "Slim bedienen"
    assert project.cost_tolerance == Decimal("0.125")
    assert Risk.objects.get().probability == Decimal("0.35")
    assert Person.objects.filter(name="Bart Claes").count() == 1


def test_a_change_tells_old_and_new(portfolio):
    """Only the field that differs, and the version goes up."""
    records = full_records()
    bring_in(portfolio, workbook.write(records))
    records.risks = [replace(records.risks[0], probability=Decimal("0.5"))]
    one = receive(portfolio, workbook.write(records))
    before = Risk.objects.get()
    actions.accept(OPERATOR, one)
    after = Risk.objects.get()

    assert [change["action"] for change in one.changes] == ["change"]
    assert fields_of(one, "risk") == {"probability": ("0.35", "0.5")}
    assert after.version == before.version + 1
    assert after.changed_at > before.changed_at


def test_a_step_that_the_table_of_states_refuses_is_told_and_left_out(portfolio):
    """What the register itself would refuse does not come in by a file; the rest of the row does."""
    records = full_records()
    records.risks = [replace(records.risks[0], state=RiskState.CLOSED)]
    records.issues = [replace(records.issues[0], owner="")]
    bring_in(portfolio, workbook.write(records))  # lines that come may have any state
    records.risks = [replace(records.risks[0], state=RiskState.IN_TREATMENT, impact_days=16)]
    records.issues = [replace(records.issues[0], state=IssueState.DECIDED)]
    one = bring_in(portfolio, workbook.write(records))

    told = [each["fields"] for each in one.findings if each["code"] == "state_not_possible"]
    assert [each["target"] for each in told] == ["in behandeling", "beslist"]
    assert "Eigenaar" in told[1]["missing"]
    assert fields_of(one, "risk") == {"impact_days": ("15", "16")}
    assert (Risk.objects.get().state, Risk.objects.get().impact_days) == (RiskState.CLOSED, 16)
    assert Issue.objects.get().state == IssueState.REGISTERED


def test_a_guard_looks_at_the_row_as_it_would_be(portfolio):
    """The owner who comes in the same row is who takes the decision."""
    records = full_records()
    records.issues = [replace(records.issues[0], owner="")]
    bring_in(portfolio, workbook.write(records))
    records.issues = [replace(records.issues[0], owner="An Verlinden", state=IssueState.DECIDED)]
    bring_in(portfolio, workbook.write(records))

    assert Issue.objects.get().state == IssueState.DECIDED


def test_an_empty_cell_and_an_absent_row_erase_nothing(portfolio):
    """A file adds and corrects."""
    bring_in(portfolio, workbook.write(full_records()))
    one = receive(
        portfolio, workbook_of(Projecten=[["Projectcode", "Naam"], ["P-002", "Datacenter Antwerpen"]])
    )

    assert one.changes == []
    assert Project.objects.count() == 2


def test_a_column_that_is_not_there_is_no_value(portfolio):
    """Goal gate and gate mark keep what they were when a list does not speak of them."""
    bring_in(portfolio, workbook.write(full_records()))
    milestones = [["Projectcode", "Nr", "Mijlpaal"], ["P-001", "G3", "Gunning"]]
    projects = [["Projectcode", "Naam"], ["P-001", "Vernieuwing sluisbediening Wintam"]]
    one = receive(portfolio, workbook_of(Projecten=projects, Mijlpalen=milestones))

    assert one.changes == []
    assert Project.objects.get(code="P-001").goal_gate == "G5"
    assert Project.objects.get(code="P-002").goal_gate == "G4"


def test_the_same_file_again_says_so_and_changes_nothing(portfolio):
    """Not an error: accepting it again is allowed and leaves every version as it is."""
    content = workbook.write(full_records())
    bring_in(portfolio, content)
    versions = list(Project.objects.values_list("code", "version"))
    again = receive(portfolio, content)
    actions.accept(OPERATOR, again)

    assert again.changes == []
    assert [finding["code"] for finding in again.findings] == ["accepted_before"]
    assert list(Project.objects.values_list("code", "version")) == versions


def test_a_row_of_an_unknown_project_is_told_and_left_out(portfolio):
    """The rest goes in."""
    rows = [["Projectcode", "Nr", "Titel"], ["P-404", "R-1", "Uitloop"]]
    one = receive(portfolio, workbook_of(**{"Risico's": rows}))

    assert one.state == ImportState.READY
    assert one.changes == []
    assert "unknown_project" in {finding["code"] for finding in one.findings}


# -- plans ------------------------------------------------------------------------------------------


def test_a_plan_finds_its_project_by_the_file_it_names(portfolio):
    """Before the code at the start of the name."""
    factories.project(portfolio, "P-001")
    named = factories.project(portfolio, "Z-9", plan_file="P-001 Sluis.xml")
    one = receive(portfolio, plan_file(), "P-001 sluis.xml")

    assert one.project == named


@pytest.mark.parametrize("name", ["P-001 Sluis.xml", "p-001.xml", "P-001_versie 2.xml", "P-001.v3.xml"])
def test_a_plan_finds_its_project_by_the_code_at_the_start(portfolio, name):
    """In any case, whatever follows the code."""
    project = factories.project(portfolio, "P-001")
    factories.project(portfolio, "P-00")
    one = receive(portfolio, plan_file(), name)

    assert one.project == project
    assert [change["entity"] for change in one.changes] == ["plan"]


def test_a_code_that_only_begins_alike_is_another_project(portfolio):
    """P-0015 is not P-001."""
    factories.project(portfolio, "P-001")
    one = receive(portfolio, plan_file(), "P-0015 Brug.xml")

    assert one.project is None
    assert [(each["entity"], each["key"]) for each in one.changes] == [
        ("project", "P-0015"),
        ("plan", "P-0015"),
    ]


def test_a_plan_without_project_announces_a_new_one(portfolio):
    """Its code comes from the file's name, its name from the plan; a next version is its next revision."""
    one = bring_in(portfolio, plan_file(), "Sluis Evergem (versie 2).xml")
    project = Project.objects.get()
    again = bring_in(portfolio, plan_file(late_days=2), "Sluis Evergem (versie 2).xml")

    assert project.code == "Sluis-Evergem-versie-2"
    assert project.name == "Sluis Evergem (versie 2)"
    assert one.project == again.project == project
    assert [revision.number for revision in project.revisions.all()] == [2, 1]


def test_a_plan_given_for_a_project_is_that_projects(portfolio):
    """Whatever the file is called."""
    factories.project(portfolio, "P-001")
    other = factories.project(portfolio, "P-002")
    one = receive(portfolio, plan_file(), "P-001 Sluis.xml", other)
    actions.accept(OPERATOR, one)

    assert PlanRevision.objects.get().project == other


def test_a_new_revision_tells_what_moves(portfolio):
    """Tasks, finish and milestones, from and to."""
    factories.project(portfolio, "P-001")
    bring_in(portfolio, plan_file(), "P-001.xml")
    one = receive(portfolio, plan_file(n_tasks=5, late_days=5), "P-001.xml")
    fields = fields_of(one, "plan")

    assert fields["revision"] == ("1", "2")
    assert fields["tasks"] == ("5", "6")
    assert fields["tasks_added"] == ("", "1")
    assert fields["finish"][0] < fields["finish"][1]
    assert "milestone:G4 Ingebruikname" in fields


def test_an_equal_plan_in_another_file_changes_nothing(portfolio):
    """A revision is a change of the plan, not of the bytes around it."""
    factories.project(portfolio, "P-001")
    bring_in(portfolio, plan_file(), "P-001.xml")
    one = receive(portfolio, plan_file() + b"\n<!-- saved again -->", "P-001.xml")

    assert one.changes == []


def test_a_plan_keeps_where_it_came_from(portfolio):
    """File, hash and reader on the revision; one entry for the import and one for the revision."""
    factories.project(portfolio, "P-001")
    one = bring_in(portfolio, plan_file(), "P-001.xml")
    revision = PlanRevision.objects.get()
    entries = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))

    assert (revision.file_name, revision.file_sha256, revision.reader) == ("P-001.xml", one.sha256, "mspdi")
    assert entries[-3:] == ["import.receive", "plan.revise", "import.accept"]


def test_dashboards_are_told_once_for_a_whole_file(portfolio):
    """However many projects and plans are in it."""
    told = []

    def listen(sender, project_ids, **kwargs):
        told.append(sorted(project_ids))

    projects_changed.connect(listen)
    try:
        rows = [["Projectcode", "Nr", "Taak", "Duur", "Start"]]
        rows += [[code, 1, "Bouwen", 5, "05/01/2026"] for code in ("P-1", "P-2")]
        projects = [["Projectcode", "Naam"], ["P-1", "Sluis"], ["P-2", "Brug"], ["P-3", "Stuw"]]
        bring_in(portfolio, workbook_of(Projecten=projects, Planning=rows))
    finally:
        projects_changed.disconnect(listen)

    assert told == [sorted(Project.objects.values_list("pk", flat=True))]
    assert PlanRevision.objects.count() == 2


def test_a_planning_sheet_that_says_the_same_leaves_the_plan(portfolio):
    """The sheet holds less than a plan file, so equal rows are no reason for a revision."""
    rows = [["Projectcode", "Nr", "Taak", "Duur", "Start"], ["P-1", 1, "Bouwen", 5, "05/01/2026"]]
    content = workbook_of(Projecten=[["Projectcode", "Naam"], ["P-1", "Sluis"]], Planning=rows)
    bring_in(portfolio, content)
    rows[1][3] = 6
    longer = workbook_of(Projecten=[["Projectcode", "Naam"], ["P-1", "Sluis"]], Planning=rows)

    assert receive(portfolio, content).changes == []
    assert [each["entity"] for each in receive(portfolio, longer).changes] == ["plan"]


# -- deciding ---------------------------------------------------------------------------------------


def test_what_moved_since_the_review_is_not_accepted(portfolio):
    """Nothing is changed; after a new review it can be."""
    bring_in(portfolio, workbook.write(full_records()))
    records = full_records()
    records.risks = [replace(records.risks[0], probability=Decimal("0.5"))]
    one = receive(portfolio, workbook.write(records))
    Risk.objects.update(probability=Decimal("0.4"))
    with pytest.raises(VersionConflict):
        actions.accept(OPERATOR, one)
    kept = Risk.objects.get().probability
    actions.review_again(OPERATOR, one)
    actions.accept(OPERATOR, one)

    assert kept == Decimal("0.4")
    assert Risk.objects.get().probability == Decimal("0.5")


def test_a_failure_halfway_leaves_nothing(portfolio, monkeypatch):
    """Rows, revisions and audit entries stand or fall together, and the import can be tried again."""
    rows = [["Projectcode", "Nr", "Taak", "Duur", "Start"], ["P-1", 1, "Bouwen", 5, "05/01/2026"]]
    content = workbook_of(Projecten=[["Projectcode", "Naam"], ["P-1", "Sluis"]], Planning=rows)
    one = receive(portfolio, content)
    n_entries = AuditEntry.objects.count()

    def fail(*args: object, **named: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions, "revise_plan", fail)
    with pytest.raises(RuntimeError):
        actions.accept(OPERATOR, one)

    assert not Project.objects.exists()
    assert AuditEntry.objects.count() == n_entries
    assert Import.objects.get().state == ImportState.READY
    assert Import.objects.get().content is not None


@pytest.mark.parametrize("second", [actions.accept, actions.discard, actions.review_again])
def test_a_file_is_decided_once(portfolio, second):
    """Also for who still has the old page open."""
    one = receive(portfolio, workbook.write(full_records()))
    stale = Import.objects.get(pk=one.pk)
    actions.accept(OPERATOR, one)

    with pytest.raises(VersionConflict):
        second(OPERATOR, stale)


def test_discarding_drops_the_content_and_keeps_the_hash(portfolio):
    """Nothing else happens."""
    one = actions.discard(OPERATOR, receive(portfolio, workbook.write(full_records())))
    stored = Import.objects.get(pk=one.pk)

    assert stored.state == ImportState.DISCARDED
    assert stored.content is None
    assert len(stored.sha256) == 64
    assert not Project.objects.exists()
    assert AuditEntry.objects.latest("number").action == "import.discard"


# -- columns ----------------------------------------------------------------------------------------


def test_a_foreign_table_waits_for_its_columns(portfolio):
    """Nothing is read through a mere suggestion, and it cannot be accepted."""
    one = receive(portfolio, LIST.encode(), "directie.csv")

    assert one.state == ImportState.NEEDS_MAPPING
    assert one.changes == []
    assert from_toml(one.mapping).target
    with pytest.raises(VersionConflict):
        actions.accept(OPERATOR, one)


def test_a_mapping_is_remembered_for_tables_with_the_same_columns(portfolio):
    """The second file is read at once, its columns in another order."""
    one = actions.map_columns(OPERATOR, receive(portfolio, LIST.encode(), "directie.csv"), MAPPING)
    actions.accept(OPERATOR, one)
    moved = "Werf;Nr;Krediet 2026;Trekker\nSluis Wintam;A3;1,5;J. Claes\n"
    second = receive(portfolio, moved.encode(), "december.csv")

    assert Project.objects.get(code="A1").manager.name == "J. Claes"
    assert BudgetLine.objects.get(project__code="A2").budgeted_commitment == Decimal("980000.50")
    assert second.state == ImportState.READY
    assert {(each["entity"], each["key"]) for each in second.changes} == {
        ("project", "A3"),
        ("budget_line", "A3 2026"),
    }


def test_a_mapping_that_leads_to_errors_can_be_mended(portfolio):
    """The file waits on, its errors told, and nothing is remembered."""
    wrong = to_toml(replace(from_toml(MAPPING), columns=from_toml(MAPPING).columns[:2]))
    wrong += '\n[[column]]\nfield = "projects.time_tolerance_days"\nheaders = ["Trekker"]\n'
    one = actions.map_columns(OPERATOR, receive(portfolio, LIST.encode(), "directie.csv"), wrong)

    assert one.state == ImportState.NEEDS_MAPPING
    assert {finding["where"]["cell"] for finding in one.findings} == {"C2", "C3"}
    assert not ColumnMapping.objects.exists()
    assert actions.map_columns(OPERATOR, one, MAPPING).state == ImportState.READY


def test_a_text_that_is_no_mapping_is_refused(portfolio):
    """The import stays as it was."""
    one = receive(portfolio, LIST.encode(), "directie.csv")
    with pytest.raises(UnreadableFile):
        actions.map_columns(OPERATOR, one, 'target = "geheim"')

    assert Import.objects.get().state == ImportState.NEEDS_MAPPING


def test_the_investment_programme_comes_in_through_its_shipped_mapping(portfolio, shared_data):
    """The Flemish GIP as CSV: 774 projects with their budget, no mapping asked."""
    import csv
    import io
    import json

    path = shared_data("gip-vlaanderen") / "all_projects.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["projects"]
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    one = bring_in(portfolio, target.getvalue().encode(), "gip.csv")

    assert one.state == ImportState.APPLIED
    assert Project.objects.count() == 774
    total = sum(BudgetLine.objects.values_list("budgeted_commitment", flat=True))
    assert total == Decimal("7427754847.73")


# -- who may ----------------------------------------------------------------------------------------


def test_a_project_manager_brings_the_plan_of_his_own_project(portfolio):
    """Given, or recognised from the file."""
    project = factories.project(portfolio, "P-001")
    manager = factories.user(Role.PROJECT_MANAGER, "project", project.pk)
    given = actions.receive(manager, portfolio, "wat dan ook.xml", plan_file(), project)
    actions.accept(manager, given)
    recognised = actions.receive(manager, portfolio, "P-001.xml", plan_file(late_days=3))
    actions.accept(manager, recognised)

    assert [revision.number for revision in project.revisions.all()] == [2, 1]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("P-002.xml", plan_file()),
        ("Een nieuw project.xml", plan_file()),
        ("boek.xlsx", workbook.write(full_records())),
        ("directie.csv", LIST.encode()),
    ],
    ids=["another project", "a new project", "registers", "a foreign table"],
)
def test_a_project_manager_brings_nothing_else(portfolio, name, content):
    """Not even as a record."""
    project = factories.project(portfolio, "P-001")
    factories.project(portfolio, "P-002")
    manager = factories.user(Role.PROJECT_MANAGER, "project", project.pk)

    with pytest.raises(NotPermitted):
        actions.receive(manager, portfolio, name, content)
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.READER, Role.PROJECT_OWNER, Role.CONTROLLER, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_other_roles_bring_nothing_in(portfolio, role):
    """Deny by default."""
    somebody = factories.user(role, "portfolio", portfolio.pk)

    with pytest.raises(NotPermitted):
        actions.receive(somebody, portfolio, "boek.xlsx", workbook.write(full_records()))


@pytest.mark.parametrize("decide", [actions.accept, actions.discard])
def test_who_may_not_import_here_may_not_decide(portfolio, decide):
    """A manager of another portfolio is a stranger."""
    one = receive(portfolio, workbook.write(full_records()))
    stranger = factories.user(Role.PORTFOLIO_MANAGER, "portfolio", factories.portfolio().pk)

    with pytest.raises(NotPermitted):
        decide(stranger, one)


def test_a_project_of_another_portfolio_is_a_callers_mistake(portfolio):
    """An import never crosses portfolios."""
    elsewhere = factories.project(factories.portfolio())

    with pytest.raises(ValueError, match="not of portfolio"):
        receive(portfolio, plan_file(), "plan.xml", elsewhere)
