"""The drawer of a list and the page of a line, by the keyboard alone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from web import factories
from web.register_lines import form_of, line

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.comments import add_comment
from stuurbord.web.lists.models import Attachment, Comment, Link
from stuurbord.web.lists.register import REGISTERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SLOW_ANSWERS = """() => {
  const ask = window.fetch;
  window.fetch = (address, how) =>
    how?.method === "POST"
      ? new Promise((resolve) => setTimeout(() => resolve(ask(address, how)), 900))
      : ask(address, how);
}"""
TAB = '#drawer [role="tab"][aria-selected="true"]'


@pytest.fixture
def project():
    """A project with a plan and three permits."""
    made = factories.project(factories.portfolio("ASN"), "P-001", name="Sluisbediening")
    factories.revision(made)
    made.refresh_from_db()
    for number in (1, 2, 3):
        line("proef", made, code=f"V-{number}", title=f"Vergunning {number}", due=f"2026-12-0{number}")
    return made


@pytest.fixture
def reader(project):
    """Somebody who may edit, and somebody to call."""
    factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id, name="Rita Baert")
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id, name="Jan Claes")


@pytest.fixture
def window(visit, reader):
    """A window at the list."""
    made = visit()
    made.log_in(reader.email)
    made.go("/registers/proef/")
    return made


def open_first(window) -> None:
    """Open the first line of the list."""
    window.page.keyboard.press("j")
    window.page.keyboard.press("Enter")
    window.page.wait_for_selector("#drawer [data-line]")


def title(window):
    """Return the title of the drawer."""
    return window.page.locator("#drawer-title")


def to_tab(window, name: str) -> None:
    """Go to a tab by the arrows."""
    window.page.locator(TAB).focus()
    for _press in range(5):
        if window.page.locator(TAB).get_attribute("id") == f"tab-{name}":
            return
        window.page.keyboard.press("ArrowRight")
    raise AssertionError(name)


def violations(window, inside: str = "#drawer") -> list[str]:
    """Return what axe finds."""
    found = Axe().run(window.page, context=inside, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def test_enter_opens_j_and_k_go_on_and_esc_gives_the_focus_back(window):
    """To the row that was open last."""
    page = window.page
    open_first(window)
    expect(title(window)).to_contain_text("Vergunning 1")
    expect(page.locator(TAB)).to_be_focused()
    page.keyboard.press("j")
    expect(title(window)).to_contain_text("Vergunning 2")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("j")
    expect(title(window)).to_contain_text("Vergunning 3")
    expect(page.locator(TAB)).to_have_attribute("id", "tab-koppelingen")
    page.keyboard.press("k")
    expect(title(window)).to_contain_text("Vergunning 2")
    page.keyboard.press("Escape")

    expect(page.locator("#drawer")).to_be_hidden()
    assert "Vergunning 2" in page.evaluate("document.activeElement.closest('tr').textContent")


def test_arrows_home_and_end_walk_over_the_tabs(window):
    """Round, and only the panel of the tab shows."""
    page = window.page
    open_first(window)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#panel-geschiedenis")).to_be_visible()
    page.keyboard.press("Home")
    expect(page.locator("#panel-feiten")).to_be_visible()
    page.keyboard.press("End")

    expect(page.locator("#panel-geschiedenis")).to_be_visible()
    expect(page.locator("#panel-feiten")).to_be_hidden()


def test_a_remark_with_a_name_by_the_keyboard(window):
    """Type-ahead, Enter takes the name, Ctrl Enter sends; the drawer stays."""
    page = window.page
    open_first(window)
    to_tab(window, "opmerkingen")
    page.locator("#remark-text").focus()
    page.keyboard.type("Kan dit, @Ri")
    expect(page.locator("#remark-names [role=option]")).to_have_text("Rita Baert")
    page.keyboard.press("Enter")
    page.keyboard.type("?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#drawer .remarks")).to_contain_text("Kan dit, @Rita Baert ?")

    assert Comment.objects.get().mentions.get().user.name == "Rita Baert"
    expect(page.locator("#tab-opmerkingen .count")).to_have_text("1")


def test_what_was_written_and_not_sent_is_there_again(window):
    """Esc leaves the field first, then the drawer; opening brings the text back."""
    page = window.page
    open_first(window)
    to_tab(window, "opmerkingen")
    page.locator("#remark-text").focus()
    page.keyboard.type("Nog niet klaar")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    page.keyboard.press("Enter")

    expect(page.locator("#remark-text")).to_have_value("Nog niet klaar")


def test_who_goes_on_typing_elsewhere_goes_on_there(window):
    """The answer to a remark comes while a link is being typed: neither the text nor the tab is lost."""
    page = window.page
    page.evaluate(SLOW_ANSWERS)
    open_first(window)
    to_tab(window, "opmerkingen")
    page.locator("#remark-text").focus()
    page.keyboard.type("Eerst dit")
    page.keyboard.press("Control+Enter")
    to_tab(window, "koppelingen")
    page.locator("#link-words").focus()
    page.keyboard.type("taak")
    expect(page.locator("#tab-opmerkingen .count")).to_have_text("1")

    expect(page.locator("#link-words")).to_be_focused()
    expect(page.locator("#link-words")).to_have_value("taak")
    page.wait_for_timeout(800)  # the list draws its row anew


def test_a_link_is_laid_by_typing(window, project):
    """Number or words; the arrows choose; removed by its button."""
    page = window.page
    open_first(window)
    to_tab(window, "koppelingen")
    page.locator("#link-words").focus()
    page.keyboard.type("taak 3")
    expect(page.locator("#link-choices [role=option]").first).to_contain_text("Taak 3")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer #panel-koppelingen .in-plan")).to_contain_text("Taak 3")
    made = Link.objects.get()
    assert (made.to_kind, made.to_task) == ("taak", 3)
    page.locator("#panel-koppelingen .icon-button").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#panel-koppelingen .empty")).to_be_visible()
    assert Link.objects.count() == 0


def test_a_file_is_added_in_the_drawer(window):
    """Its hash shows."""
    page = window.page
    open_first(window)
    to_tab(window, "bijlagen")
    page.set_input_files("#line-files", {"name": "bewijs.txt", "mimeType": "text/plain", "buffer": b"ja"})
    page.locator("#panel-bijlagen form button").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-bijlagen .files")).to_contain_text("bewijs.txt")

    assert Attachment.objects.get().file_name == "bewijs.txt"


def test_a_state_is_chosen_with_a_button_and_the_list_follows(window):
    """The row shows it without a new page."""
    page = window.page
    open_first(window)
    page.locator('[data-ways] button[value="granted"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer .line-head")).to_contain_text("verleend")

    expect(page.locator("tr[data-pk]").first).to_contain_text("verleend")


def test_a_merge_is_made_by_the_keyboard(window, project):
    """Space chooses, Enter saves; nothing is lost."""
    page = window.page
    stored = REGISTERS["proef"].model.objects.get(code="V-1")
    window.go(f"/registers/proef/{stored.pk}/wijzigen/")
    other = window.page.context.new_page()
    other.goto(f"{window.address}/registers/proef/{stored.pk}/wijzigen/")
    other.fill("#id_title", "Van een ander tabblad")
    other.click("#line-form button[type=submit]")
    other.wait_for_url(f"**/registers/proef/{stored.pk}/")
    other.close()
    page.fill("#id_title", "Van dit tabblad")
    page.fill("#id_fee", "250")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.merge")
    assert violations(window, "main") == []
    page.locator(".clash input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/registers/proef/{stored.pk}/")
    stored.refresh_from_db()
    window.complaints.clear()  # the browser notes the answer 409

    assert (stored.title, stored.fee, stored.version) == ("Van dit tabblad", 250, 3)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 800])
def test_axe_finds_nothing_in_any_tab(visit, reader, project, theme, width):
    """Of the drawer and of the page, filled."""
    permits = REGISTERS["proef"]
    stored = permits.model.objects.get(code="V-1")
    add_comment(reader, permits, stored, "Zie https://voorbeeld.example en @Rita Baert")
    window = visit(theme, width)
    window.log_in(reader.email)
    window.go("/registers/proef/")
    open_first(window)
    found = {}
    for name in ("feiten", "koppelingen", "opmerkingen", "bijlagen", "geschiedenis"):
        to_tab(window, name)
        found[name] = violations(window)
        assert window.page.locator("#drawer [style]").count() == 0
    for name in ("feiten", "koppelingen", "opmerkingen", "bijlagen", "geschiedenis"):
        window.go(f"/registers/proef/{stored.pk}/?tab={name}")
        found[f"page {name}"] = violations(window, "main")

    assert {name: told for name, told in found.items() if told} == {}


def test_without_script_the_tabs_are_links_and_the_forms_are_forms(browser, live_server, reader, project):
    """Everything can be reached."""
    stored = REGISTERS["proef"].model.objects.get(code="V-1")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/aanmelden/")
    page.fill("input[name=username]", reader.email)
    page.fill("input[name=password]", factories.PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{live_server.url}/registers/proef/{stored.pk}/")
    page.click("#tab-opmerkingen")
    page.fill("#remark-text", "Zonder script")
    page.click("#panel-opmerkingen form button[type=submit]")
    expect(page.locator(".remarks")).to_contain_text("Zonder script")
    page.click("#tab-koppelingen")
    page.fill("#link-words", "V-2")
    page.click("#panel-koppelingen form button[type=submit]")
    expect(page.locator("#panel-koppelingen .in-plan")).to_contain_text("V-2")
    context.close()

    assert form_of("proef", stored)["version"] == 1
