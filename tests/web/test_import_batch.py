"""Files that come in together are reviewed on top of each other, and go in with one press."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from exchange.made_workbooks import full_records
from web import factories
from web.factories import OPERATOR

from stuurbord.errors import VersionConflict
from stuurbord.exchange import mspdi, workbook
from stuurbord.web.accounts.models import Person, Role
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.projects.models import PlanRevision, Project

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).resolve().parents[2] / "demo"
PLANS = sorted((DEMO / "plannen").glob("*.xml"))
RISKS = "Project;Nr.;Risico;Kans;Gevolg (€)\nP-001;R-77;Hoogwater;30 %;40000\n"
PLAN_NAME = "P-001 Wintam.xml"


@pytest.fixture
def portfolio(client):
    """An empty portfolio with its manager logged in."""
    made = factories.portfolio()
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, "portfolio", made.pk))
    return made


def send(client, portfolio, *files: tuple[str, bytes]):
    """Return the answer to an upload."""
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("imports", args=[portfolio.key]), {"files": uploads})


def accept_all(client, portfolio) -> None:
    """Press the one button."""
    client.post(reverse("imports_accept", args=[portfolio.key]))


def book() -> bytes:
    """Return a workbook with projects P-001 and P-002 and no plans."""
    return workbook.write(replace(full_records(), plans={}))


def plan_file(**options: object) -> bytes:
    """Return a plan as Microsoft Project XML."""
    return mspdi.write(factories.plan(**options))


def codes_of(one: Import) -> list[str]:
    """Return the codes of what was noticed."""
    return [finding["code"] for finding in one.findings]


@pytest.mark.parametrize("workbook_at", ["first", "last"])
def test_the_demo_goes_in_with_one_press(client, portfolio, workbook_at):
    """The workbook and its twelve plans, in whatever order the browser sends them."""
    files = [(path.name, path.read_bytes()) for path in PLANS]
    files.insert(
        0 if workbook_at == "first" else 12, ("portefeuille.xlsx", (DEMO / "portefeuille.xlsx").read_bytes())
    )
    send(client, portfolio, *files)
    accept_all(client, portfolio)

    assert Import.objects.count() == 13
    assert set(Import.objects.values_list("state", flat=True)) == {ImportState.APPLIED}
    assert Project.objects.count() == 12
    assert PlanRevision.objects.count() == 12
    assert Project.objects.filter(current_revision=None).count() == 0


def test_a_plan_goes_to_the_project_of_the_workbook_that_waits(client, portfolio):
    """Its dry run makes no new project, and says which file brings it."""
    send(client, portfolio, ("boek.xlsx", book()), (PLAN_NAME, plan_file()))
    one = Import.objects.get(file_name=PLAN_NAME)
    page = client.get(reverse("import", args=[one.pk])).content.decode()

    assert [(change["entity"], change["key"]) for change in one.changes] == [("plan", "P-001")]
    assert one.changes[0]["title"] == "Vernieuwing sluisbediening Wintam"
    assert codes_of(one) == ["comes_with_other_file"]
    assert one.findings[0]["fields"] == {"projects": "P-001", "file": "boek.xlsx"}
    assert "boek.xlsx" in page


def test_a_plan_that_came_before_its_workbook_is_compared_anew(client, portfolio):
    """First a new project was its proposal; then the workbook came."""
    send(client, portfolio, (PLAN_NAME, plan_file()))
    alone = [change["entity"] for change in Import.objects.get().changes]
    send(client, portfolio, ("boek.xlsx", book()))
    one = Import.objects.get(file_name=PLAN_NAME)

    assert alone == ["project", "plan"]
    assert [change["entity"] for change in one.changes] == ["plan"]


def test_a_plan_waits_for_the_workbook_that_brings_its_project(client, portfolio):
    """Accepted by itself it would have nowhere to go: 409, and it says which file goes first."""
    send(client, portfolio, ("boek.xlsx", book()), (PLAN_NAME, plan_file()))
    one = Import.objects.get(file_name=PLAN_NAME)
    answer = client.post(reverse("import_accept", args=[one.pk]))

    assert answer.status_code == 409
    assert "boek.xlsx" in answer.context["conflict"]
    assert not Project.objects.exists()
    assert not PlanRevision.objects.exists()


def test_without_its_workbook_a_plan_brings_its_own_project_again(client, portfolio):
    """Discarding the workbook compares the plan anew; it then goes in as it stands there."""
    send(client, portfolio, ("boek.xlsx", book()), (PLAN_NAME, plan_file()))
    client.post(reverse("import_discard", args=[Import.objects.get(file_name="boek.xlsx").pk]))
    one = Import.objects.get(file_name=PLAN_NAME)
    entities = [change["entity"] for change in one.changes]
    actions.accept(OPERATOR, one)

    assert entities == ["project", "plan"]
    assert codes_of(one) == []
    assert Project.objects.get().code == "P-001"


def test_a_table_of_risks_counts_on_the_workbook_too(client, portfolio):
    """Its rows are not left out because their project is not there yet."""
    table = actions.receive(OPERATOR, portfolio, "risicos.csv", RISKS.encode())
    table = actions.map_columns(OPERATOR, table, table.mapping)
    assert codes_of(table) == ["unknown_project"]
    actions.receive(OPERATOR, portfolio, "boek.xlsx", book())
    table.refresh_from_db()
    assert codes_of(table) == ["comes_with_other_file"]
    accept_all(client, portfolio)
    table.refresh_from_db()

    assert table.state == ImportState.APPLIED
    assert Project.objects.get(code="P-001").risks.filter(code="R-77").exists()


def test_what_somebody_else_changed_stays_for_review(client, portfolio):
    """While the batch waited the project of the plan got another plan: not what was reviewed any more."""
    send(client, portfolio, ("boek.xlsx", book()), (PLAN_NAME, plan_file()))
    project = factories.project(portfolio, "P-001", name="Vernieuwing sluisbediening Wintam")
    factories.revision(project, factories.plan(late_days=9))
    accept_all(client, portfolio)
    one = Import.objects.get(file_name=PLAN_NAME)

    assert one.state == ImportState.READY
    assert one.changes[0]["action"] == "change"
    assert project.revisions.count() == 1


def test_a_workbook_may_change_somebody_who_is_known(portfolio):
    """A person with an account gets his address from the sheet of people; his name stays."""
    records = full_records()
    known = Person.objects.create(name=records.people[0].name)
    one = actions.receive(OPERATOR, portfolio, "boek.xlsx", workbook.write(replace(records, plans={})))
    actions.accept(OPERATOR, one)
    known.refresh_from_db()

    assert [change["action"] for change in one.changes if change["key"] == known.name] == ["change"]
    assert known.email == records.people[0].email


def test_two_workbooks_do_not_wait_for_each_other(portfolio):
    """The one that came first brings the project; the second goes in after it or in its place."""
    first = actions.receive(OPERATOR, portfolio, "een.xlsx", book())
    second = actions.receive(OPERATOR, portfolio, "twee.xlsx", book())

    assert codes_of(first) == codes_of(second) == []
    assert actions.accept(OPERATOR, second).state == ImportState.APPLIED
    with pytest.raises(VersionConflict):
        actions.accept(OPERATOR, first)
