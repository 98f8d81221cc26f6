"""The planning workspace for who does not see it, or enlarges it: names, states, order, focus, contrast."""

from __future__ import annotations

import re

import pytest
from e2e.planning_desk import Desk, desk_project, said
from e2e.test_accessible_pages import OVERFLOW, violations
from exchange import made_mspdi
from playwright.sync_api import Page, expect
from web import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAB_STOPS = "document.querySelectorAll('[role=treegrid] [tabindex=\"0\"]').length"
IN_ORDER = (
    "() => { const found = [...document.querySelectorAll('[data-plan-rows] [role=row]:not([hidden])')]"
    ".map(row => Number(row.getAttribute('aria-rowindex')));"
    "return found.every((one, at) => at === 0 || found[at - 1] < one) }"
)


@pytest.fixture
def planner(visit):
    """Return a function that opens the plan in a theme and width."""
    user, project = desk_project()

    def open_plan(theme: str = "light", width: int = 1280, query: str = "") -> Desk:
        window = visit(theme, width)
        window.log_in(user.email)
        desk = Desk(window, query)
        desk.project = project
        desk.user = user
        return desk

    return open_plan


def test_the_grid_follows_the_treegrid_pattern(planner):
    """Roles, levels, indices, what can be selected, unfolded and written: as WAI-ARIA has it."""
    desk = planner()
    grid = desk.page.get_by_role("treegrid")
    expect(grid).to_have_accessible_name(re.compile("Sluisbediening"))
    expect(grid).to_have_accessible_description(re.compile("F2"))
    expect(grid).to_have_attribute("aria-multiselectable", "true")
    expect(grid).to_have_attribute("aria-rowcount", "11")
    expect(grid.get_by_role("row")).to_have_count(11)
    expect(grid.get_by_role("columnheader")).to_have_count(8)
    expect(grid.get_by_role("rowheader")).to_have_count(10)
    expect(grid.get_by_role("gridcell")).to_have_count(70)
    summary = desk.row("Bouw")
    for name, value in {"rowindex": "6", "level": "2", "expanded": "true", "selected": "false"}.items():
        expect(summary).to_have_attribute(f"aria-{name}", value)
    expect(desk.row("Kabels")).to_have_attribute("aria-level", "3")
    expect(desk.row("Kabels")).not_to_have_attribute("aria-expanded", re.compile(".*"))
    expect(desk.cell("Kabels", "duration")).to_have_attribute("aria-readonly", "false")
    expect(desk.cell("Kabels", "finish")).to_have_attribute("aria-readonly", "true")
    expect(desk.cell("Bouw", "duration")).to_have_attribute("aria-readonly", "true")

    expect(desk.cell("Bouw", "name")).to_have_accessible_name(f"Bouw, {said('summary')}")
    expect(desk.cell("Bestek", "name")).to_have_accessible_name(f"Bestek, {said('critical')}")
    expect(desk.cell("G4 Ingebruikname", "name")).to_have_accessible_name(
        f"G4 Ingebruikname, {said('gate')}, {said('critical')}"
    )
    expect(desk.row("Kabels")).to_have_accessible_name(re.compile(r"1\.2\.3 Kabels 5 wd 30/11/26 04/12/26"))


def test_what_a_reader_hears_of_the_tree(planner):
    """The accessibility tree itself: the drawing is not in it, the rows are, with state and level."""
    desk = planner()
    desk.stand("Ontwerp")
    desk.press("ArrowLeft", "Space")

    expect(desk.page.get_by_role("treegrid")).to_match_aria_snapshot(
        """
        - treegrid:
          - rowgroup:
            - row:
              - columnheader
              - columnheader
          - rowgroup:
            - row /1 Sluisproject/ [expanded] [level=1]
            - row /1\\.1 Ontwerp/ [level=2] [selected]:
              - gridcell "1.1"
              - rowheader /Ontwerp/
            - row /1\\.2 Bouw/ [expanded] [level=2]
            - row /1\\.2\\.1 Fundering/ [level=3]
        """
    )
    snapshot = desk.page.locator(".plan-box").aria_snapshot()
    assert "img" not in snapshot
    assert "graphics" not in snapshot


