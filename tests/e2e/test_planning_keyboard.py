"""The planning workspace with the keyboard alone: walk, change, see what comes of it, propose."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from e2e.planning_desk import ALL_COLUMNS, WORKDAY, Desk, desk_project, plan_now, said
from playwright.sync_api import expect
from web import factories

from stuurbord.web.planning.models import Proposal, ProposalState

ACCEPTED = "Proposal {number} is accepted: revision {revision} of the plan counts now."
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(visit):
    """A project manager at the plan, with the columns that can be changed."""
    user, project = desk_project()
    window = visit()
    window.log_in(user.email)
    made = Desk(window, columns=ALL_COLUMNS)
    made.project = project
    yield made
    project.refresh_from_db()


def assert_nothing_is_kept(desk: Desk) -> None:
    """Whatever was tried: the stored plan is the first revision, and nobody proposed."""
    assert desk.project.revisions.count() == 1
    assert not Proposal.objects.exists()


def test_arrows_walk_rows_and_cells(desk):
    """As the treegrid pattern has it: rows first, cells within a row, and never past an end."""
    desk.enter()
    assert desk.focus == ("Ontwerp", "")  # where work goes on
    desk.press("Home")
    assert desk.focus == ("Sluisproject", "")
    desk.press("ArrowDown", "ArrowDown")
    assert desk.focus == ("Behoeften", "")
    desk.press("End")
    assert desk.focus == ("G4 Ingebruikname", "")
    desk.press("ArrowDown")
    assert desk.focus == ("G4 Ingebruikname", "")
    desk.press("Home", "ArrowUp")
    assert desk.focus == ("Sluisproject", "")
    desk.press("ArrowRight", "ArrowRight")
    assert desk.focus == ("Sluisproject", "name")
    desk.press("ArrowDown", "ArrowDown")
    assert desk.focus == ("Behoeften", "name")
    desk.press("End")
    assert desk.focus == ("Behoeften", ALL_COLUMNS[-1])
    desk.press("Home")
    assert desk.focus == ("Behoeften", "wbs")
    desk.press("Control+End")
    assert desk.focus == ("G4 Ingebruikname", "wbs")
    desk.press("Control+Home")
    assert desk.focus == ("Sluisproject", "wbs")
    desk.press("ArrowLeft")
    assert desk.focus == ("Sluisproject", "")
    desk.press("PageDown")
    assert desk.focus[0] == "G4 Ingebruikname"
    desk.press("PageUp")

    assert desk.focus == ("Sluisproject", "")


def test_the_key_for_printing_leads_to_the_page_for_paper(desk):
    """The grid draws what is in view; all rows on paper have a page of their own."""
    desk.page.emulate_media(media="print")
    expect(desk.page.get_by_text("Op papier en zonder script:")).to_be_visible()
    desk.page.emulate_media(media="screen")
    expect(desk.page.get_by_text("Op papier en zonder script:")).to_be_hidden()
    desk.enter()
    desk.press("Control+p")
    desk.page.wait_for_url("**/planning/tabel/?everything=1&task=")
    expect(desk.page.get_by_text("Behoeften").first).to_be_visible()


def test_what_has_the_focus_is_in_the_window(desk):
    """The grid is as high as it is: in a low window the page goes along with whoever walks."""
    desk.page.set_viewport_size({"width": 1280, "height": 420})
    desk.enter()
    for key in ("Home", "End", "Home"):
        desk.press(key)
        top, bottom = desk.page.evaluate(
            "(({top, bottom}) => [top, window.innerHeight - bottom])"
            "(document.activeElement.getBoundingClientRect())"
        )
        assert top >= 0
        assert bottom >= 0


def test_left_and_right_fold_a_summary(desk):
    """Left folds, then goes to the parent; right unfolds; the state is told."""
    desk.stand("Ontwerp")
    desk.press("ArrowLeft")
    expect(desk.row("Ontwerp")).to_have_attribute("aria-expanded", "false")
    expect(desk.row("Behoeften")).to_have_count(0)
    assert desk.focus == ("Ontwerp", "")
    desk.press("ArrowDown")
    assert desk.focus == ("Bouw", "")
    desk.press("ArrowUp", "ArrowRight")
    expect(desk.row("Ontwerp")).to_have_attribute("aria-expanded", "true")
    desk.press("ArrowDown", "ArrowLeft")

    assert desk.focus == ("Ontwerp", "")


CELLS = (
    ("Kabels", "name", "Kabels en buizen", "Kabels en buizen"),
    ("Bestek", "duration", "8", "8 wd"),
    ("Bestek", "duration", "2 w", "10 wd"),
    ("Kabels", "start", "03/12/26", "03/12/26"),
    ("Kabels", "start", "+1", "01/12/26"),
    ("Behoeften", "percent", "40", "40 %"),
    ("Opleiding", "deadline", "18/12/26", "18/12/26"),
)


def test_each_kind_of_cell_is_changed_and_previewed(desk):
    """F2, the value, Enter: the answer stands in the cell, the focus a row lower; nothing is stored."""
    for task, field, typed, shown in CELLS:
        desk.type_in(task, field, typed)
        desk.expect_text(typed if field == "name" else task, field, shown)
        expect(desk.band).to_be_visible()
        assert desk.focus[1] == field
        desk.press("Control+z")
        expect(desk.band).to_be_hidden()

    assert_nothing_is_kept(desk)


def test_enter_tab_and_escape_leave_a_cell(desk):
    """Enter goes down, Shift Enter up, Tab right, Shift Tab left; Escape stays and changes nothing."""
    desk.type_in("Behoeften", "duration", "6", key="e")
    desk.expect_text("Behoeften", "duration", "6 wd")
    assert desk.focus == ("Bestek", "duration")
    desk.type_in("Bestek", "duration", "6", key="Enter", end="Shift+Enter")
    assert desk.focus == ("Behoeften", "duration")
    desk.type_in("Behoeften", "duration", "7", end="Tab")
    assert desk.focus == ("Behoeften", "start")
    desk.type_in("Behoeften", "duration", "8", end="Shift+Tab")
    assert desk.focus == ("Behoeften", "name")
    desk.type_in("Behoeften", "duration", "99", end="Escape")
    assert desk.focus == ("Behoeften", "duration")
    desk.expect_text("Behoeften", "duration", "8 wd")

    assert_nothing_is_kept(desk)


def test_predecessors_are_typed_by_number(desk):
    """1.2.3 and 1.1.2SS+2 wd are links; a number that is nobody's is told and changes nothing."""
    desk.type_in("Opleiding", "predecessors", "1.2.3; 1.1.2SS+2 wd")
    desk.expect_text("Opleiding", "predecessors", re.compile(r"1\.1\.2SS\+2 wd"))
    desk.expect_text("Opleiding", "predecessors", re.compile(r"1\.2\.3"))
    desk.type_in("Opleiding", "predecessors", "9.9")
    expect(desk.live).to_have_text(said("There is no task {text}.", text="9.9"))
    desk.expect_text("Opleiding", "predecessors", re.compile(r"1\.2\.3"))
    desk.type_in("Opleiding", "predecessors", "1.2.3")
    desk.expect_text("Opleiding", "predecessors", "1.2.3")

    assert_nothing_is_kept(desk)


