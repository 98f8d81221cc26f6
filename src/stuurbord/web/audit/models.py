"""Who changed what, when: an append-only chain in which every entry carries the hash of the one before."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AuditEntry(models.Model):
    """One action on one subject. Entries are written by `stuurbord.web.audit.chain.record` only."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    """What was acted on, as ``risk:ASN/P-001/R-041``."""
    version = models.PositiveIntegerField(null=True, blank=True)
    """Of the record acted on, after the action."""
    portfolio_id = models.BigIntegerField(null=True, blank=True)
    project_id = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["project_id", "-number"]),
            models.Index(fields=["portfolio_id", "-number"]),
            models.Index(fields=["subject", "-number"]),
            models.Index(fields=["actor", "-number"], name="audit_audit_actor_number"),
            models.Index(fields=["action", "-number"], name="audit_audit_action_number"),
            models.Index(fields=["at"], name="audit_audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"


class AuditHead(models.Model):
    """The single row that says where the chain ends; locking it orders the writers."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class Verification(models.Model):
    """One time that the whole chain was followed, and what was found: what the page of the log tells."""

    at = models.DateTimeField()
    until = models.PositiveBigIntegerField()
    """Number of the last entry that there was."""
    hash = models.CharField(max_length=64)
    breaks = models.JSONField(default=list)
    """The first breaks: number, kind, until, place and English sentence of each."""
    n_breaks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.until} {self.n_breaks}"
