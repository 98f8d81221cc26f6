"""A contract that was concluded, and what its documents say of its performance."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.procurements.models.organisation import ContractKind
from stuurbord.web.projects.models import Versioned


def euros(label: Any, **options: Any) -> models.DecimalField:
    """Return a field of euros excluding VAT; empty where the amount is not known."""
    options = {"null": True, "blank": True, "validators": [MinValueValidator(0)]} | options
    return models.DecimalField(label, max_digits=14, decimal_places=2, **options)


def percentage(label: Any) -> models.DecimalField:
    """Return a field of a percentage between 0 and 100; empty where the documents are silent."""
    return models.DecimalField(
        label,
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


def days(label: Any) -> models.PositiveIntegerField:
    """Return a field of a number of days; empty where the documents are silent."""
    return models.PositiveIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9999)]
    )


class TermUnit(models.TextChoices):
    CALENDAR = "calendar", pgettext_lazy("contract", "calendar days")
    WORKING = "working", pgettext_lazy("contract", "working days")


class ContractorSize(models.TextChoices):
    """Keys of the rule book."""

    MICRO = "micro", pgettext_lazy("enterprise", "micro")
    SMALL = "small", pgettext_lazy("enterprise", "small")
    MEDIUM = "medium", pgettext_lazy("enterprise", "medium-sized")
    LARGE = "large", pgettext_lazy("enterprise", "larger")


class Contract(Versioned):
    """The contract of a file, or of one lot of it; everything that happens to it moves its version on.

    ``rules_on``, ``sector``, ``is_eu_level`` and ``eu_threshold`` are those of the launch: the law of that
    day holds until the end. None: the file did not tell them.
    """

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="contracts")
    lot = models.ForeignKey(ProcurementLot, models.PROTECT, null=True, related_name="contracts")
    contractor = models.CharField(pgettext_lazy("contract", "Contractor"), max_length=200)
    size = models.CharField(
        pgettext_lazy("contract", "Size of the contractor"), max_length=8, choices=ContractorSize, blank=True
    )
    kind = models.CharField(
        pgettext_lazy("contract", "Kind"), max_length=10, choices=ContractKind, blank=True
    )
    initial_amount = euros(pgettext_lazy("contract", "Initial amount, excluding VAT"))
    concluded_on = models.DateField(pgettext_lazy("contract", "Concluded on"))
    order_to_start_on = models.DateField(
        pgettext_lazy("contract", "Order to start on"), null=True, blank=True
    )
    term_days = days(pgettext_lazy("contract", "Term of performance"))
    term_unit = models.CharField(
        pgettext_lazy("contract", "Term counted in"),
        max_length=8,
        choices=TermUnit,
        default=TermUnit.CALENDAR,
    )
    end_date = models.DateField(
        pgettext_lazy("contract", "End according to the documents"), null=True, blank=True
    )
    performance_ended_on = models.DateField(
        pgettext_lazy("contract", "Performance ended on"), null=True, blank=True
    )
    bond_pct = percentage(pgettext_lazy("contract", "Bond in the documents, percent"))
    advance_pct = percentage(pgettext_lazy("contract", "Advance in the documents, percent"))
    advance_reference = euros(pgettext_lazy("contract", "Reference value of the advance"))
    is_obliged_buyer = models.BooleanField(
        pgettext_lazy("contract", "Buyer that must grant advances"), null=True, blank=True
    )
    processing_days = days(pgettext_lazy("contract", "Processing term in the documents, days"))
    is_processing_reasoned = models.BooleanField(
        pgettext_lazy("contract", "A longer processing term is reasoned in the documents"), default=False
    )
    is_healthcare = models.BooleanField(
        pgettext_lazy("contract", "Buyer that provides healthcare"), default=False
    )
    acceptance_days = days(pgettext_lazy("contract", "Acceptance term in the documents, days"))
    guarantee_months = models.PositiveIntegerField(
        pgettext_lazy("contract", "Guarantee term, months"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(600)],
    )
    revision_formula = models.CharField(
        pgettext_lazy("contract", "Formula of the price revision"), max_length=1000, blank=True
    )
    revision_base_month = models.DateField(
        pgettext_lazy("contract", "Start month of the indices"), null=True, blank=True
    )
    is_framework = models.BooleanField(pgettext_lazy("contract", "Framework agreement"), default=False)
    framework_years = models.DecimalField(
        pgettext_lazy("contract", "Duration of the framework agreement, years"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(50)],
    )
    framework_reason = models.CharField(
        pgettext_lazy("contract", "Why the framework agreement runs longer than the law allows"),
        max_length=1000,
        blank=True,
    )
    ceiling = euros(pgettext_lazy("contract", "Maximum value of the framework agreement"))
    is_single_supplier = models.BooleanField(
        pgettext_lazy("contract", "Framework agreement with a single contractor"), default=False
    )
    has_global_bond = models.BooleanField(
        pgettext_lazy("contract", "One bond for the whole framework agreement"), default=False
    )
    rules_on = models.DateField(null=True, blank=True)
    sector = models.CharField(max_length=10, blank=True)
    is_eu_level = models.BooleanField(null=True)
    eu_threshold = euros("")
    conclusion_flags = models.JSONField(default=list)
    """What stood against the conclusion, as sentences; it stays marked for ever."""
    conclusion_reason = models.TextField(blank=True)
    order = models.ForeignKey(
        "finance.Order",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts",
        verbose_name=pgettext_lazy("contract", "Order in the finances"),
    )

    class Meta:
        ordering = ["file", "lot__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "lot"], name="contract_of_lot"),
            models.UniqueConstraint(fields=["file"], condition=Q(lot=None), name="contract_of_file"),
        ]
        indexes = [models.Index(fields=["end_date"])]

    def __str__(self) -> str:
        return f"{self.file.reference} {self.contractor}"

    @property
    def subject(self) -> str:
        """How the audit log names this contract."""
        lot = f"/{self.lot.number}" if self.lot else ""
        return f"contract:{self.file.reference}{lot}"