def test_people_are_typed_by_name(desk):
    """An 50 %, Bob: who is named works on it; a stranger is told."""
    desk.type_in("Kabels", "people", "an aerts 50 %, Bob Bogaert")
    desk.expect_text("Kabels", "people", re.compile("An Aerts 50 %, Bob Bogaert"))
    desk.type_in("Kabels", "people", "Bob Bogaert")
    desk.expect_text("Kabels", "people", "Bob Bogaert")
    desk.type_in("Kabels", "people", "Piet Zeeman")
    expect(desk.live).to_have_text(said("Nobody in this plan is called {text}.", text="Piet Zeeman"))

    desk.expect_text("Kabels", "people", "Bob Bogaert")
    assert_nothing_is_kept(desk)


def test_a_constraint_is_chosen_from_a_list(desk):
    """The list opens in the cell; its first letters or the arrows choose, Enter keeps."""
    desk.stand("Kabels", "constraint")
    desk.press("F2")
    field = desk.page.locator("select.cell-input")
    expect(field).to_be_focused()
    field.select_option("4")
    desk.press("Enter")
    desk.expect_text("Kabels", "constraint", said("Not before (start)"))
    desk.type_in("Kabels", "constraint_date", "14/12/26")
    desk.expect_text("Kabels", "start", "14/12/26")

    assert_nothing_is_kept(desk)


