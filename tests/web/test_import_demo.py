"""The demo goes in the way a user's files do, and gives the portfolio that its README promises."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from web.factories import OPERATOR

from stuurbord.web.audit.chain import verify_database
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.lists.models import LineRevision
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.actions import create_portfolio
from stuurbord.web.projects.models import Project
from stuurbord.web.steering.models import ProjectState

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).resolve().parents[2] / "demo"
FILES = [DEMO / "portefeuille.xlsx", *sorted((DEMO / "plannen").glob("*.xml"))]
STATUS_WORDS = {
    "op koers": "on_track",
    "bijsturen": "adjust",
    "ingrijpen": "intervene",
    "onbepaald": "undetermined",
}


def promised() -> list[list[str]]:
    """Return the rows of the table in the demo's README."""
    lines = (DEMO / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| P-")
    ]
    assert len(rows) == 12
    return rows


def bring_in(portfolio, path: Path) -> Import:
    """Receive and accept one file."""
    one = actions.receive(OPERATOR, portfolio, path.name, path.read_bytes())
    assert one.state == ImportState.READY, one.findings
    return actions.accept(OPERATOR, one)


@pytest.fixture
def portfolio(settings):
    """The demo portfolio, on the Monday after its status date."""
    settings.STUURBORD_TODAY = "2026-11-23"
    made = create_portfolio(OPERATOR, "ASN", "Portefeuille", "Agentschap Sluizen en Netwerken")
    for path in FILES:
        bring_in(made, path)
    return made


def test_the_demo_gives_the_portfolio_its_readme_promises(portfolio):
    """Baseline, forecast, deviation, tolerance, money and status of all twelve, to the day."""
    states = {one.project.code: one for one in ProjectState.objects.select_related("project")}

    assert len(states) == 12
    for code, name, goal, baseline, forecast, deviation, tolerance, money, status in promised():
        state = states[code]
        assert state.project.name == name
        assert state.goal_milestone == goal
        shown = f"{state.baseline_finish:%d/%m/%Y}" if state.baseline_finish else "geen"
        assert (code, shown) == (code, baseline)
        assert (code, f"{state.forecast_finish:%d/%m/%Y}") == (code, forecast)
        number = None if deviation == "–" else int(deviation.replace("−", "-"))
        assert (code, state.deviation_days) == (code, number)
        assert state.project.time_tolerance_days == int(tolerance)
        budget, cost = (Decimal(part.strip().replace(",", ".")) for part in money.split("→"))
        assert round(state.budget / 1_000_000, 2) == budget
        assert round(state.forecast_cost / 1_000_000, 2) == cost
        assert (code, state.status) == (code, STATUS_WORDS[status.split(" (")[0]])
        assert state.is_judged == ("eigen oordeel" in status)


def test_the_demo_goes_in_without_a_single_error(portfolio):
    """Each file is applied, keeps its hash and no longer its content; every plan has one revision."""
    imports = list(Import.objects.filter(portfolio=portfolio))

    assert len(imports) == 13
    assert {one.state for one in imports} == {ImportState.APPLIED}
    assert all(len(one.sha256) == 64 and one.content is None for one in imports)
    assert all(one.project_id for one in imports if one.file_name.endswith(".xml"))
    for project in Project.objects.all():
        assert [revision.number for revision in project.revisions.all()] == [1]


def test_each_file_leaves_its_links_in_the_chain(portfolio):
    """Received, accepted, the revision of each plan and every line of a register; the chain holds."""
    count, broken = verify_database()
    lines = AuditEntry.objects.filter(action__endswith=".create").exclude(action="portfolio.create")
    n_lines = sum(one.model.objects.count() for one in REGISTERS.values())

    assert broken is None
    assert lines.count() == n_lines
    assert count - n_lines == 1 + 2 * 13 + 12
    assert LineRevision.objects.count() == n_lines
    assert AuditEntry.objects.filter(action="import.accept").count() == 13
    assert AuditEntry.objects.filter(action="plan.revise").count() == 12


def test_the_demo_a_second_time_changes_nothing(portfolio):
    """Each file says that it was accepted before, and accepting it again leaves everything as it is."""
    before = list(Project.objects.values_list("code", "version"))
    again = [actions.receive(OPERATOR, portfolio, path.name, path.read_bytes()) for path in FILES]
    for one in again:
        actions.accept(OPERATOR, one)

    assert all(one.changes == [] for one in again)
    assert all([f["code"] for f in one.findings] == ["accepted_before"] for one in again)
    assert list(Project.objects.values_list("code", "version")) == before
