"""What an organisation agrees with itself and the law leaves to it: who approves, advice, interest rates."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import pgettext_lazy

_EURO = {"max_digits": 14, "decimal_places": 2, "validators": [MinValueValidator(0)]}


class ContractKind(models.TextChoices):
    """What a contract is for, as the rule book calls it."""

    WORKS = "works", pgettext_lazy("contract", "works")
    SUPPLIES = "supplies", pgettext_lazy("contract", "supplies")
    SERVICES = "services", pgettext_lazy("contract", "services")
    SOCIAL = "social", pgettext_lazy("contract", "social and other specific services")


class InspectionAmount(models.Model):
    """From which estimate the Inspectorate of Finance advises: what the entity knows, no rule of ours."""

    kind = models.CharField(
        pgettext_lazy("procurement", "Kind"), max_length=10, choices=ContractKind, blank=True
    )
    """Empty: every kind."""
    procedure = models.CharField(pgettext_lazy("procurement", "Procedure"), max_length=8, blank=True)
    """Empty: every procedure."""
    amount = models.DecimalField(pgettext_lazy("procurement", "From, euro excluding VAT"), **_EURO)
    valid_from = models.DateField(pgettext_lazy("procurement", "Valid from"))
    valid_to = models.DateField(pgettext_lazy("procurement", "Valid to"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("procurement", "Source"), max_length=300)

    class Meta:
        ordering = ["-valid_from", "kind", "procedure", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.procedure} {self.amount}"


class Delegation(models.Model):
    """Up to which amount a body or function approves."""

    body = models.CharField(pgettext_lazy("procurement", "Body or function"), max_length=200)
    kind = models.CharField(
        pgettext_lazy("procurement", "Kind"), max_length=10, choices=ContractKind, blank=True
    )
    up_to = models.DecimalField(
        pgettext_lazy("procurement", "Up to, euro excluding VAT"), null=True, blank=True, **_EURO
    )
    """None: without limit."""
    valid_from = models.DateField(pgettext_lazy("procurement", "Valid from"))
    valid_to = models.DateField(pgettext_lazy("procurement", "Valid to"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("procurement", "Source"), max_length=300)

    class Meta:
        ordering = ["-valid_from", "kind", "up_to", "pk"]

    def __str__(self) -> str:
        return f"{self.body}: {self.up_to}"


class ReferenceRate(models.Model):
    """The reference interest rate of a half-year, for late payment."""

    valid_from = models.DateField(pgettext_lazy("procurement", "From"), unique=True)
    fraction = models.DecimalField(
        pgettext_lazy("procurement", "Reference rate, percent"),
        max_digits=7,
        decimal_places=5,
        validators=[MinValueValidator(-1), MaxValueValidator(1)],
    )
    source = models.CharField(pgettext_lazy("procurement", "Source"), max_length=300)

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.fraction}"
