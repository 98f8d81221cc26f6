"""What a project expects to commit and to pay, month by month."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.finance.models.budget_line import BudgetLine
from stuurbord.web.finance.models.euros import Credit, ExpenditureKind, euros, month, of_project
from stuurbord.web.lists.register_item import RegisterItem


class MonthForecast(RegisterItem):
    """An amount expected in one month; what was paid already is in the invoices, not here."""

    project = of_project()
    month = month(_("Month"))
    kind = models.CharField(_("Kind"), max_length=12, choices=ExpenditureKind)
    credit = models.CharField(
        _("Commitment or payment"), max_length=12, choices=Credit, default=Credit.PAYMENT
    )
    amount = euros(_("Amount"))
    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Budget line")
    )
    note = models.TextField(_("Note"), blank=True)

    class Meta:
        verbose_name = _("monthly forecast")
        ordering = ["month", "code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="forecast_code_in_project")]
