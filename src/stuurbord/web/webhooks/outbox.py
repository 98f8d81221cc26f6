"""What has to be told is written down with the change itself: both are there, or neither."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.webhooks.models import Delivery, Webhook
from stuurbord.web.webhooks.payloads import is_asked, may_be_told, payload_of


def write_down(sender: Any, entries: Sequence[AuditEntry], **_more: Any) -> None:
    """Write a delivery per webhook that asks for an entry; in the transaction of the change."""
    portfolios = {entry.portfolio_id for entry in entries if entry.portfolio_id is not None}
    if not portfolios:
        return
    webhooks = list(
        Webhook.objects.filter(portfolio__in=portfolios, is_archived=False, is_paused=False).select_related(
            "owner", "portfolio"
        )
    )
    if not webhooks:
        return
    now = timezone.now()
    made = [
        _delivery(webhook, entry, now)
        for entry in entries
        for webhook in webhooks
        if webhook.portfolio_id == entry.portfolio_id
        and is_asked(webhook, entry.action)
        and may_be_told(webhook, entry)
    ]
    Delivery.objects.bulk_create(made, batch_size=500)


def _delivery(webhook: Webhook, entry: AuditEntry, now: Any) -> Delivery:
    event_id = uuid.uuid4()
    return Delivery(
        webhook=webhook,
        event_id=event_id,
        action=entry.action,
        entry_number=entry.number,
        payload=payload_of(entry, event_id),
        due_at=now,
    )
