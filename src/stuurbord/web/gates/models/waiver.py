"""A criterion that is set aside for a while: asked by one, allowed by another. It never counts as met."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.clock import today
from stuurbord.web.registers.models.item import OwnedItem, other_person


class WaiverState(models.TextChoices):
    DRAFT = "draft", _("draft")
    REQUESTED = "requested", _("requested")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended")


class Waiver(OwnedItem):
    """One waiver; the owner asks for it."""

    closed: ClassVar[tuple[str, ...]] = (WaiverState.REFUSED, WaiverState.ENDED)

    title = models.CharField(_("Waiver"), max_length=300)
    gate = models.CharField(_("Gate"), max_length=20)
    rule = models.CharField(_("Criterion"), max_length=80)
    reason = models.TextField(_("Reason"), blank=True)
    measure = models.TextField(_("Compensating measure"), blank=True)
    residual_risk = models.TextField(_("Residual risk"), blank=True)
    approver = other_person(_("Allowed by"))
    expires_on = models.DateField(_("Expires on"), null=True, blank=True)
    outcome = models.TextField(_("Grounds of the decision"), blank=True)
    state = models.CharField(_("State"), max_length=12, choices=WaiverState, default=WaiverState.DRAFT)

    class Meta(OwnedItem.Meta):
        verbose_name = _("waiver")
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="waiver_code_in_project")]

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < today()

    def holds_on(self, on: date) -> bool:
        """Return whether it sets its criterion aside on a day."""
        is_over = self.expires_on is None or self.expires_on < on
        return self.state == WaiverState.APPROVED and not is_over and not self.is_archived
