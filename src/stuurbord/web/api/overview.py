"""Who one is, which registers there are, what waits, what is found, what the audit log says.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from stuurbord.web.accounts.models import Scope
from stuurbord.web.accounts.permissions import Permission, grants, require
from stuurbord.web.accounts.scopes import SCOPE_NAMES
from stuurbord.web.api.cursor import aware, number_in, refuse_unknown, written
from stuurbord.web.api.projects import Paged
from stuurbord.web.lists.actions import project_reference
from stuurbord.web.lists.found_texts import FoundText, search_for
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.notices.matter import Matter
from stuurbord.web.notices.waiting import waiting_for
from stuurbord.web.steering.queries import audit_entries, may_view_audit


class GrantOut(BaseModel):
    scope: str
    where: str = Field(description="Key of the portfolio, portfolio and code of the project, or empty.")
    permissions: list[str]


class MeOut(BaseModel):
    id: int
    name: str
    email: str
    language: str
    grants: list[GrantOut] = Field(description="What this request may do: of a token, no more than it has.")


class TransitionOut(BaseModel):
    source: str
    target: str
    permission: str | None = Field(description="What it takes beyond the right to edit the register.")


class RegisterOut(BaseModel):
    slug: str
    model: str
    title: str
    fields: list[str]
    filters: list[str]
    views: list[str]
    closed_states: list[str]
    transitions: list[TransitionOut] = Field(
        description="Empty: without a table, every state may follow any."
    )
    path: str


class RegisterList(BaseModel):
    items: list[RegisterOut]


class EntryOut(BaseModel):
    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    version: int | None
    data: dict[str, Any]
    hash: str
    previous_hash: str


class EntryPage(BaseModel):
    items: list[EntryOut]
    next: str | None


class AskedEntries(Paged):
    action: str = Field("", max_length=80, description="Begin of the action: `risk.`")
    subject: str = Field("", max_length=200, description="Begin of the subject: `risk:ASN/P-001/`")
    since: datetime | None = None


class MatterOut(BaseModel):
    kind: str
    verb: str = Field(description="What is asked, in the reader's language.")
    code: str
    title: str
    detail: str
    due: date | None
    project: str | None
    slug: str = Field(description="Slug of the register, empty where it is no line.")
    line: int | None
    version: int | None
    url: str = Field(description="The page where it is done.")


class MatterList(BaseModel):
    items: list[MatterOut]


class FoundOut(BaseModel):
    kind: str = Field(description="Slug of the register, or another kind of thing.")
    label: str
    id: int
    project: str | None
    title: str
    snippet: str
    url: str


class FoundList(BaseModel):
    items: list[FoundOut]


class AskedWords(BaseModel):
    model_config = ConfigDict(extra="forbid")

    q: str = Field(min_length=1, max_length=100, description="Words; the last may be a beginning.")
    kind: str = Field("", max_length=60, description="Only of this kind.")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1000)


router = Router(tags=["overview"])


@router.get("/me", response=MeOut, operation_id="readMe", summary="Who one is, and what one may do")
def me(request: HttpRequest):
    user = request.user
    named = {kind: names.references for kind, names in SCOPE_NAMES.items()}
    granted = []
    for (kind, scope_id), allowed in sorted(grants(user).items()):
        where = "" if kind == Scope.ORGANISATION else named[kind]([scope_id]).get(scope_id, "")
        granted.append({"scope": kind, "where": where, "permissions": sorted(allowed)})
    told = {name: getattr(user, name) for name in ("name", "email", "language")}
    return JsonResponse({"id": user.pk, **told, "grants": granted})


@router.get("/my-week", response=MatterList, operation_id="listMatters", summary="What waits for one")
def my_week(request: HttpRequest):
    """Most urgent first, as on the page."""
    return JsonResponse({"items": [_matter_row(one) for one in waiting_for(request.user)]})


@router.get("/search", response=FoundList, operation_id="search", summary="Search everything one may see")
def search(request: HttpRequest, asked: Query[AskedWords]):
    """The best first."""
    refuse_unknown(request, AskedWords)
    kinds = (asked.kind.replace("\0", ""),) if asked.kind else ()
    words = asked.q.replace("\0", "")
    found = search_for(request.user, words, kinds=kinds, limit=asked.limit, offset=asked.offset)
    return JsonResponse({"items": [_found_row(one) for one in found]})


@router.get("/registers", response=RegisterList, operation_id="listRegisters", summary="List the registers")
def registers(request: HttpRequest):
    return JsonResponse({"items": [_register_row(request, one) for one in REGISTERS.values()]})


@router.get("/audit", response=EntryPage, operation_id="listAudit", summary="Read the audit log")
def audit(request: HttpRequest, asked: Query[AskedEntries]):
    """Entries in the order of the chain, within the portfolios whose log one may see."""
    if not may_view_audit(request.user):
        require(request.user, Permission.VIEW_AUDIT)
    refuse_unknown(request, AskedEntries)
    found = audit_entries(request.user).order_by("number")
    if asked.cursor:
        found = found.filter(number__gt=number_in(asked.cursor))
    if asked.action:
        found = found.filter(action__startswith=asked.action.replace("\0", ""))
    if asked.subject:
        found = found.filter(subject__startswith=asked.subject.replace("\0", ""))
    if asked.since:
        found = found.filter(at__gte=aware(asked.since, "since"))
    names = [name for name in EntryOut.model_fields if name != "actor"]
    rows = list(found.values(*names, "actor_name")[: asked.limit + 1])
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    items = [
        {name: row["actor_name"] if name == "actor" else row[name] for name in EntryOut.model_fields}
        for row in rows
    ]
    return JsonResponse({"items": items, "next": written(items[-1]["number"]) if more else None})


def _matter_row(one: Matter) -> dict[str, Any]:
    told = {name: str(getattr(one, name)) for name in ("kind", "verb", "code", "title", "detail")}
    return {
        **told,
        "due": one.due,
        "project": project_reference(one.project) if one.project else None,
        "slug": one.slug,
        "line": one.pk or None,
        "version": one.version or None,
        "url": one.url,
    }


def _found_row(one: FoundText) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "label": str(one.label),
        "id": one.id,
        "project": project_reference(one.project) if one.project else None,
        "title": one.plain_title,
        "snippet": one.plain_snippet,
        "url": one.url,
    }


def _register_row(request: HttpRequest, one: Register) -> dict[str, Any]:
    transitions = one.states.transitions if one.states else ()
    return {
        "slug": one.slug,
        "model": one.model.__name__,
        "title": str(one.title),
        "fields": ["project", *one.form_fields],
        "filters": [each.name for each in one.filters],
        "views": [each.slug for each in one.views],
        "closed_states": [str(state) for state in one.closed_states],
        "transitions": [
            {"source": each.source, "target": each.target, "permission": each.permission}
            for each in transitions
        ],
        "path": f"{request.path.rstrip('/')}/{one.slug}",
    }
