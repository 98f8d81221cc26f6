"""The guided start with the keyboard alone: every step opens in its first field, Enter goes on."""

from __future__ import annotations

import pytest
from web import factories

from stuurbord.web.accounts.models import Role
from stuurbord.web.projects.models import Project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUS = "document.activeElement.name"


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go_on(page, step: str) -> None:
    """Press Enter and wait for the next step."""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{step}/")
    page.wait_for_function("document.documentElement.dataset.script === 'on'")


def test_a_project_is_started_without_a_mouse(visit):
    """Eight steps, and nothing exists before the last."""
    portfolio = factories.portfolio("ASN")
    window = visit(width=1280)
    window.log_in(factories.user(Role.PORTFOLIO_MANAGER).email)
    page = window.page
    window.go("/portefeuille/ASN/nieuw-project/")
    page.locator("main form button").first.focus()
    go_on(page, "idee")
    page.keyboard.type("Peilbeheer op afstand")
    press(page, "Tab", "Tab", "Tab")
    page.keyboard.type("Peilbeheerders sturen veertig stuwen vanuit één scherm.")
    press(page, "Tab", "Tab", "Tab", "Tab")
    go_on(page, "omvang")
    assert page.evaluate(FOCUS) == "months"
    page.keyboard.type("10")
    press(page, "Tab")
    page.keyboard.type("300")
    go_on(page, "methode")
    assert page.locator(".start-verdict").inner_text().startswith("Grootte: middelgroot")
    assert page.evaluate("document.activeElement.checked")
    go_on(page, "toleranties")
    go_on(page, "planning")
    assert page.evaluate(FOCUS) == "starts_on"
    go_on(page, "mensen")
    while page.evaluate(FOCUS) != "hints":
        press(page, "Tab")
    go_on(page, "lessen")
    assert page.evaluate("document.activeElement.type") == "submit"
    go_on(page, "nazicht")
    assert page.evaluate(FOCUS) == "code"
    assert not Project.objects.exists()

    page.keyboard.press("Enter")
    page.wait_for_url("**/project/*/")
    assert Project.objects.get().portfolio == portfolio
