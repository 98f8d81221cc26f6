"""What suppliers ask to be paid, and in which month they worked for it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.finance.models.commitment import Order
from stuurbord.web.finance.models.euros import euros, month, of_project
from stuurbord.web.lists.register_item import RegisterItem


class InvoiceState(models.TextChoices):
    RECEIVED = "received", _("received")
    VERIFIED = "verified", _("verified")
    APPROVED = "approved", _("approved")
    PAID = "paid", _("paid")
    DISPUTED = "disputed", _("disputed")


UNPAID = (InvoiceState.RECEIVED, InvoiceState.VERIFIED, InvoiceState.APPROVED)


class Invoice(RegisterItem):
    """An invoice, or with amounts below zero a credit note."""

    project = of_project()
    title = models.CharField(_("Subject"), max_length=300, blank=True)
    order = models.ForeignKey(
        Order,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        verbose_name=pgettext_lazy("purchase", "Order"),
    )
    supplier_number = models.CharField(_("Number at the supplier"), max_length=60, blank=True)
    invoiced_on = models.DateField(_("Invoice date"), null=True, blank=True)
    received_on = models.DateField(_("Received"), null=True, blank=True)
    due = models.DateField(_("Pay before"), null=True, blank=True)
    amount_excl = euros(_("Amount excl. VAT"))
    amount_incl = euros(_("Amount incl. VAT"))
    month = month(_("Month of performance"), blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Verified by")
    )
    paid_on = models.DateField(_("Paid on"), null=True, blank=True)
    note = models.TextField(_("Note"), blank=True)
    state = models.CharField(_("State"), max_length=12, choices=InvoiceState, default=InvoiceState.RECEIVED)

    class Meta:
        verbose_name = _("invoice")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="invoice_code_in_project")]
        indexes = [models.Index(fields=["project", "state", "paid_on"], name="invoices_paid_in_a_year")]

    @property
    def vat(self) -> Decimal | None:
        """Euro of tax: what the two amounts differ."""
        if self.amount_excl is None or self.amount_incl is None:
            return None
        return self.amount_incl - self.amount_excl

    @property
    def supplier(self) -> str:
        return self.order.supplier if self.order else ""

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been paid."""
        return bool(self.due and self.due < today() and self.state in UNPAID)
