"""Every register with the keyboard alone: walk, edit, take back, change many, open, add, filter, keep."""

from __future__ import annotations

import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import models
from e2e.test_accessible_pages import RULES
from playwright.sync_api import Page, expect
from web import factories
from web.register_lines import MODELS, SLUGS, line, new_form, risk

from stuurbord.web.accounts.models import Role
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.models import SavedView
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.registers.models import Risk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_LATER = {"month": "2027-01", "valid_from": "2027-01-01"}
"""In a new line, where a register takes one line of a period."""
_READ_AS_SOMETHING = ("tasks", "task", "depends_on", "risk", "month", "code")


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def text_field(slug: str) -> str:
    """Return a field of a register that takes any words and stands in no key of a line."""
    register = REGISTERS[slug]
    found = [
        field.name
        for field in register.model._meta.fields
        if field.name in register.form_fields and type(field) in (models.CharField, models.TextField)
        if not field.choices and field.name not in _READ_AS_SOMETHING
    ]
    own = [name for name in found if name == register.title_field]
    return (own or found)[-1]


def cell(page: Page, row: int, field: str):
    """Return a cell by its row and the field of its column."""
    place = page.evaluate(
        "field => [...document.querySelector('[data-list]').tHead.rows[0].cells]"
        ".findIndex(one => one.dataset.field === field)",
        field,
    )
    return page.locator("[data-list] tbody tr[data-pk]").nth(row).locator("> *").nth(place)


def walk_to(page: Page, field: str) -> None:
    """Go to a column of this row with Home and the arrows."""
    press(page, "Home")
    for _step in range(60):
        here = page.evaluate(
            "document.querySelector('[data-list]').tHead.rows[0]"
            ".cells[document.activeElement.cellIndex]?.dataset.field"
        )
        if here == field:
            return
        press(page, "ArrowRight")
    raise AssertionError(field)


@pytest.fixture
def worker():
    """Somebody who may edit everything, and a project."""
    portfolio = factories.portfolio("ASN")
    project = factories.project(portfolio, "P-001", name="Sluisbediening")
    user = factories.user(Role.PORTFOLIO_MANAGER)
    project.manager = user.person
    project.save()
    return user, project


@pytest.mark.parametrize("slugs", [SLUGS[::2], SLUGS[1::2]], ids=["even", "odd"])
def test_every_register_is_used_with_the_keyboard_alone(visit, worker, slugs):
    """One reader, one window, register after register; no mouse is touched."""
    user, project = worker
    window = visit()
    window.log_in(user.email)
    page = window.page
    for slug in slugs:
        stored = [line(slug, project) for _number in range(3)]
        field = text_field(slug)
        window.go(f"/registers/{slug}/?all=1&kol={field}")
        _edit_and_take_back(page, slug, field)
        _select_two(page)
        _open_and_close(page)
        _change_two(page, slug)
        _filter(page, slug, stored[0])
        _write_new(page, slug, project)


def _edit_and_take_back(page: Page, slug: str, field: str) -> None:
    press(page, "j")
    walk_to(page, field)
    before = cell(page, 0, field).inner_text()
    press(page, "e")
    expect(page.locator(".cell-editor .cell-input")).to_be_focused()
    page.wait_for_timeout(150)
    press(page, "Control+a")
    page.keyboard.type(f"Anders {slug}")
    press(page, "Enter")
    expect(cell(page, 0, field)).to_contain_text(f"Anders {slug}")
    expect(cell(page, 1, field)).to_be_focused()
    press(page, "Control+z")
    expect(cell(page, 0, field)).to_have_text(before.strip())


def _select_two(page: Page) -> None:
    press(page, "ArrowUp", "x", "Shift+ArrowDown")
    expect(page.locator("[data-bulk]")).to_be_visible()
    expect(page.locator("[data-list] tr.selected")).to_have_count(2)
    press(page, "Escape")
    expect(page.locator("[data-bulk]")).to_be_hidden()


