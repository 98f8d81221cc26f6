"""A workbook of registers that came back, until whoever sent it decided about all it would change."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetState(models.TextChoices):
    """Where a file stands."""

    READY = "ready", _("to review")
    REFUSED = "refused", _("not read")
    APPLIED = "applied", _("applied")
    DISCARDED = "discarded", _("discarded")


class SheetReview(models.Model):
    """What a file says that was not stored when it came in; of the file itself only its hash stays."""

    register = models.CharField(max_length=60)
    """Slug of the register whose page it came through."""
    state = models.CharField(max_length=12, choices=SheetState, default=SheetState.READY)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    n_lines = models.PositiveIntegerField(default=0)
    """How many lines the file holds."""
    n_saved = models.PositiveIntegerField(default=0)
    """How many of them were changed or made so far."""
    lines = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    """What is still to decide on: see `stuurbord.web.lists.sheets.sent_lines.SentLine`."""
    findings = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
