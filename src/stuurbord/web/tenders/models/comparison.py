"""The reasoned comparison of tenders whose criteria have an order of importance, and no weights."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot


class TenderComparison(models.Model):
    """Which tender comes where, and why; the last of a lot counts, as long as it rests on what stands."""

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="tender_comparisons")
    lot = models.ForeignKey(ProcurementLot, models.PROTECT, null=True, related_name="+")
    places = models.JSONField()
    """Pairs of the number of a tender and its place, 1 for the first."""
    reason = models.TextField()
    standing_sha256 = models.CharField(max_length=64)
    """Of the criteria, examinations and scores that were compared."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.places}"
