"""Who may ask what of the API: every operation, every role, as one table; deny by default.

A cell is the status code. What one may not see does not exist (404); what one may see but not do is refused
(403). An operation that is missing here fails a test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from web import factories, register_lines
from web.api_client import BASE, Program, token

from stuurbord.engine.editing import SetFacts, edited
from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.api.application import description
from stuurbord.web.api.documentation import operations
from stuurbord.web.api.models import ApiToken
from stuurbord.web.contracts.models import Contract
from stuurbord.web.lists.comments import add_comment
from stuurbord.web.lists.link_ends import End
from stuurbord.web.lists.links import add_link
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.planning.actions import Wanted, propose
from stuurbord.web.procurements.actions import open_file
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of
from stuurbord.web.webhooks.actions import create_webhook
from stuurbord.web.webhooks.models import Webhook

pytestmark = pytest.mark.django_db

ACTORS = (
    "anonymous closed expired stranger neighbour reader reading_token other_portfolio_token project_manager "
    "project_owner controller portfolio_manager auditor administrator procurement_lawyer"
).split()
"""``neighbour`` manages another project of the portfolio; ``reading_token`` and ``other_portfolio_token`` are
tokens of the portfolio's manager, for reading only and for another portfolio."""

TABLE = """
GET    /me                                          401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
GET    /my-week                                     401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
GET    /registers                                   401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
GET    /search                                      401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
GET    /audit                                       401 401 401 200 403 403 200 200 403 403 403 200 200 200 403
GET    /portfolios                                  401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
GET    /portfolios/{key}                            401 401 401 404 200 200 200 404 200 200 200 200 200 404 200
GET    /projects                                    401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
GET    /projects/{key}/{code}                       401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /projects/{key}/{code}/tasks                 401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /projects/{key}/{code}/proposals             401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /projects/{key}/{code}/proposals/{proposal}  401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
POST   /projects/{key}/{code}/proposals/{proposal}/accept 401 401 401 404 404 403 403 404 200 403 403 200 403 404 403
POST   /projects/{key}/{code}/proposals/{proposal}/reject 401 401 401 404 404 403 403 404 200 200 403 200 403 404 403
GET    /registers/risicos                           401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
POST   /registers/risicos                           401 401 401 422 422 403 403 422 201 201 403 201 403 403 403
POST   /registers/risicos/bulk                      401 401 401 404 404 403 403 404 200 200 403 200 403 404 403
GET    /registers/risicos/{line}                    401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
PATCH  /registers/risicos/{line}                    401 401 401 404 404 403 403 404 200 200 403 200 403 404 403
DELETE /registers/risicos/{line}                    401 401 401 404 404 403 403 404 204 204 403 204 403 404 403
POST   /registers/risicos/{line}/restore            401 401 401 404 404 403 403 404 200 200 403 200 403 404 403
POST   /registers/risicos/{line}/state              401 401 401 404 404 403 403 404 200 200 403 200 403 404 403
GET    /registers/{slug}/{line}/history             401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /registers/{slug}/{line}/revisions           401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /registers/{slug}/{line}/comments            401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
POST   /registers/{slug}/{line}/comments            401 401 401 404 404 201 403 404 201 201 201 201 201 404 201
DELETE /registers/{slug}/{line}/comments/{comment}  401 401 401 404 404 403 403 404 403 403 403 204 403 404 403
GET    /registers/{slug}/{line}/attachments         401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /registers/{slug}/{line}/links               401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
POST   /registers/{slug}/{line}/links               401 401 401 404 404 403 403 404 201 201 403 201 403 404 403
DELETE /registers/{slug}/{line}/links/{link}        401 401 401 404 404 403 403 404 204 204 403 204 403 404 403
GET    /rules                                       401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
POST   /rules/{pack}/decide                         401 401 401 200 200 200 403 200 200 200 200 200 200 200 200
GET    /webhooks                                    401 401 401 200 403 403 403 200 403 403 403 200 403 403 403
POST   /webhooks                                    401 401 401 422 403 403 403 422 403 403 403 201 403 403 403
GET    /webhooks/{webhook}                          401 401 401 404 404 404 404 404 404 404 404 200 404 404 404
PATCH  /webhooks/{webhook}                          401 401 401 404 404 404 403 404 404 404 404 200 404 404 404
DELETE /webhooks/{webhook}                          401 401 401 404 404 404 403 404 404 404 404 204 404 404 404
POST   /webhooks/{webhook}/test                     401 401 401 404 404 404 403 404 404 404 404 202 404 404 404
GET    /webhooks/{webhook}/deliveries               401 401 401 404 404 404 404 404 404 404 404 200 404 404 404
GET    /procurements                                401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
POST   /procurements                                401 401 401 422 422 403 403 422 201 201 403 201 403 403 201
GET    /procurements/{reference}                    401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
PATCH  /procurements/{reference}                    401 401 401 404 404 403 403 404 200 200 403 200 403 404 200
GET    /procurements/{reference}/advice             401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /procurements/{reference}/terms              401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /procurements/{reference}/tenders            401 401 401 404 404 403 200 404 200 200 403 200 200 404 200
GET    /procurements/{reference}/awards             401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /procurements/{reference}/ocds               401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
GET    /contracts                                   401 401 401 200 200 200 200 200 200 200 200 200 200 200 200
GET    /contracts/{contract}                        401 401 401 404 404 200 200 404 200 200 200 200 200 404 200
"""  # noqa: E501
FOR_ALL = "risicos"
"""The register whose rows in the table stand for every register with the same permission."""