def test_what_means_nothing_is_told_and_kept_out(desk):
    """Words for a duration: the sentence says so in the live region, and there is no change."""
    desk.type_in("Bestek", "duration", "lang")
    expected = said("A duration is a number of days, weeks or hours: 5, 2 w, 4 u.")
    expect(desk.live).to_have_text(f"{said('“{text}” is not understood here.', text='lang')} {expected}")
    desk.expect_text("Bestek", "duration", "5 wd")
    desk.stand("Ontwerp", "duration")
    desk.press("F2")
    expect(desk.live).to_have_text(said("This cannot be changed here: {name}.", name=said("Duration")))

    expect(desk.page.locator(".cell-input")).to_have_count(0)


def test_alt_and_arrows_move_and_lengthen(desk):
    """A day right and left skips the weekend; a day longer pushes what waits for it, and the gate."""
    desk.stand("Kabels")
    desk.press("Alt+ArrowRight")
    desk.expect_text("Kabels", "start", "01/12/26")
    desk.press("Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight")
    desk.expect_text("Kabels", "start", "07/12/26")
    desk.press("Alt+ArrowLeft")
    desk.expect_text("Kabels", "start", "04/12/26")
    assert desk.focus == ("Kabels", "")
    desk.stand("Bestek")
    desk.press("Alt+ArrowDown")
    desk.expect_text("Bestek", "duration", "6 wd")
    desk.expect_text("Fundering", "start", "15/12/26")
    desk.expect_text("G4 Ingebruikname", "finish", "04/01/27")
    expect(desk.live).to_contain_text("G4 +3 d")
    desk.press("Alt+ArrowUp", "Alt+ArrowUp")
    desk.expect_text("Bestek", "duration", "4 wd")

    assert_nothing_is_kept(desk)


def test_selected_tasks_are_linked_and_unlinked(desk):
    """Shift and arrow or space select; Alt L links one after the other, Alt U takes the links away."""
    desk.select("Kabels", 2)
    desk.press("Alt+l")
    desk.expect_text("Opleiding", "predecessors", "1.2.3")
    desk.expect_text("Opleiding", "start", "07/12/26")
    desk.press("Alt+u")
    desk.expect_text("Opleiding", "predecessors", "")
    desk.selected_nothing()
    desk.stand("Kabels")
    desk.press("Space", "ArrowDown", "x")
    expect(desk.page.locator("[role=row][aria-selected=true]")).to_have_count(2)
    desk.press("x")
    expect(desk.page.locator("[role=row][aria-selected=true]")).to_have_count(1)
    desk.selected_nothing()
    desk.press("Alt+l")
    expect(desk.live).to_have_text(
        said("Select two or more tasks first, with the space bar or Shift and an arrow.")
    )

    assert_nothing_is_kept(desk)


def test_a_cycle_is_refused_and_shown(desk):
    """Who links the end to the beginning reads which tasks would wait for each other; the plan stays."""
    desk.type_in("Bestek", "duration", "6")
    desk.expect_text("Bestek", "duration", "6 wd")
    desk.type_in("Behoeften", "predecessors", "1.2.2")
    for name in ("Behoeften", "Bestek", "Fundering", "Bediening"):
        expect(desk.band).to_contain_text(name)
        expect(desk.live).to_contain_text(name)
    desk.was_refused()
    desk.expect_text("Behoeften", "predecessors", "")
    desk.expect_text("Bestek", "duration", "6 wd")
    desk.press("Control+z")
    desk.expect_text("Bestek", "duration", "5 wd")

    assert_nothing_is_kept(desk)


def test_indent_and_outdent(desk):
    """Alt PageDown makes a task part of the one above; Alt PageUp takes it out; the level is told."""
    desk.stand("Opleiding")
    desk.press("Alt+PageDown")
    expect(desk.row("Opleiding")).to_have_attribute("aria-level", "4")
    expect(desk.row("Kabels")).to_have_attribute("aria-expanded", "true")
    assert desk.focus == ("Opleiding", "")
    desk.press("Alt+PageUp")
    expect(desk.row("Opleiding")).to_have_attribute("aria-level", "3")

    assert_nothing_is_kept(desk)


