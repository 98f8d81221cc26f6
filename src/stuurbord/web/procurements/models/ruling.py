"""What somebody with a mandate decided on a choice against the rules. Only ever added to."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.procurements.models.choice import ProcedureChoice


class ChoiceRuling(models.Model):
    """Approval or rejection of one choice; never changed."""

    choice = models.OneToOneField(ProcedureChoice, models.PROTECT, related_name="ruling")
    is_approved = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.choice_id}: {self.is_approved}"
