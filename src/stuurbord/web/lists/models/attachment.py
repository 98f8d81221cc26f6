"""Files that belong to a line; their bytes are kept once, by hash, in the same database as the line."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.lists.models.about_line import AboutLine
from stuurbord.web.projects.models import Project


class FileContent(models.Model):
    """The bytes of a file."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class ScanState(models.TextChoices):
    """What the virus scanner said."""

    NOT_SCANNED = "not_scanned", _("not scanned")
    CLEAN = "clean", _("clean")
    INFECTED = "infected", _("infected")


class Attachment(AboutLine):
    """A file at a line: name, hash, who added it, and what the scanner said."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    content = models.ForeignKey(FileContent, models.PROTECT, related_name="attachments")
    scan = models.CharField(max_length=12, choices=ScanState, default=ScanState.NOT_SCANNED)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["file_name", "pk"]
        indexes = [models.Index(fields=["register", "line_id"])]

    def __str__(self) -> str:
        return self.file_name
