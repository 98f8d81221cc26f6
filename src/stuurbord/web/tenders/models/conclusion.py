"""The conclusion of the contract of one lot: each lot has its own award, standstill and day."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot


class LotConclusion(models.Model):
    """The day on which the contract of a lot was concluded; the file itself has the first of them.

    It counts as long as the file has a day of conclusion: who withdraws that, withdraws them all.
    """

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="lot_conclusions")
    lot = models.OneToOneField(ProcurementLot, models.PROTECT, related_name="conclusion")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.on}"
