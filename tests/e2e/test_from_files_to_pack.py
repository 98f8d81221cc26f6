"""The main job in a browser: log in, bring the files in, see portfolio and project, take the pack home."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pptx import Presentation
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.imports.models import Import
from stuurbord.web.projects.models import Project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEMO = Path(__file__).resolve().parents[2] / "demo"


def test_from_a_folder_of_files_to_the_steering_pack(visit):
    """The workbook first, then two plans; what the dry run announced stands on the pages and in the pack."""
    portfolio = factories.portfolio("ASN")
    manager = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)
    window = visit()
    page = window.page
    window.log_in(manager.email)

    for files in ([DEMO / "portefeuille.xlsx"], sorted((DEMO / "plannen").glob("P-00[12]*.xml"))):
        window.go("/portefeuille/ASN/invoer/")
        page.set_input_files("input[name=files]", [str(path) for path in files])
        page.click("form[enctype] button[type=submit]")
        page.wait_for_load_state()
        for waiting in Import.objects.filter(state="ready"):
            window.go(f"/invoer/{waiting.pk}/")
            page.click(f"form[action='/invoer/{waiting.pk}/aanvaarden/'] button[type=submit]")
            page.wait_for_load_state()

    assert Import.objects.filter(state="applied").count() == 3
    assert Project.objects.filter(current_revision__isnull=False).count() == 2

    window.go("/portefeuille/ASN/")
    page.click("text=Sluis- en brugbediening op afstand")
    page.wait_for_url("**/project/P-001/")
    window.go("/portefeuille/ASN/project/P-001/planning/")
    window.wait_for("[role=treegrid] [role=row][aria-level]")
    assert page.get_by_role("treegrid").get_by_role("row").count() > 20

    window.go("/portefeuille/ASN/momentopnamen/")
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    with page.expect_download() as download:
        page.click("a[href$='pakket.pptx']")
    deck = Presentation(io.BytesIO(Path(download.value.path()).read_bytes()))
    shapes = [shape for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    text = " ".join(shape.text_frame.text for shape in shapes)

    assert len(deck.slides) >= 5
    assert "Sluis- en brugbediening" in text or "P-001" in text


def test_the_keyboard_alone_opens_a_project(visit):
    """G then P to the portfolio, J to the first row, Enter opens it; letters do nothing inside a field."""
    portfolio = factories.portfolio("TOETS")
    project = factories.project(portfolio, "P-001", name="Eerste")
    factories.revision(project)
    window = visit()
    page = window.page
    window.log_in(factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk).email)

    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/portefeuille/TOETS/")
    page.keyboard.press("/")
    page.keyboard.type("jk?")
    assert page.input_value("input[data-filter]") == "jk?"
    page.fill("input[data-filter]", "")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/project/P-001/")


def test_the_palette_finds_and_opens(visit):
    """Ctrl K, some letters, Enter."""
    portfolio = factories.portfolio("ZOEK")
    factories.project(portfolio, "P-007", name="Loketten")
    window = visit()
    page = window.page
    window.log_in(factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk).email)

    page.keyboard.press("Control+k")
    page.keyboard.type("lokett")
    page.wait_for_selector("#palette-results [role=option] >> text=Loketten")
    page.keyboard.press("Enter")
    page.wait_for_url("**/project/P-007/")


def test_one_address_one_page_in_two_themes(visit):
    """The theme is chosen in the menu, at once and for the next page."""
    factories.portfolio("KLEUR")
    window = visit()
    page = window.page
    window.log_in(factories.user(Role.READER).email)

    page.click("summary.avatar")
    page.check("input[name=theme][value=dark]")
    assert page.get_attribute("html", "data-theme") == "dark"
    window.go("/projecten/")
    assert page.get_attribute("html", "data-theme") == "dark"
