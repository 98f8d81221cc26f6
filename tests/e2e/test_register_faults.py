"""Typed too fast, on a bad line, or meaning nobody: nothing is lost and nothing is made up."""

from __future__ import annotations

import re
from time import sleep

import pytest
from e2e.test_register_keyboard import cell, press, walk_to
from playwright.sync_api import Page, expect
from web import factories
from web.register_lines import risk

from stuurbord.web.accounts.models import Person, Role
from stuurbord.web.registers.models import Risk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker():
    """Somebody who may edit everything, and a project."""
    project = factories.project(factories.portfolio("ASN"), "P-001")
    return factories.user(Role.PORTFOLIO_MANAGER), project


def at_cell(window, user, field: str, address: str = "/registers/risicos/") -> Page:
    """Log in, open the list and stand in the first row at a column."""
    window.log_in(user.email)
    window.go(address)
    press(window.page, "j")
    walk_to(window.page, field)
    return window.page


def slowly(page: Page) -> None:
    """Let every answer about cells wait, as over a bad line."""

    def wait(route) -> None:
        sleep(0.6)
        route.continue_()

    page.route("**/cellen/**", wait)


def test_what_is_typed_before_the_server_answers_is_saved(visit, worker):
    """E, the figure and Enter in one go, on a slow line."""
    user, project = worker
    risk(project, probability="0.4")
    window = visit()
    page = at_cell(window, user, "probability")
    slowly(page)
    press(page, "e")
    page.keyboard.type("55")
    press(page, "Enter")
    expect(cell(page, 0, "probability")).to_have_text(re.compile("55"))

    assert str(Risk.objects.get().probability) == "0.5500"


def test_a_name_that_is_nobodys_chooses_nobody(visit, worker):
    """Words that match at first and then nobody: the sentence says so, and the owner stays who he was."""
    user, project = worker
    Person.objects.create(name="An Aerts")
    stored = risk(project, owner=Person.objects.create(name="Piet Zeeman"))
    window = visit()
    page = at_cell(window, user, "owner")
    press(page, "e")
    expect(page.locator(".cell-list li").first).to_be_visible()
    page.keyboard.type("Anxx")
    press(page, "Enter")
    expect(page.locator(".row-said")).to_be_visible()
    expect(page.locator(".cell-input")).to_be_focused()
    press(page, "Escape")
    expect(cell(page, 0, "owner")).to_be_focused()

    assert Risk.objects.get().owner_id == stored.owner_id


def test_opening_a_long_list_of_people_changes_nobody(visit, worker):
    """The owner stands beyond the names that the list holds: Enter leaves him, a name finds another."""
    user, project = worker
    Person.objects.bulk_create([Person(name=f"Aa {number:03}") for number in range(210)])
    stored = risk(project, owner=Person.objects.create(name="Zeeman"))
    other = Person.objects.create(name="Yserbyt")
    window = visit()
    page = at_cell(window, user, "owner")
    press(page, "e")
    expect(page.locator(".cell-list li").first).to_be_visible()
    press(page, "Enter")
    expect(page.locator(".cell-editor")).to_have_count(0)
    assert Risk.objects.get().owner_id == stored.owner_id
    press(page, "e")
    expect(page.locator(".cell-list li").first).to_be_visible()
    page.keyboard.type("Yser")
    press(page, "Enter")
    expect(cell(page, 0, "owner")).to_have_text("Yserbyt")

    assert Risk.objects.get().owner_id == other.pk


def test_a_day_that_does_not_exist_is_told_and_the_day_stays(visit, worker):
    """31/02 is refused with a sentence; 5/11/2027 is the fifth of November."""
    user, project = worker
    stored = risk(project, due=factories.TODAY)
    window = visit()
    page = at_cell(window, user, "due", "/registers/risicos/?kol=due,title")
    press(page, "e")
    expect(page.locator(".cell-input")).to_have_value(f"{stored.due:%d/%m/%Y}")
    press(page, "Control+a")
    page.keyboard.type("31/02/2027")
    press(page, "Enter")
    expect(page.locator(".row-said")).to_contain_text("31/02/2027")
    assert Risk.objects.get().due == stored.due
    press(page, "Control+a")
    page.keyboard.type("5/11/2027")
    press(page, "Enter")
    expect(cell(page, 0, "due")).to_contain_text("05/11/2027")

    assert Risk.objects.get().due.isoformat() == "2027-11-05"
    window.complaints[:] = [one for one in window.complaints if "422" not in one]


def test_ctrl_z_twice_at_once_takes_back_two_changes(visit, worker):
    """On a slow line too; not one change twice, with a complaint."""
    user, project = worker
    risk(project, probability="0.4")
    window = visit()
    page = at_cell(window, user, "probability")
    for figure in ("50", "60"):
        press(page, "e")
        page.keyboard.type(figure)
        press(page, "Enter")
        expect(cell(page, 0, "probability")).to_have_text(re.compile(figure))
    page.route("**/ongedaan/**", lambda route: (sleep(0.3), route.continue_()))
    press(page, "Control+z", "Control+z")
    expect(cell(page, 0, "probability")).to_have_text(re.compile("40"))

    expect(page.locator("[data-list-error]")).to_have_count(0)
    assert str(Risk.objects.get().probability) == "0.4000"


def test_who_was_logged_out_is_not_told_that_all_is_saved(visit, worker):
    """The page to log in is no answer: the sentence says so, and what was typed stands in the cell."""
    user, project = worker
    risk(project, probability="0.4")
    window = visit()
    page = at_cell(window, user, "probability")
    press(page, "e")
    expect(page.locator(".cell-input")).to_have_value("40")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.type("70")
    press(page, "Enter")
    expect(page.locator(".row-said")).to_be_visible()
    expect(page.locator(".cell-input")).to_have_value("70")
    expect(page.locator("[data-save-state]")).not_to_contain_text("bewaard ·")

    assert str(Risk.objects.get().probability) == "0.4000"
    window.complaints.clear()


def test_a_refused_form_puts_the_focus_on_the_field_that_is_wrong(visit, worker):
    """A new line begins in its first field; what was refused is where one goes on, with its sentence."""
    user, _project = worker
    window = visit()
    window.log_in(user.email)
    page = window.page
    window.go("/registers/risicos/nieuw/")
    expect(page.locator("[name=project]")).to_be_focused()
    while page.evaluate("document.activeElement.name") != "title":
        press(page, "Tab")
    page.keyboard.type("Levertijd")
    while page.evaluate("document.activeElement.name") != "probability":
        press(page, "Tab")
    page.keyboard.type("112")
    with page.expect_navigation():
        press(page, "Enter")
    expect(page.locator("[name=probability]")).to_be_focused()
    expect(page.locator("[name=title]")).to_have_value("Levertijd")

    assert not Risk.objects.exists()
    window.complaints[:] = [one for one in window.complaints if "422" not in one]