def test_the_columns_of_the_file_are_chosen_and_read(planner):
    """Under the name the planner gave them, in the menu of columns and in the grid; read only, and kept."""
    desk = planner()
    field = "<ExtendedAttribute><FieldID>188743731</FieldID>{}</ExtendedAttribute>"
    definition = field.format("<FieldName>Text1</FieldName><Alias>Perceel</Alias>")
    tasks = made_mspdi.task(1, field.format("<Value>Perceel 2</Value>")) + made_mspdi.task(2)
    other = factories.project(desk.project.portfolio, "P-002", name="Uit een bestand")
    other.manager = desk.user.person
    other.save()
    factories.revision(other, made_mspdi.read(made_mspdi.project(tasks, fields=definition)))
    desk.window.go("/portefeuille/ASN/project/P-002/planning/")
    menu = desk.page.locator("[data-plan-tools] summary", has_text=said("Show"))
    menu.press("Enter")
    box = desk.page.get_by_role("group", name=said("Columns of the file itself"))
    box.get_by_label("Perceel").press("Space")
    menu.press("Enter")

    grid = desk.page.get_by_role("treegrid")
    expect(grid.get_by_role("columnheader", name="Perceel")).to_be_visible()
    expect(desk.row("Taak 1").locator(".pw-own")).to_have_text("Perceel 2")
    expect(desk.row("Taak 1").locator(".pw-own")).to_have_attribute("aria-readonly", "true")
    expect(desk.row("Taak 2").locator(".pw-own")).to_have_text("")
    assert violations(desk.window) == []
    desk.window.go("/portefeuille/ASN/project/P-002/planning/")
    expect(grid.get_by_role("columnheader", name="Perceel")).to_be_visible()
    desk.open()
    expect(grid.get_by_role("columnheader")).to_have_count(8)


def test_one_tab_stop_whatever_happens(planner):
    """Walking, filtering, folding, other columns: Tab reaches the grid once, at the row one was."""
    desk = planner()
    desk.stand("Kabels", "duration")
    assert desk.page.evaluate(TAB_STOPS) == 1
    desk.page.locator("[data-filter]").fill("bouw")
    expect(desk.row("Kabels")).to_have_count(0)
    assert desk.page.evaluate(TAB_STOPS) == 1
    desk.page.locator("[data-filter]").fill("niets van dat")
    expect(desk.rows).to_have_count(0)
    expect(desk.live).to_have_text(said("{n} rows", n=0))
    desk.page.locator("[data-filter]").fill("")
    expect(desk.row("Kabels")).to_be_visible()
    assert desk.page.evaluate(TAB_STOPS) == 1
    desk.page.locator("[data-set=group]").select_option("critical")
    expect(desk.rows.first).to_contain_text(said("critical"))
    assert desk.page.evaluate(TAB_STOPS) == 1
    desk.page.locator("[data-set=group]").select_option("")
    desk.page.locator("[data-set=depth]").select_option("1")
    expect(desk.row("Kabels")).to_have_count(0)

    assert desk.page.evaluate(TAB_STOPS) == 1


def test_focus_stays_where_rows_come_and_go(planner):
    """In a long plan: the row with the focus scrolls away and keeps it; rows are read in their order."""
    desk = planner()
    long = factories.project(desk.project.portfolio, "P-002", name="Lang")
    long.manager = desk.user.person
    long.save()
    factories.revision(long, factories.plan(n_tasks=400))
    desk.window.go("/portefeuille/ASN/project/P-002/planning/")
    desk.stand("Taak 2")
    desk.page.locator(".plan-box").evaluate("box => { box.scrollTop = 6000; }")
    expect(desk.row("Taak 235")).to_be_visible()
    desk.page.wait_for_timeout(400)
    assert desk.focus == ("Taak 2", "")
    assert desk.page.evaluate(TAB_STOPS) == 1
    assert desk.page.evaluate(IN_ORDER)
    desk.press("ArrowDown")
    assert desk.focus == ("Taak 3", "")
    expect(desk.row("Taak 3")).to_be_in_viewport()
    desk.press("End")
    desk.page.wait_for_timeout(400)
    assert desk.focus == ("G4 Ingebruikname", "")
    assert desk.page.evaluate(IN_ORDER)
    expect(desk.row("G4 Ingebruikname")).to_have_attribute("aria-rowindex", "403")
    desk.page.locator(".plan-box").evaluate("box => { box.scrollTop = 0; }")
    desk.page.locator("[data-filter]").focus()
    desk.page.wait_for_timeout(400)
    desk.enter()

    assert desk.focus == ("G4 Ingebruikname", "")


