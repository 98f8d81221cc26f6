"""The day on which somebody did what nothing else in a file shows."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.procurements.models import ProcurementFile


class DoneTerm(models.Model):
    """That a term was done, as somebody wrote it down; ``on`` None: taken back."""

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="done_terms")
    key = models.CharField(max_length=60)
    """Which term of the file."""
    on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="done_term_key_in_file")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.key}: {self.on}"
