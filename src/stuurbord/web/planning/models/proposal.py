"""A set of changes on one revision of a plan, with who wants it and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.projects.models import PlanRevision, Project, Versioned


class ProposalSource(models.TextChoices):
    EDIT = "edit", pgettext_lazy("source of a proposal", "planner")
    SUGGESTION = "suggestion", pgettext_lazy("source of a proposal", "suggestion")
    IMPORT = "import", pgettext_lazy("source of a proposal", "file")
    TEMPLATE = "template", pgettext_lazy("source of a proposal", "template")
    QUALITY = "quality", pgettext_lazy("source of a proposal", "plan quality")
    LEVELLING = "levelling", pgettext_lazy("source of a proposal", "levelling")
    LAW = "law", pgettext_lazy("source of a proposal", "legal period")
    WHAT_IF = "what_if", pgettext_lazy("source of a proposal", "what-if")
    PROGRESS = "progress", pgettext_lazy("source of a proposal", "progress")
    BASELINE = "baseline", pgettext_lazy("source of a proposal", "baseline")


class ProposalState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a proposal", "open")
    ACCEPTED = "accepted", pgettext_lazy("state of a proposal", "accepted")
    REJECTED = "rejected", pgettext_lazy("state of a proposal", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a proposal", "withdrawn")


class Proposal(Versioned):
    """Changes that a person accepts, in whole or in part, or rejects; they never change themselves."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    base = models.ForeignKey(PlanRevision, models.PROTECT, related_name="proposals")
    """The revision that the changes were made on."""
    source = models.CharField(_("Source"), max_length=12, choices=ProposalSource)
    title = models.CharField(_("Title"), max_length=200)
    reason = models.TextField(_("Reason"), blank=True)
    changes = models.JSONField()
    """As `stuurbord.plan.changes.to_plain` writes them."""
    effect = models.JSONField(default=dict)
    """What it came to when it was made, as `stuurbord.web.planning.effects.effect` tells it."""
    asks = models.CharField(max_length=12, default="import_plan")
    """The permission that accepting asked when it was made; accepting judges that anew."""
    state = models.CharField(_("State"), max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(_("Why"), blank=True)
    accepted = models.JSONField(null=True)
    """The rows that were accepted, as [table, key]; None: all of them."""
    revision = models.ForeignKey(PlanRevision, models.PROTECT, null=True, related_name="+")
    """What it became."""
    rest_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="rest")
    """The proposal of which it is what was not accepted."""

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="proposal_number_in_project")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def subject(self) -> str:
        """How the audit log names this proposal."""
        return f"proposal:{self.project.portfolio.key}/{self.project.code}/{self.number}"
