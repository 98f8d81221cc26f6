"""The personal tokens with which programs come in; their secret is stored nowhere."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Portfolio


class ApiToken(models.Model):
    """What lets a program act for a person, within less than what the person may do."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("What it is for"), max_length=80)
    prefix = models.CharField(max_length=16)
    """The first characters of the secret, so that people can tell tokens apart."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret: 256 random bits need no slow hash."""
    can_write = models.BooleanField(_("May change"), default=False)
    portfolio = models.ForeignKey(
        Portfolio, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Portfolio")
    )
    """Empty: wherever the person may."""
    expires_on = models.DateField(_("Valid until"))
    """The last day on which it is taken."""
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    """Within a minute."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What was answered to a request with an ``Idempotency-Key``: sent again, it gets the same answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    """SHA-256 of address and body: the same key for something else is a mistake."""
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    etag = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.key
