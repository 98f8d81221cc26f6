"""Indices of the whole organisation, and the price revisions that were computed with them."""

from __future__ import annotations

import re

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from stuurbord.web.contracts.models.contract import euros
from stuurbord.web.contracts.models.payment import PaymentRequest

_FORM = re.compile(r"[A-Za-z][\w-]{0,39}\Z", re.ASCII)
_CODE = RegexValidator(r"^[A-Za-z][A-Za-z0-9_-]*\Z")


def is_code(text: str) -> bool:
    """Return whether a formula can name an index so."""
    return _FORM.match(text) is not None


class IndexSeries(models.Model):
    """An index by its letter or code, as formulas name it: ``S``, ``I-2021``."""

    code = models.CharField(pgettext_lazy("index", "Code"), max_length=40, unique=True, validators=[_CODE])
    title = models.CharField(pgettext_lazy("index", "Index"), max_length=200)
    source = models.CharField(pgettext_lazy("index", "Source"), max_length=300)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class IndexValue(models.Model):
    """The value of an index in a month."""

    series = models.ForeignKey(IndexSeries, models.PROTECT, related_name="values")
    month = models.DateField(pgettext_lazy("index", "Month"))
    """Its first day."""
    value = models.DecimalField(
        pgettext_lazy("index", "Value"), max_digits=14, decimal_places=6, validators=[MinValueValidator(0)]
    )

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["series", "month"], name="index_value_of_month"),
            models.CheckConstraint(condition=Q(value__gt=0), name="index_value_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.month:%Y-%m}: {self.value}"


class PriceRevision(models.Model):
    """The revision of one payment request, with the indices it was computed with."""

    request = models.OneToOneField(PaymentRequest, models.PROTECT, related_name="revision")
    month = models.DateField()
    made_on = models.DateField(null=True)
    """When it was computed; None for those of before that was kept."""
    coefficient = models.DecimalField(max_digits=14, decimal_places=8)
    revised = euros("", null=False)
    difference = models.DecimalField(max_digits=14, decimal_places=2)
    formula = models.CharField(max_length=1000)
    base_month = models.DateField()
    terms = models.JSONField(encoder=DjangoJSONEncoder)
    """Index, weight, start and value of each, as texts."""
    invoice = models.ForeignKey("finance.Invoice", models.PROTECT, null=True, related_name="price_revisions")
    """In which invoice of the finances the difference was written: that of the request, or one of its own."""

    def __str__(self) -> str:
        return f"{self.request_id}: {self.coefficient}"
