"""Award criteria with their weights."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot


class CriterionKind(models.TextChoices):
    PRICE = "price", pgettext_lazy("award criterion", "price")
    COST = "cost", pgettext_lazy("award criterion", "life-cycle cost")
    QUALITY = "quality", pgettext_lazy("award criterion", "quality")


BY_AMOUNT = (CriterionKind.PRICE, CriterionKind.COST)
"""Kinds that a formula scores from an amount; the other is scored by assessors."""


class PriceFormula(models.TextChoices):
    PROPORTIONAL = "proportional", pgettext_lazy("price formula", "lowest amount ÷ amount")
    LINEAR = "linear", pgettext_lazy("price formula", "straight line: nothing at twice the lowest amount")


class AwardCriterion(models.Model):
    """One criterion of a file; with a lot it counts for that lot, instead of those of the whole file."""

    file = models.ForeignKey(ProcurementFile, models.CASCADE, related_name="award_criteria")
    lot = models.ForeignKey(ProcurementLot, models.PROTECT, null=True, related_name="award_criteria")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(pgettext_lazy("award criterion", "Criterion"), max_length=200)
    kind = models.CharField(pgettext_lazy("award criterion", "Kind"), max_length=8, choices=CriterionKind)
    weight = models.DecimalField(
        pgettext_lazy("award criterion", "Weight, %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    """Percent; None in all criteria: they have an order of importance, or count equally."""
    is_by_importance = models.BooleanField(default=False)
    """In all criteria of a set alike: without weights, the most important first."""
    no_weight_reason = models.TextField(blank=True)
    """The objective reasons why no weights can be given, of the whole set: due at European level."""
    formula = models.CharField(
        pgettext_lazy("award criterion", "Formula"), max_length=12, choices=PriceFormula, blank=True
    )

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_by_amount(self) -> bool:
        return self.kind in BY_AMOUNT
