"""Award decisions, and who was told of them. Decisions are only ever added to."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.tenders.models.report import AwardReport
from stuurbord.web.tenders.models.tender import Tender


class DecisionKind(models.TextChoices):
    AWARD = "award", pgettext_lazy("award decision", "award")
    NO_AWARD = "no_award", pgettext_lazy("award decision", "no award")
    WITHDRAWAL = "withdrawal", pgettext_lazy("award decision", "withdrawal of the decision before")


class AwardDecision(models.Model):
    """One decision. The database refuses to change or remove it; see `stuurbord.web.tenders.append_only`."""

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="award_decisions")
    lot = models.ForeignKey(ProcurementLot, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    """Its own within the file."""
    kind = models.CharField(max_length=12, choices=DecisionKind)
    on = models.DateField()
    at = models.DateTimeField()
    tender = models.ForeignKey(Tender, models.PROTECT, null=True, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    """Approved, excluding VAT."""
    report = models.ForeignKey(AwardReport, models.PROTECT, null=True, related_name="decisions")
    ranking = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    """What the ranking was: rank, tender, points of each."""
    ranking_sha256 = models.CharField(max_length=64, blank=True)
    reason = models.TextField()
    alarms = models.JSONField(default=list)
    """Code, sentence and article of what stood against it when it was taken; it stays marked for ever."""
    alarm_reason = models.TextField(blank=True)
    rules_hash = models.CharField(max_length=64, blank=True)
    """Of the rule book that was asked with the approved amount."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="award_decision_number_in_file")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}: {self.kind}"


class TendererInformed(models.Model):
    """Somebody was told of a decision on a day."""

    decision = models.ForeignKey(AwardDecision, models.PROTECT, related_name="informed")
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="+")
    sent_on = models.DateField()
    channel = models.CharField(max_length=200, blank=True)
    """By which way, with the proof of sending."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "tender"], name="told_once_per_decision")]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.tender_id}: {self.sent_on}"
