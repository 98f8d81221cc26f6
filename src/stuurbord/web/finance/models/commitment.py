"""What a project binds itself to: the commitment on a credit, and the orders placed on it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.finance.models.budget_line import BudgetLine
from stuurbord.web.finance.models.euros import euros, of_project
from stuurbord.web.lists.register_item import RegisterItem

PAYMENT_DAYS = 30
"""Days in which an invoice is paid where the order says nothing else."""


class CommitmentState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved (visa)")
    REFUSED = "refused", _("refused")
    CLOSED = "closed", _("closed")


COUNTED_COMMITMENTS = (CommitmentState.APPROVED, CommitmentState.CLOSED)


class Commitment(RegisterItem):
    """A reservation on the commitment credit of one budget line; the legal commitment comes after it."""

    project = of_project()
    title = models.CharField(_("Subject"), max_length=300)
    budget_line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("Budget line"),
    )
    committed_on = models.DateField(_("Date"), null=True, blank=True)
    beneficiary = models.CharField(_("Beneficiary"), max_length=200, blank=True)
    amount = euros(_("Amount"))
    decrease = euros(_("Decrease"))
    visa = models.CharField(_("Visa"), max_length=60, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    state = models.CharField(
        _("State"), max_length=12, choices=CommitmentState, default=CommitmentState.PROPOSED
    )

    class Meta:
        verbose_name = _("commitment")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="commitment_code_in_project")]


class OrderState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PLACED = "placed", _("placed")
    DELIVERED = "delivered", _("delivered")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


BINDING_ORDERS = (OrderState.PLACED, OrderState.DELIVERED, OrderState.CLOSED)


class Order(RegisterItem):
    """An order with a supplier, within one commitment."""

    project = of_project()
    title = models.CharField(_("Subject"), max_length=300)
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("Commitment")
    )
    supplier = models.CharField(_("Supplier"), max_length=200, blank=True)
    ordered_on = models.DateField(_("Date"), null=True, blank=True)
    amount_excl = euros(_("Amount excl. VAT"))
    amount_incl = euros(_("Amount incl. VAT"))
    due = models.DateField(_("Delivery due"), null=True, blank=True)
    payment_days = models.PositiveSmallIntegerField(
        _("Payment period, days"), default=PAYMENT_DAYS, validators=[MaxValueValidator(365)]
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    state = models.CharField(_("State"), max_length=12, choices=OrderState, default=OrderState.DRAFT)

    class Meta:
        verbose_name = pgettext_lazy("purchase", "order")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="order_code_in_project")]

    @property
    def is_overdue(self) -> bool:
        """Whether the delivery should have been there."""
        return bool(self.due and self.due < today() and self.state == OrderState.PLACED)
