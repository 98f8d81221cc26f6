"""Decisions at gates: what the rules proposed, what people decided, on which facts. Only ever added to."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.projects.models import Project


class GateVerdict(models.TextChoices):
    GO = "go", pgettext_lazy("gate", "go")
    GO_WITH_CONDITIONS = "go_with_conditions", pgettext_lazy("gate", "go with conditions")
    NO_GO = "no_go", pgettext_lazy("gate", "no go")
    POSTPONED = "postponed", pgettext_lazy("gate", "postponed")


class GateDecision(models.Model):
    """One decision. The database refuses to change or remove it; see `stuurbord.web.gates.append_only`."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="gate_decisions")
    gate = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    """Its own within the project."""
    on = models.DateField()
    at = models.DateTimeField()
    verdict = models.CharField(_("Verdict"), max_length=20, choices=GateVerdict)
    proposal = models.CharField(max_length=20, blank=True)
    """What the rules proposed: ``incomplete``, ``go_with_conditions`` or ``go``."""
    reason = models.TextField(blank=True)
    conditions = models.JSONField(default=list)
    """Text, owner, day and code of each, as they were given."""
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    facts_sha256 = models.CharField(max_length=64, blank=True)
    results = models.JSONField(default=list)
    """What each rule gave, to compare a replay with."""
    waived = models.JSONField(default=dict)
    """Rule → code of the waiver that set it aside."""
    packs = models.JSONField(default=list)
    """SHA-256 of each rule book that counted, in their order."""
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    is_imported = models.BooleanField(default=False)
    """Taken over from before: what it rested on is not known, so it cannot be computed again."""
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="gate_decision_number_in_project")
        ]
        indexes = [models.Index(fields=["project", "gate", "-number"])]

    def __str__(self) -> str:
        return f"{self.gate} {self.number}: {self.verdict}"

    @property
    def lets_through(self) -> bool:
        """Whether the project may go on."""
        return self.verdict in (GateVerdict.GO, GateVerdict.GO_WITH_CONDITIONS)
