"""A program reads and changes the registers with the same actions and rights as the pages."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from web import factories, register_lines
from web.api_client import Program, token

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.api.models import ApiToken
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.registers.models import Issue, Risk

pytestmark = pytest.mark.django_db

RISKS = "/registers/risicos"


@pytest.fixture
def project():
    """Return a project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def manager(project):
    """Return the manager of its portfolio."""
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)


@pytest.fixture
def program(client, manager):
    """Return a program with the rights of the manager."""
    return Program(client, token(manager))


def test_line_is_created_read_changed_archived_and_restored(program, project, manager):
    """The whole life of a line, each step with its version, each step in the audit log."""
    sent = {"project": "ASN/P-001", "code": "R-001", "title": "Levertijd", "probability": "0.4"}
    made = program.post(RISKS, sent)
    path = f"{RISKS}/{made.json()['id']}"
    read = program.get(path)
    changed = program.patch(path, {"impact_days": 20, "owner": manager.email}, If_Match=read["ETag"])
    archived = program.delete(path, If_Match='"2"')
    restored = program.post(f"{path}/restore", If_Match='"3"')

    assert (made.status_code, made["ETag"]) == (201, '"1"')
    assert made.json()["probability"] == "0.4000"
    assert made["Location"] == f"/api/v1{path}"
    assert read.json() == made.json()
    assert changed.json()["owner"]["email"] == manager.email
    assert (changed.status_code, changed["ETag"], changed.json()["impact_days"]) == (200, '"2"', 20)
    assert (archived.status_code, archived.content) == (204, b"")
    assert (restored.status_code, restored.json()["version"]) == (200, 4)
    assert list(AuditEntry.objects.filter(action__startswith="risk.").values_list("action", flat=True)) == [
        "risk.restore",
        "risk.archive",
        "risk.change",
        "risk.create",
    ]


def test_line_without_a_number_gets_the_next(program, project):
    """As the form of a page proposes it."""
    register_lines.risk(project, code="R-041")

    made = program.post(RISKS, {"project": "ASN/P-001", "title": "Levertijd"})

    assert (made.json()["code"], made.json()["state"]) == ("R-042", "identified")


def test_change_needs_the_version_that_was_read(program, project):
    """428 without one; 412 on a late one, with the version that stands there; nothing is overwritten."""
    risk = register_lines.risk(project, title="Oud")
    path = f"{RISKS}/{risk.pk}"

    without = program.patch(path, {"title": "Nieuw"})
    program.patch(path, {"title": "Eerst"}, If_Match='"1"')
    late = program.patch(path, {"title": "Laat"}, If_Match='"1"')

    assert (without.status_code, without.json()["type"]) == (428, "urn:stuurbord:version_required")
    assert (late.status_code, late.json()["version"], late["ETag"]) == (412, 2, '"2"')
    assert Risk.objects.get().title == "Eerst"


def test_known_version_is_not_sent_again(program, project):
    """With 304, for who sends If-None-Match."""
    risk = register_lines.risk(project)

    answer = program.get(f"{RISKS}/{risk.pk}", If_None_Match='"1"')

    assert (answer.status_code, answer.content) == (304, b"")


def test_page_follows_page_without_gaps_though_lines_are_added(program, project):
    """The cursor is a key, not a position."""
    made = [register_lines.risk(project).pk for _ in range(5)]
    first = program.get(f"{RISKS}?limit=2").json()
    made.append(register_lines.risk(project).pk)
    seen, cursor = [one["id"] for one in first["items"]], first["next"]
    while cursor:
        page = program.get(f"{RISKS}?limit=2&cursor={cursor}").json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]

    assert seen == made


def test_who_follows_changes_misses_none(program, project):
    """`changed_since` gives lines in the order of their change, archived ones too if asked."""
    first, second = register_lines.risk(project), register_lines.risk(project)
    since = second.changed_at.isoformat().replace("+00:00", "Z")
    program.patch(f"{RISKS}/{first.pk}", {"title": "Anders"}, If_Match='"1"')
    program.delete(f"{RISKS}/{second.pk}", If_Match='"1"')

    found = program.get(f"{RISKS}?changed_since={since}&archived=true&limit=1").json()
    rest = program.get(f"{RISKS}?changed_since={since}&archived=true&cursor={found['next']}").json()

    assert [one["id"] for one in found["items"] + rest["items"]] == [first.pk, second.pk]
    assert rest["items"][0]["is_archived"]