def test_insert_name_and_remove(desk):
    """Insert gives a row to name; Delete takes a row away, and the focus stays in the grid."""
    desk.stand("Kabels")
    desk.press("Insert")
    expect(desk.page.locator(".cell-input")).to_be_focused()
    desk.press("Control+a")
    desk.page.keyboard.type("Keuring")
    desk.press("Enter")
    expect(desk.row("Keuring")).to_be_visible()
    assert desk.names[7:10] == ["Kabels", "Keuring", "Opleiding"]
    desk.stand("Keuring")
    desk.press("Delete")
    expect(desk.row("Keuring")).to_have_count(0)
    assert desk.focus == ("Opleiding", "")
    desk.stand("G4 Ingebruikname")
    desk.press("Delete")
    expect(desk.row("G4 Ingebruikname")).to_have_count(0)
    assert desk.focus == ("Opleiding", "")
    desk.press("ArrowUp")

    assert desk.focus == ("Kabels", "")
    assert_nothing_is_kept(desk)


def test_a_row_goes_up_and_down_among_its_own(desk):
    """Alt End and Alt Home: the focus goes with the task."""
    desk.stand("Kabels")
    desk.press("Alt+End")
    expect(desk.row("Kabels")).to_have_attribute("aria-rowindex", "10")
    assert desk.names[7:9] == ["Opleiding", "Kabels"]
    assert desk.focus == ("Kabels", "")
    desk.press("Alt+Home")
    expect(desk.row("Kabels")).to_have_attribute("aria-rowindex", "9")
    assert desk.focus == ("Kabels", "")

    assert_nothing_is_kept(desk)


def test_one_value_fills_all_selected_rows(desk):
    """The label of the field says for how many; people too are given to all of them."""
    desk.select("Kabels", 2)
    desk.stand("Opleiding", "duration")
    desk.press("F2")
    expect(desk.page.locator(".cell-input")).to_have_attribute(
        "aria-label", re.compile(re.escape(said("for {n} tasks", n=2)))
    )
    desk.press("Control+a")
    desk.page.keyboard.type("9")
    desk.press("Enter")
    desk.expect_text("Kabels", "duration", "9 wd")
    desk.expect_text("Opleiding", "duration", "9 wd")
    desk.type_in("Opleiding", "people", "Bob Bogaert")
    desk.expect_text("Kabels", "people", "Bob Bogaert")
    desk.expect_text("Opleiding", "people", "Bob Bogaert")
    desk.type_in("Kabels", "percent", "50")
    desk.expect_text("Kabels", "percent", "50 %")
    desk.expect_text("Opleiding", "percent", "50 %")

    assert_nothing_is_kept(desk)


def test_manual_and_automatic_are_told_apart(desk):
    """Alt M: a task keeps its own dates, says so, and is drawn otherwise; once more and it is as before."""
    desk.stand("Bestek")
    desk.press("Alt+m")
    expect(desk.row("Bestek")).to_have_class(re.compile(r"\bmanual\b"))
    label = desk.cell("Bestek", "name")
    expect(label).to_have_attribute("aria-label", re.compile(re.escape(said("scheduled by hand"))))
    desk.press("Alt+m")
    expect(label).not_to_have_attribute("aria-label", re.compile(re.escape(said("scheduled by hand"))))

    assert_nothing_is_kept(desk)


def test_undo_and_redo_go_step_by_step(desk):
    """Ctrl Z takes back what was done last, Ctrl Y does it again; then nothing is left."""
    desk.type_in("Behoeften", "duration", "6")
    desk.expect_text("Behoeften", "duration", "6 wd")
    desk.type_in("Kabels", "name", "Kabelwerk")
    expect(desk.row("Kabelwerk")).to_be_visible()
    desk.press("Control+z")
    expect(desk.row("Kabels")).to_be_visible()
    desk.press("Control+z")
    desk.expect_text("Behoeften", "duration", "5 wd")
    desk.press("Control+z")
    expect(desk.live).to_have_text(said("There is nothing to take back."))
    desk.press("Control+y", "Control+y")
    expect(desk.row("Kabelwerk")).to_be_visible()
    desk.expect_text("Behoeften", "duration", "6 wd")

    assert_nothing_is_kept(desk)


