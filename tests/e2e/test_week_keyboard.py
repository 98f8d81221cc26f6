"""My week by keyboard alone: finish, put off, take back, open; and one's own notices."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from web import factories

from stuurbord.web.accounts.models import Role, Scope, User
from stuurbord.web.registers.models import ActionItem

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def manager() -> User:
    """Return a project manager with two actions, the first of them late."""
    project = factories.project(factories.portfolio("ASN"), "P-001", name="Sluisbediening")
    user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    project.manager = user.person
    project.save()
    for number, days in enumerate((-3, 2)):
        ActionItem.objects.create(
            project=project,
            code=f"A-{number}",
            title=f"Actie {number}",
            owner=user.person,
            due=factories.TODAY + timedelta(days=days),
            state="in_progress",
        )
    factories.user(Role.READER, Scope.PROJECT, project.pk, name="Lien Maes")
    return user


def states() -> dict[str, str]:
    return dict(ActionItem.objects.values_list("code", "state"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_waits_is_done_with_the_keyboard_alone(visit, manager, theme):
    """J and K walk, A finishes, Ctrl Z takes back, U puts off, Enter opens."""
    reader = visit(theme, 1280)
    reader.log_in(manager.email)
    page = reader.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("a")
    reader.wait_for("form[data-undo]")
    finished = states()
    findings = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    page.keyboard.press("Control+z")
    reader.wait_for("form[data-undo]", state="detached")
    taken_back = states()
    page.keyboard.press("j")
    page.keyboard.press("u")
    reader.wait_for("form[data-undo]")
    due = ActionItem.objects.get(code="A-0").due
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/registers/acties/"))

    assert finished == {"A-0": "done", "A-1": "in_progress"}
    assert taken_back == {"A-0": "in_progress", "A-1": "in_progress"}
    assert due == factories.TODAY + timedelta(days=7)
    assert [one["id"] for one in findings] == []


def test_the_calendar_and_a_substitute(visit, manager):
    """The address is shown once; the substitute is chosen with the keys of the browser."""
    reader = visit()
    reader.log_in(manager.email)
    reader.go("/mijn-account/meldingen/")
    page = reader.page
    page.get_by_role("button", name=re.compile("adres|address", re.IGNORECASE)).first.press("Enter")
    reader.wait_for("#calendar-address")
    address = page.input_value("#calendar-address")
    answer = page.request.get(address)
    page.select_option("#id_substitute", label="Lien Maes")
    page.fill("#id_first", "2026-11-25")
    page.fill("#id_last", "2026-11-27")
    page.press("#id_last", "Enter")
    reader.wait_for("tbody >> text=Lien Maes")
    findings = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]

    assert answer.status == 200
    assert answer.text().startswith("BEGIN:VCALENDAR")
    assert [one["id"] for one in findings] == []
    assert manager.substitutes.get().substitute.name == "Lien Maes"
