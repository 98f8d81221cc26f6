"""Progress by Excel: out with what the plan says locked, back in through a review, row by row."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from web import factories, progress_worlds
from web.progress_worlds import STATUS

from stuurbord.errors import NotPermitted, UnreadableFile
from stuurbord.exchange.progress_sheet import read
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.models import ProgressSheet, ProgressSheetState, TaskReport
from stuurbord.web.planning.progress.sheets_in import SentRow, discard, judged, receive, take
from stuurbord.web.planning.progress.sheets_out import sheet_of

pytestmark = pytest.mark.django_db
PERCENT, START, FINISH, REMAINING, REMARK, KEY = 7, 8, 9, 10, 11, 12
"""Columns, counted from 1."""


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = "2026-11-27"


@pytest.fixture
def world():
    return progress_worlds.world()


def filled(world, cells, person=None) -> bytes:
    """The sheet with values in cells: (row of the task counted from 1, column) → value."""
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(world.project, person)))
    sheet = book.worksheets[0]
    for (row, column), value in cells.items():
        sheet.cell(row + 2, column).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def on(day: str) -> datetime:
    """A day as Excel keeps it."""
    return datetime.fromisoformat(day)


def codes(row):
    return [one.code for one in row.findings]


def test_the_sheet_holds_what_is_asked_and_locks_what_the_plan_says(world):
    """Tasks 1 to 4; open columns only; the key is hidden; shares and days are checked by Excel."""
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(world.project)))
    sheet = book.worksheets[0]
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}

    assert [sheet.cell(row, 2).value for row in range(3, 7)] == ["Taak 1", "Taak 2", "Taak 3", "Taak 4"]
    assert sheet.cell(7, 2).value is None
    assert sheet.protection.sheet
    assert [sheet.cell(3, column).protection.locked for column in range(1, 12)] == [True] * 6 + [False] * 5
    assert sheet.column_dimensions["L"].hidden
    assert sheet.cell(3, KEY).value == "1:1"
    assert rules["G3:G6"].type == "list"
    assert rules["H3:H6"].type == rules["I3:I6"].type == "date"
    assert rules["J3:J6"].type == "decimal"
    assert book["_meta"].sheet_state == "hidden"


def test_the_sheet_of_a_person_holds_his_tasks(world):
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(world.project, world.worker.person)))

    assert [book.worksheets[0].cell(row, 2).value for row in (3, 4, 5)] == ["Taak 1", "Taak 2", None]


def test_a_name_that_begins_like_a_formula_stays_text(world):
    """Nothing in a sheet is ever computed, whatever a task is called."""
    plan = progress_worlds.plan_with_people(task_name='=HYPERLINK("http://x";"y")')
    factories.revision(world.project, plan)
    world.project.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(sheet_of(world.project))) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "sheet" in name)


def test_what_is_filled_in_is_shown_first_and_counts_only_when_taken(world):
    cells = {(1, PERCENT): 1, (1, FINISH): on("2026-11-25"), (1, REMARK): "Klaar"}
    cells |= {(3, PERCENT): 0.25, (3, START): on("2026-11-24"), (3, REMAINING): 3.5}
    sheet = receive(world.manager, world.project, "blad.xlsx", filled(world, cells))
    rows = judged(world.manager, sheet)

    assert [(row.sent.uid, row.can_go) for row in rows] == [(1, True), (3, True)]
    assert not TaskReport.objects.exists()

    made = take(world.manager, sheet, [0, 1])

    assert [(one.task_uid, one.percent, one.source, one.as_of) for one in made] == [
        (1, 100, "sheet", STATUS),
        (3, 25, "sheet", STATUS),
    ]
    assert (made[0].actual_finish, made[1].remaining_days) == (date(2026, 11, 25), Decimal("3.5"))
    assert made[0].person == world.worker.person
    assert AuditEntry.objects.filter(action="progress.take_sheet").count() == 1
    sheet.refresh_from_db()
    assert sheet.state == ProgressSheetState.TAKEN
    with pytest.raises(Refused):
        take(world.manager, sheet, [0])


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({(1, PERCENT): 1, (1, FINISH): on("2026-12-24")}, "actual_after_status_date"),
        ({(1, PERCENT): 1}, "finish_unknown"),
        ({(1, PERCENT): 0.6, (1, FINISH): on("2026-11-25")}, "finish_but_not_done"),
        ({(2, PERCENT): 0.5}, "start_unknown"),
        ({(1, PERCENT): "veel"}, "not_a_number"),
        ({(1, PERCENT): 7.5}, "percent_out_of_range"),
        ({(1, PERCENT): -0.5}, "percent_out_of_range"),
        ({(1, START): "31/11/2026"}, "no_such_date"),
        ({(1, REMAINING): -2}, "remaining_out_of_range"),
        ({(1, KEY): "999:1", (1, PERCENT): 0.5}, "task_gone"),
        ({(1, KEY): "geen", (1, PERCENT): 0.5}, "task_gone"),
        ({(1, KEY): "9" * 40 + ":1", (1, PERCENT): 0.5}, "task_gone"),
        ({(1, KEY): None, (1, PERCENT): 0.5}, "task_gone"),
        ({(1, PERCENT): 0.6, (2, KEY): "1:1", (2, PERCENT): 0.7}, "task_twice"),
    ],
)
def test_a_row_that_cannot_be_so_is_told_where_and_stays_out(world, cells, code):
    sheet = receive(world.manager, world.project, "blad.xlsx", filled(world, cells))
    row = judged(world.manager, sheet)[0]

    assert code in codes(row)
    assert not row.can_go
    with pytest.raises(Refused):
        take(world.manager, sheet, [0])
    assert not TaskReport.objects.exists()


def test_remaining_zero_with_sixty_percent_is_told_and_may_go(world):
    sheet = receive(
        world.manager, world.project, "blad.xlsx", filled(world, {(1, PERCENT): 0.6, (1, REMAINING): 0})
    )
    (row,) = judged(world.manager, sheet)

    assert "nothing_left_not_done" in codes(row)
    assert row.can_go


def test_a_sheet_of_an_earlier_plan_is_told(world):
    content = filled(world, {(1, PERCENT): 0.6})
    factories.revision(world.project, progress_worlds.plan_with_people(n_days=15))
    world.project.refresh_from_db()
    sheet = receive(world.manager, world.project, "blad.xlsx", content)
    (row,) = judged(world.manager, sheet)

    assert codes(row) == ["older_plan"]
    assert row.can_go
    assert take(world.manager, sheet, [0])[0].base.number == 1


def test_a_remark_like_a_formula_is_kept_as_text(world):
    content = filled(world, {(1, PERCENT): 0.6, (1, REMARK): "'=1+1"})
    sheet = receive(world.manager, world.project, "blad.xlsx", content)

    assert take(world.manager, sheet, [0])[0].remark.endswith("=1+1")


def test_a_formula_that_was_never_computed_is_told(world):
    sheet = receive(world.manager, world.project, "blad.xlsx", filled(world, {(1, PERCENT): "=1/2"}))

    assert codes(judged(world.manager, sheet)[0]) == ["formula_without_value"]


def test_somebody_reports_only_on_his_own_rows(world):
    content = filled(world, {(1, PERCENT): 0.6, (3, PERCENT): 0.1, (3, START): on("2026-11-24")})
    sheet = receive(world.worker, world.project, "blad.xlsx", content)
    rows = judged(world.worker, sheet)

    assert [row.can_go for row in rows] == [True, False]
    assert "not_own_task" in codes(rows[1])
    with pytest.raises(NotPermitted):
        receive(world.reader, world.project, "blad.xlsx", content)
    with pytest.raises(NotPermitted):
        take(world.manager, sheet, [0])


def test_nothing_filled_in_tells_nothing(world):
    sheet = receive(world.manager, world.project, "blad.xlsx", sheet_of(world.project))

    assert judged(world.manager, sheet) == []


def test_a_discarded_sheet_reports_nothing(world):
    sheet = receive(world.manager, world.project, "blad.xlsx", filled(world, {(1, PERCENT): 0.6}))
    discard(world.manager, sheet)

    assert not TaskReport.objects.exists()
    with pytest.raises(Refused):
        take(world.manager, sheet, [0])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7", "not_a_workbook"),
        (b"PK\x03\x04 kapot", "damaged_workbook"),
    ],
)
def test_a_file_that_is_no_progress_sheet_is_refused(world, content, code):
    with pytest.raises(UnreadableFile) as refused:
        receive(world.manager, world.project, "blad.xlsx", content)

    assert refused.value.findings[0].code == code
    assert not ProgressSheet.objects.exists()


def test_a_workbook_without_the_sheet_or_its_key_is_refused():
    book = openpyxl.Workbook()
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(UnreadableFile) as refused:
        read(target.getvalue(), "x.xlsx")
    assert refused.value.findings[0].code == "no_known_sheet"

    book.active.title = "Voortgang"
    book.active.append(["Taak", "Gereed", "Opmerking"])
    book.active.append(["Taak 1", 0.5, ""])
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(UnreadableFile) as refused:
        read(target.getvalue(), "x.xlsx")
    assert refused.value.findings[0].code == "no_task_column"


def test_a_sheet_of_another_project_is_refused(world):
    other = factories.project(world.project.portfolio, "P-002")
    factories.revision(other, progress_worlds.plan_with_people())
    other.refresh_from_db()
    with pytest.raises(UnreadableFile) as refused:
        receive(factories.OPERATOR, other, "blad.xlsx", filled(world, {(1, PERCENT): 0.6}))

    assert refused.value.findings[0].code == "other_project"


def test_a_kept_row_comes_back_as_it_was(world):
    cells = {(1, PERCENT): 1, (1, START): on("2026-11-16"), (1, FINISH): on("2026-11-25")}
    cells |= {(1, REMAINING): 0.25, (1, REMARK): "Ok"}
    sheet = receive(world.manager, world.project, "blad.xlsx", filled(world, cells))
    sheet.refresh_from_db()

    assert SentRow.from_record(sheet.rows[0]).to_record() == sheet.rows[0]
    assert SentRow.from_record(sheet.rows[0]).remaining_days == Decimal("0.25")


def test_through_the_pages_from_download_to_report(world, client):
    """The worker downloads his own sheet, not that of the project; sends it in; chooses; it is a report."""
    where = [world.project.portfolio.key, world.project.code]
    client.force_login(world.worker)
    own = client.get(reverse("progress_sheet", args=where), {"persoon": "ik"})
    content = filled(world, {(1, PERCENT): 0.75}, world.worker.person)
    door = reverse("progress_sheet_in", args=where)

    assert own.status_code == 200
    assert "P-001-voortgang-L__Bosmans.xlsx" in own["Content-Disposition"]
    assert client.get(reverse("progress_sheet", args=where)).status_code == 403
    manager = world.manager.person.pk
    assert client.get(reverse("progress_sheet", args=where), {"persoon": manager}).status_code == 403
    assert client.get(reverse("progress_sheet", args=where), {"persoon": "x" * 40}).status_code == 404
    assert client.post(door).status_code == 422
    assert client.post(door, {"file": SimpleUploadedFile("x.xlsx", b"%PDF")}).status_code == 422

    sent = client.post(door, {"file": SimpleUploadedFile("blad.xlsx", content)})
    page = client.get(sent.url)
    assert "Taak 1" in page.content.decode()
    assert client.post(sent.url, {"do": "take"}).status_code == 422
    assert client.post(sent.url, {"do": "take", "row": ["0"]}).status_code == 302
    assert TaskReport.objects.get().percent == 75
    client.force_login(world.manager)
    assert client.get(sent.url).status_code == 404