def test_why_and_what_if(desk):
    """W tells why; Tab leads into the panel; a slip is tried and its consequences listed, nothing is kept."""
    desk.stand("Bestek")
    desk.press("w")
    panel = desk.page.locator("[data-why]")
    expect(panel).to_contain_text("Bestek")
    assert desk.focus == ("Bestek", "")
    desk.press("ArrowDown", "ArrowDown")
    expect(panel).to_contain_text("Fundering")
    desk.page.locator("#slip-days").focus()
    desk.press("Control+a")
    desk.page.keyboard.type("7")
    desk.press("Enter")
    desk.expect_text("Fundering", "start", "23/12/26")
    effects = desk.page.locator("[data-effects]")
    expect(effects).to_contain_text("G4 Ingebruikname")
    desk.press("Escape")
    expect(effects).to_be_hidden()
    desk.expect_text("Fundering", "start", "14/12/26")
    assert desk.focus[0] == "Fundering"
    expect(desk.band).to_be_hidden()

    assert_nothing_is_kept(desk)


def test_the_driving_path_is_shown(desk):
    """P: rows on the path stand out and say so; once more and all are as before."""
    desk.stand("Fundering")
    desk.press("p")
    expect(desk.row("Bestek")).to_have_class(re.compile(r"\bon-path\b"))
    expect(desk.row("Kabels")).to_have_class(re.compile(r"\boff-path\b"))
    expect(desk.live).to_contain_text(said("on the path"))
    on_path = re.compile(re.escape(said("on the path")))
    expect(desk.cell("Bestek", "name")).to_have_attribute("aria-label", on_path)
    expect(desk.cell("Kabels", "name")).not_to_have_attribute("aria-label", on_path)
    desk.press("p")

    expect(desk.row("Kabels")).not_to_have_class(re.compile(r"\boff-path\b"))


def test_consequences_are_listed_and_lead_to_their_rows(desk):
    """The button opens the list, the focus goes to it; an entry leads to its row; closing returns."""
    desk.type_in("Bestek", "duration", "8")
    desk.expect_text("G4 Ingebruikname", "finish", "06/01/27")
    button = desk.page.locator("[data-do=showEffects]")
    button.focus()
    desk.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(desk.page.locator("#effects-title")).to_be_focused()
    entry = desk.page.locator(".effect-list button").filter(has_text="G4 Ingebruikname")
    entry.focus()
    desk.press("Enter")
    assert desk.focus == ("G4 Ingebruikname", "")
    desk.page.locator("[data-do=closeEffects]").focus()
    desk.press("Enter")
    expect(desk.page.locator("[data-effects]")).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")

    assert desk.focus == ("G4 Ingebruikname", "")


def test_discarding_takes_everything_back(desk):
    """One button: the plan is as it is stored, and the focus is in the grid."""
    desk.type_in("Bestek", "duration", "8")
    desk.expect_text("Bestek", "duration", "8 wd")
    desk.page.locator("[data-do=dropAll]").focus()
    desk.press("Enter")
    expect(desk.band).to_be_hidden()
    desk.expect_text("Bestek", "duration", "5 wd")
    assert desk.focus[0] == "Bouw"

    assert_nothing_is_kept(desk)


def proposed(desk: Desk, title: str) -> None:
    """Open the dialog with Ctrl Enter and give the title."""
    desk.press("Control+Enter")
    expect(desk.page.locator("#propose-name")).to_be_focused()
    desk.page.keyboard.type(title)


def test_propose_and_reject(desk):
    """Ctrl Enter, a title, Enter: the proposal stands with before and after; the plan is what it was."""
    desk.type_in("Bestek", "duration", "8")
    desk.expect_text("Bestek", "duration", "8 wd")
    desk.press("Control+Enter")
    expect(desk.page.locator("#propose-name")).to_be_focused()
    desk.press("Escape")
    expect(desk.page.locator("#propose")).to_be_hidden()
    assert desk.focus[0] == "Bouw"
    proposed(desk, "Langer bestek")
    desk.press("Enter")
    desk.page.wait_for_url("**/?voorstel=1")
    expect(desk.page.locator(".plan-band")).to_contain_text("Langer bestek")
    desk.expect_text("Bestek", "duration", "8 wd")
    found = Proposal.objects.get()
    assert (found.state, found.title, desk.project.revisions.count()) == (
        ProposalState.OPEN,
        "Langer bestek",
        1,
    )
    desk.page.locator(".plan-band a[href$='#beslissen']").focus()
    desk.press("Enter")
    desk.page.wait_for_url("**/voorstellen/1/**")
    form = desk.page.locator("form[action$='/verwerpen/']")
    form.locator("textarea, input[name=reason]").first.focus()
    desk.page.keyboard.type("Te duur")
    form.locator("button[type=submit]").focus()
    desk.press("Enter")
    expect(form).to_have_count(0)

    found.refresh_from_db()
    assert (found.state, desk.project.revisions.count()) == (ProposalState.REJECTED, 1)