@dataclass(frozen=True)
class World:
    """One portfolio with a project, a line in every register, a remark, a link and a webhook."""

    portfolio: Portfolio
    project: Project
    lines: dict[str, int]
    other_line: int
    comment: int
    link: int
    webhook: Webhook
    proposal: int
    procurement: str
    contract: int
    programs: dict[str, Program]


@pytest.fixture
def world(client: Client) -> World:
    """Return the world with one program per actor."""
    portfolio, elsewhere = factories.portfolio("A"), factories.portfolio("B")
    project, beside = factories.project(portfolio, "P-001"), factories.project(portfolio, "P-002")
    factories.project(elsewhere, "P-001")
    factories.revision(project)
    whole, own = (Scope.PORTFOLIO, portfolio.pk), (Scope.PROJECT, project.pk)
    manager = factories.user(Role.PORTFOLIO_MANAGER, *whole)
    people = {
        "closed": factories.user(Role.PORTFOLIO_MANAGER, *whole),
        "expired": factories.user(Role.PORTFOLIO_MANAGER, *whole),
        "stranger": factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, elsewhere.pk),
        "neighbour": factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, beside.pk),
        "reader": factories.user(Role.READER, *whole),
        "project_manager": factories.user(Role.PROJECT_MANAGER, *own),
        "project_owner": factories.user(Role.PROJECT_OWNER, *own),
        "controller": factories.user(Role.CONTROLLER, *whole),
        "portfolio_manager": manager,
        "auditor": factories.user(Role.AUDITOR, *whole),
        "administrator": factories.user(Role.ADMINISTRATOR),
        "procurement_lawyer": factories.user(Role.PROCUREMENT_LAWYER, *whole),
    }
    programs = {name: Program(client, token(one)) for name, one in people.items()}
    programs |= {
        "anonymous": Program(client),
        "reading_token": Program(client, token(manager, can_write=False)),
        "other_portfolio_token": Program(client, _elsewhere(manager, elsewhere)),
    }
    people["closed"].is_active = False
    people["closed"].save()
    ApiToken.objects.filter(user=people["expired"]).update(expires_on=factories.TODAY - timedelta(days=1))
    lines = {slug: register_lines.line(slug, project).pk for slug in REGISTERS}
    lines[FOR_ALL] = register_lines.risk(project).pk
    risks = REGISTERS[FOR_ALL]
    risk = risks.model.objects.get(pk=lines[FOR_ALL])
    other = register_lines.risk(project)
    file = _published(manager, project)
    return World(
        portfolio=portfolio,
        project=project,
        lines=lines,
        other_line=other.pk,
        comment=add_comment(manager, risks, risk, "Nagevraagd").pk,
        link=add_link(manager, risks, risk, End("issues", lines["issues"])).pk,
        webhook=create_webhook(manager, portfolio, "Bord", "https://voorbeeld.example/")[0],
        proposal=_proposal(project),
        procurement=file.reference,
        contract=Contract.objects.create(file=file, contractor="Sluis nv", concluded_on=factories.TODAY).pk,
        programs=programs,
    )


