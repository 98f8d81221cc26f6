"""Search or run, with the keyboard alone: Ctrl K, words, arrows, Enter; and when nothing answers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.models import Comment
from stuurbord.web.registers.models import Risk
from stuurbord.web.search.sources import rebuild

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("STUURBORD_PICTURES", "")


@pytest.fixture
def window(visit):
    """Return a window of a portfolio manager with risks to find, on the page of the risks."""
    project = factories.project(factories.portfolio("ASN"), "P-001", name="Sluisbediening op afstand")
    manager = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    risk = Risk.objects.create(
        project=project, code="R-041", title="Levering loopt uit", effect="De sluizen gaan later open."
    )
    Risk.objects.create(project=project, code="R-042", title="Sluisdeuren zijn besteld")
    Comment.objects.create(
        register="risicos",
        line_id=risk.pk,
        project=project,
        author=manager,
        text="Besproken met de sluiswachter",
    )
    rebuild()
    made = visit()
    made.log_in(manager.email)
    made.go("/registers/risicos/")
    return made


def picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


def test_a_line_is_found_and_opened_with_the_keyboard_alone(window):
    """The words, the arrows, Enter; a screen reader is told which result is chosen."""
    page = window.page
    page.keyboard.press("Control+k")
    field = page.locator("#palette input")
    expect(field).to_be_focused()
    page.keyboard.type("sluizen")
    hit = page.locator("#palette [role=option]").filter(has_text="R-041")
    expect(hit).to_contain_text("De sluizen gaan later open.")
    expect(hit.locator("mark")).to_have_text(["sluizen"])
    picture(page, "palette")
    axe = Axe().run(page, options={"runOnly": RULES}).response["violations"]

    while hit.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == hit.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/registers/risicos/*/")
    expect(page.locator("h1")).to_contain_text("Levering loopt uit")
    assert not axe


def test_all_results_lead_to_a_page(window):
    """The last of the list; there the words stand again, and the kinds with their numbers."""
    page = window.page
    page.keyboard.press("Control+k")
    page.keyboard.type("sluis")
    expect(page.locator("#palette [role=option]").filter(has_text="R-042")).to_be_visible()
    page.keyboard.press("ArrowUp")  # from the first around to the last
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoek/?q=sluis")
    picture(page, "search")

    expect(page.locator("input[name=q]")).to_have_value("sluis")
    expect(page.locator(".found li")).to_have_count(4)


def test_what_the_page_can_do_stands_first(window):
    """A new risk, from the list of risks."""
    page = window.page
    page.keyboard.press("Control+k")
    first = page.locator("#palette [role=option]").first
    expect(first).to_have_class("palette-item command")
    page.keyboard.press("Enter")
    page.wait_for_url("**/registers/risicos/nieuw/**")


def test_nothing_found_and_no_answer_are_told(window):
    """In words, in the palette itself."""
    page = window.page
    page.keyboard.press("Control+k")
    page.keyboard.type("zeppelin")
    note = page.locator(".palette-note")
    expect(note).not_to_be_empty()
    expect(page.locator("#palette input")).to_have_attribute("aria-expanded", "false")
    before = note.text_content()
    page.route("**/zoek/**", lambda route: route.fulfill(status=503, body=""))
    page.keyboard.type("s")
    expect(note).not_to_have_text(before or "")
    window.complaints.clear()  # the browser, too, tells of the refusal
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
