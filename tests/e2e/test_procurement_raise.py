"""An estimate rises from 139.000 to 230.000 euro: what that does is one proposal, to accept or to reject."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from web import factories
from web.test_procurement_plan import FEEDS, LOW_FACTS, TIE, small_plan

from stuurbord.web.accounts.models import Role
from stuurbord.web.planning.actions import accept
from stuurbord.web.procurements.actions import choose_procedure, open_file
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.plan_effect.linking import tie_to_plan
from stuurbord.web.procurements.plan_effect.proposing import plan_proposal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
RAISED = {"base": "172.000", "options": "24.000", "renewals": "34.000"}


@pytest.fixture
def manager():
    """A project manager of the whole organisation."""
    return factories.user(Role.PROJECT_MANAGER)


@pytest.fixture
def file(manager) -> ProcurementFile:
    """A file of 139.000 euro whose steps are in the plan, before gate G3."""
    project = factories.project(factories.portfolio("ASN"), "P-014", name="Toegangscontrole gebouwen")
    factories.revision(project, small_plan())
    project.refresh_from_db()
    made = open_file(manager, project, title="Lezers, controllers en plaatsing", facts=LOW_FACTS)
    choose_procedure(manager, made, "VOPZB", "", made.version)
    made.refresh_from_db()
    tie_to_plan(manager, made, TIE, 0)
    first = plan_proposal(manager, made, LOW_FACTS, "VOPZB", made.version)
    accept(manager, first, first.version)
    made.refresh_from_db()
    return made


def raise_estimate(seen, file: ProcurementFile) -> None:
    """Fill in the parts of the estimate, look what changes, and propose it."""
    page = seen.page
    seen.go(f"/overheidsopdrachten/{file.reference}/")
    for name, euro in RAISED.items():
        page.fill(f"[name=estimate_{name}]", euro)
    page.click("button[value=look]")
    expect(page.locator(".procurement-proposal")).to_contain_text("Er is nog niets bewaard")
    page.select_option("#propose-procedure", "OP")
    page.get_by_role("button", name="Voorstel maken voor de planning").click()
    expect(page.locator(".procurement-effect")).to_be_visible()


def test_a_raised_estimate_is_seen_whole_and_then_accepted(visit, file, manager):
    """Procedure, periods, gate, budget year and P80 beside each other; accepting changes them together."""
    seen = visit()
    seen.log_in(manager.email)
    raise_estimate(seen, file)
    panel, bar = seen.page.locator(".procurement-effect"), seen.page.locator(".procurement-proposal")
    for told in (
        "openbare procedure",
        "vandaag: onderhandelingsprocedure",
        "Offertetermijn",
        "Wachttermijn",
        "Poort G3",
        "P50",
        "P80",
        "Vastlegging 2027",
        "€ 278.300".replace(" ", "\N{NO-BREAK SPACE}"),
    ):
        expect(panel).to_contain_text(told, ignore_case=True)
    expect(bar).to_contain_text("Raming van € 139.000 naar € 230.000".replace("€ ", "€\N{NO-BREAK SPACE}"))
    file.refresh_from_db()
    assert file.procedure == "VOPZB"

    seen.page.get_by_role("button", name="Voorstel aanvaarden").click()
    expect(seen.page.locator(".procurement-effect")).to_have_count(0)
    file.refresh_from_db()

    assert (file.procedure, str(file.estimate)) == ("OP", "230000.00")
    assert file.plan_link.feeds_uid == FEEDS


def test_rejected_with_a_reason_nothing_has_changed(visit, file, manager):
    """Also at the width of a telephone."""
    seen = visit(width=360)
    seen.log_in(manager.email)
    revision = file.project.current_revision_id
    raise_estimate(seen, file)
    seen.page.locator(".procurement-proposal summary").click()
    seen.page.fill("#reject-reason", "Eerst krediet zoeken")
    seen.page.get_by_role("button", name="Voorstel verwerpen").click()
    expect(seen.page.locator(".procurement-effect")).to_have_count(0)
    file.refresh_from_db()
    file.project.refresh_from_db()

    assert (file.procedure, str(file.estimate)) == ("VOPZB", "139000.00")
    assert file.project.current_revision_id == revision
