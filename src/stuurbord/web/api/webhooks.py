"""Webhooks, managed by a program.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Body, Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.api.cursor import after, cursor_of, number_in, refuse_unknown, written
from stuurbord.web.api.field_types import Id, text_type
from stuurbord.web.api.problems import Refusal
from stuurbord.web.api.projects import Paged
from stuurbord.web.api.repeats import once
from stuurbord.web.api.versions import asked_version, late, unless_known, with_version
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.webhooks.actions import (
    MANAGE,
    archive_webhook,
    ask_test,
    change_webhook,
    create_webhook,
    webhooks_of,
)
from stuurbord.web.webhooks.addresses import LONGEST, Refused
from stuurbord.web.webhooks.models import Webhook

Events = Annotated[
    list[Annotated[text_type(80), Field(examples=["risk.*", "risk.change"])]],
    Field(max_length=200, description="Actions of registers; empty: all."),
]


class WebhookOut(BaseModel):
    id: int
    version: int
    portfolio: str
    name: str
    url: str
    events: list[str]
    is_paused: bool
    owner: str
    changed_at: datetime


class WebhookMade(WebhookOut):
    secret: str = Field(description="Signs what is sent; told this once.")


class WebhookPage(BaseModel):
    items: list[WebhookOut]
    next: str | None


class NewWebhook(BaseModel):
    model_config = ConfigDict(extra="forbid")

    portfolio: Annotated[text_type(40), Field(description="Key of the portfolio.")]
    name: Annotated[text_type(80), Field(min_length=1)]
    url: text_type(LONGEST)
    events: Events = []


class ChangedWebhook(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[text_type(80), Field(min_length=1)] = None
    url: text_type(LONGEST) = None
    events: Events = None
    is_paused: Annotated[bool, Field(strict=True)] = None


class AttemptOut(BaseModel):
    at: datetime
    status: int | None = Field(description="HTTP status; null where nothing answered.")
    milliseconds: int
    told: str


class DeliveryOut(BaseModel):
    id: int
    event: str
    action: str
    state: str
    created_at: datetime
    due_at: datetime
    attempts: list[AttemptOut]


class DeliveryPage(BaseModel):
    items: list[DeliveryOut]
    next: str | None


router = Router(tags=["webhooks"])
Number = Annotated[Id, Path(description="Number of the webhook.")]


@router.get("", response=WebhookPage, operation_id="listWebhooks", summary="List webhooks")
def webhooks(request: HttpRequest, asked: Query[Paged]):
    refuse_unknown(request, Paged)
    _refuse_others(request)
    found = after(webhooks_of(request.user).filter(is_archived=False), asked.cursor, False)
    rows = [_row(one) for one in found[: asked.limit + 1]]
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    return JsonResponse({"items": rows, "next": cursor_of(rows[-1], False) if more else None})


@router.post("", response={201: WebhookMade}, operation_id="createWebhook", summary="Make a webhook")
def webhook_new(request: HttpRequest, sent: Body[NewWebhook]):
    """With the secret that the receiver verifies signatures with."""
    portfolio = visible_portfolios(request.user).filter(key=sent.portfolio).first()
    if portfolio is None:
        _refuse_others(request)
        raise _wrong("portfolio", _("There is no such portfolio, or not for you."))
    require(request.user, MANAGE, portfolio.scopes)
    try:
        made, secret = create_webhook(request.user, portfolio, sent.name, sent.url, sent.events)
    except Refused as error:
        raise _wrong("url", _(str(error))) from None
    except ValueError as error:
        raise _wrong("events", str(error)) from None
    return with_version(_row(made) | {"secret": secret}, 201, f"{request.path}/{made.pk}")


@router.get("/{webhook}", response=WebhookOut, operation_id="readWebhook", summary="Read a webhook")
def webhook(request: HttpRequest, webhook: Number):
    return unless_known(request, _row(_found(request, webhook)))


@router.patch("/{webhook}", response=WebhookOut, operation_id="changeWebhook", summary="Change a webhook")
def webhook_change(request: HttpRequest, webhook: Number, sent: Body[ChangedWebhook]):
    found = _found(request, webhook)
    version = asked_version(request, found.version)
    changes = {name: getattr(sent, name) for name in sent.model_fields_set}
    try:
        change_webhook(request.user, found, version, **changes)
    except Refused as error:
        raise _wrong("url", _(str(error))) from None
    except ValueError as error:
        raise _wrong("events", str(error)) from None
    except VersionConflict:
        raise late(_found(request, webhook).version) from None
    return with_version(_row(found))


@router.delete("/{webhook}", response={204: None}, operation_id="archiveWebhook", summary="End a webhook")
def webhook_archive(request: HttpRequest, webhook: Number):
    found = _found(request, webhook)
    version = asked_version(request, found.version)
    try:
        archive_webhook(request.user, found, version)
    except VersionConflict:
        raise late(_found(request, webhook).version) from None
    return HttpResponse(status=204)


@router.post(
    "/{webhook}/test", response={202: DeliveryOut}, operation_id="testWebhook", summary="Send a test"
)
def webhook_test(request: HttpRequest, webhook: Number):
    found = _found(request, webhook)
    return once(request, lambda: JsonResponse(_delivery_row(ask_test(request.user, found)), status=202))


@router.get(
    "/{webhook}/deliveries",
    response=DeliveryPage,
    operation_id="listDeliveries",
    summary="What was sent, the latest first",
)
def webhook_deliveries(request: HttpRequest, webhook: Number, asked: Query[Paged]):
    refuse_unknown(request, Paged)
    found = _found(request, webhook).deliveries.order_by("-pk").prefetch_related("attempts")
    if asked.cursor:
        found = found.filter(pk__lt=number_in(asked.cursor))
    rows = [_delivery_row(one) for one in found[: asked.limit + 1]]
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    return JsonResponse({"items": rows, "next": written(rows[-1]["id"]) if more else None})


def _refuse_others(request: HttpRequest) -> None:
    if not visible_portfolios(request.user, MANAGE).exists():
        require(request.user, MANAGE)


def _found(request: HttpRequest, pk: int) -> Webhook:
    found = webhooks_of(request.user).filter(pk=pk, is_archived=False).first()
    if found is None:
        raise Http404
    return found


def _wrong(field: str, told: str) -> Refusal:
    return Refusal(422, errors=[{"field": field, "message": told}])


def _row(one: Webhook) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("name", "url", "events", "is_paused", "changed_at")}
    named = {"portfolio": one.portfolio.key, "owner": one.owner.name}
    return {"id": one.pk, "version": one.version, **told, **named}


def _delivery_row(one: Any) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("action", "state", "created_at", "due_at")}
    attempts = [
        {name: getattr(each, name) for name in ("at", "status", "milliseconds", "told")}
        for each in one.attempts.all()
    ]
    return {"id": one.pk, "event": str(one.event_id), **told, "attempts": attempts}
