"""Tenders: who tendered, when, for how much. Amounts are not given before the opening."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot


class Tender(models.Model):
    """One tender for a file, or for one lot of it.

    The fields that end in ``_given`` hold what is sealed: read them through `amount` and `cost` alone.
    """

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="tenders")
    lot = models.ForeignKey(ProcurementLot, models.PROTECT, null=True, related_name="tenders")
    number = models.PositiveIntegerField()
    """Its own within the file."""
    tenderer = models.CharField(pgettext_lazy("tender", "Tenderer"), max_length=200)
    enterprise_number = models.CharField(
        pgettext_lazy("tender", "Enterprise number"), max_length=20, blank=True
    )
    is_sme = models.BooleanField(pgettext_lazy("tender", "SME"), null=True)
    reference = models.CharField(pgettext_lazy("tender", "Number of receipt"), max_length=100, blank=True)
    received_at = models.DateTimeField(pgettext_lazy("tender", "Received at"))
    is_late = models.BooleanField(default=False)
    is_added_after_opening = models.BooleanField(default=False)
    added_reason = models.CharField(max_length=500, blank=True)
    """Why it was only written down after the opening, although it came in time."""
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    amount_given = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    cost_given = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    corrected_given = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    correction_reason = models.CharField(max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="tender_number_in_file")]
        indexes = [models.Index(fields=["file", "lot"])]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_opened(self) -> bool:
        return self.file.evaluation.is_opened

    @property
    def amount(self) -> Decimal | None:
        """Excluding VAT, as corrected; None while sealed or not known, for ever where it came too late."""
        if not self.is_opened or self.is_late:
            return None
        return self.corrected_given if self.corrected_given is not None else self.amount_given

    @property
    def cost(self) -> Decimal | None:
        """The life-cycle cost; None while it is sealed or not known."""
        return self.cost_given if self.is_opened and not self.is_late else None

    @property
    def is_in_play(self) -> bool:
        """Whether it came in time and was not withdrawn."""
        return not self.is_late and not self.is_withdrawn


class TenderLine(models.Model):
    """One line of the bill of a tender, for the check of its arithmetic."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=20, blank=True)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    stated = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["tender", "number"], name="line_number_in_tender")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
