"""What people attest where no computation can tell. Answers are added, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Project


class AttestedAnswer(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Attestation(models.Model):
    """One answer to the question of a rule at a gate; the last one counts.

    Without a gate it answers a fact of the project, whatever gate asks it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    gate = models.CharField(max_length=20, blank=True)
    rule = models.CharField(max_length=80)
    answer = models.CharField(max_length=12, choices=AttestedAnswer)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["project", "gate", "rule", "-id"], name="attestation_last")]

    def __str__(self) -> str:
        return f"{self.gate} {self.rule}: {self.answer}"
