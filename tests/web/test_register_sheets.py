"""Registers out as Excel and back in: what is shown is what happens, and nothing happens by itself."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from web import factories
from web.factories import OPERATOR

from stuurbord.errors import VersionConflict
from stuurbord.exchange.workbook.declaration import META_SHEET
from stuurbord.web.accounts.models import Person, Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.actions import Sent, archive_lines, save_line, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.models import LineRevision, SheetReview
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.lists.sheets.accepting import Choice, accept, discard, lines_of, receive
from stuurbord.web.lists.sheets.export import whole_register, workbook_of
from stuurbord.web.lists.sheets.proposal import proposed

pytestmark = pytest.mark.django_db
PERMITS = REGISTERS["proef"]
HEADER = 3
"""Row of the header: explanations and sums stand above it."""


@pytest.fixture
def place():
    portfolio = factories.portfolio("ASN")
    one, other = factories.project(portfolio, "P-001"), factories.project(portfolio, "P-002")
    owner = Person.objects.create(name="B. Lemmens")
    for project, code, fee in ((one, "V-1", 100), (one, "V-2", "1250.5"), (other, "V-3", None)):
        make(project, code, fee=fee, owner=owner.pk, due=date(2026, 12, 4))
    return one


def make(project, code: str, **values):
    sent = {"project": project.pk, "code": code, "title": f"Vergunning {code}", "state": "asked", **values}
    form = new_form(PERMITS, OPERATOR, {name: one for name, one in sent.items() if one is not None})
    assert form.is_valid(), form.errors
    return save_line(OPERATOR, PERMITS, form, None)


def change(line, **values):
    line = PERMITS.model.objects.get(pk=line.pk)
    form = changed_form(PERMITS, OPERATOR, line, values)
    assert form.is_valid(), form.errors
    return save_lines(OPERATOR, PERMITS, [Sent(form, line.version)])[0]


def exported(user=OPERATOR) -> bytes:
    return workbook_of(user, [(PERMITS, whole_register(PERMITS, user))])


class Book:
    """A workbook that somebody types in."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.page = self.book.worksheets[0]
        self.columns = {str(cell.value).removesuffix(" *"): cell.column for cell in self.page[HEADER]}

    def row_of(self, code: str) -> int:
        column = self.columns["Nr."]
        return next(n for n in range(HEADER + 1, 200) if self.page.cell(n, column).value == code)

    def type(self, code: str, label: str, value) -> Book:
        self.page.cell(self.row_of(code), self.columns[label]).value = value
        return self

    def add(self, **cells) -> Book:
        row = self.page.max_row + 1
        for label, value in cells.items():
            self.page.cell(row, self.columns[label.replace("Nr", "Nr.")]).value = value
        return self

    def saved(self) -> bytes:
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()


def sent(data: bytes, user=OPERATOR) -> SheetReview:
    return receive(user, PERMITS, "vergunningen.xlsx", data)


def told(review: SheetReview) -> dict[str, list[str]]:
    """Return line → the codes of what was noticed."""
    return {line["called"]: [one["code"] for one in line["findings"]] for line in review.lines}


def test_an_unchanged_export_changes_nothing(place):
    """What went out and comes back as it was holds nothing to decide on."""
    review = sent(exported())

    assert (review.state, review.n_lines, review.lines) == ("applied", 3, [])


def test_a_changed_cell_becomes_a_change_with_history(place):
    """One cell typed over is one field changed, through the action that every page uses."""
    review = sent(Book(exported()).type("V-1", "Vergunning", "Bouwvergunning").saved())
    [line] = proposed(OPERATOR, lines_of(review))
    done = accept(OPERATOR, review, Choice())
    stored = PERMITS.model.objects.get(code="V-1")
    entry = AuditEntry.objects.filter(action="permit.change").latest("number")

    assert [(one.name, one.old, one.new) for one in line.cells] == [
        ("title", "Vergunning V-1", "Bouwvergunning")
    ]
    assert (done.n_new, done.n_changed, stored.title, stored.version) == (0, 1, "Bouwvergunning", 2)
    assert entry.data == {"title": ["Vergunning V-1", "Bouwvergunning"]}
    assert LineRevision.objects.filter(register="proef", line_id=stored.pk, version=2).exists()
    assert SheetReview.objects.get(pk=review.pk).state == "applied"


