"""What the contractor asks to be paid, and the advance."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.contracts.models.call_off import CallOff
from stuurbord.web.contracts.models.contract import Contract, euros

_CENT: Final = Decimal("0.01")


class PaymentRequest(models.Model):
    """One payment request or invoice."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="payment_requests")
    number = models.PositiveIntegerField()
    """Its own within the contract."""
    reference = models.CharField(pgettext_lazy("payment", "Number of the invoice"), max_length=60)
    received_on = models.DateField(pgettext_lazy("payment", "Received on"))
    performed_on = models.DateField(
        pgettext_lazy("payment", "Delivered, or end of the services found on"), null=True, blank=True
    )
    amount = euros(pgettext_lazy("payment", "Amount, excluding VAT"), null=False, blank=False)
    amount_incl = euros(pgettext_lazy("payment", "Amount, including VAT"))
    verified_on = models.DateField(pgettext_lazy("payment", "Verified on"), null=True, blank=True)
    paid_on = models.DateField(pgettext_lazy("payment", "Paid on"), null=True, blank=True)
    invoice = models.OneToOneField(
        "finance.Invoice", models.PROTECT, null=True, blank=True, related_name="payment_request"
    )
    call_off = models.ForeignKey(
        CallOff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payment_requests",
        verbose_name=pgettext_lazy("payment", "Order under the framework agreement"),
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="payment_request_number"),
            models.UniqueConstraint(fields=["contract", "reference"], name="payment_request_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.reference}"

    @property
    def payable(self) -> Decimal:
        """Euros excluding VAT: what was asked, with the price revision where there is one."""
        revision = getattr(self, "revision", None)
        return self.amount if revision is None else revision.revised

    @property
    def payable_incl(self) -> Decimal | None:
        """As `payable`, with VAT at the rate that the request has; None where that is not known."""
        if self.amount_incl is None or self.payable == self.amount:
            return self.amount_incl
        return (self.payable * self.amount_incl / self.amount).quantize(_CENT, ROUND_HALF_UP)

    @property
    def owed_unrevised(self) -> Decimal:
        """What was asked, with the tax where that is known."""
        return self.amount if self.amount_incl is None else self.amount_incl

    @property
    def owed(self) -> Decimal:
        """What is paid: with the tax where that is known."""
        with_tax = self.payable_incl
        return self.payable if with_tax is None else with_tax


class GrantedAdvance(models.Model):
    """The advance that was paid on a contract."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="advance")
    amount = euros(pgettext_lazy("advance", "Advance granted, excluding VAT"), null=False, blank=False)
    paid_on = models.DateField(pgettext_lazy("advance", "Paid on"))
    reason = models.CharField(
        pgettext_lazy("advance", "Reason for another amount"), max_length=1000, blank=True
    )
    recovered = euros(pgettext_lazy("advance", "Recovered"), default=0, null=False, blank=False)

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.amount}"
