"""Who may do what: every address, every method, every role, as one table.

A cell is the status code. For who is not logged in, 302 is the way to the log-in page; for others it is a
change that was made, or a page that leads on. What one may not see does not exist (404); what one may see but
not do is refused (403). An address or a method that is missing here fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from web import factories

from stuurbord.exchange import mspdi
from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.api.models import ApiToken
from stuurbord.web.imports.actions import receive
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.jobs.models import Job
from stuurbord.web.lists.models import Attachment, Comment, FileContent, Link, SavedView, SheetReview
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.registers.models import Risk
from stuurbord.web.steering.models import StoredSnapshot
from stuurbord.web.steering.snapshots import take_snapshot
from stuurbord.web.webhooks.models import Webhook

pytestmark = pytest.mark.django_db

ACTORS = (
    "anonymous stranger reader project_manager project_owner controller portfolio_manager auditor "
    "administrator"
).split()
METHODS = ("GET", "POST")

# A column per actor, in that order.
TABLE = """
GET  account             302  404  404  404  404  404  200  404  200
GET  account_new         302  403  404  404  404  404  403  404  200
POST account_new         302  403  404  404  404  404  403  404  200
POST account_password    302  404  404  404  404  404  403  404  200
POST account_state       302  404  404  404  404  404  403  404  302
GET  api                 401  200  200  200  200  200  200  200  200
POST api                 401  403  403  403  403  403  403  403  403
GET  api_docs            302  200  200  200  200  200  200  200  200
POST api_token_revoke    302  404  404  404  404  404  302  404  404
GET  api_tokens          302  200  200  200  200  200  200  200  200
POST api_tokens          302  200  200  200  200  200  200  200  200
GET  audit               302  200  403  403  403  403  200  200  200
GET  audit_export        302  403  403  403  403  403  403  403  403
GET  audit_selection     302  200  403  403  403  403  200  200  200
POST audit_verify        302  403  403  403  403  403  403  403  302
GET  calendar_feed       404  404  404  404  404  404  404  404  404
GET  date_reason         302  404  200  200  200  200  200  200  404
POST grant               302  404  404  404  404  404  403  404  302
GET  home                302  302  302  302  302  302  302  302  302
GET  import              302  404  404  200  404  404  200  404  404
POST import_accept       302  404  404  302  404  404  302  404  404
POST import_discard      302  404  404  302  404  404  302  404  404
GET  import_mapping      302  404  404  404  404  404  200  404  404
POST import_mapping      302  404  404  404  404  404  200  404  404
GET  imports             302  404  403  200  403  403  200  403  404
POST imports             302  404  403  302  403  403  302  403  404
POST imports_accept      302  404  404  302  404  404  302  404  404
GET  job_progress        302  404  200  200  200  200  200  200  404
POST job_stop            302  404  403  403  403  403  302  403  404
GET  jobs                302  200  200  200  200  200  200  200  200
POST line_attachment_archive 302  404  403  302  302  403  302  403  404
GET  line_attachment     302  404  200  200  200  200  200  200  404
POST line_attachments    302  404  403  302  302  403  302  403  404
GET  line_comments       302  404  200  200  200  200  200  200  404
POST line_comments       302  404  302  302  302  302  302  302  404
POST line_comment_withdraw 302  404  403  403  403  403  403  403  404
GET  line_links          302  404  200  200  200  200  200  200  404
POST line_links          302  404  403  302  302  403  302  403  404
POST line_link_remove    302  404  403  302  302  403  302  403  404
GET  login               200  302  302  302  302  302  302  302  302
POST login               200  302  302  302  302  302  302  302  302
POST logout              302  302  302  302  302  302  302  302  302
POST matter_finish       302  404  403  302  302  403  302  403  404
POST matter_postpone     302  404  403  302  302  403  302  403  404
POST matter_undo         302  404  403  302  302  403  302  403  404
GET  my_week             302  200  200  200  200  200  200  200  200
GET  notices             302  200  200  200  200  200  200  200  200
POST notices             302  302  302  302  302  302  302  302  302
GET  own_account         302  200  200  200  200  200  200  200  200
POST own_account         302  302  302  302  302  302  302  302  302
GET  pack                302  404  200  403  403  200  200  200  404
GET  pack_workbook       302  404  200  403  403  200  200  200  404
GET  parts               302  200  200  200  200  200  200  200  200
GET  people              302  200  404  404  404  404  200  404  200
GET  plan_quality        302  404  200  200  200  200  200  200  404
GET  portfolio           302  404  200  200  200  200  200  200  404
GET  portfolio_forecast  302  404  200  200  200  200  200  200  404
GET  portfolios          302  200  200  200  200  200  200  200  200
POST portfolios          302  403  403  403  403  403  403  403  302
GET  project             302  404  200  200  200  200  200  200  404
POST project_compute     302  404  302  302  302  302  302  302  404
GET  project_forecast    302  404  200  200  200  200  200  200  404
GET  project_imports     302  404  200  200  200  200  200  200  404
GET  project_plan        302  404  200  200  200  200  200  200  404
GET  project_plan_file   302  404  200  200  200  200  200  200  404
POST project_proposal    302  404  403  302  302  403  302  403  404
GET  project_what_if     302  404  200  200  200  200  200  200  404
POST project_what_if     302  404  302  302  302  302  302  302  404
GET  projects            302  200  200  200  200  200  200  200  200
GET  register            302  200  200  200  200  200  200  200  200
GET  register_archive    302  404  403  200  200  403  200  403  404
POST register_archive    302  404  403  302  302  403  302  403  404
GET  register_cells      302  404  403  200  200  403  200  403  404
POST register_cells      302  404  403  200  200  403  200  403  404
GET  register_edit       302  404  403  200  200  403  200  403  404
POST register_edit       302  404  403  302  302  403  302  403  404
GET  register_line       302  404  200  200  200  200  200  200  404
GET  register_new        302  403  403  200  200  403  200  403  403
POST register_new        302  403  403  302  302  403  302  403  403
POST register_restore    302  404  403  302  302  403  302  403  404
GET  register_sheet      302  200  200  200  200  200  200  200  200
GET  register_sheet_in   302  403  403  200  200  403  200  403  403
POST register_sheet_in   302  403  403  302  302  403  302  403  403
POST register_state      302  404  403  302  302  403  302  403  404
POST register_undo       302  409  409  409  409  409  409  409  409
POST register_view       302  404  403  403  403  403  403  403  404
POST register_views      302  302  302  302  302  302  302  302  302
GET  registers           302  200  200  200  200  200  200  200  200
POST revoke              302  404  404  404  404  404  403  404  302
GET  search              302  200  200  200  200  200  200  200  200
GET  sheet_review        302  404  404  404  404  404  200  404  404
POST sheet_review        302  404  404  404  404  404  302  404  404
GET  snapshots           302  404  200  200  200  200  200  200  404
POST snapshots           302  404  403  403  403  403  302  403  404
GET  template            302  200  200  200  200  200  200  200  200
GET  webhook             302  404  404  404  404  404  200  404  404
POST webhook_archive     302  404  404  404  404  404  302  404  404
GET  webhook_new         302  200  403  403  403  403  200  403  403
POST webhook_new         302  200  403  403  403  403  200  403  403
POST webhook_pause       302  404  404  404  404  404  302  404  404
POST webhook_test        302  404  404  404  404  404  302  404  404
GET  webhooks            302  200  403  403  403  403  200  403  403
GET  workbook            302  404  200  200  200  200  200  200  404
"""


LIST = b"Onderwerp;Wanneer\nSluis;01/12/2026\n"


@dataclass(frozen=True)
class World:
    """One portfolio with a project, a risk, files to review, a snapshot and an account; and a neighbour."""

    portfolio: Portfolio
    project: Project
    risk: Risk
    plan_file: Import
    table_file: Import
    snapshot: StoredSnapshot
    job: Job
    account: User
    membership: Membership
    actors: dict[str, User | None]
    client: Client
    """One for everybody: what makes an answer slow is starting the application."""


@pytest.fixture
def world(client: Client) -> World:
    """Return the world with one person per role."""
    plan = mspdi.write(factories.plan(6))
    portfolio, neighbour = factories.portfolio("A"), factories.portfolio("B")
    project = factories.project(portfolio, "P-001")
    factories.revision(project)
    factories.forecast(project)
    account = factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)
    whole, own = (Scope.PORTFOLIO, portfolio.pk), (Scope.PROJECT, project.pk)
    made = World(
        portfolio=portfolio,
        project=project,
        risk=Risk.objects.create(project=project, code="R-1", title="Levertijd"),
        plan_file=receive(factories.OPERATOR, portfolio, "P-001.xml", plan, project),
        table_file=receive(factories.OPERATOR, portfolio, "lijst.csv", LIST),
        snapshot=take_snapshot(factories.OPERATOR, portfolio, date(2026, 11, 20)),
        job=Job.objects.create(
            kind="gone", subject=project.subject, scope=own[0], scope_id=own[1], portfolio_id=portfolio.pk
        ),
        account=account,
        membership=account.memberships.get(),
        actors={
            "anonymous": None,
            "stranger": factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, neighbour.pk),
            "reader": factories.user(Role.READER, *whole),
            "project_manager": factories.user(Role.PROJECT_MANAGER, *own),
            "project_owner": factories.user(Role.PROJECT_OWNER, *own),
            "controller": factories.user(Role.CONTROLLER, *whole),
            "portfolio_manager": factories.user(Role.PORTFOLIO_MANAGER, *whole),
            "auditor": factories.user(Role.AUDITOR, *whole),
            "administrator": factories.user(Role.ADMINISTRATOR),
        },
        client=client,
    )
    assert (made.plan_file.state, made.table_file.state) == (ImportState.READY, ImportState.NEEDS_MAPPING)
    return made


WHOLE_REGISTER = {
    "register",
    "register_cells",
    "register_new",
    "register_sheet",
    "register_sheet_in",
    "register_undo",
    "register_views",
}
AS_JSON = {"register_cells", "register_undo"}


def asked(world: World, name: str) -> str:
    """Return what follows the question mark where an address alone asks nothing."""
    return f"?line={world.risk.pk}&field=title" if name == "register_cells" else ""


def arguments(world: World, name: str) -> tuple[Any, ...]:
    """Return what an address needs."""
    if name in ("portfolio", "portfolio_forecast", "snapshots", "imports", "imports_accept", "workbook"):
        return (world.portfolio.key,)
    if name == "audit_selection":
        return ("csv",)
    if name == "date_reason":
        return (world.portfolio.key, world.project.code, 1)
    if name == "plan_quality" or (name.startswith("project") and name != "projects"):
        return (world.portfolio.key, world.project.code)
    if name == "register_view":
        own = {"register": "risicos", "owner": world.account, "shared_with": world.portfolio}
        return ("risicos", SavedView.objects.get_or_create(name="Alle", **own)[0].pk)
    if name == "api":
        return ("me",)
    if name == "api_token_revoke":
        own = {"user": world.actors["portfolio_manager"], "expires_on": date(2026, 12, 31)}
        return (ApiToken.objects.get_or_create(name="Bord", digest="0" * 64, defaults=own)[0].pk,)
    if name.startswith("webhook") and name not in ("webhooks", "webhook_new"):
        own = {"owner": world.actors["portfolio_manager"], "portfolio": world.portfolio}
        return (Webhook.objects.get_or_create(name="Bord", defaults=own)[0].pk,)
    if name == "calendar_feed":
        return ("geen-geheim",)
    if name.startswith("matter_"):
        return ("risicos", world.risk.pk)
    if name == "sheet_review":
        own = {"register": "risicos", "created_by": world.actors["portfolio_manager"], "size": 1}
        return ("risicos", SheetReview.objects.get_or_create(file_name="blad.xlsx", **own)[0].pk)
    if name.startswith("register") and name != "registers":
        line = () if name in WHOLE_REGISTER else (world.risk.pk,)
        return ("risicos", *line)
    if name.startswith("line_"):
        return ("risicos", world.risk.pk, *beside_line(world, name))
    single: dict[str, int] = {
        "import": world.plan_file.pk,
        "import_accept": world.plan_file.pk,
        "import_discard": world.plan_file.pk,
        "import_mapping": world.table_file.pk,
        "pack": world.snapshot.pk,
        "pack_workbook": world.snapshot.pk,
        "job_progress": world.job.pk,
        "job_stop": world.job.pk,
        "account": world.account.pk,
        "account_state": world.account.pk,
        "account_password": world.account.pk,
        "grant": world.account.pk,
        "revoke": world.membership.pk,
    }
    return (single[name],) if name in single else ()


def beside_line(world: World, name: str) -> tuple[int, ...]:
    """Return the number of what stands beside a line, made where it is not there."""
    about = {"register": "risicos", "line_id": world.risk.pk, "project": world.project}
    if name.startswith("line_attachment") and name != "line_attachments":
        content, _made = FileContent.objects.get_or_create(
            sha256="0" * 64, defaults={"size": 2, "content": b"ja"}
        )
        by = {"added_by": world.account, "content": content, "media_type": "text/plain"}
        return (Attachment.objects.get_or_create(file_name="a.txt", **about, defaults=by)[0].pk,)
    if name == "line_comment_withdraw":
        return (Comment.objects.get_or_create(text="Ja", author=world.account, **about)[0].pk,)
    if name == "line_link_remove":
        ends = {"from_kind": "risicos", "from_id": world.risk.pk, "to_kind": "project"}
        return (Link.objects.get_or_create(to_id=world.project.pk, **ends)[0].pk,)
    return ()


def posted(world: World, name: str) -> dict[str, Any]:
    """Return a form that would succeed for who may send it."""
    risk = {"project": world.project.pk, "title": "Nieuw", "state": "identified"}
    forms: dict[str, Callable[[], dict[str, Any]]] = {
        "portfolios": lambda: {"key": "NIEUW", "name": "Nieuw"},
        "snapshots": lambda: {"as_of": "2026-11-20"},
        "imports": lambda: {"files": SimpleUploadedFile("P-001.xml", mspdi.write(factories.plan(5)))},
        "register_new": lambda: risk | {"code": "R-2"},
        "register_edit": lambda: risk | {"code": "R-1", "version": 1},
        "register_archive": lambda: {"version": 1},
        "register_restore": lambda: {"version": 1},
        "register_state": lambda: {"version": 1, "target": "closed"},
        "line_comments": lambda: {"text": "Akkoord"},
        "line_attachments": lambda: {"files": SimpleUploadedFile("b.txt", b"nee")},
        "line_links": lambda: {"to": f"project:{world.project.pk}"},
        "register_cells": lambda: {"lines": [[world.risk.pk, 1]], "changes": {"title": "Nieuw"}},
        "register_undo": lambda: {"done": [[world.risk.pk, 1]]},
        "register_sheet_in": lambda: {
            "file": SimpleUploadedFile("r.csv", b"Project;Nr.;Risico\nP-001;R-9;Nieuw")
        },
        "sheet_review": lambda: {"do": "discard"},
        "api_tokens": lambda: {"name": "Bord", "expires_on": "2026-12-01"},
        "webhook_new": lambda: {
            "portfolio": world.portfolio.pk,
            "name": "Bord",
            "url": "https://voorbeeld.example/",
        },
        "webhook_pause": lambda: {"version": 1},
        "webhook_archive": lambda: {"version": 1},
        "register_views": lambda: {"name": "Mijn", "query": ""},
        "register_view": lambda: {"name": "Anders", "version": 1},
        "account_new": lambda: {"name": "N. Nieuw", "email": "nieuw@voorbeeld.example", "language": "nl"},
        "account_state": lambda: {"change": "close", "version": world.account.version},
        "account_password": lambda: {"version": world.account.version},
        "grant": lambda: {"role": Role.AUDITOR, "portfolio": world.portfolio.key},
        "own_account": lambda: {"form": "language", "language": "fr"},
        "notices": lambda: {"form": "digest", "rhythm": "daily"},
        "matter_finish": lambda: {"ask": "risk", "version": 1},
        "matter_postpone": lambda: {"ask": "risk", "version": 1},
        "matter_undo": lambda: {"version": 1},
    }
    return forms.get(name, dict)()


def answer(world: World, method: str, name: str, actor: str) -> int:
    """Return the status of one request; what it changed is taken back."""
    user = world.actors[actor]
    client = world.client
    client.cookies.clear()
    with transaction.atomic():
        if user is not None:
            client.force_login(user)
        address = reverse(name, args=arguments(world, name))
        if method == "GET":
            status = client.get(address + asked(world, name)).status_code
        else:
            kind = {"content_type": "application/json"} if name in AS_JSON else {}
            status = client.post(address, posted(world, name), **kind).status_code
        transaction.set_rollback(True)
    return status


def expected() -> dict[tuple[str, str], list[int]]:
    """Return the table as (method, name) → a status per actor."""
    made = {}
    for line in TABLE.strip().splitlines():
        method, name, *cells = line.split()
        made[method, name] = [int(cell) for cell in cells]
    return made


def names() -> set[str]:
    """Return the names of all addresses."""
    return {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}


def test_every_address_stands_in_the_table():
    """With GET; and with POST where it takes one."""
    listed = {name for _method, name in expected()}

    assert names() == listed


def test_each_role_gets_what_the_table_says(world):
    """Nine people ask every address by every method; what one of them changes is taken back."""
    other = {}
    for (method, name), statuses in expected().items():
        for actor, status in zip(ACTORS, statuses, strict=True):
            found = answer(world, method, name, actor)
            if found != status:
                other[method, name, actor] = (status, found)

    assert other == {}


def test_what_the_table_leaves_out_is_not_taken(world):
    """A POST that is not in the table is answered with 405 for who may see the page, and changes nothing."""
    for name in sorted(names()):
        if ("POST", name) not in expected():
            assert answer(world, "POST", name, "portfolio_manager") in (405, 404), name
        if ("GET", name) not in expected():
            assert answer(world, "GET", name, "portfolio_manager") == 405, name