def test_an_empty_cell_changes_nothing_and_the_word_empties(place):
    """Who deletes a cell by accident loses nothing; who writes (leeg) means it."""
    data = Book(exported()).type("V-1", "Eigenaar", None).type("V-2", "Eigenaar", "(leeg)").saved()
    accept(OPERATOR, sent(data), Choice())

    assert PERMITS.model.objects.get(code="V-1").owner is not None
    assert PERMITS.model.objects.get(code="V-2").owner is None


def test_a_row_that_is_absent_is_left_alone(place):
    """A file adds and corrects, it never removes."""
    book = Book(exported())
    book.page.delete_rows(book.row_of("V-2"))
    review = sent(book.saved())

    assert (review.n_lines, review.lines) == (2, [])
    assert PERMITS.lines(OPERATOR).count() == 3


def test_a_new_row_becomes_a_line(place):
    """A row below the others, with its project and number, is a new line."""
    data = Book(exported()).add(Project="P-002", Nr="V-9", Vergunning="Kapvergunning").saved()
    done = accept(OPERATOR, sent(data), Choice())
    made = PERMITS.model.objects.get(code="V-9")

    assert (done.n_new, made.title, made.project.code, made.state) == (1, "Kapvergunning", "P-002", "asked")


def test_a_row_without_key_is_found_by_its_number(place):
    """A table typed elsewhere, with the same project and number, speaks of the same line; that is told."""
    book = Book(exported())
    for row in range(HEADER + 1, HEADER + 4):
        book.page.cell(row, book.columns["_stuurbord"]).value = None
    review = sent(book.type("V-1", "Retributie, euro", 75).saved())
    done = accept(OPERATOR, review, Choice())

    assert told(review) == {"P-001 · V-1": ["matched_by_name"]}
    assert (done.n_changed, PERMITS.model.objects.get(code="V-1").fee) == (1, 75)


def test_an_edit_made_meanwhile_elsewhere_in_the_line_goes_together(place):
    """Two people changed two fields of one line: both stay."""
    data = Book(exported()).type("V-1", "Vergunning", "Van het blad").saved()
    change(PERMITS.model.objects.get(code="V-1"), fee="5")
    done = accept(OPERATOR, sent(data), Choice())
    stored = PERMITS.model.objects.get(code="V-1")

    assert (done.n_changed, stored.title, stored.fee) == (1, "Van het blad", 5)


def test_a_conflict_waits_for_a_choice(place):
    """The same field changed twice is nobody's to decide but a person's: accepting all leaves it."""
    data = Book(exported()).type("V-1", "Vergunning", "Van het blad").saved()
    stored = change(PERMITS.model.objects.get(code="V-1"), title="Van de pagina")
    review = sent(data)
    [line] = proposed(OPERATOR, lines_of(review))
    accept(OPERATOR, review, Choice())
    left = PERMITS.model.objects.get(code="V-1").title
    done = accept(OPERATOR, review, Choice({0: frozenset({"title"})}, mine={0: {"title": stored.version}}))

    assert [(one.base, one.old, one.new) for one in line.clashes] == [
        ("Vergunning V-1", "Van de pagina", "Van het blad")
    ]
    assert (left, done.n_changed) == ("Van de pagina", 1)
    assert PERMITS.model.objects.get(code="V-1").title == "Van het blad"


def test_who_lets_the_other_value_stand_is_done_with_it(place):
    """Choosing what stands there takes the conflict out of the review."""
    data = Book(exported()).type("V-1", "Vergunning", "Van het blad").saved()
    change(PERMITS.model.objects.get(code="V-1"), title="Van de pagina")
    review = sent(data)
    accept(OPERATOR, review, Choice({}, theirs={0: frozenset({"title"})}))

    assert SheetReview.objects.get(pk=review.pk).state == "applied"
    assert PERMITS.model.objects.get(code="V-1").title == "Van de pagina"


