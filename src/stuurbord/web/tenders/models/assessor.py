"""Who scores tenders, their declaration on conflicts of interest, and their scores."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.tenders.models.criterion import AwardCriterion
from stuurbord.web.tenders.models.tender import Tender


class Declaration(models.TextChoices):
    NONE = "none", pgettext_lazy("conflict of interest", "not declared yet")
    NO_CONFLICT = "no_conflict", pgettext_lazy("conflict of interest", "no conflict of interest")
    CONFLICT = "conflict", pgettext_lazy("conflict of interest", "conflict of interest")


class Assessor(models.Model):
    """Somebody who scores the tenders of a file, once they declared to have no interest in any tenderer."""

    file = models.ForeignKey(ProcurementFile, models.CASCADE, related_name="assessors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declaration = models.CharField(max_length=12, choices=Declaration, default=Declaration.NONE)
    explanation = models.TextField(blank=True)
    declared_at = models.DateTimeField(null=True)
    is_archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["file", "user"], name="assessor_once_per_file")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.user_id}"


class Score(models.Model):
    """What one assessor gives one tender for one criterion, with the words that bear it."""

    assessor = models.ForeignKey(Assessor, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(AwardCriterion, models.PROTECT, related_name="scores")
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="scores")
    points = models.DecimalField(
        pgettext_lazy("tender", "Points"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )
    """From 0 to 10."""
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessor", "criterion", "tender"], name="one_score_per_assessor_and_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.criterion_id}: {self.points}"