def _change_two(page: Page, slug: str) -> None:
    """B, arrows to a field, Enter, its new value, Enter: two lines have it, and Ctrl Z takes both back."""
    model, field = MODELS[slug], _field_of_many(page)
    if field is None:
        return
    before = dict(model.objects.values_list("pk", field))
    press(page, "x", "Shift+ArrowDown", "b")
    expect(page.locator("[data-bulk-field]")).to_be_focused()
    _walk_list(page, field)
    press(page, "Enter")
    expect(page.locator("[data-bulk-value] input")).to_be_focused()
    page.keyboard.type("05/11/2026" if page.evaluate("document.activeElement.placeholder") else "7")
    press(page, "Enter")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    after = dict(model.objects.values_list("pk", field))
    assert sum(after[pk] != before[pk] for pk in before) == 2, (slug, field)
    press(page, "Control+z")
    expect(page.locator(".toast")).to_contain_text("2")
    expect(page.locator(".toast button")).to_have_count(0)
    assert dict(model.objects.values_list("pk", field)) == before, (slug, field)


def _field_of_many(page: Page) -> str | None:
    """Return a field of the bar that is typed: the day by when, else a figure, words, another day."""
    names = page.locator("[data-bulk-field] option").evaluate_all("all => all.map(one => one.value)")
    register = REGISTERS[page.locator("[data-list]").get_attribute("data-register")]
    typed = [name for name in names if name and _is_typed(register.model._meta.get_field(name))]
    typed = [name for name in typed if _is_taken(register, name)]
    return min(typed, key=lambda name: (name != "due", name.endswith("_on")), default=None)


def _is_typed(field: models.Field) -> bool:
    kinds = (models.DateField, models.DecimalField, models.IntegerField, models.CharField)
    own = isinstance(field, kinds) and not field.choices and field.name not in _READ_AS_SOMETHING
    return own and field.name not in _keys_of(field.model)


def _is_taken(register: Register, name: str) -> bool:
    """Return whether every line takes a value there as it stands: some need another field beside it."""
    is_day = isinstance(register.model._meta.get_field(name), models.DateField)
    value = date(2026, 11, 5) if is_day else "7"
    lines = register.model.objects.select_related("project__portfolio")
    return all(changed_form(register, Operator("test"), one, {name: value}).is_valid() for one in lines)


def _keys_of(model: type[models.Model]) -> set[str]:
    """Return the fields that tell a line from the others of its register: two lines never share them all."""
    unique = (one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint))
    return {name for one in unique for name in one.fields}


def _walk_list(page: Page, value: str) -> None:
    """Go down a list that has the focus until a value stands there."""
    press(page, "Home")
    for _step in range(80):
        if page.evaluate("document.activeElement.value") == value:
            return
        press(page, "ArrowDown")
    raise AssertionError(value)


def _filter(page: Page, slug: str, stored: models.Model) -> None:
    """/, words, Enter: the lines that have them; again with words that nothing has."""
    name = next(one for one in REGISTERS[slug].search if "__" not in one and getattr(stored, one))
    words = str(getattr(stored, name))[:40]
    for typed, is_found in (("qxqxqx", False), (words, True)):
        press(page, "/")
        page.keyboard.type(typed)
        with page.expect_navigation():
            press(page, "Enter")
        expect(page.locator(f'[data-list] tr[data-pk="{stored.pk}"]')).to_have_count(int(is_found))
    press(page, "j")
    expect(page.locator("[data-list] tbody [tabindex='0']")).to_be_focused()


def _write_new(page: Page, slug: str, project) -> None:
    """N, Tab from field to field, each filled by keys, Enter: the line is there."""
    sent, model = new_form(slug, project), MODELS[slug]
    sent |= {name: value for name, value in _LATER.items() if name in sent}
    n_before = model.objects.count()
    press(page, "n")
    page.wait_for_url("**/nieuw/**")
    left = {name for name, value in sent.items() if value not in (None, "", False)}
    for _step in range(140):
        if not left:
            break
        press(page, "Tab")
        name, kind = page.evaluate("[document.activeElement.name, document.activeElement.type]")
        if name in left:
            _fill(page, kind, str(sent[name]))
            left.discard(name)
    assert not left, (slug, left)
    for _step in range(140):
        if page.evaluate("document.activeElement.matches('#line-form [type=submit]')"):
            break
        press(page, "Tab")
    press(page, "Enter")
    page.wait_for_url(re.compile(rf"/registers/{slug}/\d+/"))
    assert model.objects.count() == n_before + 1, slug