def test_filters_are_those_of_the_register(program, project):
    """A value that cannot be is told, not passed over."""
    mine = register_lines.risk(project, response="avoid", title="Vergunning")
    register_lines.risk(project, state="closed")
    other = factories.project(factories.portfolio("B"), "P-001")
    register_lines.risk(other, response="avoid")

    def found(query: str) -> list[int]:
        return [one["id"] for one in program.get(f"{RISKS}?{query}").json()["items"]]

    assert found("response=avoid") == found("q=vergunn") == found("is_open=true") == [mine.pk]
    assert found("project=P-002") == []
    assert program.get(f"{RISKS}?portfolio=B").json()["items"] == []
    assert program.get(f"{RISKS}?view=niets").status_code == 422
    assert program.get(f"{RISKS}?kleur=rood").status_code == 422


def test_bulk_is_all_or_none(program, project):
    """One late version, one wrong value: nothing is saved, and the answer names the lines."""
    one, two = register_lines.risk(project, title="Een"), register_lines.risk(project, title="Twee")

    def change(*changes: tuple[int, int, dict]):
        sent = [{"id": pk, "version": version, "set": fields} for pk, version, fields in changes]
        return program.post(f"{RISKS}/bulk", {"changes": sent})

    late = change((one.pk, 1, {"title": "A"}), (two.pk, 7, {"title": "B"}))
    wrong = change((one.pk, 1, {"title": "A"}), (two.pk, 1, {"probability": "2"}))
    good = change((one.pk, 1, {"title": "A"}), (two.pk, 1, {"title": "B"}))

    assert (late.status_code, late.json()["lines"]) == (409, [two.pk])
    assert (wrong.status_code, wrong.json()["errors"][0]["line"]) == (422, two.pk)
    assert [one["title"] for one in good.json()["items"]] == ["A", "B"]


def test_same_key_does_its_work_once(program, project):
    """A repeated request gets the same answer; the same key for something else is refused."""
    sent = {"project": "ASN/P-001", "title": "Levertijd", "code": "R-1"}

    first = program.post(RISKS, sent, Idempotency_Key="abc")
    again = program.post(RISKS, sent, Idempotency_Key="abc")
    other = program.post(RISKS, sent | {"code": "R-2"}, Idempotency_Key="abc")

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert other.status_code == 422
    assert Risk.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": "Een", "code": "R-1"}, "project"),
        ({"project": "ASN/P-404", "title": "Een"}, "project"),
        ({"project": "ASN/P-001", "title": "Een", "probability": "1,5"}, "probability"),
        ({"project": "ASN/P-001", "title": "Een", "probability": "1.5"}, "probability"),
        ({"project": "ASN/P-001", "title": "Een", "probability": 0.4}, "probability"),
        ({"project": "ASN/P-001", "title": "Een", "due": "2026-02-31"}, "due"),
        ({"project": "ASN/P-001", "title": "Een", "owner": "Niemand"}, "owner"),
        ({"project": "ASN/P-001", "title": "Een", "owner": 9**15}, "owner"),
        ({"project": "ASN/P-001", "title": "Een", "impact_days": 2**31}, "impact_days"),
        ({"project": "ASN/P-001", "title": "Een\x00"}, "title"),
        ({"project": "ASN/P-001", "title": "\ud800"}, "title"),
        ({"project": "ASN/P-001", "title": "x" * 301}, "title"),
        ({"project": "ASN/P-001", "title": "Een", "state": "gesloten"}, "state"),
        ({"project": "ASN/P-001", "title": "Een", "version": 3}, "version"),
    ],
)
def test_wrong_value_is_told_by_its_field(program, project, sent, field):
    """422, as a problem document; nothing is stored."""
    answer = program.post(RISKS, sent)

    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert {one["field"] for one in answer.json()["errors"]} == {field}
    assert not Risk.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "body", "media", "status"),
    [
        ("POST", RISKS, b"{", "application/json", 400),
        ("POST", RISKS, b"\xff\xfe", "application/json", 400),
        ("POST", RISKS, b"[" * 200_000, "application/json", 400),
        ("POST", RISKS, b"a=b", "application/x-www-form-urlencoded", 415),
        ("POST", RISKS, b'"' + b"x" * (6 * 1024 * 1024) + b'"', "application/json", 413),
        ("PUT", RISKS, b"", "", 405),
        ("GET", "/bestaat-niet", b"", "", 404),
        ("GET", f"{RISKS}/999999", b"", "", 404),
        ("GET", f"{RISKS}/%00", b"", "", 404),
        ("GET", f"{RISKS}/abc", b"", "", 422),
        ("GET", f"{RISKS}/99999999999999999999999", b"", "", 422),
        ("GET", f"{RISKS}?cursor=x", b"", "", 422),
        ("GET", f"{RISKS}?limit=501", b"", "", 422),
    ],
)
def test_every_refusal_is_a_problem_document(program, project, method, path, body, media, status):
    """Also what never reaches an operation."""
    answer = program.client.generic(
        method, f"/api/v1{path}", body, media or "application/json", headers=program.headers
    )

    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "detail", "errors"}


