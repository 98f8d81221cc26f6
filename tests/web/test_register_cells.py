"""Cells of a list: editing one in place or many at once, all or none, nobody's edit lost, and taking back."""

from __future__ import annotations

import json

import pytest
from django.db import models
from web import factories
from web.register_lines import SLUGS, line, risk

from stuurbord.web.accounts.models import Membership, Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.cell_changes import MOST_LINES
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.registers.models import Risk

pytestmark = pytest.mark.django_db

CELLS, UNDO = "/registers/risicos/cellen/", "/registers/risicos/ongedaan/"


@pytest.fixture
def project():
    """A project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def editor(client, project):
    """Somebody who may edit every register of the portfolio, logged in, who reads English."""
    made = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    made.language = "en"
    made.save()
    client.force_login(made)
    return made


def post(client, address: str, body: object):
    """Return the answer to what a page sends."""
    return client.post(address, json.dumps(body), content_type="application/json")


def change(client, lines, **changes: str):
    """Return the answer to a change of these lines as they are known here."""
    sent = [{"pk": one.pk, "version": one.version} for one in lines]
    return post(client, CELLS, {"lines": sent, "changes": changes})


def test_a_cell_is_saved_and_comes_back_written(client, editor, project):
    """With its new version, the cells that depend on it, and what undoing takes."""
    stored = risk(project, probability="0.5", impact_days=10)
    answer = change(client, [stored], impact_days="30")
    told = answer.json()

    assert answer.status_code == 200
    assert told["lines"][0]["version"] == 2
    assert "30" in told["lines"][0]["cells"]["impact_days"]
    assert "×" in told["lines"][0]["cells"]["classes_written"]
    assert told["undo"] == [[stored.pk, 2]]
    assert AuditEntry.objects.filter(action="risk.change").count() == 1


def test_saving_what_stands_there_changes_nothing(client, editor, project):
    """No version, no entry, nothing to undo."""
    stored = risk(project, title="Levertijd")
    told = change(client, [stored], title="Levertijd").json()

    assert told["undo"] == []
    assert told["lines"][0]["version"] == 1
    assert not AuditEntry.objects.filter(action="risk.change").exists()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_cell_of_every_register_has_an_editor(client, editor, project, slug):
    """Of a kind the page knows; lists hold what stands there; figures are written as they are read."""
    stored = line(slug, project)
    for name in REGISTERS[slug].form_fields:
        answer = client.get(f"/registers/{slug}/cellen/?line={stored.pk}&field={name}")
        told = answer.json()

        assert answer.status_code == 200, name
        assert told["kind"] in ("text", "long", "figure", "date", "choice", "search")
        assert told["version"] == stored.version
        if told["kind"] == "choice":
            assert told["value"] in {one["value"] for one in told["options"]}, name
            letters = [one["letter"] for one in told["options"] if one["letter"]]
            assert len(letters) == len(set(letters)), name


@pytest.mark.parametrize("slug", SLUGS)
def test_every_register_takes_a_change_and_takes_it_back(client, editor, project, slug):
    """Through the same addresses; afterwards the line is what it was."""
    stored = line(slug, project)
    register = REGISTERS[slug]
    texts = [
        field.name
        for field in register.model._meta.fields
        if field.name in register.form_fields and type(field) in (models.CharField, models.TextField)
        if not field.choices and field.name not in ("tasks", "task", "depends_on", "risk", "month")
    ]
    name = texts[-1]
    before = getattr(stored, name)
    body = {"lines": [{"pk": stored.pk, "version": stored.version}], "changes": {name: "Anders"}}
    answer = post(client, f"/registers/{slug}/cellen/", body)
    assert answer.status_code == 200, answer.json()
    stored.refresh_from_db()
    assert getattr(stored, name) == "Anders"
    undone = post(client, f"/registers/{slug}/ongedaan/", {"done": answer.json()["undo"]})
    stored.refresh_from_db()

    assert undone.status_code == 200, undone.json()
    assert getattr(stored, name) == before


def test_only_states_that_can_be_reached_are_offered(client, editor, project):
    """Those the table leads to from here, and the state it has."""
    stored = line("proef", project)
    closed = line("proef", project, state="granted")
    offered = client.get(f"/registers/proef/cellen/?line={stored.pk}&field=state").json()["options"]
    last = client.get(f"/registers/proef/cellen/?line={closed.pk}&field=state").json()["options"]

    assert {one["value"] for one in offered} == {"asked", "granted", "refused"}
    assert [one["value"] for one in last] == ["granted"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("probability", "112"),
        ("impact_days", "veel"),
        ("due", "2026-02-31"),
        ("title", ""),
        ("owner", "999999"),
    ],
)
def test_what_cannot_be_is_told_and_not_saved(client, editor, project, field, text):
    """A sentence at the field; the line stays as it was."""
    stored = risk(project)
    answer = change(client, [stored], **{field: text})
    stored.refresh_from_db()

    assert answer.status_code == 422
    assert answer.json()["errors"][field][0]
    assert stored.version == 1


def test_changes_of_two_people_that_fit_together_are_both_kept(client, editor, project):
    """Each of another field, on the same version: the second is put on top without a question."""
    stored = risk(project, title="Oud", impact_days=10)
    assert change(client, [stored], title="Nieuw").status_code == 200
    answer = change(client, [stored], impact_days="25")
    stored.refresh_from_db()

    assert answer.status_code == 200
    assert (stored.title, stored.impact_days, stored.version) == ("Nieuw", 25, 3)


def test_a_clash_is_told_with_both_values_and_nothing_is_overwritten(client, editor, project):
    """Who saved, and what; keeping mine is saving on the new version."""
    stored = risk(project, probability="0.2")
    assert change(client, [stored], probability="35").status_code == 200
    answer = change(client, [stored], probability="40")
    told = answer.json()
    stored.refresh_from_db()
    [clash] = told["clashes"]

    assert answer.status_code == 409
    assert str(stored.probability) == "0.3500"
    assert (clash["mine"][:2], clash["theirs"][:2], clash["who"]) == ("40", "35", editor.name)
    stored.version = told["lines"][0]["version"]
    assert change(client, [stored], probability="40").status_code == 200


def test_many_lines_change_at_once_or_not_at_all(client, editor, project):
    """One that cannot keeps all as they were, and is named with its reason."""
    right = [line("proef", project) for _number in range(3)]
    wrong = line("proef", project, state="granted")
    sent = [{"pk": one.pk, "version": 1} for one in (*right, wrong)]
    refused = post(client, "/registers/proef/cellen/", {"lines": sent, "changes": {"state": "refused"}})
    states = set(type(wrong).objects.values_list("state", flat=True))
    taken = post(client, "/registers/proef/cellen/", {"lines": sent[:3], "changes": {"state": "refused"}})

    assert refused.status_code == 422
    assert [one["pk"] for one in refused.json()["refused"]] == [wrong.pk]
    assert states == {"asked", "granted"}
    assert taken.status_code == 200
    assert len(taken.json()["undo"]) == 3


def test_all_lines_found_can_be_changed_if_they_are_as_many_as_was_said(client, editor, project):
    """The address finds them again; a list that changed meanwhile is refused."""
    for number in range(5):
        risk(project, title=f"Bodem {number}")
    other = risk(project, title="Anders")
    body = {"found": "q=bodem", "count": 5, "changes": {"response": "avoid"}}
    wrong = post(client, CELLS, body | {"count": 4})
    right = post(client, CELLS, body)
    other.refresh_from_db()

    assert wrong.status_code == 409
    assert right.status_code == 200
    assert Risk.objects.filter(response="avoid").count() == 5
    assert other.response == "mitigate"


def test_more_lines_than_fit_in_one_change_are_refused(client, editor, project):
    """With the number that does."""
    sent = [[pk, 1] for pk in range(1, MOST_LINES + 2)]
    answer = post(client, CELLS, {"lines": sent, "changes": {"response": "avoid"}})

    assert answer.status_code == 400
    assert "1,000" in answer.json()["said"]


def test_lines_are_archived_together_and_come_back(client, editor, project):
    """Undoing brings them back to the list."""
    stored = [risk(project), risk(project)]
    sent = [[one.pk, one.version] for one in stored]
    answer = post(client, CELLS, {"lines": sent, "archive": True})
    told = answer.json()
    gone = Risk.objects.filter(is_archived=True).count()
    undone = post(client, UNDO, {"done": told["undo"]})

    assert set(told["gone"]) == {one.pk for one in stored}
    assert gone == 2
    assert undone.status_code == 200
    assert Risk.objects.filter(is_archived=False).count() == 2


def test_a_line_archived_meanwhile_is_told(client, editor, project):
    """Not as a line that never was."""
    stored = risk(project)
    Risk.objects.update(is_archived=True)
    answer = change(client, [stored], title="Nieuw")

    assert answer.status_code == 422
    assert "archived" in str(answer.json()["refused"])


def test_nobody_takes_back_what_somebody_else_did(client, editor, project):
    """Nor what was changed since."""
    stored = risk(project)
    done = change(client, [stored], title="Nieuw").json()["undo"]
    stored.refresh_from_db()
    change(client, [stored], title="Nieuwer")
    since = post(client, UNDO, {"done": done})
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk))
    other = post(client, UNDO, {"done": [[stored.pk, 3]]})
    stored.refresh_from_db()

    assert since.status_code == 409
    assert other.status_code == 409
    assert stored.title == "Nieuwer"


@pytest.mark.parametrize(
    ("role", "status"), [(Role.READER, 403), (Role.CONTROLLER, 403), (Role.AUDITOR, 403), (None, 404)]
)
def test_who_may_not_edit_changes_nothing(client, project, role, status):
    """Who sees the line is refused; for others it does not exist."""
    stored = risk(project)
    client.force_login(factories.user(role, Scope.PORTFOLIO, project.portfolio_id))
    sent = [[stored.pk, 1]]
    answers = [change(client, [stored], title="Nieuw"), post(client, CELLS, {"lines": sent, "archive": True})]
    stored.refresh_from_db()

    assert [one.status_code for one in answers] == [status, status]
    assert (stored.version, stored.is_archived) == (1, False)


def test_a_line_of_another_portfolio_does_not_exist(client, editor, project):
    """Alone, among lines that do, to edit, to read, to take back."""
    own, foreign = risk(project), risk(factories.project(factories.portfolio()))
    answers = [
        change(client, [foreign], title="Mijn"),
        change(client, [own, foreign], title="Mijn"),
        client.get(f"{CELLS}?line={foreign.pk}&field=title"),
        post(client, CELLS, {"lines": [[foreign.pk, 1]], "archive": True}),
    ]
    rows = client.get(f"{CELLS}?rows={own.pk},{foreign.pk}").json()["lines"]
    undone = post(client, UNDO, {"done": [[foreign.pk, 1]]})

    assert [one.status_code for one in answers] == [404] * 4
    assert [one["pk"] for one in rows] == [own.pk]
    assert undone.status_code == 409
    assert not Risk.objects.filter(title="Mijn").exists()


def test_a_mandate_is_asked_of_a_cell_too(client, editor, project):
    """A state that takes a mandate is not offered to who has none, nor saved when sent all the same."""
    Membership.objects.filter(user=editor).delete()
    Membership.objects.create(user=editor, role=Role.READER, scope=Scope.PROJECT, scope_id=project.pk)
    stored = line("proef", project)
    sent = {"lines": [[stored.pk, 1]], "changes": {"state": "granted"}}

    assert post(client, "/registers/proef/cellen/", sent).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        '{"lines": 1}',
        '{"lines": []}',
        '{"lines": [1]}',
        '{"lines": [[1]]}',
        '{"lines": [["x", 1]], "changes": {}}',
        '{"lines": [{"pk": true, "version": 1}], "changes": {"title": "x"}}',
        '{"lines": [[1e99, 1]], "changes": {"title": "x"}}',
        '{"lines": [[99999999999999999999999, 1]], "changes": {"title": "x"}}',
        '{"lines": [["²", 1]], "changes": {"title": "x"}}',
        '{"lines": [[1, 1]], "changes": {"version": "9"}}',
        '{"lines": [[1, 1]], "changes": {"is_archived": "true"}}',
        '{"lines": [[1, 1]], "changes": {"project": "2"}}',
        '{"lines": [[1, 1]], "changes": {"title": null}}',
        '{"lines": [[1, 1]], "changes": {}}',
        '{"found": 5, "count": "x", "changes": {"title": "x"}}',
        '{"found": "%ff=%00&q=\\u0000", "count": 0, "changes": {"title": "x"}}',
        "[" * 100_000,
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
@pytest.mark.parametrize("address", [CELLS, UNDO])
def test_nonsense_is_refused_and_breaks_nothing(client, editor, project, body, address):
    """With a sentence, or as something that does not exist."""
    answer = client.post(address, body, content_type="application/json")

    assert answer.status_code in (400, 404, 409)


@pytest.mark.parametrize(
    "query", ["line=x&field=title", "line=1&field=title", "field=wens", "field=version", "rows=x"]
)
def test_nonsense_in_the_address_of_a_cell_does_not_exist(client, editor, project, query):
    """404."""
    assert client.get(f"{CELLS}?{query}").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "<b>vet</b>", "\u202eomgekeerd", "a\u200bb", "x\0y", "\ud800"])
def test_strange_text_stays_text_or_is_refused(client, editor, project, text):
    """It is never markup and never breaks the page."""
    stored = risk(project)
    answer = change(client, [stored], title=text)

    assert answer.status_code in (200, 400, 422)
    assert "<b>" not in client.get("/registers/risicos/").content.decode()


def test_a_long_choice_of_people_is_searched(client, editor, project):
    """By letters of the name; at most so many come at once."""
    stored = risk(project)
    for number in range(210):
        factories.Person.objects.create(name=f"Mens {number:03}")
    whole = client.get(f"{CELLS}?line={stored.pk}&field=owner").json()
    found = client.get(f"{CELLS}?line={stored.pk}&field=owner&q=mens 20").json()

    assert whole["has_more"]
    assert len(whole["options"]) <= 201
    assert {one["label"] for one in found["options"] if one["value"]} == {
        f"Mens {n}" for n in range(200, 210)
    }
