"""Defaults of the contractor: the record, the defence, the measure."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.contracts.models.contract import Contract, euros


class Measure(models.TextChoices):
    NONE = "none", pgettext_lazy("default", "no measure: the defence is accepted")
    DELAY = "delay", pgettext_lazy("default", "penalty for delay")
    ONCE = "once", pgettext_lazy("default", "one-off special penalty")
    DAILY = "daily", pgettext_lazy("default", "daily special penalty")
    EX_OFFICIO = "ex_officio", pgettext_lazy("default", "ex officio measure")


class DefaultRecord(models.Model):
    """One default, from its record to the measure."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="defaults")
    number = models.PositiveIntegerField()
    title = models.CharField(pgettext_lazy("default", "What was found"), max_length=500)
    recorded_on = models.DateField(pgettext_lazy("default", "Record of default of"))
    sent_on = models.DateField(
        pgettext_lazy("default", "Sent by registered letter on"), null=True, blank=True
    )
    defended_on = models.DateField(pgettext_lazy("default", "Defence received on"), null=True, blank=True)
    defence = models.TextField(pgettext_lazy("default", "Defence"), blank=True)
    measure = models.CharField(
        pgettext_lazy("default", "Measure"), max_length=12, choices=Measure, blank=True
    )
    measure_on = models.DateField(pgettext_lazy("default", "Measure decided on"), null=True, blank=True)
    days_late = models.PositiveIntegerField(pgettext_lazy("default", "Days"), null=True, blank=True)
    value_late = euros(pgettext_lazy("default", "Value of what is late, excluding VAT"))
    amount = euros(pgettext_lazy("default", "Penalty"))
    reason = models.TextField(pgettext_lazy("default", "Reasons of the measure"), blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="default_number_in_contract")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
