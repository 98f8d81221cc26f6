"""The plans of a portfolio in the browser: by keyboard, with what an edit does to the project that waits."""

from __future__ import annotations

import re

import pytest
from e2e.planning_desk import said
from e2e.test_accessible_pages import OVERFLOW, violations
from e2e.test_planning_screen_reader import IN_ORDER, TAB_STOPS
from playwright.sync_api import expect
from web import factories

from stuurbord.engine.plan_network import CrossLink
from stuurbord.plan.changes import from_plain
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
    wait_for_effect(window, "+5")  # three days of work, over a weekend: no key is lost however fast

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


def focus(window) -> tuple[str, str]:
    """The row that has the focus, and its column; empty where it is the row itself."""
    uid, column = window.page.evaluate(
        "() => { const at = document.activeElement, row = at.closest('[role=row]');"
        "return [row?.dataset.uid ?? at.tagName, at === row ? '' : at.className.replace(/^pw-/, '')] }"
    )
    return uid, column


def press(window, *keys: str) -> None:
    for key in keys:
        window.page.keyboard.press(key)


def select(window, *uids: str) -> None:
    for uid in uids:
        row(window, uid).focus()
        press(window, "Space")
    expect(window.page.locator("[role=row][aria-selected=true]")).to_have_count(len(uids))


