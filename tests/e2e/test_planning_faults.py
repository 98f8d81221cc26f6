"""Planning on a bad day: no line, no session, a colleague on the same plan, a plan one may only read."""

from __future__ import annotations

import pytest
from e2e.planning_desk import PLAN, WORKDAY, Desk, desk_project, plan_now, said
from e2e.test_accessible_pages import violations
from playwright.sync_api import Route, expect
from web import factories

from stuurbord.engine.editing import Resize, edited
from stuurbord.web.accounts.models import Role
from stuurbord.web.planning.actions import Wanted, accept, propose
from stuurbord.web.planning.models import Proposal, ProposalSource, ProposalState
from stuurbord.web.planning.variants import Named, add_variant
from stuurbord.web.projects.plans import forecast_schedule, plan_of

ACCEPTED = "Proposal {number} is accepted: revision {revision} of the plan counts now."
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PREVIEW = "**/planning/proef.json"
OFFLINE = "The server does not answer. Your changes are still here; they go on when it is back."
NOT_ARRIVED = "The plan does not arrive. Load the page again."
ENDED = "Your session has ended. Log in again in another tab; your changes are still here."


@pytest.fixture
def desk(visit):
    """A project manager at the plan."""
    user, project = desk_project()
    window = visit()
    window.log_in(user.email)
    made = Desk(window)
    made.project, made.user = project, user
    return made


def forget_the_line(desk: Desk) -> None:
    """The browser complained that there was no line, as it should; other complaints stay."""
    kept = [one for one in desk.window.complaints if "ERR_FAILED" not in one]
    assert len(kept) < len(desk.window.complaints)
    desk.window.complaints[:] = kept


def test_without_a_server_edits_are_kept_and_go_on_when_it_is_back(desk):
    """The message says so; more can be changed; when the line is back the preview comes by itself."""
    desk.page.route(PREVIEW, lambda route: route.abort())
    desk.type_in("Bestek", "duration", "8")
    expect(desk.live).to_have_text(said(OFFLINE))
    desk.type_in("Kabels", "duration", "9")
    expect(desk.band).to_contain_text(said(OFFLINE))
    desk.page.unroute(PREVIEW)
    expect(desk.cell("Bestek", "duration")).to_have_text("8 wd", timeout=9000)
    desk.expect_text("Kabels", "duration", "9 wd")
    forget_the_line(desk)

    assert desk.project.revisions.count() == 1


def test_edits_survive_a_reload_and_can_be_taken_back_without_a_server(desk):
    """What was not proposed is there again after a reload; discarding it asks nobody."""
    desk.type_in("Bestek", "duration", "8")
    desk.expect_text("Bestek", "duration", "8 wd")
    desk.open()
    desk.expect_text("Bestek", "duration", "8 wd")
    expect(desk.band).to_be_visible()
    desk.page.route(PREVIEW, lambda route: route.abort())
    desk.page.locator("[data-do=dropAll]").click()
    desk.expect_text("Bestek", "duration", "5 wd")
    expect(desk.band).to_be_hidden()
    desk.page.unroute(PREVIEW)
    desk.open()

    desk.expect_text("Bestek", "duration", "5 wd")


def test_an_ended_session_is_told_and_taken_up_in_another_tab(desk):
    """The edits wait; once logged in elsewhere, the next preview comes, and the proposal is made."""
    desk.page.context.clear_cookies(name="sessionid")
    desk.type_in("Bestek", "duration", "8")
    expect(desk.live).to_have_text(said(ENDED))
    other = desk.page.context.new_page()
    other.goto(f"{desk.window.address}/aanmelden/")
    other.fill("input[name=username]", desk.user.email)
    other.fill("input[name=password]", factories.PASSWORD)
    other.click("main button[type=submit]")
    other.wait_for_url("**/mijn-week/")
    other.close()
    expect(desk.cell("Bestek", "duration")).to_have_text("8 wd", timeout=15000)
    desk.press("Control+Enter")
    desk.page.keyboard.type("Later")
    desk.press("Enter")
    desk.page.wait_for_url("**/?voorstel=1")

    assert Proposal.objects.get().title == "Later"


def test_a_refused_step_leaves_the_steps_before_it(desk):
    """Longer, longer still, then something that cannot be: what stood stands, what is wrong is told."""
    desk.stand("Bestek")
    desk.press("Alt+ArrowDown")
    desk.expect_text("Bestek", "duration", "6 wd")
    desk.press("Alt+PageUp", "Alt+PageUp", "Alt+PageUp", "Alt+PageUp")
    expect(desk.band).to_have_class("proposal plan-band refused")
    desk.page.wait_for_timeout(500)
    desk.was_refused()

    desk.expect_text("Bestek", "duration", "6 wd")
    expect(desk.band.locator("[data-do=openPropose]")).to_be_visible()


