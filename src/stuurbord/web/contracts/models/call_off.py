"""Orders under a framework agreement."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.contracts.models.contract import Contract, euros


class CallOff(models.Model):
    """One order on a framework agreement; a withdrawn one stays in the list and no longer counts."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="call_offs")
    number = models.PositiveIntegerField()
    title = models.CharField(pgettext_lazy("call-off", "Subject"), max_length=300)
    contractor = models.CharField(pgettext_lazy("call-off", "Contractor"), max_length=200, blank=True)
    """Empty: the contractor of the framework agreement."""
    ordered_on = models.DateField(pgettext_lazy("call-off", "Ordered on"))
    amount = euros(
        pgettext_lazy("call-off", "Amount, excluding VAT"),
        null=False,
        blank=False,
        validators=[MinValueValidator(0)],
    )
    document = models.CharField(
        pgettext_lazy("call-off", "Order, reference or address"), max_length=500, blank=True
    )
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="call_off_number_in_contract")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