def test_remarks_versions_and_history_belong_to_a_line(program, project):
    """They are made and read beside it."""
    risk = register_lines.risk(project, title="Oud")
    path = f"{RISKS}/{risk.pk}"
    program.patch(path, {"title": "Nieuw"}, If_Match='"1"')

    said = program.post(f"{path}/comments", {"text": "Nagevraagd"})
    read = program.get(f"{path}/comments").json()["items"]
    gone = program.delete(f"{path}/comments/{said.json()['id']}")
    versions = program.get(f"{path}/revisions").json()["items"]
    told = program.get(f"{path}/history").json()["items"]

    assert (said.status_code, [one["text"] for one in read], gone.status_code) == (201, ["Nagevraagd"], 204)
    assert program.get(f"{path}/comments").json()["items"][0]["text"] == ""
    assert [(one["version"], one["values"]["title"]) for one in versions] == [(2, "Nieuw"), (1, "Oud")]
    assert {"field": "Risico", "before": "Oud", "after": "Nieuw"} in told[-1]["changes"]


def test_plan_is_read_a_page_at_a_time(program, project):
    """In outline order, dates as the pages show them."""
    factories.revision(project)

    first = program.get("/projects/ASN/P-001/tasks?limit=3").json()
    rest = program.get(f"/projects/ASN/P-001/tasks?cursor={first['next']}").json()

    assert [one["uid"] for one in first["items"] + rest["items"]] == [0, 1, 2, 3, 4, 5]
    assert rest["items"][-1]["kind"] == "gate"
    assert first["items"][1]["start"] == "2026-11-16T08:00:00"
    assert program.get("/projects/ASN/P-001").json()["plan_revision"] == 1
    assert [one["key"] for one in program.get("/portfolios").json()["items"]] == ["ASN"]


def test_who_reads_the_log_reads_it_in_the_order_of_the_chain(program, client, project):
    """And who may not, does not."""
    register_lines.risk(project)
    program.post("/registers/issues", {"project": "ASN/P-001", "title": "Lek", "code": "I-1"})
    reader = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id)

    found = program.get("/audit?action=issue.").json()["items"]

    assert [one["subject"] for one in found] == ["issue:ASN/P-001/I-1"]
    assert Program(client, token(reader)).get("/audit").status_code == 403
    assert Issue.objects.get().title == "Lek"


def test_token_is_stored_as_a_hash_and_shown_once(client, manager, project):
    """The page shows it on the answer that made it."""
    client.force_login(manager)
    until = (factories.TODAY + timedelta(days=10)).isoformat()

    answer = client.post("/mijn-account/toegangssleutels/", {"name": "Kassa", "expires_on": until})
    secret = answer.context["secret"]

    assert secret.startswith("sb_")
    assert secret in answer.content.decode()
    assert secret not in client.get("/mijn-account/toegangssleutels/").content.decode()
    assert secret not in json.dumps(list(ApiToken.objects.values()), default=str)
    assert Program(client, secret).get("/me").json()["email"] == manager.email


def test_token_ends_when_it_is_revoked_or_late_or_the_account_is_closed(client, manager, project):
    """With 401 from that moment on."""
    program = Program(client, token(manager))
    stored = ApiToken.objects.get()
    client.force_login(manager)
    client.post(f"/mijn-account/toegangssleutels/{stored.pk}/intrekken/")
    client.logout()

    assert program.get("/me").status_code == 401

    program = Program(client, token(manager))
    ApiToken.objects.filter(revoked_at=None).update(expires_on=factories.TODAY - timedelta(days=1))

    assert program.get("/me").status_code == 401

    program = Program(client, token(manager))
    manager.is_active = False
    manager.save()

    assert program.get("/me").status_code == 401
    assert program.get("/me")["WWW-Authenticate"].startswith("Bearer")


def test_session_only_reads(client, manager, project):
    """A browser sends its session along by itself, also where another site asked."""
    client.force_login(manager)

    assert client.get("/api/v1/me").status_code == 200
    assert client.post("/api/v1/registers/risicos", "{}", "application/json").status_code == 403


def test_too_many_requests_wait(program, settings):
    """429 says how long."""
    settings.STUURBORD_API_RATE = 2
    answers = [program.get("/me") for _ in range(3)]

    assert [one.status_code for one in answers][-1] == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_list_costs_the_same_whatever_its_length(program, project, django_assert_max_num_queries):
    """No query per line."""
    for _ in range(30):
        register_lines.risk(project)

    with django_assert_max_num_queries(12):
        program.get(f"{RISKS}?limit=500")