def _fill(page: Page, kind: str, value: str) -> None:
    if kind == "select-one":
        _walk_list(page, value)
    elif kind == "date":
        _fill_day(page, value)
    else:
        press(page, "Control+a")
        page.keyboard.type(value)


def _fill_day(page: Page, value: str) -> None:
    """Type a day in the browser's own field, which has its parts in the order of the browser's language."""
    day = date.fromisoformat(value)
    for typed in (f"{day:%d%m%Y}", f"{day:%m%d%Y}"):
        press(page, "ArrowLeft", "ArrowLeft")
        page.keyboard.type(typed)
        if page.evaluate("document.activeElement.value") == value:
            return
    raise AssertionError(value)


def _open_and_close(page: Page) -> None:
    press(page, "Enter")
    drawer = page.locator("[data-drawer]")
    expect(drawer).to_be_visible()
    press(page, "Escape")
    expect(drawer).to_be_hidden()


def test_a_choice_is_made_by_its_letter_and_many_change_at_once(visit, worker):
    """A state by the letter of the table; then the response of two lines through the bar; then undo."""
    user, project = worker
    for number in range(3):
        risk(project, code=f"R-{number}", impact_days=30 - number)
    window = visit()
    window.log_in(user.email)
    page = window.page
    window.go("/registers/risicos/")
    press(page, "j")
    walk_to(page, "response")
    press(page, "e")
    expect(page.locator(".cell-list li").first).to_be_visible()
    press(page, "Escape")
    expect(cell(page, 0, "response")).to_be_focused()
    press(page, "x", "Shift+ArrowDown", "b")
    _walk_list(page, "response")
    press(page, "Enter")
    expect(page.locator("[data-bulk-value] select")).to_be_focused()
    _walk_list(page, "avoid")
    press(page, "Enter")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    assert sorted(Risk.objects.values_list("response", flat=True)) == ["avoid", "avoid", "mitigate"]
    press(page, "Control+z")
    expect(page.locator(".toast")).to_be_visible()
    page.wait_for_timeout(300)
    assert set(Risk.objects.values_list("response", flat=True)) == {"mitigate"}
    press(page, "Control+y")
    page.wait_for_timeout(500)
    assert sorted(Risk.objects.values_list("response", flat=True)) == ["avoid", "avoid", "mitigate"]


def test_a_wrong_figure_is_told_at_the_cell_and_esc_puts_it_back(visit, worker):
    """The frame turns red, the sentence stands under the row, the focus stays."""
    user, project = worker
    risk(project, probability="0.4")
    window = visit()
    window.log_in(user.email)
    page = window.page
    window.go("/registers/risicos/")
    press(page, "j")
    walk_to(page, "probability")
    press(page, "F2")
    page.wait_for_timeout(200)
    page.keyboard.type("112")
    press(page, "Enter")
    expect(page.locator(".cell-editor.bad")).to_be_visible()
    expect(page.locator(".row-said")).to_contain_text("100")
    assert violations(page) == []
    press(page, "Escape")
    expect(page.locator(".row-said")).to_have_count(0)
    expect(cell(page, 0, "probability")).to_have_text(re.compile("40"))
    window.complaints[:] = [one for one in window.complaints if "422" not in one]


def test_two_people_in_one_cell_choose(visit, worker):
    """Both values and two buttons; the other one's value stays until one is chosen."""
    user, project = worker
    stored = risk(project, probability="0.4")
    window = visit()
    window.log_in(user.email)
    page = window.page
    window.go("/registers/risicos/")
    Risk.objects.filter(pk=stored.pk).update(probability="0.35", version=2)
    press(page, "j")
    walk_to(page, "probability")
    press(page, "e")
    page.wait_for_timeout(200)
    press(page, "Control+a")
    page.keyboard.type("45")
    press(page, "Enter")
    expect(page.locator(".conflict")).to_contain_text("35")
    assert str(Risk.objects.get().probability) == "0.3500"
    assert violations(page) == []
    press(page, "Enter")
    expect(page.locator(".conflict")).to_have_count(0)
    page.wait_for_timeout(200)
    assert str(Risk.objects.get().probability) == "0.4500"
    window.complaints[:] = [one for one in window.complaints if "409" not in one]


