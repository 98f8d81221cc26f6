"""The advice that a choice rests on, kept as it was given. Only ever added to."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from stuurbord.web.procurements.models.file import ProcurementFile


class KeptAdvice(models.Model):
    """What the rule book said of a file at one moment, on which facts."""

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="kept_advices")
    on = models.DateField()
    """The day that the rules were asked for."""
    at = models.DateTimeField(auto_now_add=True)
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    answer = models.JSONField(encoder=DjangoJSONEncoder)
    """`Advice.plain`."""
    pack = models.CharField(max_length=80)
    hash = models.CharField(max_length=64)
    """Of the answer, as the rule book seals it."""

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.hash[:8]}"
