"""Every version of every line, as plain values: what undo, merging and conflicts in Excel rest on."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from stuurbord.web.lists.models.about_line import AboutLine


class LineRevision(AboutLine):
    """One version of a line. Written by the actions only, never changed afterwards."""

    version = models.PositiveIntegerField()
    values = models.JSONField(encoder=DjangoJSONEncoder)
    """Field → raw value; a related record by its number. ``is_archived`` too."""
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "line_id", "version"], name="one_revision_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.line_id} v{self.version}"