def _published(manager: User, project: Project) -> ProcurementFile:
    """Return a file whose notice was published, so that there is a release of it."""
    file = open_file(manager, project, title="Toegangscontrole")
    ProcurementFile.objects.filter(pk=file.pk).update(procedure="OP", published_on=factories.TODAY)
    return file


def _proposal(project: Project) -> int:
    """Return the number of a proposal that stays within what was agreed."""
    project.refresh_from_db()
    base = project.current_revision
    plan = edited(plan_of(base.pk), [SetFacts([2], {"name": "Anders"})], forecast_schedule)
    return propose(factories.OPERATOR, project, base, plan, Wanted("Andere naam")).number


def _elsewhere(person: User, portfolio: Portfolio) -> str:
    """Return a token for another portfolio, where its owner has a role too."""
    Membership.objects.create(
        user=person, role=Role.PORTFOLIO_MANAGER, scope=Scope.PORTFOLIO, scope_id=portfolio.pk
    )
    return token(person, portfolio=portfolio)


def expected() -> dict[tuple[str, str], list[int]]:
    """Return the table as (method, path) → a status per actor."""
    made = {}
    for line in TABLE.strip().splitlines():
        method, path, *cells = line.split()
        made[method, path] = [int(cell) for cell in cells]
    return made


def described() -> Iterator[tuple[str, str]]:
    """Yield every operation of the description, without the base."""
    for path, method, _one in operations(description()):
        yield method.upper(), path.removeprefix(BASE)


def row_of(method: str, path: str) -> tuple[str, str]:
    """Return the row of the table that an operation answers to: the registers share theirs."""
    for slug in REGISTERS:
        if path == f"/registers/{slug}" or path.startswith(f"/registers/{slug}/"):
            return method, path.replace(f"/registers/{slug}", f"/registers/{FOR_ALL}", 1)
    return method, path


def sent(world: World, path: str) -> tuple[Any, dict[str, str]]:
    """Return a body and headers that would succeed for who may send them."""
    version = {"If_Match": '"1"'}
    bodies: dict[str, tuple[Any, dict[str, str]]] = {
        "POST /registers/risicos": ({"project": "A/P-001", "title": "Nieuw", "code": "R-9"}, {}),
        "POST /registers/risicos/bulk": (
            {"changes": [{"id": world.lines[FOR_ALL], "version": 1, "set": {"title": "Anders"}}]},
            {},
        ),
        "PATCH /registers/risicos/{line}": ({"title": "Anders"}, version),
        "DELETE /registers/risicos/{line}": (None, version),
        "POST /registers/risicos/{line}/restore": (None, version),
        "POST /registers/risicos/{line}/state": ({"state": "analysed"}, version),
        "POST /registers/{slug}/{line}/comments": ({"text": "Gezien"}, {}),
        "POST /registers/{slug}/{line}/links": ({"to": f"risicos:{world.other_line}"}, {}),
        "POST /rules/{pack}/decide": ({"facts": {"months": 12}}, {}),
        "POST /projects/{key}/{code}/proposals/{proposal}/accept": ({}, version),
        "POST /projects/{key}/{code}/proposals/{proposal}/reject": ({"reason": "Niet nodig"}, version),
        "POST /procurements": ({"project": "A/P-001", "title": "Nieuw"}, {}),
        "PATCH /procurements/{reference}": ({"facts": {"estimate": 139_000}}, version),
        "POST /webhooks": ({"portfolio": "A", "name": "B", "url": "https://voorbeeld.example/"}, {}),
        "PATCH /webhooks/{webhook}": ({"name": "Anders"}, version),
        "DELETE /webhooks/{webhook}": (None, version),
    }
    return bodies.get(path, (None, {}))


def answer(world: World, method: str, path: str, actor: str) -> int:
    """Return the status of one request; what it changed is taken back."""
    body, headers = sent(world, f"{method} {path}")
    named = {
        "{key}": world.portfolio.key,
        "{code}": world.project.code,
        "{slug}": FOR_ALL,
        "{line}": str(world.lines[FOR_ALL]),
        "{comment}": str(world.comment),
        "{link}": str(world.link),
        "{pack}": "project-size",
        "{webhook}": str(world.webhook.pk),
        "{proposal}": str(world.proposal),
        "{reference}": world.procurement,
        "{contract}": str(world.contract),
    }
    address = path
    for name, value in named.items():
        address = address.replace(name, value)
    if path == "/search":
        address += "?q=regel"
    with transaction.atomic():
        status = world.programs[actor].ask(method, address, body, **headers).status_code
        transaction.set_rollback(True)
    return status


