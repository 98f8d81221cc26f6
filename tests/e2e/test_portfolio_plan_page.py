"""The plans of a portfolio in the browser: by keyboard, with what an edit does to the project that waits."""

from __future__ import annotations

import pytest
from web import factories

from stuurbord.engine.plan_network import CrossLink
from stuurbord.web.accounts.models import Role
from stuurbord.web.planning.models import Proposal
from stuurbord.web.planning.portfolio_network import network_of
from stuurbord.web.planning.portfolio_workspace import attempt, written
from stuurbord.web.projects.models import Programme, Project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def planner():
    """A portfolio manager of three projects, of which P-002 waits for task 2 of P-001."""
    portfolio = factories.portfolio("ASN")
    for code in ("P-001", "P-002", "P-003"):
        factories.revision(factories.project(portfolio, code))
    link = CrossLink("new", "P-002", 3, "P-001", 2)
    waiting = written(attempt(network_of(portfolio), {}, [link]), "P-002")
    factories.revision(Project.objects.get(code="P-002"), waiting)
    programme = Programme.objects.create(portfolio=portfolio, name="Vaarwegen")
    Project.objects.filter(code__in=["P-001", "P-002"]).update(programme=programme)
    return factories.user(Role.PORTFOLIO_MANAGER)


def row(window, uid: str):
    return window.page.locator(f"[role=row][data-uid='{uid}']")


@pytest.fixture
def window(visit, planner):
    """The page, with P-001 unfolded."""
    made = visit()
    made.log_in(planner.email)
    made.go("/portefeuille/ASN/planning/")
    unfold(made, "P-001")
    return made


def unfold(window, code: str) -> None:
    window.wait_for(f"[role=row][data-uid='{code}']")
    row(window, code).focus()
    window.page.keyboard.press("ArrowRight")
    window.wait_for(f"[role=row][data-uid='{code}:1']")


def wait_for_effect(window, text: str) -> None:
    window.page.wait_for_function(
        "text => document.querySelector('[data-consequences]').textContent.includes(text)", arg=text
    )


def test_an_edit_shows_where_it_is_felt_and_becomes_proposals(window):
    """Without a mouse: make a task longer, read what comes of it, propose it for both projects."""
    keyboard = window.page.keyboard
    row(window, "P-001:2").focus()
    for _ in range(3):
        keyboard.press("Alt+ArrowDown")
    wait_for_effect(window, "P-002 G4")
    wait_for_effect(window, "+3")

    assert row(window, "P-002").get_attribute("aria-level") == "2"
    assert "changed" in (row(window, "P-002").get_attribute("class") or "")
    keyboard.press("Control+Enter")
    window.page.fill("#propose-name", "Langer")
    keyboard.press("Enter")
    window.page.wait_for_url("**/planning/#voorstellen")
    codes = Proposal.objects.order_by("project__code").values_list("project__code", flat=True)
    assert list(codes) == ["P-001", "P-002"]


def test_undo_takes_it_back_and_the_tools_regroup(window):
    """Nothing is left of the edit; without groups projects stand at the first level."""
    row(window, "P-001:2").focus()
    window.page.keyboard.press("Alt+ArrowDown")
    window.wait_for("[data-consequences]")
    window.page.keyboard.press("Control+z")
    window.page.wait_for_function("() => document.querySelector('[data-consequences]').hidden")
    window.page.select_option("[data-set=group]", "")

    window.wait_for("[role=row][data-uid='P-001'][aria-level='1']")
    assert Proposal.objects.count() == 0


def test_two_projects_are_linked_with_keys_and_a_circle_is_refused_with_its_tasks(window):
    """P-002 waits for P-001 already: that it gives to P-001 as well is fine until the ends meet."""
    keyboard = window.page.keyboard
    unfold(window, "P-002")
    for uid in ("P-001:4", "P-002:2"):
        row(window, uid).focus()
        keyboard.press("Space")
    keyboard.press("Alt+l")
    wait_for_effect(window, "P-002 G4")

    link = CrossLink("new", "P-001", 4, "P-002", 4)
    back = written(attempt(network_of(Project.objects.get(code="P-001").portfolio), {}, [link]), "P-001")
    factories.revision(Project.objects.get(code="P-001"), back)
    keyboard.press("Control+z")
    window.go("/portefeuille/ASN/planning/")
    unfold(window, "P-001")
    unfold(window, "P-002")
    for uid in ("P-001:5", "P-002:4"):
        row(window, uid).focus()
        keyboard.press("Space")
    keyboard.press("Alt+l")
    wait_for_effect(window, "P-001 G4 Ingebruikname → P-002 Taak 4")
    window.complaints.clear()  # the refusal itself is an answer of 422