def test_a_variant_is_worked_on_step_by_step(desk):
    """Its edits come one by one: undone one by one, and what was changed in it survives a reload."""
    edits = [{"edit": "Resize", "uids": [4], "duration": 8 * WORKDAY}]
    edits.append({"edit": "Resize", "uids": [8], "duration": 9 * WORKDAY})
    add_variant(desk.user, desk.project, desk.project.current_revision, edits, Named("Rustiger"))
    desk.open("?variant=1")
    desk.expect_text("Bestek", "duration", "8 wd")
    desk.expect_text("Kabels", "duration", "9 wd")
    desk.stand("Kabels")
    desk.press("Control+z")
    desk.expect_text("Kabels", "duration", "5 wd")
    desk.expect_text("Bestek", "duration", "8 wd")
    desk.open("?variant=1")
    desk.expect_text("Bestek", "duration", "8 wd")
    desk.expect_text("Kabels", "duration", "5 wd")

    assert desk.project.variants.get().edits == edits


def colleague_changes(project, uid: int, days: int) -> None:
    """A colleague's proposal on the current revision is accepted."""
    colleague = factories.user(Role.PROJECT_MANAGER, name="Karel Collega")
    project.refresh_from_db()
    plan = plan_of(project.current_revision_id)
    wanted = edited(plan, [Resize([uid], days * WORKDAY)], forecast_schedule)
    made = propose(colleague, project, project.current_revision, wanted, Wanted("Van een collega"))
    accept(colleague, made, made.version)


def test_two_planners_see_each_other(desk, visit):
    """Who opens the plan reads who is there and how many tasks he is changing."""
    desk.type_in("Bestek", "duration", "8")
    desk.expect_text("Bestek", "duration", "8 wd")
    desk.open()  # a sign of life with the edits; it comes by itself every twenty seconds
    desk.expect_text("Bestek", "duration", "8 wd")
    second = factories.user(Role.PROJECT_MANAGER, name="Karel Collega")
    window = visit()
    window.log_in(second.email)
    other = Desk(window)

    expect(other.page.locator("[data-others]")).to_contain_text("Tine Planner")
    expect(desk.page.locator("[data-others]")).to_contain_text("Karel Collega", timeout=25000)


def test_edits_on_an_earlier_revision_are_laid_on_the_new_one(desk):
    """The plan moved on meanwhile: after a reload nothing is lost, and what both touched is counted."""
    desk.type_in("Kabels", "duration", "9")
    desk.expect_text("Kabels", "duration", "9 wd")
    colleague_changes(desk.project, 8, 7)
    desk.open()
    desk.expect_text("Kabels", "duration", "9 wd")
    text = "Your changes on revision {old} now lie on revision {number}; {n} of your tasks changed since."
    expect(desk.band).to_contain_text(said(text, old=1, number=2, n=1))
    desk.expect_text("Kabels", "deviation", "+2 d")  # from the colleague's 7 to 9

    assert desk.project.revisions.count() == 2


def test_a_proposal_from_an_earlier_revision_merges_by_task(desk):
    """Other tasks than the colleague's: both changes are in the plan in the end."""
    desk.type_in("Kabels", "duration", "9")
    desk.expect_text("Kabels", "duration", "9 wd")
    colleague_changes(desk.project, 4, 6)
    desk.press("Control+Enter")
    desk.page.keyboard.type("Kabels langer")
    expect(desk.page.locator("[data-accept]")).to_be_visible()
    desk.page.locator("[data-accept]").click()
    told = said(
        "Proposal {number} is accepted: revision {revision} of the plan counts now.", number=2, revision=3
    )
    expect(desk.page.locator(".toast")).to_contain_text(told)
    durations = plan_now(desk.project).tasks.duration.tolist()

    assert (durations[3], durations[7]) == (6 * WORKDAY, 9 * WORKDAY)


def test_a_conflict_with_a_newer_revision_is_told_not_decided(desk):
    """The same task changed twice: it becomes a proposal, its page says why; the colleague's stays."""
    desk.type_in("Kabels", "duration", "9")
    desk.expect_text("Kabels", "duration", "9 wd")
    colleague_changes(desk.project, 8, 7)
    desk.press("Control+Enter")
    desk.page.keyboard.type("Kabels langer")
    expect(desk.page.locator("[data-accept]")).to_be_visible()
    desk.page.locator("[data-accept]").click()
    desk.page.wait_for_url("**/voorstellen/2/")
    text = "The plan changed meanwhile. Your changes are a proposal now; see what stands in its way."
    expect(desk.page.locator("main .message").first).to_contain_text(said(text))
    expect(desk.page.locator("main")).to_contain_text("9 wd")

    assert plan_now(desk.project).tasks.duration[7] == 7 * WORKDAY
    assert Proposal.objects.get(title="Kabels langer").state == ProposalState.OPEN


