"""Who is told of what happens, and every attempt to tell it."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Portfolio, Versioned


class Webhook(Versioned):
    """An address that hears of the changes in one portfolio."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="webhooks")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="webhooks")
    """Made it: nothing is told that this person may not see."""
    name = models.CharField(_("What it is for"), max_length=80)
    url = models.CharField(_("Address"), max_length=500)
    events = models.JSONField(default=list)
    """Actions, or their beginnings: ``risk.change``, ``risk.*``; empty: all."""
    secret = models.CharField(max_length=64)
    """Signs what is sent; kept as it is, because a signature needs it."""
    is_paused = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"webhook:{self.portfolio.key}/{self.pk}"


class DeliveryState(models.TextChoices):
    """How far telling got."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")
    WITHHELD = "withheld", _("withheld")


class Delivery(models.Model):
    """One thing to tell one webhook: written in the transaction of the change, sent afterwards."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event_id = models.UUIDField(unique=True)
    """The same at every attempt, so that the receiver knows a repetition."""
    action = models.CharField(max_length=80)
    entry_number = models.PositiveBigIntegerField(null=True)
    """Of the entry in the audit log; None for a test."""
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    n_attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    """While a process sends it; it runs out if that process dies."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["webhook", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.event_id}"


class Attempt(models.Model):
    """One attempt: what came back, or why nothing did."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    """HTTP status; None where there was no answer."""
    milliseconds = models.PositiveIntegerField(default=0)
    told = models.CharField(max_length=300, blank=True)
    """The beginning of the answer, or what went wrong."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status}"
