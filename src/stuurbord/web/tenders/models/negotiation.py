"""Rounds of negotiation; the last asks the final tenders."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.tenders.models.tender import Tender


class NegotiationRound(models.Model):
    """One round with every tenderer in play, on the same day and terms."""

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="negotiation_rounds")
    lot = models.ForeignKey(ProcurementLot, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    """Its own within the file or lot."""
    held_on = models.DateField()
    minutes = models.TextField()
    is_final = models.BooleanField(default=False)
    """The best and final offers: no round comes after it."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "lot", "number"], name="negotiation_round_in_lot"),
            models.UniqueConstraint(
                fields=["file", "number"],
                condition=models.Q(lot__isnull=True),
                name="negotiation_round_without_lot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.number}"


class RoundAmount(models.Model):
    """The amount of one tender after a round; None where the tenderer kept what it had."""

    round = models.ForeignKey(NegotiationRound, models.CASCADE, related_name="amounts")
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="round_amounts")
    amount = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "tender"], name="amount_once_per_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.tender_id}"
