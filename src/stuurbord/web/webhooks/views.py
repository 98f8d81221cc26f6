"""The pages about webhooks: which there are, a new one, and what became of each delivery."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.webhooks.actions import (
    MANAGE,
    archive_webhook,
    ask_test,
    change_webhook,
    create_webhook,
    webhooks_of,
)
from stuurbord.web.webhooks.forms import WebhookForm
from stuurbord.web.webhooks.models import DeliveryState, Webhook

SHOWN = 50


@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks of the portfolios that one manages."""
    _refuse_others(request)
    counted = Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING))
    given_up = Count("deliveries", filter=Q(deliveries__state=DeliveryState.GIVEN_UP))
    found = webhooks_of(request.user).filter(is_archived=False)
    context = {
        "webhooks": found.annotate(
            n_waiting=counted, n_given_up=given_up, last_at=Max("deliveries__created_at")
        ),
        "breadcrumbs": [(_("API"), reverse("api_docs")), (_("Webhooks"), "")],
        "conclusion": _("A webhook tells another system what changes here, signed and at once."),
    }
    return render(request, "webhooks/webhooks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_new(request: HttpRequest) -> HttpResponse:
    """Make a webhook; its secret shows on this answer, and never again."""
    _refuse_others(request)
    form = WebhookForm(request.user, request.POST if request.method == "POST" else None)
    made, secret = None, ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        made, secret = create_webhook(
            request.user, sent["portfolio"], sent["name"], sent["url"], sent["events"]
        )
    context = {
        "form": form,
        "made": made,
        "secret": secret,
        "breadcrumbs": [(_("Webhooks"), reverse("webhooks")), (_("New"), "")],
        "conclusion": _("The receiver verifies the signature with the secret that shows here once."),
    }
    return render(request, "webhooks/webhook_new.html", context)


@require_safe
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook with the log of what was sent."""
    shown = _found(request, pk)
    context = {
        "webhook": shown,
        "deliveries": shown.deliveries.prefetch_related("attempts")[:SHOWN],
        "breadcrumbs": [(_("Webhooks"), reverse("webhooks")), (shown.name, "")],
        "conclusion": _conclusion(shown),
    }
    return render(request, "webhooks/webhook.html", context)


@require_POST
def webhook_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test, as soon as anything else."""
    ask_test(request.user, _found(request, pk))
    messages.success(request, _("A test is on its way; the log below shows what comes of it."))
    return redirect("webhook", pk)


@require_POST
def webhook_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a webhook, or let it go on."""
    found = _found(request, pk)
    change_webhook(request.user, found, _version(request), is_paused=not found.is_paused)
    told = _("{name} is paused") if found.is_paused else _("{name} goes on")
    messages.success(request, told.format(name=found.name))
    return redirect("webhook", pk)


@require_POST
def webhook_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """End a webhook."""
    found = _found(request, pk)
    archive_webhook(request.user, found, _version(request))
    messages.success(request, _("{name} archived; nothing is sent any more").format(name=found.name))
    return redirect("webhooks")


def _refuse_others(request: HttpRequest) -> None:
    if not visible_portfolios(request.user, MANAGE).exists():
        require(request.user, MANAGE)


def _found(request: HttpRequest, pk: int) -> Webhook:
    return get_object_or_404(webhooks_of(request.user), pk=pk, is_archived=False)


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10):
        raise VersionConflict(_("Send the form of the page again."))
    return int(sent)


def _conclusion(shown: Webhook) -> str:
    if shown.is_paused:
        return _("Paused: what happens now is not told, also not later.")
    states: dict[str, Any] = dict(shown.deliveries.order_by().values_list("state").annotate(n=Count("pk")))
    if states.get(DeliveryState.GIVEN_UP):
        return _("Some deliveries were given up: look whether the receiver answers.")
    if states.get(DeliveryState.WAITING):
        return _("Deliveries wait to be sent, or for their next attempt.")
    return _("All that happened was taken by the receiver.")