def test_accept_at_once_within_the_mandate(desk):
    """Without a baseline nothing was promised: the planner accepts, and that is the new revision."""
    desk.type_in("Bestek", "duration", "8")
    desk.expect_text("Bestek", "duration", "8 wd")
    proposed(desk, "Langer bestek")
    at_once = desk.page.locator("[data-accept]")
    expect(at_once).to_be_visible()
    at_once.focus()
    desk.press("Enter")
    told = said(
        "Proposal {number} is accepted: revision {revision} of the plan counts now.", number=1, revision=2
    )
    expect(desk.page.locator(".toast")).to_contain_text(told)
    plan = plan_now(desk.project)

    assert desk.page.url.endswith("/planning/")
    assert plan.tasks.duration[3] == 8 * WORKDAY
    assert Proposal.objects.get().state == ProposalState.ACCEPTED


def test_beyond_the_promise_somebody_else_decides(visit):
    """With a baseline and far beyond the tolerance the dialog says why, and offers only to propose."""
    user, project = desk_project(promised=True)
    window = visit()
    window.log_in(user.email)
    desk = Desk(window)
    desk.type_in("Bestek", "duration", "60")
    desk.expect_text("Bestek", "duration", "60 wd")
    proposed(desk, "Veel later")
    mandate = desk.page.locator("[data-propose-mandate]")
    expect(mandate).to_be_visible()
    expect(mandate).to_have_attribute("role", "status")
    expect(desk.page.locator("[data-accept]")).to_be_hidden()
    desk.press("Enter")
    desk.page.wait_for_url("**/?voorstel=1")

    assert Proposal.objects.get().state == ProposalState.OPEN
    assert project.revisions.count() == 1


def test_columns_are_chosen_with_the_keyboard_and_the_grid_is_still_reached(desk):
    """The menu opens with Enter, the space bar ticks; Tab then still reaches the grid, in one step."""
    desk.stand("Kabels")
    desk.page.locator("[data-choices]").locator("xpath=..").locator("summary").focus()
    desk.press("Enter", "Tab")
    desk.page.locator("[data-columns] input").nth(5).focus()
    desk.press("Space")
    expect(desk.rows.first.locator("> *")).to_have_count(len(ALL_COLUMNS) + 1)
    desk.press("Escape")
    desk.enter()

    assert desk.focus[0] == "Kabels"


def test_single_letters_can_be_switched_off(desk):
    """A reader who dictates has no letters that do something; F2, the space bar and Alt still work."""
    desk.page.context.add_cookies([{"name": "keys", "value": "off", "url": desk.window.address}])
    desk.open()
    desk.stand("Kabels")
    desk.press("e", "x", "w", "p")
    expect(desk.page.locator(".cell-input")).to_have_count(0)
    expect(desk.page.locator("[role=row][aria-selected=true]")).to_have_count(0)
    expect(desk.page.locator("[data-why]")).to_be_hidden()
    desk.press("Space")
    expect(desk.row("Kabels")).to_have_attribute("aria-selected", "true")
    desk.press("F2")

    expect(desk.page.locator(".cell-input")).to_be_focused()


def test_undo_in_a_field_is_the_fields_own(desk):
    """Ctrl Z in the filter undoes letters there, not a change of the plan."""
    desk.type_in("Bestek", "duration", "8")
    desk.expect_text("Bestek", "duration", "8 wd")
    desk.page.locator("[data-filter]").focus()
    desk.page.keyboard.type("b")
    desk.press("Control+z")
    desk.page.wait_for_timeout(300)

    desk.expect_text("Bestek", "duration", "8 wd")
    expect(desk.band).to_be_visible()


def test_a_period_that_runs_on_the_clock_has_days_of_a_whole_day(desk):
    """Typed and by keys alike: a day of it is 24 hours, not the eight of a working day."""
    plan = plan_now(desk.project)
    is_elapsed = plan.tasks.uid == 4  # Bestek
    factories.revision(desk.project, replace(plan, tasks=replace(plan.tasks, is_elapsed=is_elapsed)))
    desk.open()
    desk.type_in("Bestek", "duration", "20 d")
    desk.expect_text("Bestek", "duration", "20 d")
    desk.stand("Bestek")
    desk.press("Alt+ArrowDown")
    desk.expect_text("Bestek", "duration", "21 d")
