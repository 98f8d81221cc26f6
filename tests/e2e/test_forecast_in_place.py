"""A response is ticked, and the page answers in place; keys open the tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Route
from web import factories

from stuurbord.web.accounts.models import Role
from stuurbord.web.registers.models import Decision, ResponseAction, Risk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/portefeuille/ASN/project/P-001/prognose/"


@pytest.fixture
def email() -> str:
    """Return who manages a portfolio with one forecast and one response to its largest risk."""
    project = factories.project(factories.portfolio("ASN"), "P-001", time_tolerance_days=5)
    factories.revision(project, factories.plan(n_tasks=8, late_days=10))
    Risk.objects.create(
        project=project, code="R-1", title="Levertijd", probability=Decimal("0.6"), impact_days=30, tasks="7"
    )
    ResponseAction.objects.create(
        project=project, code="M-1", risk="R-1", name="Tweede leverancier", cost=5000, probability_after=0
    )
    factories.forecast(project)
    return factories.user(Role.PORTFOLIO_MANAGER).email


def test_a_tick_changes_the_bottom_line_without_a_new_page(visit, email):
    """The address keeps the choice; a proposal takes it to the register of decisions."""
    window = visit()
    window.log_in(email)
    window.go(PAGE)
    page, box = window.page, window.page.locator("#maatregel-1")
    ticked = page.inner_text("#what-if-total")
    page.evaluate("document.body.dataset.same = 'yes'")

    box.uncheck()
    page.wait_for_url("**keuze=1**")
    without = page.inner_text("#what-if-total")
    box.check()
    page.wait_for_url("**maatregel=M-1**")

    assert without != ticked
    assert page.inner_text("#what-if-total") == ticked
    assert page.evaluate("document.body.dataset.same") == "yes"
    page.click("button.primary")
    page.wait_for_url("**/registers/beslissingen/**")
    assert "Tweede leverancier" in Decision.objects.get().question


def test_the_letter_t_opens_and_closes_all_tables(visit, email):
    """A picture is never the only way to a figure."""
    window = visit()
    window.log_in(email)
    window.go(PAGE)
    tables = window.page.locator("details[data-table]")

    window.page.keyboard.press("t")
    opened = tables.evaluate_all("all => all.every(one => one.open)")
    window.page.keyboard.press("t")

    assert opened
    assert tables.evaluate_all("all => all.every(one => !one.open)")


def test_exactly_one_drawing_of_each_chart_shows_and_none_is_cut_off(visit, email):
    """At every width: an SVG is never scaled, so its text stays 11 px."""
    window = visit()
    window.log_in(email)
    for width in (320, 700, 1000, 1280, 1440, 1920):
        window.page.set_viewport_size({"width": width, "height": 900})
        window.go(PAGE)
        shown = window.page.evaluate(
            """() => [...document.querySelectorAll(".chart-box")].map((box) => [
              [...box.querySelectorAll("svg")].filter((one) => one.getClientRects().length).length,
              box.scrollWidth - box.clientWidth])"""
        )
        assert shown, width
        assert all(count == 1 and over <= 0 for count, over in shown), (width, shown)


def test_waiting_is_told_and_a_refusal_stands_there_in_words(visit, email):
    """Nothing under 0,4 s; then a line that is read aloud, until the answer or what is wrong."""
    window = visit()
    window.log_in(email)
    window.go(PAGE)
    page, box = window.page, window.page.locator("#maatregel-1")
    waiting, told = page.locator("[data-computing]"), page.locator(".what-if .trouble")

    held: list[Route] = []
    before = len(window.complaints)
    page.route("**/wat-als/?keuze**", lambda route: held.append(route))
    box.uncheck()
    page.locator("[data-computing]:not(:empty)").wait_for()
    said = waiting.inner_text(), page.get_attribute("form.what-if", "aria-busy")
    held[0].fulfill(status=422, content_type="text/plain; charset=utf-8", body="R-1: zo kan het niet.")
    told.wait_for()
    del window.complaints[before:]  # the browser notes the refusal, which is what is tried here

    assert "…" in said[0]
    assert said[1] == "true"
    assert told.inner_text() == "R-1: zo kan het niet."
    assert waiting.text_content() == ""
    assert page.get_attribute("form.what-if", "aria-busy") is None
