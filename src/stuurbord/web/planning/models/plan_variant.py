"""A what-if beside the plan: the edits that make it, and what they come to. The plan stays as it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.planning.models.proposal import Proposal
from stuurbord.web.projects.models import PlanRevision, Project, Versioned


class PlanVariant(Versioned):
    """Named edits on one revision; nothing is copied, so a variant is as small as its edits."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="variants")
    number = models.PositiveIntegerField()
    name = models.CharField(_("Name"), max_length=120)
    note = models.TextField(_("Why this variant"), blank=True)
    base = models.ForeignKey(PlanRevision, models.PROTECT, related_name="variants")
    """The revision that the edits are made on."""
    edits = models.JSONField()
    """As `stuurbord.engine.editing.edits_from` reads them."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="variants")
    """What it was proposed as, the last time."""
    figures = models.JSONField(default=dict)
    """What it comes to, as `stuurbord.web.planning.variant_figures.measured` tells it."""
    figures_key = models.CharField(max_length=64, blank=True)
    """Hash of everything that the figures were computed from; another one means they are stale."""

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="variant_number_in_project")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def subject(self) -> str:
        """How the audit log names this variant."""
        return f"variant:{self.project.portfolio.key}/{self.project.code}/{self.number}"