def test_a_conflict_decided_on_an_older_sight_is_told_and_stays(place):
    """Who chose his own value over one that has changed again has not seen what he would overwrite."""
    data = Book(exported()).type("V-1", "Vergunning", "Van het blad").saved()
    stored = change(PERMITS.model.objects.get(code="V-1"), title="Van de pagina")
    review = sent(data)
    change(stored, title="Nog iets anders")
    done = accept(OPERATOR, review, Choice({0: frozenset({"title"})}, mine={0: {"title": stored.version}}))

    assert (done.n_saved, done.moved) == (0, ["P-001 · V-1"])
    assert PERMITS.model.objects.get(code="V-1").title == "Nog iets anders"


def test_only_the_ticked_cells_go_in(place):
    """Of one line one cell, of another nothing; the rest stays to decide on."""
    book = Book(exported()).type("V-1", "Vergunning", "Nieuw").type("V-1", "Retributie, euro", 1)
    review = sent(book.type("V-2", "Vergunning", "Ook nieuw").saved())
    done = accept(OPERATOR, review, Choice({0: frozenset({"title"})}))
    one, two = (PERMITS.model.objects.get(code=code) for code in ("V-1", "V-2"))
    review.refresh_from_db()

    assert (done.n_changed, one.title, one.fee, two.title) == (1, "Nieuw", 100, "Vergunning V-2")
    assert review.state == "ready"
    assert [line["sent"] for line in review.lines] == [{"fee": "1.00"}, {"title": "Ook nieuw"}]


def test_discarding_changes_nothing(place):
    """What was refused as a whole leaves no trace but in the audit log."""
    review = sent(Book(exported()).type("V-1", "Vergunning", "Nieuw").saved())
    discard(OPERATOR, review)

    assert PERMITS.model.objects.get(code="V-1").title == "Vergunning V-1"
    with pytest.raises(VersionConflict):
        accept(OPERATOR, review, Choice())


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("Uiterste datum", "31/02/2027", "no_such_date"),
        ("Uiterste datum", "morgen", "not_a_date"),
        ("Uiterste datum", "01/01/1800", "date_out_of_range"),
        ("Retributie, euro", "12a", "not_a_number"),
        ("Retributie, euro", "1e15", "not_a_number"),
        ("Status", "onbekend", "unknown_choice"),
        ("Eigenaar", "Niemand", "unknown_choice"),
        ("Vergunning", "=1+1", "formula_without_value"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_the_rest_goes_in(place, label, value, code):
    """Sheet, row and column stand with each error; other lines do not wait for it."""
    book = Book(exported()).type("V-1", label, value).type("V-2", "Vergunning", "Goed")
    review = sent(book.saved())
    accept(OPERATOR, review, Choice())
    [finding] = next(line for line in review.lines if line["called"] == "P-001 · V-1")["findings"]

    assert finding["code"] == code
    assert finding["where"]["cell"].endswith(str(book.row_of("V-1")))
    assert PERMITS.model.objects.get(code="V-2").title == "Goed"
    assert PERMITS.model.objects.get(code="V-1").version == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1.250,50", "1250.50"),
        ("1250.5", "1250.50"),
        ("€ 3.000", "3000.00"),
        (12.345, "12.35"),
        ("7", "7.00"),
    ],
)
def test_amounts_are_read_with_comma_or_point(place, typed, stored):
    """People write amounts as they are used to."""
    accept(OPERATOR, sent(Book(exported()).type("V-1", "Retributie, euro", typed).saved()), Choice())

    assert str(PERMITS.model.objects.get(code="V-1").fee) == stored


@pytest.mark.parametrize("text", ["=1+1", "+32 3 123", "-3 dagen", "@SOM(A1)", "\t=1", "1-2", "007", "1.10"])
def test_text_that_looks_like_something_else_comes_back_as_it_was(place, text):
    """A formula stays text, in the cell and in the register; a code keeps its zeros."""
    change(PERMITS.model.objects.get(code="V-1"), title=text)
    data = exported()
    cell = Book(data).page.cell(HEADER + 1, 3)

    assert (cell.value, cell.data_type) == (text.strip(), "s")
    assert sent(data).lines == []


