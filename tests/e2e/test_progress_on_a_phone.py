"""Progress told on a phone: wide enough for a thumb, without scripts, by keyboard, and read by axe."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from web import factories, progress_worlds
from web.progress_worlds import STATUS, told

from stuurbord.web.planning.models import TaskReport
from stuurbord.web.planning.progress.reporting import report
from stuurbord.web.planning.progress.rounds import announce

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PLAN = "/portefeuille/ASN/project/P-001/planning/voortgang/"
THUMB = 44
"""Pixels that a thumb needs, in both directions."""


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = "2026-11-27"


@pytest.fixture
def world():
    made = progress_worlds.world()
    announce(made.manager, made.project, STATUS, date(2026, 11, 30), "Voor de stuurgroep")
    return made


def violations(window) -> list[str]:
    answer = Axe().run(window.page, options={"runOnly": RULES})
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in answer.response["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_fits_a_thumb_and_axe_finds_nothing(visit, world, theme):
    """At 390 px; every field and button is large enough; a refusal too is read well."""
    window = visit(theme, width=390)
    window.log_in(world.worker.email)
    window.go("/mijn-voortgang/")
    sizes = window.page.eval_on_selector_all(
        ".task-report :is(.shares label:has(input), .field input, textarea, button)",
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])",
    )

    assert sizes
    assert all(width >= THUMB and height >= THUMB for width, height in sizes), sizes
    assert violations(window) == []
    assert window.page.evaluate(OVERFLOW) == 0
    assert window.page.locator("[style]").count() == 0

    window.page.locator("form[data-report] input[name=actual_finish]").first.fill("2026-11-26")
    window.page.locator("form[data-report] button").first.click()
    window.page.wait_for_selector(".task-report.has-error")

    assert violations(window) == []
    window.complaints.clear()  # the browser tells of the answer 422, which is what was wanted


def test_at_four_hundred_percent_nothing_scrolls_sideways(visit, world):
    """1280 px at 400 % is 320 px wide."""
    window = visit(width=320)
    window.log_in(world.worker.email)
    window.go("/mijn-voortgang/")

    assert window.page.evaluate(OVERFLOW) == 0


def test_a_report_is_sent_by_keyboard_alone(visit, world):
    """Space chooses; writing another share chooses it; Enter sends; the page says so."""
    window = visit(width=390)
    window.log_in(world.worker.email)
    window.go("/mijn-voortgang/")
    window.wait_for("form[data-report]")
    form = window.page.locator("form[data-report]").first
    form.locator("input[name=percent]").focus()
    window.page.keyboard.type("62")
    assert form.locator("input[value=other]").is_checked()
    form.locator("button").focus()
    window.page.keyboard.press("Enter")
    window.page.wait_for_selector(".task-report .sent")

    assert TaskReport.objects.get().percent == 62


def test_a_report_is_sent_without_scripts(browser, live_server, world):
    """A phone of the organisation may have scripts off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/aanmelden/")
    page.fill("input[name=username]", world.worker.email)
    page.fill("input[name=password]", factories.PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{live_server.url}/mijn-voortgang/")
    form = page.locator("form[data-report]").first
    form.locator("input[name=step][value='75']").check()
    form.locator("button").click()
    page.wait_for_selector(".task-report .sent")
    context.close()

    assert TaskReport.objects.get().percent == 75


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_planner_sees_reports_and_their_ripple_without_a_finding_of_axe(visit, world, theme):
    """The page with reports that contradict, then what they come to, then the proposal."""
    report(world.manager, world.project, 1, told(80), STATUS)
    report(world.worker, world.project, 1, told(40, remaining_days=30), STATUS)
    window = visit(theme, width=1280)
    window.log_in(world.manager.email)
    window.go(PLAN)
    assert violations(window) == []
    assert window.page.evaluate(OVERFLOW) == 0

    window.page.click("button[value=preview]")
    window.page.wait_for_selector(".progress-preview")
    assert violations(window) == []

    window.go(f"{PLAN}mensen/")
    assert violations(window) == []
