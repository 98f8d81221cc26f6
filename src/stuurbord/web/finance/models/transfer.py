"""Money that moves: between budget lines, and out of the contingency."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.finance.models.budget_line import BudgetLine
from stuurbord.web.finance.models.euros import Credit, euros, of_project
from stuurbord.web.lists.register_item import RegisterItem


class TransferState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    APPROVED = "approved", _("approved")
    EXECUTED = "executed", _("executed")
    REFUSED = "refused", _("refused")


class Transfer(RegisterItem):
    """A part of the credit of one budget line that goes to another of the same year."""

    project = of_project()
    reason = models.CharField(_("Reason"), max_length=300)
    from_line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="+", verbose_name=_("From budget line")
    )
    to_line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="+", verbose_name=_("To budget line")
    )
    credit = models.CharField(_("Credit"), max_length=12, choices=Credit, default=Credit.COMMITMENT)
    amount = euros(_("Amount"), null=False, blank=False)
    requested_on = models.DateField(_("Requested"), null=True, blank=True)
    mandate = models.CharField(_("Mandate"), max_length=200, blank=True)
    state = models.CharField(
        _("State"), max_length=12, choices=TransferState, default=TransferState.REQUESTED
    )

    class Meta:
        verbose_name = _("credit transfer")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="transfer_code_in_project")]


class DrawState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class ContingencyDraw(RegisterItem):
    """Euro or days taken from the contingency of a project, for a risk that came true."""

    project = of_project()
    title = models.CharField(_("What for"), max_length=300)
    risk = models.CharField(_("Risk"), max_length=40, blank=True)
    amount = euros(_("Amount"))
    days = models.PositiveIntegerField(_("Days"), null=True, blank=True)
    drawn_on = models.DateField(_("Date"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Approved by")
    )
    state = models.CharField(_("State"), max_length=12, choices=DrawState, default=DrawState.REQUESTED)

    class Meta:
        verbose_name = _("draw on the contingency")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="draw_code_in_project")]
