"""The page of the audit log: filters, fields before and after, links, files, what is known of the chain."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.append_only import without_guard
from stuurbord.web.audit.models import AuditEntry, Verification
from stuurbord.web.audit.proof import judge
from stuurbord.web.audit.verifying import MOST_AT_A_LOOK, standing, verify_and_keep
from stuurbord.web.lists.actions import Sent, archive_line, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.register import REGISTERS

pytestmark = pytest.mark.django_db
RISKS = "risicos"


@pytest.fixture
def project():
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def line(project):
    """A risk that was written down and then changed."""
    editor = factories.user(
        Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id, name="E. Redacteur"
    )
    register = REGISTERS[RISKS]
    values = {"project": project.pk, "code": "R-1", "title": "=Levertijd", "state": "identified"}
    made = saved(editor, new_form(register, editor, values))
    form = changed_form(register, editor, made, {"title": "Levering te laat", "cause": "+Staking"})
    return saved(editor, form, made.version)


def saved(editor, form, version: int | None = None):
    assert form.is_valid(), form.errors
    return save_lines(editor, REGISTERS[RISKS], [Sent(form, version)])[0]


@pytest.fixture
def auditor(client):
    """An auditor of the whole organisation, logged in."""
    made = factories.user(Role.AUDITOR)
    client.force_login(made)
    return made


def shown(client, **asked) -> list:
    return client.get("/logboek/", asked).context["rows"]


def test_a_change_is_told_field_by_field_with_a_link_to_its_line(client, auditor, line):
    """Before and after in words, the version, and where it opens."""
    row = shown(client)[0]

    assert {(one.before, one.after) for one in row.changes} == {
        ("=Levertijd", "Levering te laat"),
        ("–", "+Staking"),
    }
    assert row.entry.version == line.version == 2
    assert client.get(row.url).status_code == 200


@pytest.mark.parametrize(
    ("asked", "actions"),
    [
        ({"kind": "create"}, {"portfolio.create", "risk.create"}),
        ({"kind": "change"}, {"risk.change"}),
        ({"kind": "steering"}, {"portfolio.create"}),
        ({"register": RISKS}, {"risk.create", "risk.change"}),
        ({"register": "issues"}, set()),
        ({"who": "redacteur"}, {"risk.create", "risk.change"}),
        ({"project": "p-001"}, {"risk.create", "risk.change"}),
        ({"portfolio": "ASN"}, {"portfolio.create", "risk.create", "risk.change"}),
        ({"portfolio": "GEEN"}, set()),
        ({"q": "R-1"}, {"risk.create", "risk.change"}),
        ({"first": "2999-01-01"}, set()),
        ({"until": "1999-01-01"}, set()),
        ({"first": "2000-01-01", "until": "2998-01-01", "register": RISKS}, {"risk.create", "risk.change"}),
        (
            {"first": "31/02", "kind": "x", "register": "x", "before": "-1"},
            {"portfolio.create", "risk.create", "risk.change"},
        ),
        ({"q": "\0"}, {"portfolio.create", "risk.create", "risk.change"}),
    ],
)
def test_the_log_is_filtered(client, auditor, line, asked, actions):
    """By person, kind, register, place, period and words; what is no filter asks nothing."""
    assert {row.entry.action for row in shown(client, **asked)} == actions


def test_older_entries_follow_page_by_page(client, auditor):
    """Every entry once, without counting them all."""
    for _ in range(205):
        factories.portfolio()
    numbers, address = [], "/logboek/?kind=create"
    while address:
        page = client.get(address).context
        numbers += [row.entry.number for row in page["rows"]]
        address = f"/logboek/{page['older']}" if page["older"] else ""

    assert numbers == list(range(205, 0, -1))


def test_a_link_shows_only_to_who_may_see_the_line(client, line):
    """An administrator of doors sees no registers."""
    client.force_login(factories.user(Role.ADMINISTRATOR))

    assert {row.url for row in shown(client)} == {""}


def test_the_chosen_entries_go_out_as_a_workbook(client, auditor, line):
    """One row per field that changed; what begins as a formula stays text."""
    answer = client.get("/logboek/selectie.xlsx", {"kind": "change"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    rows = list(sheet.iter_rows(min_row=2))

    assert len(rows) == 2
    assert {(row[8].value, row[9].value) for row in rows} == {
        ("=Levertijd", "Levering te laat"),
        ("–", "+Staking"),
    }
    assert {cell.data_type for row in rows for cell in row[7:11]} == {"s"}


def test_the_chosen_entries_go_out_as_a_table(client, auditor, line):
    """No cell begins as a formula does."""
    text = client.get("/logboek/selectie.csv", {"kind": "change"}).getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert len(rows) == 3
    assert {row[8] for row in rows[1:]} == {"'=Levertijd", "–"}


def test_the_chosen_entries_go_out_as_lines_of_json(client, auditor, line):
    """Each with its hash; within what the reader may see."""
    lines = client.get("/logboek/selectie.jsonl", {"register": RISKS}).getvalue().decode().splitlines()
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, factories.portfolio().pk))

    assert [json.loads(one)["hash"] for one in lines] == list(
        AuditEntry.objects.filter(action__startswith="risk.").values_list("hash", flat=True)
    )
    assert client.get("/logboek/selectie.jsonl", {"register": RISKS}).getvalue() == b""
    assert client.get("/logboek/selectie.exe").status_code == 404


def test_the_downloaded_chain_is_sealed(client, auditor, line):
    """So that one which was cut short is noticed."""
    lines = client.get("/logboek.jsonl").getvalue().decode().splitlines()

    assert judge(json.loads(one) for one in lines).is_sealed


def test_the_page_says_how_far_the_chain_was_seen_to_hold(client, auditor, line):
    """A short chain is followed at once; with the last link to note down."""
    page = client.get("/logboek/")
    last = AuditEntry.objects.first()

    assert "3" in page.context["conclusion"]
    assert f"{last.number}:{last.hash}" in page.content.decode()


def test_a_long_chain_is_not_followed_at_every_look(client, auditor, monkeypatch):
    """What nobody verified yet is told as such; the button does it."""
    monkeypatch.setattr("stuurbord.web.audit.verifying.MOST_AT_A_LOOK", 3)
    for _ in range(5):
        factories.portfolio()
    assert standing().n_unseen == 5

    answer = client.post("/logboek/controle/")
    assert answer.url == "/logboek/"
    assert standing().n_unseen == 0
    assert Verification.objects.get().until == 5
    assert MOST_AT_A_LOOK > 3


@pytest.mark.parametrize("is_verified", [True, False])
def test_a_broken_chain_stands_on_the_page(client, auditor, is_verified):
    """Whether the last verification found it, or the entries since then do not fit."""
    factories.portfolio()
    factories.portfolio()
    if not is_verified:
        verify_and_keep()
        factories.portfolio()
    number = AuditEntry.objects.first().number
    with without_guard():
        AuditEntry.objects.filter(number=number).update(action="niets")
    if is_verified:
        verify_and_keep()
    page = client.get("/logboek/")

    assert not standing().holds
    assert len(page.context["breaks"]) == 1
    assert str(number) in page.context["breaks"][0]


def test_many_entries_take_no_more_queries(client, auditor, line, project):
    """However many lines a page names."""
    client.get("/logboek/")
    with CaptureQueriesContext(connection) as few:
        client.get("/logboek/")
    editor = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    register = REGISTERS[RISKS]
    for number in range(10, 30):
        values = {"project": project.pk, "code": f"R-{number}", "title": "Nog een", "state": "identified"}
        saved(editor, new_form(register, editor, values))
    client.get("/logboek/")  # the frame counts anew what waits
    with CaptureQueriesContext(connection) as many:
        client.get("/logboek/")

    assert len(many) == len(few)


def test_an_archived_line_is_told(client, auditor, line):
    """And that it came back."""
    editor = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, line.project.portfolio_id)
    archive_line(editor, REGISTERS[RISKS], line, line.version)

    assert "R-1" in shown(client, kind="archive")[0].sentence
