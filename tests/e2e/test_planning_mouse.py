"""The drawing of the plan with the mouse: move, lengthen, link, think better of it; 20,000 rows."""

from __future__ import annotations

import re

import pytest
from e2e.planning_desk import START, WORKDAY, Desk, desk_project, said
from playwright.sync_api import expect
from web import factories

from stuurbord.plan import Plan, PlanDraft, TaskRow, freeze
from stuurbord.web.planning.models import Proposal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = 8
"""Pixels of a day at the scale at which a plan of a few weeks opens."""
BAR = """name => {
  const rows = [...document.querySelectorAll("[data-plan-rows] [role=row]:not([hidden])")];
  const own = rows.find(row => row.querySelector("[role=rowheader]").textContent === name);
  const svg = document.querySelector("[data-plan-chart]");
  const place = Number(own.getAttribute("aria-rowindex")) - 2;
  const first = Number(/translate\\([^,]+, (\\d+)px\\)/.exec(svg.style.transform)[1]) / 26;
  const top = (place - first) * 26;
  const left = svg.getBoundingClientRect().left - svg.viewBox.baseVal.x;
  for (const kind of ["crit", "bar", "near", "manual", "after"]) {
    for (const part of svg.querySelector(`.pw-${kind}`).getAttribute("d").split("z")) {
      const found = /M([\\d.]+) ([\\d.]+)H([\\d.]+)/.exec(part);
      if (!found || found[2] < top || found[2] > top + 26) continue;
      const y = svg.getBoundingClientRect().top + top + 13;
      return { x1: left + Number(found[1]), x2: left + Number(found[3]), y };
    }
  }
  return null;
}"""
GHOST = "() => document.querySelector('.pw-ghost').getAttribute('d') ?? ''"


@pytest.fixture
def desk(visit):
    """A project manager at the plan; at the end nothing was stored."""
    user, project = desk_project()
    window = visit()
    window.log_in(user.email)
    made = Desk(window)
    made.project, made.user = project, user
    yield made
    assert project.revisions.count() == 1
    assert not Proposal.objects.exists()


def grip(desk: Desk, name: str, part: str = "middle") -> tuple[float, float]:
    """Return where a bar is taken: its middle, or its end."""
    found = desk.page.evaluate(BAR, name)
    assert found, f"no bar of {name} in view"
    x = found["x2"] - 2 if part == "end" else (found["x1"] + found["x2"]) / 2
    return x, found["y"]


def take(desk: Desk, name: str, part: str = "middle") -> tuple[float, float]:
    """Press the button on a bar and return where."""
    x, y = grip(desk, name, part)
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    return x, y


def test_dragging_a_bar_moves_the_task(desk):
    """An outline follows the hand at once, the dates follow from the server; on letting go they stay."""
    place = desk.row("Kabels").bounding_box()
    x, y = take(desk, "Kabels")
    desk.page.mouse.move(x + 4 * DAY, y, steps=4)
    assert desk.page.evaluate(GHOST) != ""
    desk.expect_text("Kabels", "start", "04/12/26")
    expect(desk.band).to_be_visible()
    assert desk.row("Kabels").bounding_box() == place  # nothing jumps away under the hand
    desk.page.mouse.move(x + 7 * DAY, y, steps=3)
    desk.page.mouse.up()
    desk.expect_text("Kabels", "start", "07/12/26")
    assert desk.page.evaluate(GHOST) == ""
    expect(desk.row("Kabels")).to_have_class(re.compile(r"\bchanged\b"))
    expect(desk.band).to_be_visible()
    desk.press("Control+z")

    desk.expect_text("Kabels", "start", "30/11/26")


def test_dragging_its_end_lengthens_a_task(desk):
    """The gate moves while the mouse still holds the bar."""
    x, y = take(desk, "Bestek", "end")
    desk.page.mouse.move(x + 3 * DAY, y, steps=4)
    expect(desk.cell("G4 Ingebruikname", "deviation")).to_have_text(re.compile(r"^\+"))
    desk.page.mouse.up()

    expect(desk.cell("Bestek", "duration")).not_to_have_text("5 wd")


def test_dragging_from_an_end_to_a_bar_links(desk):
    """From the end of one to the other: the other waits."""
    x, y = take(desk, "Kabels", "end")
    to_x, to_y = grip(desk, "Opleiding")
    desk.page.mouse.move(to_x, to_y, steps=6)
    desk.expect_text("Opleiding", "start", "07/12/26")
    desk.page.mouse.up()

    desk.expect_text("Opleiding", "start", "07/12/26")
    assert x != y


