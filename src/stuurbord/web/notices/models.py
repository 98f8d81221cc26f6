"""What is kept to tell people what waits for them: their last look, their choices, what was sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """How often the digest comes."""

    NONE = "none", _("never")
    DAILY = "daily", _("every working day")
    WEEKLY = "weekly", _("every Monday")


class NoticeChoice(models.Model):
    """What somebody wants to be told by mail. Without a row: the digest every Monday."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="notice_choice"
    )
    rhythm = models.CharField(_("Digest by mail"), max_length=8, choices=Rhythm, default=Rhythm.WEEKLY)


class LastLook(models.Model):
    """When somebody looked at My week: this visit, and when the one before it ended."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="last_look"
    )
    visited_at = models.DateTimeField()
    since = models.DateTimeField()
    """What changed after this moment is new to the reader, for as long as this visit lasts."""


class CalendarToken(models.Model):
    """The secret in the address of somebody's calendar: its hash only."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="calendar_token"
    )
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    read_on = models.DateField(null=True)
    """The last day on which a calendar asked for it."""


class Substitute(models.Model):
    """Who sees what waits for somebody who is away. Roles do not go along."""

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="substitutes")
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="substitute_for", verbose_name=_("Substitute")
    )
    first = models.DateField(_("From"))
    last = models.DateField(_("Up to and including"))

    class Meta:
        ordering = ["first", "pk"]
        indexes = [models.Index(fields=["substitute", "last"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="ends_after_begin"),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("substitute")), name="somebody_else_substitutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absent_id} → {self.substitute_id}"


class MailState(models.TextChoices):
    """What became of a digest."""

    SENDING = "sending", _("being sent")
    """Also what remains of a process that died: nobody knows whether it went, so it is not sent again."""
    SENT = "sent", _("sent")
    NOTHING = "nothing", _("nothing to tell")
    REFUSED = "refused", _("refused, tried again later")
    FAILED = "failed", _("not sent")


class Digest(models.Model):
    """One period of one person: the row is written before the mail goes, so that it goes at most once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    period = models.CharField(max_length=10)
    """``2026-11-26`` or ``2026-W48``."""
    state = models.CharField(max_length=8, choices=MailState, default=MailState.SENDING)
    attempt = models.PositiveSmallIntegerField(default=1)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)
    """When a refused mail is tried again."""
    reason = models.CharField(max_length=300, blank=True)
    """What the mail server said, without addresses."""

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "period"], name="one_digest_per_period")]
        indexes = [models.Index(fields=["state", "again_at"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.period} {self.state}"
