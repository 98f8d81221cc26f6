"""What leaves as Excel comes back as it left: any text, figure and day, whichever program saved it."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web import factories, register_lines
from web.factories import OPERATOR

from stuurbord.web.accounts.models import Person
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.lists.sheets.accepting import Choice, accept, receive
from stuurbord.web.lists.sheets.export import whole_register, workbook_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FILES = Path(__file__).parent / "files"
PERMITS = REGISTERS["proef"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=200)
EURO = st.decimals(-(10**9), 10**9, places=2)
DAYS = st.dates(date(1971, 1, 1), date(2099, 12, 31))


def exported(slug: str) -> bytes:
    register = REGISTERS[slug]
    return workbook_of(OPERATOR, [(register, whole_register(register, OPERATOR))])


def cells(data: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


@pytest.mark.parametrize("slug", register_lines.SLUGS)
def test_each_register_comes_back_as_it_left(slug):
    """A line of every register: out, in, nothing to decide on."""
    project = factories.project(factories.portfolio(), "P-001")
    for _number in range(3):
        register_lines.line(slug, project)
    review = receive(OPERATOR, REGISTERS[slug], "x.xlsx", exported(slug))

    assert (review.state, review.n_lines, review.lines, review.findings) == ("applied", 3, [], [])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(TEXTS, st.none() | EURO, st.none() | DAYS), min_size=1, max_size=8))
def test_any_value_comes_back_as_it_left(rows, db):
    """Whatever is stored, the file that holds it says the same."""
    PERMITS.model.objects.all().delete()
    project = factories.project(factories.portfolio())
    PERMITS.model.objects.bulk_create(
        PERMITS.model(project=project, code=f"V-{n}", title=title.replace("\0", ""), fee=fee, due=due)
        for n, (title, fee, due) in enumerate(rows)
    )

    assert receive(OPERATOR, PERMITS, "x.xlsx", exported("proef")).lines == []


def test_what_was_accepted_leaves_again_as_it_came(db):
    """Export, change, accept, export: the second file holds the cells that were typed."""
    project = factories.project(factories.portfolio(), "P-001")
    for number in range(5):
        register_lines.line("proef", project, fee=Decimal(number), due=date(2026, 12, 1) + timedelta(number))
    book = openpyxl.load_workbook(io.BytesIO(exported("proef")))
    page = book.worksheets[0]
    for row in range(4, 9):
        page.cell(row, 3).value = f"Getypt {row}"
        page.cell(row, 4).value = row * 10.25
    target = io.BytesIO()
    book.save(target)
    accept(OPERATOR, receive(OPERATOR, PERMITS, "x.xlsx", target.getvalue()), Choice())
    typed, again = cells(target.getvalue()), cells(exported("proef"))

    assert [row[:-1] for row in again[2:]] == [row[:-1] for row in typed[2:]]


def test_a_sheet_as_google_saves_it_is_the_same(db):
    """Text within the cells, days as numbers, no styles, no hidden sheet."""
    project = factories.project(factories.portfolio(), "P-001")
    line = register_lines.line(
        "proef", project, title="Vergunning", fee=Decimal("12.5"), due=date(2026, 12, 4)
    )
    rows = [
        ["Project", "Nr.", "Vergunning", "Retributie, euro", "Uiterste datum", "Status"],
        ["P-001", line.code, "Vergunning", 12.5, 46360, "aangevraagd"],
        ["P-001", "V-99", "Nieuw", 3, 46361, "aangevraagd"],
    ]
    review = receive(OPERATOR, PERMITS, "blad.xlsx", bare(rows, "Blad1"))
    accept(OPERATOR, review, Choice())
    made = PERMITS.model.objects.get(code="V-99")

    assert [one["called"] for one in review.lines] == ["P-001 · V-99"]
    assert (made.title, made.fee, made.due) == ("Nieuw", 3, date(2026, 12, 5))


def bare(rows: list[list[object]], name: str) -> bytes:
    """Return a workbook of one sheet without styles, with its text in the cells."""

    def cell(value: object, place: str) -> str:
        if isinstance(value, str):
            return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{place}"><v>{value}</v></c>'

    lines = "".join(
        f'<row r="{n}">{"".join(cell(one, f"{chr(65 + k)}{n}") for k, one in enumerate(row))}</row>'
        for n, row in enumerate(rows, start=1)
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{office}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}"><sheetData>{lines}</sheetData></worksheet>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return target.getvalue()


def test_a_sheet_that_libreoffice_saved_changes_nothing(db):
    """A real file: the export of these lines without its keys, opened and saved by LibreOffice."""
    project = factories.project(factories.portfolio(), "P-001")
    owner = Person.objects.create(name="B. Lemmens")
    for code, title, fee, due in (
        ("V-1", "Bouwvergunning brug", Decimal("1250.50"), date(2026, 12, 4)),
        ("V-2", "=geen formule", None, None),
        ("007", "Één café\nop twee regels", Decimal(-3), date(2027, 2, 28)),
    ):
        PERMITS.model.objects.create(project=project, code=code, title=title, fee=fee, due=due, owner=owner)
    review = receive(OPERATOR, PERMITS, "x.xlsx", (FILES / "permits-libreoffice.xlsx").read_bytes())

    assert (review.state, review.n_lines, review.lines) == ("applied", 3, [])
