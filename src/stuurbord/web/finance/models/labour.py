"""What people of one's own and hired people work, and what that costs."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.finance.models.commitment import Order
from stuurbord.web.finance.models.euros import Employment, Unit, euros, month, of_project
from stuurbord.web.lists.register_item import RegisterItem


class Rate(RegisterItem):
    """What an hour or a day of a role, supplier or person costs, from one day to another."""

    project = of_project()
    title = models.CharField(_("Role, supplier or person"), max_length=200)
    employment = models.CharField(_("Internal or external"), max_length=8, choices=Employment)
    unit = models.CharField(_("Per"), max_length=4, choices=Unit, default=Unit.HOUR)
    amount = euros(_("Rate"), null=False, blank=False, validators=[MinValueValidator(0)])
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("rate")
        ordering = ["title", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="rate_code_in_project")]


class Labour(RegisterItem):
    """The hours or days of one person or team in one month."""

    project = of_project()
    title = models.CharField(_("Person or team"), max_length=200)
    employment = models.CharField(_("Internal or external"), max_length=8, choices=Employment)
    month = month(_("Month"))
    quantity = models.DecimalField(
        _("Hours or days"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)]
    )
    unit = models.CharField(_("Unit"), max_length=4, choices=Unit, default=Unit.HOUR)
    rate = models.ForeignKey(
        Rate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Rate")
    )
    amount = euros(_("Amount"))
    order = models.ForeignKey(
        Order,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("purchase", "Order"),
    )
    """Where the supplier sends invoices for it: those are the cost then."""

    class Meta:
        verbose_name = _("labour")
        ordering = ["month", "code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="labour_code_in_project")]
