"""Provisional and final acceptance, granted or refused."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.contracts.models.contract import Contract


class AcceptanceKind(models.TextChoices):
    PROVISIONAL = "provisional", pgettext_lazy("acceptance", "provisional acceptance")
    FINAL = "final", pgettext_lazy("acceptance", "final acceptance")


class Acceptance(models.Model):
    """One record of acceptance; a refusal may be followed by another."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="acceptances")
    kind = models.CharField(pgettext_lazy("acceptance", "Kind"), max_length=12, choices=AcceptanceKind)
    is_granted = models.BooleanField(pgettext_lazy("acceptance", "Granted"))
    on = models.DateField(pgettext_lazy("acceptance", "Record of"))
    document = models.CharField(pgettext_lazy("acceptance", "Record, reference or address"), max_length=500)
    remarks = models.TextField(pgettext_lazy("acceptance", "Remarks"), blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "kind"],
                condition=models.Q(is_granted=True),
                name="acceptance_granted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
