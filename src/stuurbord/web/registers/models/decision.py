"""What is asked of a body that decides, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.clock import today
from stuurbord.web.lists.register_item import RegisterItem
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models.item import euros, other_person


class DecisionState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    DECIDED = "decided", _("decided")
    EXECUTED = "executed", _("executed")
    WITHDRAWN = "withdrawn", _("withdrawn")


CLOSED_DECISIONS = (DecisionState.EXECUTED, DecisionState.WITHDRAWN)


class Decision(RegisterItem):
    project = models.ForeignKey(Project, models.PROTECT, related_name="decisions", verbose_name=_("Project"))
    question = models.CharField(_("Question"), max_length=300)
    recommendation = models.TextField(_("Recommendation"), blank=True)
    effect_on_date = models.CharField(_("Effect on the date"), max_length=200, blank=True)
    effect_on_cost = euros(_("Effect on the cost, euro"))
    without_decision = models.TextField(_("Without a decision"), blank=True)
    owner = other_person(_("Prepared by"))
    due = models.DateField(_("Last useful date"), null=True, blank=True)
    body = models.CharField(_("Competent body"), max_length=200, blank=True)
    state = models.CharField(
        _("State"), max_length=12, choices=DecisionState, default=DecisionState.REQUESTED
    )
    outcome = models.TextField(_("Outcome"), blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)

    class Meta:
        ordering = ["due", "code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="decision_code_in_project")]

    @property
    def is_overdue(self) -> bool:
        return self.state == DecisionState.REQUESTED and self.due is not None and self.due < today()