def test_characters_that_nobody_sees_are_left_out_and_told(place):
    """A zero-width space or a right-to-left mark makes another text of what looks the same."""
    review = sent(Book(exported()).type("V-1", "Vergunning", "Bouw\u200bver\u202egunning").saved())
    (finding,) = review.lines[0]["findings"]
    accept(OPERATOR, review, Choice())

    assert (finding["code"], finding["fields"]["characters"]) == ("hidden_characters", "U+200B, U+202E")
    assert PERMITS.model.objects.get(code="V-1").title == "Bouwvergunning"


def test_the_same_characters_go_by_the_form_too():
    """What a page, a program or a sheet sends is cleaned by the same rule."""
    project = factories.project(factories.portfolio(), "P-001")
    made = make(project, "V\u200b-1", title="Ver\u2066gunning\r\nmet regel")

    assert (made.code, made.title) == ("V-1", "Vergunning\nmet regel")


def test_a_text_of_ten_megabytes_is_an_error_of_its_cell(place):
    """Excel holds no such cell, but a file can."""
    project = PERMITS.model.objects.get(code="V-1").project
    lines = f"Project;Nr.;Vergunning\n{project.code};V-1;{'x' * 10_000_000}\n"
    review = receive(OPERATOR, PERMITS, "lang.csv", lines.encode())

    assert review.state in ("ready", "refused")
    accept(OPERATOR, review, Choice()) if review.state == "ready" else None
    assert PERMITS.model.objects.get(code="V-1").version == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_file_comes_in_whatever_wrote_it(place, encoding):
    """Separated text of one register is a sheet too."""
    text = "Project;Nr.;Vergunning;Retributie, euro\nP-001;V-1;Één café;1.000,5\n"
    review = receive(OPERATOR, PERMITS, "x.csv", text.encode(encoding))
    accept(OPERATOR, review, Choice())
    stored = PERMITS.model.objects.get(code="V-1")

    assert (stored.title, str(stored.fee)) == ("Één café", "1000.50")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7 iets", "not_a_workbook"),
        (b"PK\x03\x04afgebroken", "damaged_workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(place, data, code):
    """The reason stands with the refusal, and nothing changed."""
    review = receive(OPERATOR, PERMITS, "x.xlsx", data)

    assert (review.state, [one["code"] for one in review.findings]) == ("refused", [code])


@pytest.mark.parametrize(
    ("schema", "is_newer"), [("0", False), ("2", True), ("9" * 5000, True), ("²", False)]
)
def test_a_workbook_of_another_version_is_read_and_told(place, schema, is_newer):
    """An older one counts; of a newer one the columns that are not known here are left out."""
    book = Book(exported()).type("V-1", "Vergunning", "Omgevingsvergunning")
    (row,) = [cells for cells in book.book[META_SHEET].iter_rows() if cells[0].value == "schema"]
    row[1].value = schema
    review = sent(book.saved())

    assert [line["sent"] for line in review.lines] == [{"title": "Omgevingsvergunning"}]
    assert ("newer_workbook" in {one["code"] for one in review.findings}) == is_newer


def test_duplicate_rows_are_told_and_neither_counts(place):
    """Two rows of one line may say two things: nobody guesses."""
    book = Book(exported()).add(Project="P-001", Nr="V-9", Vergunning="Eén")
    book.add(Project="P-001", Nr="V-9", Vergunning="Twee").add(Project="P-001", Nr="V-1", Vergunning="Drie")
    review = sent(book.saved())
    done = accept(OPERATOR, review, Choice())

    assert [one["code"] for line in review.lines for one in line["findings"]] == ["duplicate_line"] * 3
    assert done.n_saved == 0


def test_a_copied_row_with_another_number_is_a_new_line(place):
    """Copying a row copies its hidden key; the number tells that another line is meant."""
    book = Book(exported())
    row = book.row_of("V-1")
    values = [cell.value for cell in book.page[row]]
    values[book.columns["Nr."] - 1] = "V-10"
    for column, value in enumerate(values, start=1):
        book.page.cell(book.page.max_row + (column == 1), column).value = value
    review = sent(book.saved())
    done = accept(OPERATOR, review, Choice())

    assert told(review) == {"P-001 · V-10": ["copied_row"]}
    assert (done.n_new, PERMITS.model.objects.get(code="V-10").title) == (1, "Vergunning V-1")


def test_a_changed_number_is_refused(place):
    """What names a line does not change through a file."""
    book = Book(exported())
    book.page.cell(book.row_of("V-1"), book.columns["Nr."]).value = "V-77"
    review = sent(book.saved())

    assert told(review) == {"P-001 · V-1": ["id_changed"]}
    assert accept(OPERATOR, review, Choice()).n_saved == 0


def test_an_archived_line_is_told(place):
    """What was taken out of the lists meanwhile does not come back by itself."""
    data = Book(exported()).type("V-1", "Vergunning", "Nieuw").saved()
    line = PERMITS.model.objects.get(code="V-1")
    archive_lines(OPERATOR, PERMITS, [(line, line.version)])

    assert told(sent(data)) == {"P-001 · V-1": ["line_archived"]}


def test_a_forged_key_finds_nothing(place):
    """The number of a line in another portfolio is the number of no line."""
    elsewhere = make(factories.project(factories.portfolio("ELD"), "X-1"), "V-1")
    user = factories.user(Role.PROJECT_MANAGER, Scope.PORTFOLIO, place.portfolio_id)
    book = Book(exported(user))
    book.page.cell(book.row_of("V-1"), book.columns["_stuurbord"]).value = f"{elsewhere.pk}:1"
    review = sent(book.type("V-1", "Vergunning", "Gestolen").saved(), user)
    accept(user, review, Choice())
    elsewhere.refresh_from_db()

    assert told(review)["P-001 · V-1"] == ["line_not_found"]
    assert (elsewhere.title, elsewhere.version) == ("Vergunning V-1", 1)


def test_projects_one_may_only_see_are_told_and_left_alone(place):
    """A reader of one project and manager of another changes only his own."""
    user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, place.pk)
    other = PERMITS.model.objects.get(code="V-3").project
    factories.Membership.objects.create(user=user, role=Role.READER, scope=Scope.PROJECT, scope_id=other.pk)
    book = Book(exported(user)).type("V-1", "Vergunning", "Mag").type("V-3", "Vergunning", "Mag niet")
    review = sent(book.saved(), user)
    accept(user, review, Choice())

    assert told(review) == {"P-001 · V-1": [], "P-002 · V-3": ["line_not_permitted"]}
    assert PERMITS.model.objects.get(code="V-1").title == "Mag"
    assert PERMITS.model.objects.get(code="V-3").title == "Vergunning V-3"


