"""A meeting from agenda to minutes by keyboard alone, and its presentation without any script."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from web import register_lines
from web.meeting_worlds import World, world

from stuurbord.web.meetings.actions.planning import lead_meeting
from stuurbord.web.meetings.models import AgendaItem, Meeting
from stuurbord.web.registers.models import ActionItem, ChangeRequest, Decision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("STUURBORD_PICTURES", "")


@pytest.fixture
def body() -> World:
    """Return a body for which a decision, a change and an issue wait."""
    made = world()
    made.decision(
        code="B-001",
        due="2026-12-15",
        effect_on_cost=230000,
        effect_on_date="ingebruikname 41 dagen later",
        without_decision="Elke week wachten kost 1,4 dag op de einddatum.",
        owner=made.manager.person,
    )
    made.change(code="W-001", reason="De kolk is op één plek niet te zien.")
    register_lines.line("issues", made.project, code="I-001", title="Kabel doorgeknipt", severity="critical")
    return made


def _axe(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    return [one["id"] for one in found]


def _picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_meeting_is_held_with_the_keyboard_alone(visit, body, theme):
    """Accept, order, present, agree, decide, out: hands never leave the keys."""
    meeting = body.meeting(place="Zaal Schelde")
    secretary = visit(theme, 1280)
    secretary.log_in(body.steering.email)
    secretary.go("/vergaderingen/")
    _picture(secretary.page, f"lijst-{theme}")
    found = _axe(secretary.page)
    secretary.go(f"/vergadering/{meeting.pk}/")
    page = secretary.page
    _picture(page, f"voorstellen-{theme}")
    page.keyboard.press("j")
    page.keyboard.press("a")  # the decision
    secretary.wait_for("ol.agenda > li:nth-child(1)")
    page.keyboard.press("a")  # the change
    secretary.wait_for("ol.agenda > li:nth-child(2)")
    page.keyboard.press("s")  # the issue is left out
    secretary.wait_for("#voorstellen details")
    page.keyboard.press("j")
    page.keyboard.press("d")  # the decision goes down
    secretary.wait_for("ol.agenda > li:nth-child(1) .name:has-text('W-001')")
    found += _axe(page)
    order = list(AgendaItem.objects.filter(is_archived=False).values_list("title", flat=True))
    for target in ("invited", "running"):
        meeting.refresh_from_db()
        lead_meeting(body.steering, meeting, target, meeting.version)

    chair = visit(theme, 1280)
    chair.log_in(body.chair.email)
    chair.go(f"/vergadering/{meeting.pk}/")
    page = chair.page
    _picture(page, f"vergadering-{theme}")
    found += _axe(page)
    page.keyboard.press("p")
    chair.wait_for("[data-show]")
    page.keyboard.press("PageDown")
    chair.wait_for("h1:has-text('B-001')")
    page.keyboard.press("ArrowLeft")
    chair.wait_for("h1:has-text('W-001')")
    page.keyboard.press("a")
    page.keyboard.type("Offerte vragen")
    page.keyboard.press("Tab")
    page.keyboard.type("M. Leider")
    page.keyboard.press("Tab")
    page.fill("#action_due", "2026-12-20")  # the order of day and month is the browser's own
    _picture(page, f"tonen-actie-{theme}")
    page.keyboard.press("Enter")
    chair.wait_for(".show-actions")
    page.keyboard.press("b")
    page.keyboard.type("Binnen de reserve.")
    found += _axe(page)
    _picture(page, f"tonen-beslissen-{theme}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    chair.wait_for(".show .ruling")
    _picture(page, f"tonen-{theme}")
    found += _axe(page)
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/vergadering/\d+/\?punt="))
    chair.go(f"/vergadering/{meeting.pk}/verslag/")
    _picture(page, f"verslag-{theme}")
    found += _axe(page)

    assert order == ["W-001 Tweede camera", "B-001 Welke leverancier?"]
    assert ChangeRequest.objects.get().state == "approved"
    assert Decision.objects.get().state == "requested"
    assert ActionItem.objects.get().title == "Offerte vragen"
    assert found == []


def test_the_presentation_works_without_a_script(browser, live_server, visit, body):
    """Links lead on, open the form and close; the decision is recorded."""
    meeting = body.running(body.meeting())
    logged_in = visit()
    logged_in.log_in(body.chair.email)
    context = browser.new_context(java_script_enabled=False, locale="nl-BE")
    context.add_cookies(logged_in.page.context.cookies())
    page = context.new_page()
    page.goto(f"{live_server.url}/vergadering/{meeting.pk}/toon/")
    page.click("a[data-after]")
    page.click("a[data-before]")
    page.click("a[data-open-form=b]")
    page.fill("textarea[name=outcome]", "De tweede.")
    page.click("button[name=ruling] >> nth=0")
    told = page.text_content(".ruling")
    page.click(".show-nav a:has-text('Esc')")

    assert "De tweede." in (told or "")
    assert Meeting.objects.get().items.filter(state="handled").count() == 1
    assert page.url.startswith(f"{live_server.url}/vergadering/{meeting.pk}/?punt=")
    context.close()
