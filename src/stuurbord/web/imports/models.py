"""Files that came in: what was read, what it would change, and what a person decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Portfolio, Project


class ImportState(models.TextChoices):
    READY = "ready", _("to review")
    NEEDS_MAPPING = "needs_mapping", _("columns to map")
    REFUSED = "refused", _("not read")
    APPLIED = "applied", _("applied")
    DISCARDED = "discarded", _("discarded")
    PROPOSED = "proposed", _("made into a proposal")


class Import(models.Model):
    """One file on its way in. Its content is kept until somebody decides, then only its hash."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="imports")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="imports")
    """The one project a plan is for, given or recognised; empty for registers and for new projects."""
    state = models.CharField(max_length=16, choices=ImportState)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    reader = models.CharField(max_length=80, blank=True)
    content = models.BinaryField(null=True)
    mapping = models.TextField(blank=True)
    """The column mapping used, as TOML, for a foreign table."""
    findings = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    """What accepting will change, line by line: see `stuurbord.web.imports.changes.Change`."""
    n_new = models.PositiveIntegerField(default=0)
    n_changed = models.PositiveIntegerField(default=0)
    """How many lines come and how many change, for lists that do not read the lines themselves."""
    date_checks = models.JSONField(default=list)
    """Per plan, the dates its file stores beside the recomputed ones: see `imports.date_checks`."""
    changes_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def n_lines(self) -> int:
        """How many lines accepting would make or change."""
        return self.n_new + self.n_changed


class ColumnMapping(models.Model):
    """How the columns of one kind of foreign table are read: mapped once, remembered by its headers."""

    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="column_mappings")
    signature = models.CharField(max_length=64)
    mapping = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "signature"], name="one_mapping_per_header_row")
        ]