def test_a_state_the_table_does_not_know_is_refused(place):
    """The table of states holds for a sheet as for a page."""
    change(PERMITS.model.objects.get(code="V-1"), state="granted")
    review = sent(Book(exported()).type("V-1", "Status", "aangevraagd").saved())
    [line] = proposed(OPERATOR, lines_of(review))

    assert "verleend" in " ".join([*line.errors, *(one.error for one in line.cells)])
    assert accept(OPERATOR, review, Choice()).n_saved == 0


def test_everything_of_one_acceptance_or_nothing(place, monkeypatch):
    """A failure at the last line takes the first back too."""
    book = Book(exported()).type("V-1", "Vergunning", "Nieuw").add(Project="P-001", Nr="V-9", Vergunning="X")
    review = sent(book.saved())

    def fails(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr("stuurbord.web.lists.actions.keep", fails)
    with pytest.raises(RuntimeError):
        accept(OPERATOR, review, Choice())
    assert PERMITS.model.objects.get(code="V-1").title == "Vergunning V-1"
    assert SheetReview.objects.get(pk=review.pk).state == "ready"


def test_renamed_and_moved_columns_are_told(place):
    """Columns may stand in any order; what is not known is passed over and said."""
    book = Book(exported())
    book.page.cell(HEADER, book.columns["Vergunning"]).value = "Onderwerp"
    review = sent(book.type("V-1", "Retributie, euro", 3).saved())

    assert {one["code"] for one in review.findings} == {"unknown_column", "columns_left_out"}
    assert [line["sent"] for line in review.lines] == [{"fee": "3.00"}]


def test_another_language_reads_the_same(place):
    """A French export comes back to a Dutch reader."""
    from django.utils import translation

    with translation.override("fr"):
        data = workbook_of(OPERATOR, [(REGISTERS["issues"], whole_register(REGISTERS["issues"], OPERATOR))])
    with translation.override("nl"):
        review = receive(OPERATOR, REGISTERS["issues"], "x.xlsx", data)

    assert review.state == "applied"


# -- pages -----------------------------------------------------------------------------------------


@pytest.fixture
def manager(place, client):
    user = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, place.portfolio_id)
    client.force_login(user)
    return user


