"""What people, machines and enemies send instead of a good file: told in words, stored nowhere, survived."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from exchange.made_mspdi import project, task
from exchange.made_workbooks import bomb, full_records, lying_bomb, workbook_of
from web import factories

from stuurbord.exchange import workbook
from stuurbord.plan.calendar import OutsideHorizon
from stuurbord.web.accounts.models import Person, Role
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.imports import actions
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.projects.models import PlanRevision, Project

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROTECTED = OLE + "EncryptedPackage".encode("utf-16-le")
GOOD_WORKBOOK = workbook.write(full_records())
LINK = (
    "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type><LinkLag>0</LinkLag></PredecessorLink>"
)
PROJECTS = ["Projectcode", "Naam", "Tolerantie tijd (dagen)"]
PLANNING = ["Projectcode", "Nr", "Taak", "Duur", "Voorgangers", "Start"]


def laughs() -> bytes:
    """Return entities that would grow to gigabytes."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE P [<!ENTITY l0 "ha">{lines}]><P>&l9;</P>'.encode()


def archive() -> bytes:
    """Return a zip file with a plan in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("plan.xml", project())
    return made.getvalue()


def cycle() -> bytes:
    """Return a plan of two tasks that wait for each other."""
    return project(task(1, LINK.format(2)) + task(2, LINK.format(1)))


def centuries() -> bytes:
    """Return a plan of tasks that last a century each, one after the other."""
    return project("".join(task(number, LINK.format(number - 1), hours=200_000) for number in range(1, 51)))


def sheet_cycle() -> bytes:
    """Return a planning sheet of two tasks that wait for each other."""
    rows = [["P-1", 1, "Bouwen", 5, "2", "05/01/2026"], ["P-1", 2, "Testen", 5, "1", None]]
    return workbook_of(Projecten=[PROJECTS, ["P-1", "Sluis", None]], Planning=[PLANNING, *rows])


BAD = [
    ("empty", "leeg.xlsx", b"", ["empty_file"], []),
    ("only zeroes", "leeg.xml", bytes(5000), ["empty_file"], []),
    ("truncated plan", "plan.xml", project()[:-40], ["damaged_xml"], ["plan.xml"]),
    ("truncated workbook", "boek.xlsx", GOOD_WORKBOOK[: len(GOOD_WORKBOOK) // 2], ["damaged_workbook"], []),
    ("renamed picture", "plan.mpp", b"\x89PNG\r\n\x1a\n" + bytes(300), ["unknown_plan_format"], []),
    ("renamed document", "boek.xlsx", b"%PDF-1.7 x", ["no_table"], []),
    (
        "protected workbook",
        "boek.xlsx",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        ["password_protected"],
        [],
    ),
    ("archive", "alles.zip", archive(), ["is_archive"], []),
    ("billion laughs", "plan.xml", laughs(), ["xml_entities"], []),
    (
        "external entity",
        "plan.xml",
        b'<!DOCTYPE Project [<!ENTITY f SYSTEM "file:///etc/passwd">]><Project><Name>&f;</Name></Project>',
        ["xml_external_entity"],
        [],
    ),
    ("zip bomb", "boek.xlsx", bomb(), ["unpacked_too_large"], []),
    ("lying zip bomb", "boek.xlsx", lying_bomb(), ["unpacked_too_large"], []),
    ("list as JSON", "projecten.json", b'{"projects": []}', ["is_json"], []),
    ("cyclic dependencies", "plan.xml", cycle(), ["cycle"], ["Taak 1"]),
    ("centuries in a row", "plan.xml", centuries(), ["plan_cannot_be_dated"], ["eeuwen", "plan.xml"]),
    ("cyclic planning sheet", "boek.xlsx", sheet_cycle(), ["cycle"], ["Planning"]),
    (
        "wrong types",
        "boek.xlsx",
        workbook_of(
            Projecten=[PROJECTS, ["P-1", "Sluis", "veel"]],
            Risicos=[["Projectcode", "Nr", "Titel", "Kans"], ["P-1", "R-1", "Uitloop", "130 %"]],
        ),
        ["not_a_number"],
        ["Projecten", "C2"],
    ),
    (
        "a date that does not exist",
        "boek.xlsx",
        workbook_of(
            Projecten=[PROJECTS, ["P-1", "Sluis", 3]],
            Issues=[["Projectcode", "Nr", "Titel", "Uiterste datum"], ["P-1", "I-1", "Lek", "31/11/2026"]],
        ),
        ["no_such_date"],
        ["Issues", "D2"],
    ),
    (
        "moved column without its label",
        "boek.xlsx",
        workbook_of(Projecten=[["Naam", "Tolerantie tijd (dagen)"], ["Sluis", 3]]),
        ["missing_column"],
        ["Projecten"],
    ),
    (
        "a code no address can hold",
        "boek.xlsx",
        workbook_of(Projecten=[PROJECTS, ["../../P-1", "Sluis", 3]]),
        ["bad_code"],
        ["Projecten"],
    ),
    (
        "a text no column can hold",
        "boek.xlsx",
        workbook_of(Projecten=[PROJECTS, ["P" * 60, "Sluis", 3]]),
        ["value_not_possible"],
        ["Projecten"],
    ),
]


NULS = "Projectcode;Naam\nP-1;Slu\0is\n".encode("utf-16")


@pytest.fixture
def portfolio(client):
    """A portfolio, with its manager logged in and one project that nothing may touch."""
    made = factories.portfolio()
    factories.project(made, "P-0")
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, "portfolio", made.pk))
    return made


def send(client, portfolio, *files: tuple[str, bytes], **fields: str):
    """Return the answer to an upload."""
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("imports", args=[portfolio.key]), {"files": uploads, **fields})


def stored() -> list[int]:
    """Return how much of everything there is."""
    return [model.objects.count() for model in (Project, PlanRevision, Person)]


@pytest.mark.parametrize(("what", "name", "data", "codes", "places"), BAD, ids=[one[0] for one in BAD])
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    client, portfolio, what, name, data, codes, places
):
    """422 with the sentence and its place; only the refused record and its hash stay; its page opens."""
    before = stored()
    answer = send(client, portfolio, (name, data))
    one = Import.objects.get()
    page = client.get(reverse("import", args=[one.pk]))

    assert answer.status_code == 422
    assert one.state == ImportState.REFUSED
    assert one.content is None
    assert one.changes == []
    assert len(one.sha256) == 64
    assert set(codes) <= {finding["code"] for finding in one.findings}, one.findings
    assert name in answer.content.decode()
    assert page.status_code == 200
    for place in places:
        assert place in page.content.decode()
    assert stored() == before
    assert client.get(reverse("imports", args=[portfolio.key])).status_code == 200


def test_the_refusal_says_why_where_and_that_nothing_changed(client, portfolio):
    """The three things a person needs, in one message on the page that took the file."""
    rows = [PROJECTS, ["P-1", "Sluis", "veel"]]
    answer = send(client, portfolio, ("boek.xlsx", workbook_of(Projecten=rows)))
    told = answer.context["refused"][0]

    assert "boek.xlsx" in told["title"]
    assert "Projecten" in told["text"]
    assert "C2" in told["text"]
    assert "veel" in told["text"]
    assert 'role="alert"' in answer.content.decode()


def test_a_file_beyond_the_limit_is_dropped_while_it_comes_in(client, portfolio, settings):
    """Nothing of it is stored, not even a record; the smaller file beside it is taken."""
    settings.STUURBORD_UPLOAD_LIMIT = 20_000
    answer = send(client, portfolio, ("groot.xml", b"<" + b"x" * 400_000), ("plan.xml", project()))

    assert answer.status_code == 422
    assert answer.context["refused"][0]["title"].startswith("groot.xml")
    assert [one.file_name for one in Import.objects.all()] == ["plan.xml"]
    assert Import.objects.get().state == ImportState.READY
    assert client.get(reverse("imports", args=[portfolio.key])).status_code == 200


def test_no_file_at_all_is_told(client, portfolio):
    """An empty form is no crash."""
    answer = client.post(reverse("imports", args=[portfolio.key]), {})

    assert answer.status_code == 422
    assert answer.context["refused"]
    assert not Import.objects.exists()


def test_columns_may_move(client, portfolio):
    """Labels count, not places: the same rows in another order are read."""
    rows = [["Tolerantie tijd (dagen)", "Naam", "Projectcode"], [12, "Sluis Wintam", "P-7"]]
    answer = send(client, portfolio, ("boek.xlsx", workbook_of(Projecten=rows)))
    one = Import.objects.get()

    assert answer.status_code == 302
    assert one.state == ImportState.READY
    assert [change["key"] for change in one.changes] == ["P-7"]


def test_an_unknown_calendar_is_told_with_its_task(client, portfolio):
    """The plan is read on its own calendar, and the page says of which task and what was used instead."""
    data = project(task(1, "<CalendarUID>99</CalendarUID>", name="Ombouw") + task(2))
    answer = send(client, portfolio, ("plan.xml", data))
    one = Import.objects.get()
    page = client.get(reverse("import", args=[one.pk])).content.decode()

    assert answer.status_code == 302
    assert "unknown_calendar" in {finding["code"] for finding in one.findings}
    assert 'class="severity warning"' in page
    assert "99" in page


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+HYPERLINK(1)", "-2+3+cmd", "@SUM(1)"])
def test_text_that_looks_like_a_formula_stays_text_in_and_out(client, portfolio, text):
    """Told on the way in, kept to the letter, and text again in the workbook that goes out."""
    records = full_records()
    records.issues = [replace(records.issues[0], title=text)]
    send(client, portfolio, ("boek.xlsx", workbook.write(records)))
    one = Import.objects.get()
    client.post(reverse("import_accept", args=[one.pk]))
    out = client.get(reverse("workbook", args=[portfolio.key])).content
    with zipfile.ZipFile(io.BytesIO(out)) as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name)

    assert "formula_like_text" in {finding["code"] for finding in one.findings}
    assert workbook.read(out, "uit.xlsx").issues[0].title == text
    assert b"<f>" not in sheets


def test_a_null_character_is_no_text(client, portfolio):
    """PostgreSQL cannot hold it: like every character that nobody sees, it is left out, and that is told."""
    send(client, portfolio, ("lijst.csv", NULS))
    one = Import.objects.get()
    actions.map_columns(factories.OPERATOR, one, one.mapping)
    actions.accept(factories.OPERATOR, one)

    assert portfolio.projects.get(code="P-1").name == "Sluis"
    assert "hidden_characters" in {finding["code"] for finding in one.findings}


def test_a_plan_that_can_have_no_dates_tells_its_file_and_project(client, portfolio):
    """In Dutch, in the message on the page that took the file."""
    told = send(client, portfolio, ("P-0.xml", centuries())).context["refused"][0]
    findings = Import.objects.get().findings
    (finding,) = [one for one in findings if one["code"] == "plan_cannot_be_dated"]

    assert told["title"].startswith("P-0.xml")
    assert told["text"].startswith("Project P-0: Voor deze planning kunnen geen datums berekend worden")
    assert finding["where"] == {"file": "P-0.xml", "project": "P-0"}


def test_a_plan_beyond_its_calendars_is_refused_too(client, portfolio, monkeypatch):
    """Whatever part of the scheduler says so."""

    def beyond(*_):
        raise OutsideHorizon("an instant lies outside the compiled days")

    monkeypatch.setattr("stuurbord.web.imports.plan_arrivals.schedule_for", beyond)
    answer = send(client, portfolio, ("P-0.xml", project()))

    assert answer.status_code == 422
    assert Import.objects.get().findings[-1]["code"] == "plan_cannot_be_dated"


def test_a_reviewed_plan_that_can_no_longer_be_dated_is_told(client, portfolio, monkeypatch):
    """A later version may compute otherwise; accepting changes nothing and shows why."""
    send(client, portfolio, ("P-0.xml", project()))
    one = Import.objects.get()

    def beyond(*_):
        raise OutsideHorizon("an instant lies outside the compiled days")

    monkeypatch.setattr("stuurbord.web.imports.plan_arrivals.schedule_for", beyond)
    answer = client.post(reverse("import_accept", args=[one.pk]))

    assert answer.status_code == 409
    assert Import.objects.get().state == ImportState.REFUSED
    assert not PlanRevision.objects.exists()


def test_a_refused_file_leaves_one_link_in_the_audit_chain(client, portfolio):
    """Who tried to bring what stays known: by name and hash, without its content."""
    send(client, portfolio, ("alles.zip", archive()))
    entry = AuditEntry.objects.latest("number")

    assert entry.action == "import.receive"
    assert entry.data["state"] == ImportState.REFUSED
    assert entry.data["file"] == "alles.zip"