def test_a_cycle_drawn_with_the_mouse_is_refused_with_the_cycle(desk):
    """Which tasks would wait for each other stands above the plan, and the plan as it was."""
    take(desk, "Bediening", "end")
    desk.page.mouse.move(*grip(desk, "Behoeften"), steps=6)
    desk.page.mouse.up()
    for name in ("Behoeften", "Bestek", "Fundering", "Bediening"):
        expect(desk.band).to_contain_text(name)
    expect(desk.band).to_have_class(re.compile("refused"))
    desk.expect_text("Behoeften", "start", "30/11/26")
    desk.page.wait_for_timeout(300)
    desk.was_refused()

    expect(desk.page.locator("[role=row].changed")).to_have_count(0)


def test_escape_in_the_middle_of_a_drag_leaves_all_as_it_was(desk):
    """The outline goes, the dates are the old ones, letting go does nothing more."""
    x, y = take(desk, "Kabels")
    desk.page.mouse.move(x + 5 * DAY, y, steps=4)
    expect(desk.row("Kabels")).to_have_class(re.compile(r"\bchanged\b"))
    desk.press("Escape")
    assert desk.page.evaluate(GHOST) == ""
    desk.expect_text("Kabels", "start", "30/11/26")
    desk.page.mouse.move(x + 9 * DAY, y)
    desk.page.mouse.up()
    expect(desk.band).to_be_hidden()

    desk.expect_text("Kabels", "start", "30/11/26")


def test_the_line_breaks_in_the_middle_of_a_drag(desk):
    """The message says so, the step is kept and goes on when the server is back."""
    x, y = take(desk, "Kabels")
    desk.page.mouse.move(x + 2 * DAY, y, steps=2)
    desk.page.route("**/planning/proef.json", lambda route: route.abort())
    desk.page.mouse.move(x + 7 * DAY, y, steps=3)
    desk.page.mouse.up()
    text = said("The server does not answer. Your changes are still here; they go on when it is back.")
    expect(desk.band).to_contain_text(text)
    desk.page.unroute("**/planning/proef.json")
    expect(desk.cell("Kabels", "start")).to_have_text("07/12/26", timeout=9000)
    kept = [one for one in desk.window.complaints if "ERR_FAILED" not in one]
    assert len(kept) < len(desk.window.complaints)
    desk.window.complaints[:] = kept

    expect(desk.band).not_to_contain_text(text)


def test_clicks_fold_select_and_edit(desk):
    """The arrow folds, Ctrl and Shift select, twice opens a cell, a bar leads to its row."""
    desk.cell("Bouw", "name").click(position={"x": 24, "y": 12})
    expect(desk.row("Kabels")).to_have_count(0)
    desk.cell("Bouw", "name").click(position={"x": 24, "y": 12})
    expect(desk.row("Kabels")).to_have_count(1)
    desk.cell("Bouw", "name").dblclick(position={"x": 24, "y": 12})
    expect(desk.page.locator(".cell-input")).to_have_count(0)
    desk.cell("Kabels", "name").click()
    desk.cell("Kabels", "name").click(modifiers=["Control"])
    desk.cell("Opleiding", "name").click(modifiers=["Shift"])
    expect(desk.page.locator("[aria-selected=true]")).to_have_count(2)
    desk.press("Escape")
    desk.cell("Kabels", "duration").dblclick()
    expect(desk.page.locator(".cell-input")).to_be_focused()
    desk.press("Escape")
    desk.page.mouse.click(*grip(desk, "Opleiding"))

    assert desk.focus == ("Opleiding", "")


def wide_plan(n_tasks: int) -> Plan:
    """Return tasks beside each other: what counts here is how many rows there are."""
    tasks = [TaskRow(uid, f"Taak {uid}", duration=5 * WORKDAY) for uid in range(1, n_tasks + 1)]
    return freeze(PlanDraft(start=START, tasks=tasks))[0]


def test_twenty_thousand_rows_scroll(desk):
    """The page holds some hundred elements of them; the overview below jumps to any part."""
    big = factories.project(desk.project.portfolio, "P-020", name="Groot")
    big.manager = desk.user.person
    big.save()
    factories.revision(big, wide_plan(20_000))
    desk.window.page.set_default_timeout(60_000)
    desk.window.go("/portefeuille/ASN/project/P-020/planning/")
    expect(desk.rows.first).to_be_visible(timeout=60_000)
    expect(desk.page.get_by_role("treegrid")).to_have_attribute("aria-rowcount", "20001")
    box = desk.page.locator(".plan-box")
    for share in (0.2, 0.5, 0.8):
        box.evaluate("(one, share) => { one.scrollTop = one.scrollHeight * share; }", share)
        expect(desk.row(f"Taak {int(20_000 * share) + 5}")).to_be_visible()
    n_nodes = desk.page.evaluate("document.querySelectorAll('.plan-box *').length")
    assert n_nodes <= 900
    overview = desk.page.locator("[data-plan-map]").bounding_box()
    desk.page.mouse.click(overview["x"] + 4, overview["y"] + 2)
    expect(desk.row("Taak 908")).to_be_visible()
    desk.stand("Taak 3")
    desk.press("End")

    expect(desk.row("Taak 20000")).to_be_visible()
