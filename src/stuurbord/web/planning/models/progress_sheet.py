"""A progress sheet that came back, until whoever sent it says what of it counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Project


class ProgressSheetState(models.TextChoices):
    READY = "ready", _("to review")
    TAKEN = "taken", _("applied")
    DISCARDED = "discarded", _("discarded")


class ProgressSheet(models.Model):
    """The rows of a file that tell something; of the file itself only its hash stays."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="progress_sheets")
    state = models.CharField(max_length=10, choices=ProgressSheetState, default=ProgressSheetState.READY)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    """See `stuurbord.web.planning.progress.sheets_in.SentRow`."""
    findings = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