def assert_only_read(desk: Desk) -> None:
    """No button that changes, no field that opens, and the keys say that one only reads here."""
    expect(desk.page.locator("[data-do=insert], [data-do=openPropose], [data-do=undo]")).to_have_count(0)
    expect(desk.cell("Kabels", "duration")).to_have_attribute("aria-readonly", "true")
    desk.stand("Kabels", "duration")
    for key in ("F2", "Alt+ArrowRight", "Delete", "Insert"):
        desk.press("ArrowUp", "ArrowDown")
        desk.page.locator("[data-live]").evaluate("one => { one.textContent = ''; }")
        desk.press(key)
        expect(desk.live).to_have_text(said("This plan can only be read here."))
    expect(desk.page.locator(".cell-input")).to_have_count(0)
    desk.press("w")
    expect(desk.page.locator("[data-why]")).to_contain_text("Kabels")


def test_who_may_only_read_reads_everything_and_changes_nothing(visit):
    """A reader walks and asks why."""
    _planner, project = desk_project()
    window = visit()
    window.log_in(factories.user(Role.READER).email)
    desk = Desk(window)
    assert_only_read(desk)

    assert project.revisions.count() == 1


def test_a_past_revision_is_only_read(desk):
    """The band says which one it is and which counts; the way back is there."""
    factories.revision(desk.project, factories.plan(n_tasks=6))
    desk.open("?revisie=1")
    expect(desk.page.locator("main .message")).to_be_visible()
    assert_only_read(desk)
    desk.open()

    assert "Taak 6" in desk.names


def test_a_proposal_that_is_shown_is_only_read(desk):
    """It is accepted or rejected as it is; to change it one starts anew."""
    colleague = factories.user(Role.PROJECT_MANAGER)
    plan = plan_of(desk.project.current_revision_id)
    wanted = edited(plan, [Resize([8], 7 * WORKDAY)], forecast_schedule)
    propose(colleague, desk.project, desk.project.current_revision, wanted, Wanted("Anders"))
    desk.open("?voorstel=1")
    desk.expect_text("Kabels", "duration", "7 wd")

    assert_only_read(desk)


def test_who_may_not_plan_suggests(visit):
    """An owner tries and proposes; it is a suggestion, for the planner to accept."""
    _planner, project = desk_project()
    window = visit()
    window.log_in(factories.user(Role.PROJECT_OWNER).email)
    desk = Desk(window)
    desk.type_in("Kabels", "duration", "9")
    desk.expect_text("Kabels", "duration", "9 wd")
    desk.press("Control+Enter")
    desk.page.keyboard.type("Mag dit langer?")
    desk.page.wait_for_timeout(600)
    expect(desk.page.locator("[data-accept]:visible")).to_have_count(0)
    desk.press("Enter")
    desk.page.wait_for_url("**/?voorstel=1")
    found = Proposal.objects.get()

    assert (found.source, found.state) == (ProposalSource.SUGGESTION, ProposalState.OPEN)
    assert project.revisions.count() == 1


def test_without_the_script_the_page_leads_to_the_table(visit):
    """The plan is there for who has no script."""
    user, _project = desk_project()
    window = visit()
    window.log_in(user.email)
    window.page.route("**/js/**", lambda route: route.abort())
    window.go(PLAN)
    window.page.locator("[data-without-script] a").click()
    window.page.wait_for_url("**/tabel/**")
    window.complaints.clear()

    expect(window.page.locator("main")).to_contain_text("Bestek")


def test_a_plan_that_is_on_its_way_is_busy_and_one_that_does_not_arrive_is_told(visit):
    """Until the rows stand the grid says so; without them there is no empty grid to walk through."""
    user, _project = desk_project()
    window = visit()
    window.log_in(user.email)
    held: list[Route] = []
    window.page.route("**/planning/gegevens.json*", lambda route: held.append(route))
    window.page.goto(window.address + PLAN)
    grid = window.page.locator("[role=treegrid]")
    expect(grid).to_have_attribute("aria-busy", "true")
    assert violations(window) == []
    held.pop(0).fulfill(status=503, body="")
    expect(window.page.locator("[data-waiting]")).to_have_text(said(NOT_ARRIVED))
    expect(grid).to_be_hidden()
    assert violations(window) == []
    window.complaints.clear()  # the browser, too, tells of the refusal
    window.page.unroute("**/planning/gegevens.json*")
    window.go(PLAN)

    expect(grid).not_to_have_attribute("aria-busy", "true")
