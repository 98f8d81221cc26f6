"""How far one gate of one project is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Project


class DossierState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    SUBMITTED = "submitted", _("submitted for decision")
    DECIDED = "decided", _("decided")
    REOPENED = "reopened", _("re-opened")
    CLOSED = "closed", _("closed")


WORKED_ON = (DossierState.PLANNED, DossierState.OPEN, DossierState.REOPENED)
"""States in which the project manager completes the dossier."""


class GateDossier(models.Model):
    """The dossier of a gate. It has a row from the first time that something happens to it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="gate_dossiers")
    gate = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=DossierState, default=DossierState.PLANNED)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was re-opened."""
    version = models.PositiveIntegerField(default=1)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_facts = models.JSONField(default=dict)
    """The facts when it was submitted, to tell what changed since."""
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["project", "gate"]
        constraints = [models.UniqueConstraint(fields=["project", "gate"], name="one_dossier_per_gate")]

    def __str__(self) -> str:
        return f"{self.gate}: {self.state}"

    @property
    def subject(self) -> str:
        """How the audit log names this dossier."""
        return f"gate:{self.project.portfolio.key}/{self.project.code}/{self.gate}"
