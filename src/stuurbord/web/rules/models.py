"""Every text of a rule book that was ever in force, and which one is in force now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Versioned


class StoredPack(models.Model):
    """One text of a rule book. It never changes: decisions name it by its hash and are replayed with it."""

    sha256 = models.CharField(max_length=64, unique=True)
    key = models.CharField(_("Rule book"), max_length=60, db_index=True)
    pack_version = models.CharField(_("Version"), max_length=60)
    text = models.TextField()
    file_name = models.CharField(_("File"), max_length=255, blank=True)
    is_shipped = models.BooleanField(default=False)
    """Came with the product."""
    stored_at = models.DateTimeField(auto_now_add=True)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.key} {self.pack_version}"


class RuleBook(Versioned):
    """A rule book by its key, with the text that is in force."""

    key = models.CharField(max_length=60, unique=True)
    current = models.ForeignKey(StoredPack, models.PROTECT, related_name="+")
    follows_product = models.BooleanField(default=True)
    """Takes the text of each new version of the product; no longer once a person chose one."""
    in_force_since = models.DateTimeField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"rulebook:{self.key}"