def test_what_happens_is_told(planner):
    """One polite region says what an edit comes to, what is selected, why a date is, what is undone."""
    desk = planner()
    expect(desk.live).to_have_attribute("role", "status")
    desk.type_in("Bestek", "duration", "8")
    expect(desk.live).to_contain_text("G4 +5 d")
    desk.stand("Kabels")
    desk.press("Shift+ArrowDown")
    expect(desk.live).to_have_text(said("{n} tasks selected", n=2))
    desk.press("Escape", "w")
    expect(desk.live).to_contain_text("Opleiding")
    desk.press("Escape")
    expect(desk.page.locator("[data-why]")).to_be_hidden()
    assert desk.focus[0] == "Opleiding"
    desk.press("Control+z")

    expect(desk.live).to_have_text(said("The plan is shown as it is stored."))


def states(desk: Desk) -> dict[str, list[str]]:
    """Return what axe finds in each state of the page."""
    page, found = desk.page, {}

    def look(state: str) -> None:
        found[state] = violations(desk.window)

    look("at rest")
    desk.type_in("Bestek", "duration", "8")
    expect(desk.band).to_be_visible()
    look("with edits")
    desk.press("w")
    expect(page.locator("[data-why]")).to_be_visible()
    page.locator("[data-do=showEffects]").click()
    expect(page.locator("[data-effects]")).to_be_visible()
    look("with why and consequences")
    desk.press("Escape")
    page.locator("[data-do=openPropose]").click()
    expect(page.locator("#propose")).to_be_visible()
    look("with the dialog")
    desk.press("Escape")
    for state, summary in (("show", 0), ("legend", 1)):
        opened = page.locator("[data-plan-tools] summary").nth(summary)
        opened.click()
        look(state)
        opened.click()
    desk.stand("Kabels", "duration")
    desk.press("F2")
    look("a cell open")
    desk.press("Escape")
    desk.select("Kabels", 2)
    desk.press("p")
    look("selected, on the path")
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(planner, theme):
    """At rest and in the midst of work, a proposal and a past revision: all rules of WCAG 2.2 AA."""
    desk = planner(theme)
    found = states(desk)
    desk.press("Control+Enter")
    desk.page.keyboard.type("Later")
    desk.press("Enter")
    desk.page.wait_for_url("**/?voorstel=1")
    expect(desk.rows.first).to_be_visible()
    found["proposal"] = violations(desk.window)
    factories.revision(desk.project, factories.plan(n_tasks=6))
    desk.open("?revisie=1")
    found["past revision"] = violations(desk.window)

    assert {state: named for state, named in found.items() if named} == {}


def fits(page: Page, selector: str) -> bool:
    """Tell whether everything of a kind lies within the width of the window."""
    width = page.viewport_size["width"]
    boxes = [one.bounding_box() for one in page.locator(selector).all() if one.is_visible()]
    assert boxes, selector
    return all(box["x"] >= -0.5 and box["x"] + box["width"] <= width + 0.5 for box in boxes)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_enlarged_to_four_hundred_per_cent_nothing_is_lost(planner, theme):
    """At 320 px the grid alone stands, with every fact; band, panel and dialog fit; axe finds nothing."""
    desk = planner(theme, 320)
    page = desk.page
    assert page.evaluate(OVERFLOW) == 0
    assert fits(page, "main button")
    desk.row("Ontwerp").scroll_into_view_if_needed()
    expect(desk.cell("Ontwerp", "name")).to_be_in_viewport()
    assert desk.cell("Ontwerp", "name").bounding_box()["x"] >= 0
    assert violations(desk.window) == []
    desk.type_in("Bestek", "duration", "8")
    desk.expect_text("Bestek", "duration", "8 wd")
    expect(desk.band).to_be_visible()
    assert fits(page, ".plan-band, .plan-band button")
    assert page.evaluate(OVERFLOW) == 0
    desk.press("w")
    expect(page.locator("[data-why]")).to_be_visible()
    assert fits(page, ".plan-aside, .plan-aside button, .plan-aside input")
    assert violations(desk.window) == []
    desk.press("Escape")
    expect(page.locator("[data-why]")).to_be_hidden()
    page.locator("[data-do=openPropose]").click()
    assert fits(page, "#propose, #propose button, #propose input")

    assert page.evaluate(OVERFLOW) == 0