def test_every_operation_stands_in_the_table():
    """Those of a register, in the row that all registers share."""
    assert {row_of(*one) for one in described()} == set(expected())


def test_each_actor_gets_what_the_table_says(world):
    """Fifteen actors ask every operation; what one of them changes is taken back."""
    other = {}
    for (method, path), statuses in expected().items():
        for actor, status in zip(ACTORS, statuses, strict=True):
            found = answer(world, method, path, actor)
            if found != status:
                other[method, path, actor] = (status, found)

    assert other == {}


def test_line_of_another_portfolio_does_not_exist(world):
    """In no register, by no operation: 404 for a forged number, also to change, archive or bring back."""
    other = {}
    for slug, line in world.lines.items():
        for actor in ("stranger", "neighbour", "other_portfolio_token", "administrator"):
            found = asked_of(world.programs[actor], slug, line)
            if found != dict.fromkeys(found, 404):
                other[slug, actor] = found
            if world.programs[actor].get(f"/registers/{slug}").json()["items"]:
                other[slug, actor, "list"] = "not empty"

    assert other == {}


def asked_of(program: Program, slug: str, line: int) -> dict[str, int]:
    """Return the status of everything that can be asked of a line."""
    path = f"/registers/{slug}/{line}"
    asked = {
        "GET": program.get(path),
        "PATCH": program.patch(path, {}, If_Match='"1"'),
        "DELETE": program.delete(path, If_Match='"1"'),
        "restore": program.post(f"{path}/restore", If_Match='"1"'),
        "history": program.get(f"{path}/history"),
        "comments": program.post(f"{path}/comments", {"text": "x"}),
        "links": program.post(f"{path}/links", {"to": "risicos:1"}),
        "bulk": program.post(f"/registers/{slug}/bulk", {"changes": [{"id": line, "version": 1, "set": {}}]}),
    }
    return {name: one.status_code for name, one in asked.items()}


def test_only_who_may_edit_a_register_changes_its_lines(world):
    """By the permission that the register declares, and a token for reading by none."""
    other = {}
    for slug, line in world.lines.items():
        allowed = {
            # What a decision fixed goes away by a decision only.
            "project_manager": REGISTERS[slug].permission == "edit_register"
            and not REGISTERS[slug].set_by_decision,
            "controller": REGISTERS[slug].permission == "edit_budget",
            "portfolio_manager": True,
            "reader": False,
            "auditor": False,
            "procurement_lawyer": False,
            "reading_token": False,
        }
        for actor, may in allowed.items():
            with transaction.atomic():
                path = f"/registers/{slug}/{line}"
                status = world.programs[actor].delete(path, If_Match='"1"').status_code
                transaction.set_rollback(True)
            if status != (204 if may else 403):
                other[slug, actor] = status

    assert other == {}


def test_token_for_one_portfolio_changes_nothing_in_another(world):
    """Though its owner may, in both."""
    program = world.programs["other_portfolio_token"]
    made = program.post("/registers/risicos", {"project": "A/P-001", "title": "Nieuw", "code": "R-9"})

    assert made.status_code == 422
    assert [one["where"] for one in program.get("/me").json()["grants"]] == ["B"]
    assert not [one for one in program.get("/audit").json()["items"] if "A/" in one["subject"]]


def test_mandate_counts_for_programs_too(world):
    """A change of state that takes a mandate is refused to who has the register but not the mandate."""
    guarded = [
        (slug, one)
        for slug, register in REGISTERS.items()
        if register.states and register.permission == "edit_register"
        for one in register.states.transitions
        if one.permission == "decide"
    ]
    if not guarded:
        pytest.skip("no register has such a transition")
    slug, transition = guarded[0]
    register = REGISTERS[slug]
    line = register.model.objects.get(pk=world.lines[slug])
    register.model.objects.filter(pk=line.pk).update(**{register.states.field: transition.source})
    path = f"/registers/{slug}/{line.pk}/state"

    refused = world.programs["project_manager"].post(path, {"state": transition.target}, If_Match='"1"')
    allowed = world.programs["project_owner"].post(path, {"state": transition.target}, If_Match='"1"')

    assert refused.status_code in (403, 422)
    assert allowed.status_code in (200, 422)
