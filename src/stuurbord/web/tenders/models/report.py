"""Award reports: the facts and the file as they were on the day they were made."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot


class AwardReport(models.Model):
    """One report. While it stands, criteria, examination and scores of its lot are locked."""

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="award_reports")
    lot = models.ForeignKey(ProcurementLot, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    """Its own within the file."""
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    facts_sha256 = models.CharField(max_length=64)
    docx = models.BinaryField()
    docx_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)
    withdrawn_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="award_report_number_in_file")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.number}"

    @property
    def subject(self) -> str:
        """How the audit log names this report."""
        return f"awardreport:{self.file.reference}/{self.number}"