def upload(client, data: bytes, name: str = "vergunningen.xlsx"):
    file = io.BytesIO(data)
    file.name = name
    return client.post(reverse("register_sheet_in", args=["proef"]), {"file": file})


def test_out_through_the_page_and_back_in(client, manager):
    """A person exports, types, sends and accepts; the list says the new value."""
    out = client.get(reverse("register_sheet", args=["proef"]), {"all": "1"})
    data = Book(out.content).type("V-1", "Vergunning", "Bouwvergunning").saved()
    answer = upload(client, data)
    page = client.get(answer.url)
    after = client.post(answer.url, {"do": "all"})

    assert out["Content-Type"].endswith("spreadsheetml.sheet")
    assert "Bouwvergunning" in page.content.decode()
    assert after.url == reverse("register", args=["proef"])
    assert PERMITS.model.objects.get(code="V-1").title == "Bouwvergunning"


def test_the_export_follows_the_address_of_the_list(client, manager):
    """What one filters on the page is what one gets."""
    out = client.get(reverse("register_sheet", args=["proef"]), {"project": "P-002"})
    page = Book(out.content).page

    assert page.max_row == HEADER + 1


def test_all_registers_of_a_project_in_one_workbook(client, manager):
    """One sheet per register, each of which comes back."""
    out = client.get(reverse("register_sheet", args=["proef"]), {"registers": "all", "project": "P-001"})
    review = receive(manager, None, "alles.xlsx", out.content)
    book = openpyxl.load_workbook(io.BytesIO(out.content))

    assert len(book.worksheets) == len(REGISTERS) + 1
    assert (review.state, review.n_lines, review.lines) == ("applied", 2, [])


def test_ticks_and_choices_of_the_page_are_what_happens(client, manager):
    """The form sends cells and whose value wins."""
    book = Book(exported()).type("V-1", "Vergunning", "Blad").type("V-2", "Vergunning", "Ook")
    stored = change(PERMITS.model.objects.get(code="V-1"), title="Pagina")
    url = upload(client, book.saved()).url
    page = client.get(url).content.decode()
    client.post(url, {"do": "chosen", "cell": [], "clash:0.title": f"mine.{stored.version}"})

    assert "clash:0.title" in page
    assert PERMITS.model.objects.get(code="V-1").title == "Blad"
    assert PERMITS.model.objects.get(code="V-2").title == "Vergunning V-2"


def test_a_review_belongs_to_who_sent_it(client, manager):
    """Somebody else does not even learn that it is there."""
    url = upload(client, Book(exported()).type("V-1", "Vergunning", "Nieuw").saved()).url
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.ORGANISATION))

    assert client.get(url).status_code == 404
    assert client.post(url, {"do": "all"}).status_code == 404


def test_a_file_that_is_none_is_told_on_the_page(client, manager):
    """A refusal says why and that nothing changed."""
    answer = upload(client, b"%PDF-1.7", "x.xlsx")

    assert answer.status_code == 422
    assert client.post(reverse("register_sheet_in", args=["proef"])).status_code == 422


def test_every_register_goes_out_and_comes_back_as_it_was(manager):
    """Whatever a register holds: what Stuurbord writes it reads back to no change."""
    data = workbook_of(manager, [(one, whole_register(one, manager)) for one in REGISTERS.values()])
    review = receive(manager, None, "alles.xlsx", data)

    assert (review.state, review.lines, review.findings) == ("applied", [], [])
