"""Facts and a choice of procedure that wait, together with a proposal on the plan."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from stuurbord.web.planning.models import Proposal
from stuurbord.web.procurements.models.file import ProcurementFile


class PendingChange(models.Model):
    """What becomes of the file when its proposal is accepted; otherwise nothing does."""

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="pending_changes")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="procurement_change")
    file_version = models.PositiveIntegerField()
    """The version of the file that it was made on."""
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    """All the facts of the file, as they become."""
    choice = models.CharField(max_length=8, blank=True)
    """The procedure, as it becomes."""
    reason = models.TextField(blank=True)
    """Why that procedure, where the rule book asks a reason."""
    advice_hash = models.CharField(max_length=64)
    """Of the advice on these facts that the proposal was made on."""
    uncertainty = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    """Estimates and risks of its steps; see `stuurbord.web.procurements.plan_effect.uncertainty`."""
    effect = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    """What it comes to, as `stuurbord.web.procurements.plan_effect.effects` tells it."""
    money = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    """Euro per year that are committed and paid then, and with which tasks; as `PlanLink.forecast`."""

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.proposal_id}"
