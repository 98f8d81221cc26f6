"""How far the tenders of one procurement are, and who looked at them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.procurements.models import ProcurementFile


class TenderEvaluation(models.Model):
    """One per file: the lock and version of what happens to its tenders, and their opening by two people.

    Whatever the file itself says, tenders stay sealed until ``opened_at`` here: only the opening sets it.
    """

    file = models.OneToOneField(ProcurementFile, models.CASCADE, related_name="evaluation")
    version = models.PositiveIntegerField(default=1)
    opening_begun_at = models.DateTimeField(null=True)
    opening_begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """The second of the two people: with their word the seal goes."""
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.file_id}: {self.opened_at or '–'}"

    @property
    def is_opened(self) -> bool:
        return self.opened_at is not None


class TenderAccess(models.Model):
    """Somebody looked at the tenders of a file on a day: who, from when, how often."""

    file = models.ForeignKey(ProcurementFile, models.CASCADE, related_name="tender_accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    is_sealed = models.BooleanField()
    """Looked before the opening, so no amount was shown."""
    first_at = models.DateTimeField()

    class Meta:
        ordering = ["-first_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "user", "on", "is_sealed"], name="tender_access_per_person_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.user_id} {self.on}"
