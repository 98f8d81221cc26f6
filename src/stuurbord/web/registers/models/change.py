"""Requests to change what was agreed: what they do to time, money, scope and quality, and who decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.registers.models.item import OwnedItem, Priority, euros, other_person


class ChangeKind(models.TextChoices):
    REQUEST = "request", _("request for change")
    OFF_SPECIFICATION = "off_specification", _("off-specification")


class ChangeState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    ASSESSED = "assessed", _("impact assessed")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    POSTPONED = "postponed", _("postponed")
    EXECUTED = "executed", _("executed")
    CLOSED = "closed", _("closed")


CLOSED_CHANGES = (ChangeState.REJECTED, ChangeState.CLOSED)


class ChangeRequest(OwnedItem):
    closed: ClassVar[tuple[str, ...]] = CLOSED_CHANGES

    title = models.CharField(pgettext_lazy("one line", "Change"), max_length=300)
    kind = models.CharField(_("Kind"), max_length=20, choices=ChangeKind, default=ChangeKind.REQUEST)
    reason = models.TextField(_("Reason"), blank=True)
    requested_by = other_person(_("Requested by"))
    requested_on = models.DateField(_("Requested on"), null=True, blank=True)
    priority = models.CharField(_("Priority"), max_length=8, choices=Priority, blank=True)
    impact_days = models.IntegerField(_("Impact, days"), null=True, blank=True)
    impact_cost = euros(_("Impact, euro"))
    impact_scope = models.TextField(_("Impact on the scope"), blank=True)
    impact_quality = models.TextField(_("Impact on the quality"), blank=True)
    options = models.TextField(_("Options"), blank=True)
    scenario = models.CharField(_("Plan scenario"), max_length=300, blank=True)
    """The address or number of a what-if run; its file is attached."""
    tasks = models.CharField(_("Tasks that change"), max_length=500, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=ChangeState, default=ChangeState.REQUESTED)
    decided_by = other_person(_("Decided by"))
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    outcome = models.TextField(_("Grounds of the decision"), blank=True)

    @property
    def is_assessed(self) -> bool:
        """Whether time and money are known, and what happens to scope or quality."""
        figures = self.impact_days is not None and self.impact_cost is not None
        return figures and bool(self.impact_scope or self.impact_quality)