def test_the_rows_of_all_projects_are_one_treegrid(window):
    """Roles, levels, states and names as WAI-ARIA has them, walked with the same keys as one plan."""
    page, grid = window.page, window.page.get_by_role("treegrid")
    n_rows = page.locator("[data-plan-rows] [role=row]:visible").count()

    expect(grid).to_have_accessible_name(said("Plans of the portfolio"))
    expect(grid).to_have_accessible_description(re.compile("F2"))
    expect(grid).to_have_attribute("aria-rowcount", str(n_rows + 1))
    expect(grid).to_have_attribute("aria-multiselectable", "true")
    expect(row(window, "programme Vaarwegen")).to_have_attribute("aria-level", "1")
    for name, value in {"level": "2", "expanded": "true", "selected": "false", "rowindex": "3"}.items():
        expect(row(window, "P-001")).to_have_attribute(f"aria-{name}", value)
    expect(row(window, "P-002")).to_have_attribute("aria-expanded", "false")
    expect(row(window, "P-001").get_by_role("rowheader")).to_have_accessible_name(re.compile(", project"))
    expect(row(window, "P-001:5").get_by_role("rowheader")).to_have_accessible_name(
        re.compile(f"G4 Ingebruikname, {said('gate')}, {said('critical')}")
    )
    assert "img" not in page.locator(".plan-box").aria_snapshot()

    row(window, "P-001").focus()
    press(window, "Home")
    assert focus(window) == ("programme Vaarwegen", "")
    press(window, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight")
    assert focus(window) == ("P-001:1", "name")
    press(window, "End")
    assert focus(window) == ("P-001:1", "percent")
    press(window, "Home", "ArrowLeft", "End")
    last = focus(window)
    assert last[0].startswith("P-003")
    press(window, "PageUp")
    assert focus(window) == ("programme Vaarwegen", "")
    press(window, "PageDown")
    assert focus(window) == last
    row(window, "P-001:1").focus()
    press(window, "ArrowLeft")
    assert focus(window) == ("P-001:0", "")
    press(window, "ArrowLeft")
    expect(row(window, "P-001:0")).to_have_attribute("aria-expanded", "false")
    press(window, "ArrowLeft")
    assert focus(window) == ("P-001", "")
    press(window, "ArrowLeft")
    expect(row(window, "P-001")).to_have_attribute("aria-expanded", "false")
    assert focus(window) == ("P-001", "")
    assert page.evaluate(IN_ORDER)


def test_one_tab_stop_whatever_the_tools_show(window):
    """Filter, scale and groups are told and chosen with keys; Tab reaches the grid once, where one was."""
    page, live = window.page, window.page.locator("[data-live]")
    row(window, "P-001:3").focus()
    page.locator("[data-filter]").fill("taak 3")
    expect(row(window, "P-001:2")).to_be_hidden()
    expect(live).to_have_text(re.compile(r"^\d+ rijen"))
    assert page.evaluate(TAB_STOPS) == 1
    page.locator("[data-filter]").fill("niets van dat")
    expect(live).to_have_text(said("{n} rows", n=0))
    page.get_by_role("button", name=said("Clear filters")).press("Enter")
    expect(row(window, "P-001:2")).to_be_visible()
    assert page.evaluate(TAB_STOPS) == 1
    for scale in ("day", "quarter", "week"):
        page.locator("[data-set=zoom]").select_option(scale)
    page.locator("[data-set=group]").select_option("")
    expect(row(window, "P-001")).to_have_attribute("aria-level", "1")

    assert page.evaluate(TAB_STOPS) == 1


def test_tasks_move_and_change_by_key_as_by_mouse(window):
    """Alt with an arrow for each day however fast, F2 for a cell, undo and redo; a field undoes itself."""
    start = row(window, "P-001:3").locator(".pw-start")
    was = start.text_content()
    row(window, "P-001:3").focus()
    press(window, *["Alt+ArrowRight"] * 3)
    wait_for_effect(window, "G4")
    moved = start.text_content()
    assert moved != was
    press(window, "Control+z")
    expect(window.page.locator("[data-consequences]")).to_be_hidden()
    expect(start).to_have_text(was)
    press(window, "Control+Shift+z")
    expect(start).to_have_text(moved)
    press(window, "Control+z")

    select(window, "P-001:3", "P-001:4")
    press(window, "Escape")
    expect(window.page.locator("[role=row][aria-selected=true]")).to_have_count(0)
    row(window, "P-001:3").locator(".pw-percent").focus()
    press(window, "F2")
    field = window.page.locator(".cell-input")
    expect(field).to_have_accessible_name(re.compile("Taak 3"))
    window.page.keyboard.type("40")
    press(window, "Enter")
    expect(row(window, "P-001:3").locator(".pw-percent")).to_have_text("40 %")
    assert focus(window) == ("P-001:4", "percent")
    row(window, "P-001").focus()
    press(window, "Alt+ArrowRight")

    expect(window.page.locator("[data-live]")).to_have_text(
        said("Tasks of this project cannot be changed here.")
    )
    assert Proposal.objects.count() == 0


def test_links_across_projects_come_and_go_by_key(window):
    """A new one is heard at the row that waits and taken back; one of the plan itself is proposed away."""
    unfold(window, "P-002")
    name = row(window, "P-002:2").get_by_role("rowheader")
    select(window, "P-001:4", "P-002:2")
    press(window, "Alt+l")
    wait_for_effect(window, "P-002 G4")
    expect(name).to_have_accessible_name(re.compile(said("waits for {giver}", giver="P-001") + ", Taak 4"))
    press(window, "Alt+u")
    expect(window.page.locator("[data-consequences]")).to_be_hidden()
    expect(name).not_to_have_accessible_name(re.compile("P-001"))
    press(window, "Escape")
    select(window, "P-001:2", "P-002:3")
    press(window, "Alt+u")
    expect(window.page.locator("[data-consequences]")).to_be_visible()
    press(window, "Control+Enter")
    window.page.fill("#propose-name", "Los van elkaar")
    press(window, "Enter")
    window.page.wait_for_url("**/project/P-002/planning/?voorstel=1")
    (change,) = from_plain(Proposal.objects.get().changes)

    assert (change.table, change.removes) == ("dependencies", True)


def test_why_opens_the_plan_of_the_project_at_the_task(window):
    """W, from the row one stands on."""
    row(window, "P-001:3").focus()
    press(window, "w")

    window.page.wait_for_url("**/project/P-001/planning/?task=3")
    window.wait_for("[data-why] .why-task")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_while_somebody_works(visit, planner, theme):
    """With edits, the list of consequences, the dialog, a menu, a cell open; no part is too wide."""
    window = visit(theme, 1280)
    window.log_in(planner.email)
    window.go("/portefeuille/ASN/planning/")
    unfold(window, "P-001")
    found = {"at rest": violations(window)}
    row(window, "P-001:2").focus()
    press(window, "Alt+ArrowDown")
    wait_for_effect(window, "P-002 G4")
    window.page.locator("[data-do=showEffects]").press("Enter")
    expect(window.page.locator("[data-effects]")).to_be_visible()
    found["with edits and consequences"] = violations(window)
    press(window, "Escape")
    expect(window.page.locator("[data-effects]")).to_be_hidden()
    window.page.locator("[data-plan-tools] summary").press("Enter")
    found["menu"] = violations(window)
    window.page.locator("[data-plan-tools] summary").press("Enter")
    row(window, "P-001:2").locator(".pw-start").focus()
    press(window, "F2")
    found["a cell open"] = violations(window)
    press(window, "Escape", "Control+Enter")
    expect(window.page.locator("#propose")).to_be_visible()
    found["dialog"] = violations(window)

    assert {state: named for state, named in found.items() if named} == {}
    assert window.page.evaluate(OVERFLOW) == 0
