"""Send what waits; what is not taken comes back later and later, and is given up in the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.jobs.periodic import Periodic
from stuurbord.web.webhooks.models import Attempt, Delivery, DeliveryState
from stuurbord.web.webhooks.payloads import may_be_told
from stuurbord.web.webhooks.sending import Answer, send

WAITS: Final = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60, 180, 720, 1440))
"""After each attempt that was not taken; one more attempt than waits."""
AT_ONCE: Final = 100
"""Deliveries of one round: a receiver that lets us wait holds up the others no longer than that."""
CLAIM: Final = timedelta(minutes=2)
ROUND: Final = timedelta(minutes=5)
KEPT: Final = timedelta(days=90)


def deliver_due(now: datetime | None = None) -> int:
    """Send what is due, outside every transaction; return how many were tried.

    A receiver that does not answer is left alone for the rest of the round.
    """
    now = now or timezone.now()
    began = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = Delivery.objects.filter(free, state=DeliveryState.WAITING, due_at__lte=now)
    due = due.filter(webhook__is_archived=False, webhook__is_paused=False).order_by("due_at", "pk")
    silent: set[int] = set()
    tried = 0
    for pk, webhook_id in list(due.values_list("pk", "webhook_id")[:AT_ONCE]):
        if timezone.now() - began > ROUND:
            break
        if webhook_id in silent or not Delivery.objects.filter(free, pk=pk).update(claimed_until=now + CLAIM):
            continue
        delivery = Delivery.objects.select_related("webhook__owner", "webhook__portfolio").get(pk=pk)
        answer = attempt(delivery, now)
        tried += 1
        if answer is not None and answer.status is None:
            silent.add(webhook_id)
    return tried


def attempt(delivery: Delivery, now: datetime) -> Answer | None:
    """Send a delivery once and note what came of it; None if its owner may not see it any more."""
    webhook = delivery.webhook
    if not _may_still(delivery):
        delivery.state, delivery.claimed_until = DeliveryState.WITHHELD, None
        # What may not be told is not kept for it either.
        delivery.payload = {}
        delivery.save(update_fields=["state", "claimed_until", "payload"])
        return None
    answer = send(webhook.url, webhook.secret, delivery.payload, str(delivery.event_id))
    Attempt.objects.create(
        delivery=delivery, at=now, status=answer.status, milliseconds=answer.milliseconds, told=answer.told
    )
    delivery.n_attempts += 1
    delivery.claimed_until = None
    if answer.is_taken:
        delivery.state = DeliveryState.DELIVERED
    elif delivery.n_attempts > len(WAITS):
        delivery.state = DeliveryState.GIVEN_UP
    else:
        delivery.due_at = now + WAITS[delivery.n_attempts - 1]
    delivery.save(update_fields=["n_attempts", "claimed_until", "state", "due_at"])
    return answer


def _may_still(delivery: Delivery) -> bool:
    if delivery.entry_number is None:
        return delivery.webhook.owner.is_active
    entry = AuditEntry.objects.filter(number=delivery.entry_number).first()
    return entry is not None and may_be_told(delivery.webhook, entry)


def _tick(now: datetime) -> None:
    deliver_due(now)
    ended = Delivery.objects.exclude(state=DeliveryState.WAITING)
    ended.filter(created_at__lt=now - KEPT).delete()


DELIVER: Final = Periodic("webhooks", timedelta(seconds=30), _tick)