def test_filter_group_columns_and_a_view_by_keyboard(visit, worker):
    """/, C, V; the address and the tab keep it."""
    user, project = worker
    risk(project, code="R-1", title="Bodem")
    risk(project, code="R-2", title="Anders")
    window = visit()
    window.log_in(user.email)
    page = window.page
    window.go("/registers/risicos/")
    press(page, "/")
    page.keyboard.type("bodem")
    press(page, "Enter")
    page.wait_for_url("**q=bodem**")
    press(page, "/")
    while not page.evaluate("document.activeElement.matches('[data-group]')"):
        press(page, "Tab")
    _walk_list(page, "state")
    assert "groep" not in page.url
    press(page, "Enter")
    page.wait_for_url("**groep=state**")
    expect(page.locator("tr.group")).to_have_count(1)
    press(page, "c")
    expect(page.locator("#columns")).to_be_visible()
    assert violations(page) == []
    while not page.evaluate("document.activeElement.matches('#columns input[value=cause]')"):
        press(page, "Tab")
    press(page, "Space", "Alt+ArrowUp", "Enter")
    page.wait_for_url("**cause**")
    expect(page.locator('[data-field="cause"]')).to_be_visible()
    press(page, "v")
    page.keyboard.type("Mijn bodem")
    press(page, "Enter")
    page.wait_for_url("**weergave=**")
    expect(page.locator(".views [aria-current]")).to_contain_text("Mijn bodem")
    kept = SavedView.objects.get()
    assert {"q=bodem", "groep=state"} <= set(kept.query.split("&"))


def test_a_new_line_is_written_by_keyboard(visit, worker):
    """N opens the form; the first field has the focus's way; Enter keeps it."""
    user, project = worker
    risk(project, code="R-001")
    window = visit()
    window.log_in(user.email)
    page = window.page
    window.go("/registers/risicos/?project=P-001")
    press(page, "n")
    page.wait_for_url("**/nieuw/**")
    sent = new_form("risicos", project)
    while page.evaluate("document.activeElement.name") != "title":
        press(page, "Tab")
    page.keyboard.type(str(sent["title"]))
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/registers/risicos/\d+/"))

    assert Risk.objects.filter(title=sent["title"], code="R-002").exists()


def test_letters_do_nothing_in_fields_or_when_switched_off(visit, worker):
    """What is typed in the filter is a word; and who switched single letters off keeps the arrows."""
    user, project = worker
    risk(project)
    window = visit()
    window.log_in(user.email)
    page = window.page
    window.go("/registers/risicos/")
    press(page, "/")
    page.keyboard.type("xejn")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    expect(page.locator(".cell-editor")).to_have_count(0)
    page.context.add_cookies([{"name": "keys", "value": "off", "url": window.address}])
    window.go("/registers/risicos/")
    while not page.evaluate("document.activeElement.matches('[data-list] tbody [tabindex]')"):
        press(page, "Tab")
    press(page, "x", "e")
    expect(page.locator(".cell-editor")).to_have_count(0)
    press(page, "ArrowRight", "F2")
    expect(page.locator(".cell-editor")).to_have_count(1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_while_a_list_is_worked_in(visit, worker, theme):
    """With a selection, its bar, an open list of choices and a toast; grouped too."""
    user, project = worker
    for _number in range(3):
        risk(project, owner=user.person)
    window = visit(theme)
    window.log_in(user.email)
    page = window.page
    window.go("/registers/risicos/?groep=owner")
    press(page, "j", "x", "Shift+ArrowDown")
    walk_to(page, "response")
    press(page, "e")
    expect(page.locator(".cell-list li").first).to_be_visible()
    page.wait_for_timeout(200)
    working = violations(page)
    press(page, "ArrowDown", "Enter")
    expect(page.locator(".toast")).to_be_visible()

    assert working == []
    assert violations(page) == []
    assert page.locator("[style]").count() == 0


def violations(page: Page) -> list[str]:
    """Return what axe finds, as rule and first element."""
    answer = Axe().run(page, options={"runOnly": RULES})
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in answer.response["violations"]]
