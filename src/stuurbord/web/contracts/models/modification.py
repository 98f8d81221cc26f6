"""The ledger of modifications. Lines are only ever added to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.contracts.models.contract import Contract


class ModificationVerdict(models.TextChoices):
    ALLOWED = "allowed", pgettext_lazy("modification", "within the ceiling")
    REFUSED = "refused", pgettext_lazy("modification", "above the ceiling")
    UNDETERMINED = "undetermined", pgettext_lazy("modification", "undetermined")


class ContractModification(models.Model):
    """One modification on a legal ground; one that was a mistake is set right by another.

    The database refuses to change or remove it; see `stuurbord.web.contracts.append_only`.
    ``verdict`` and ``is_verified`` say what the rules said when it was decided.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="modifications")
    number = models.PositiveIntegerField()
    ground = models.CharField(pgettext_lazy("modification", "Legal ground"), max_length=8)
    """Article of the decree: ``38/1``."""
    title = models.CharField(pgettext_lazy("modification", "What changes"), max_length=300)
    amount = models.DecimalField(
        pgettext_lazy("modification", "Amount, plus or minus, excluding VAT"), max_digits=14, decimal_places=2
    )
    decided_on = models.DateField(pgettext_lazy("modification", "Decided on"))
    document = models.CharField(
        pgettext_lazy("modification", "Decision, reference or address"), max_length=500
    )
    end_date = models.DateField(
        pgettext_lazy("modification", "New end of the contract"), null=True, blank=True
    )
    verdict = models.CharField(max_length=12, choices=ModificationVerdict)
    is_verified = models.BooleanField()
    ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    reason = models.TextField(blank=True)
    """Why it was decided although a ceiling that nobody verified stands against it, or is not known."""
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="modification_number_in_contract")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ContractSuspension(models.Model):
    """A time in which the contract lies still."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="suspensions")
    first = models.DateField(pgettext_lazy("suspension", "First day"))
    resumed_on = models.DateField(pgettext_lazy("suspension", "Resumed on"), null=True, blank=True)
    is_by_buyer = models.BooleanField(pgettext_lazy("suspension", "Ordered by the buyer"), default=True)
    reason = models.CharField(pgettext_lazy("suspension", "Reason"), max_length=500)

    class Meta:
        ordering = ["first", "pk"]

    def __str__(self) -> str:
        return f"{self.first}"
