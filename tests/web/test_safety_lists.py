"""What is tried at lists by who may not: every attempt finds nothing, changes nothing and breaks nothing."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web import factories, register_lines
from web.api_client import Program, token

from stuurbord.web.accounts.models import Membership, Person, Role, Scope
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.models import Attachment, Link
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.registers.models import Risk

pytestmark = pytest.mark.django_db

EVIL = '"><img src=x onerror=alert(1)>'
CELLS = "/registers/risicos/cellen/"


@pytest.fixture
def project():
    """Return a project of a portfolio."""
    return factories.project(factories.portfolio("A"), "P-001")


@pytest.fixture
def editor(client, project):
    """Return somebody who edits the registers of the project, logged in."""
    made = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    client.force_login(made)
    return made


def sent(client, address, data):
    return client.post(address, json.dumps(data), content_type="application/json")


def test_who_only_reads_is_offered_nobody_to_choose(client, project):
    """The names of people stand behind the right to write one down."""
    Person.objects.create(name="G. Geheim")
    line = register_lines.risk(project)
    client.force_login(factories.user(Role.READER, Scope.PROJECT, project.pk))
    answers = [client.get(f"{CELLS}?field=owner{more}") for more in ("", f"&line={line.pk}")]

    assert [one.status_code for one in answers] == [403, 403]
    assert not any("Geheim" in one.content.decode() for one in answers)


def test_who_edits_one_project_is_offered_nobody_at_a_line_of_another(client, project, editor):
    """Also where he sees the other one."""
    seen = {"scope": Scope.PORTFOLIO, "scope_id": project.portfolio_id}
    Membership.objects.create(user=editor, role=Role.READER, **seen)
    other = register_lines.risk(factories.project(project.portfolio, "P-002"))

    assert client.get(f"{CELLS}?field=owner").status_code == 200
    assert client.get(f"{CELLS}?field=owner&line={other.pk}").status_code == 403


@pytest.mark.parametrize("text", ["\ud800", "a\ud800b", "x\0y"])
def test_half_a_character_breaks_nothing(client, project, editor, text):
    """Neither by a cell nor by the API; what is kept is text."""
    line = register_lines.risk(project)
    program = Program(client, token(editor))
    answers = [
        sent(client, CELLS, {"lines": [[line.pk, 1]], "changes": {"title": text}}),
        program.patch(f"/registers/risicos/{line.pk}", {"title": text}, If_Match='"1"'),
        program.post(f"/registers/risicos/{line.pk}/comments", {"text": text}),
        program.post("/registers/risicos", {"project": f"A/{text}", "title": "x"}),
    ]

    assert [one.status_code for one in answers if one.status_code >= 500] == []
    assert Risk.objects.get().title.isprintable()


def test_a_task_that_never_was_is_not_linked(client, project, editor):
    """A number that somebody made up would stand there as a task that the plan no longer has."""
    factories.revision(project)
    line = register_lines.risk(project)
    forged = {"to": f"taak:{project.pk}:999999999999999999"}
    answer = Program(client, token(editor)).post(f"/registers/risicos/{line.pk}/links", forged)

    assert answer.status_code == 422
    assert not Link.objects.exists()


@pytest.mark.parametrize("version", [None, "", "x", "0", "99", "1.0", "-1", "9" * 30])
def test_without_the_version_nothing_is_overwritten(client, project, editor, version):
    """A form without the version that it was opened on is a lost race."""
    line = register_lines.risk(project)
    form = register_lines.form_of("risicos", line) | {"title": "Overschreven"}
    named = {} if version is None else {"version": version}
    form = {name: value for name, value in form.items() if name != "version"} | named
    answers = [
        client.post(f"/registers/risicos/{line.pk}/{action}/", form)
        for action in ("wijzigen", "archiveren", "terugzetten")
    ]

    assert [one.status_code for one in answers] == [409, 409, 409]
    assert Risk.objects.get().title != "Overschreven"


def test_what_the_form_does_not_ask_is_not_taken(client, project, editor):
    """By a form it is passed over, by a cell and by the API refused."""
    line = register_lines.risk(project)
    form = register_lines.form_of("risicos", line) | {"title": "Nieuw"}
    more = {"is_archived": "1", "created_at": "2000-01-01", "id": "77", "pk": "77"}
    client.post(f"/registers/risicos/{line.pk}/wijzigen/", form | more)
    stored = Risk.objects.get()
    program = Program(client, token(editor))
    forged = ("is_archived", "version", "id", "changed_at", "portfolio", "_state")
    by_cell = [sent(client, CELLS, {"lines": [[line.pk, 2]], "changes": {one: "7"}}) for one in forged]
    by_api = [program.patch(f"/registers/risicos/{line.pk}", {one: 7}, If_Match='"2"') for one in forged]

    assert (stored.pk, stored.title, stored.version, stored.is_archived) == (line.pk, "Nieuw", 2, False)
    assert {one.status_code for one in by_cell} == {400}
    assert {one.status_code for one in by_api} == {422}


def test_a_bulk_with_one_foreign_line_changes_none(client, project, editor):
    """Of another portfolio or only of another project: all are as they were."""
    own = register_lines.risk(project)
    others = [
        register_lines.risk(factories.project(factories.portfolio("B"), "Q")),
        register_lines.risk(factories.project(project.portfolio, "P-002")),
    ]
    for other in others:
        lines = [[own.pk, 1], [other.pk, 1]]
        change = sent(client, CELLS, {"lines": lines, "changes": {"title": "Overal"}})
        archive = sent(client, CELLS, {"lines": lines, "archive": True})
        undo = sent(client, "/registers/risicos/ongedaan/", {"done": lines})
        assert [change.status_code, archive.status_code, undo.status_code] == [404, 404, 409]

    assert set(Risk.objects.values_list("version", "is_archived")) == {(1, False)}


def test_a_line_that_moved_leaves_its_past_with_who_saw_it(client, project):
    """Who sees only the project where it stands now reads nothing of the time before."""
    past = factories.project(factories.portfolio("B"), "Q")
    line = register_lines.risk(past, title="Geheime naam")
    operator, register = factories.OPERATOR, REGISTERS["risicos"]
    for changes in ({"title": "Nog geheim"}, {"title": "Open", "project": project.pk}, {"title": "Nu"}):
        stored = Risk.objects.get()
        form = changed_form(register, operator, stored, changes)
        assert form.is_valid(), form.errors
        save_lines(operator, register, [Sent(form, stored.version)])
    told = {}
    for scopes in ((Scope.PROJECT, project.pk), (Scope.ORGANISATION, 0)):
        reader = factories.user(Role.READER, *scopes)
        program = Program(client, token(reader))
        answers = [program.get(f"/registers/risicos/{line.pk}/{one}") for one in ("history", "revisions")]
        told[scopes[0]] = [len(one.json()["items"]) for one in answers]

    assert told == {Scope.PROJECT: [2, 2], Scope.ORGANISATION: [3, 4]}


def test_a_token_of_one_portfolio_tells_no_files_of_another(client, project):
    """What waits for its owner elsewhere is not its own."""
    manager = factories.user(Role.PORTFOLIO_MANAGER)
    for portfolio in (project.portfolio, factories.portfolio("B")):
        Import.objects.create(
            portfolio=portfolio, state=ImportState.READY, file_name=f"{portfolio.key}.xlsx", size=1,
            created_by_id=manager.pk,
        )  # fmt: skip
    all_of_them = Program(client, token(manager)).get("/my-week").json()["items"]
    of_one = Program(client, token(manager, portfolio=project.portfolio)).get("/my-week").json()["items"]

    assert {one["title"] for one in all_of_them} == {"A.xlsx", "B.xlsx"}
    assert {one["title"] for one in of_one} == {"A.xlsx"}


def test_nothing_that_people_write_is_html(client, project, editor):
    """Titles, remarks, names of files and views, and what stands in the address."""
    line = register_lines.risk(project, title=EVIL, measure=EVIL)
    here = f"/registers/risicos/{line.pk}/"
    client.post(f"{here}opmerkingen/", {"text": f'{EVIL} https://a.example/"onclick=x'})
    client.post(f"{here}bijlagen/", {"files": SimpleUploadedFile('a"\r\nX-Evil: <img src=x>.html', b"<b>")})
    client.post("/registers/risicos/weergaven/", {"name": EVIL, "query": "q=x"})
    tabs = [f"{here}?tab={one}" for one in ("opmerkingen", "bijlagen", "koppelingen", "geschiedenis", EVIL)]
    asked = "&".join(f"{name}={EVIL}" for name in ("q", "groep", "kol", "sort", "bewaard"))
    pages = [here, f"{here}wijzigen/", "/registers/risicos/", "/zoek/?q=img", "/mijn-week/", *tabs]
    answers = [client.get(one) for one in (*pages, f"/registers/risicos/?{asked}")]
    cells = client.get(f"{CELLS}?rows={line.pk}").json()["lines"][0]["cells"]
    file = client.get(f"{here}bijlagen/{Attachment.objects.get().pk}/")

    assert {one.status_code for one in answers} == {200}
    assert not any("<img src=x" in one.content.decode() for one in answers)
    assert not any('"onclick=x' in one.content.decode() for one in answers)
    assert not any("<img src=x" in str(one) for one in cells.values())
    assert all("default-src 'self'" in one["Content-Security-Policy"] for one in answers)
    assert "X-Evil" not in file.headers
    assert file["Content-Disposition"].startswith("attachment;")
    assert file["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "changes", [{"impact_cost": "900"}, {"impact_days": 1}, {"scenario": "ander"}, {"decided_by": ""}]
)
def test_what_was_approved_is_what_is_carried_out(project, changes):
    """Who has the register but no mandate changes nothing in what the mandate was given for."""
    decider = Person.objects.create(name="D. Beslist")
    fields = {"impact_days": 10, "impact_cost": 100, "state": "approved", "decided_by": decider}
    line = register_lines.line("wijzigingen", project, **fields)
    operator, register = factories.OPERATOR, REGISTERS["wijzigingen"]

    assert list(changed_form(register, operator, line, changes).errors) == list(changes)
    assert changed_form(register, operator, line, {"title": "Duidelijker"}).is_valid()
