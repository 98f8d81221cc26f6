"""Changes to webhooks: each checks a permission, changes, and writes its audit entry."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.webhooks.addresses import checked
from stuurbord.web.webhooks.models import Delivery, Webhook
from stuurbord.web.webhooks.payloads import EVERYTHING, TEST, kinds, test_payload

MANAGE = Permission.MANAGE_WEBHOOKS
VERBS = ("create", "change", "archive", "restore")


def webhooks_of(user: Any):
    """Return the webhooks that a person may manage."""
    portfolios = visible_portfolios(user, MANAGE)
    return Webhook.objects.filter(portfolio__in=portfolios).select_related("portfolio", "owner")


@transaction.atomic
def create_webhook(
    actor: Any, portfolio: Portfolio, name: str, url: str, events: Iterable[str] = ()
) -> tuple[Webhook, str]:
    """Make a webhook and return it with its secret, which is shown once.

    Raises
    ------
    Refused
        If the address could never be called.
    ValueError
        If there is no such event.
    """
    require(actor, MANAGE, portfolio.scopes)
    checked(url)
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    webhook = Webhook.objects.create(
        portfolio=portfolio, owner=actor, name=name, url=url, events=_events(events), secret=secret
    )
    told = {"name": name, "url": url, "events": webhook.events}
    _record(actor, "webhook.create", webhook, told)
    return webhook, secret


@transaction.atomic
def change_webhook(actor: Any, webhook: Webhook, expected_version: int, **changes: Any) -> Webhook:
    """Change name, address or events, or pause it; whoever changes it becomes its owner.

    So that nobody reads by a webhook what he may not see himself.
    """
    require(actor, MANAGE, webhook.portfolio.scopes)
    if "url" in changes:
        checked(changes["url"])
    if "events" in changes:
        changes["events"] = _events(changes["events"])
    told = {
        name: [getattr(webhook, name), value]
        for name, value in changes.items()
        if getattr(webhook, name) != value
    }
    if not told:
        return webhook
    for name, value in changes.items():
        setattr(webhook, name, value)
    webhook.owner = actor
    save_version(webhook, expected_version)
    _record(actor, "webhook.change", webhook, {"name": webhook.name, "changed": told})
    return webhook


@transaction.atomic
def archive_webhook(actor: Any, webhook: Webhook, expected_version: int) -> Webhook:
    """End a webhook: what still waits is not sent any more; the log of it stays."""
    require(actor, MANAGE, webhook.portfolio.scopes)
    if webhook.is_archived:
        return webhook
    webhook.is_archived = True
    save_version(webhook, expected_version)
    _record(actor, "webhook.archive", webhook, {"name": webhook.name})
    return webhook


@transaction.atomic
def ask_test(actor: Any, webhook: Webhook) -> Delivery:
    """Put a test among what waits; it goes out like anything else."""
    require(actor, MANAGE, webhook.portfolio.scopes)
    event_id = uuid.uuid4()
    _record(actor, TEST, webhook, {"name": webhook.name})
    return Delivery.objects.create(
        webhook=webhook,
        event_id=event_id,
        action=TEST,
        payload=test_payload(webhook, event_id),
        due_at=timezone.now(),
    )


def possible_events() -> list[str]:
    """Return every event that can be asked for."""
    return [f"{kind}.{verb}" for kind in kinds() for verb in (EVERYTHING, *VERBS)]


def _events(asked: Iterable[str]) -> list[str]:
    chosen = sorted(set(asked))
    unknown = set(chosen) - set(possible_events())
    if unknown:
        raise ValueError(_("There is no event {name}.").format(name=", ".join(sorted(unknown))))
    return chosen


def _record(actor: Any, action: str, webhook: Webhook, told: dict[str, Any]) -> None:
    record(
        actor,
        action,
        webhook.subject,
        told,
        portfolio_id=webhook.portfolio_id,
        version=webhook.version,
    )
