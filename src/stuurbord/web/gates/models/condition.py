"""What must still be done after a gate was passed, by whom and by when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.registers.models.item import OwnedItem


class ConditionState(models.TextChoices):
    OPEN = "open", _("open")
    REPORTED = "reported", _("reported as met")
    MET = "met", _("met")
    HANDED_OVER = "handed_over", _("handed over")
    WITHDRAWN = "withdrawn", _("withdrawn")


CLOSED_CONDITIONS = (ConditionState.MET, ConditionState.WITHDRAWN)
TO_MEET = (ConditionState.OPEN, ConditionState.HANDED_OVER)
"""Somebody still has to meet it. Handed over, somebody in the organisation, also when the project is over."""
HELD_BY_PROJECT = (ConditionState.OPEN, ConditionState.REPORTED)
"""A project does not close while it holds one of these."""


class GateCondition(OwnedItem):
    """A condition of a decision at a gate; missed, it re-opens that gate by itself."""

    closed: ClassVar[tuple[str, ...]] = CLOSED_CONDITIONS

    title = models.CharField(_("Condition"), max_length=500)
    gate = models.CharField(_("Gate"), max_length=20)
    rule = models.CharField(_("Criterion"), max_length=80, blank=True)
    outcome = models.TextField(_("How it was met"), blank=True)
    state = models.CharField(_("State"), max_length=12, choices=ConditionState, default=ConditionState.OPEN)

    class Meta(OwnedItem.Meta):
        verbose_name = _("condition")
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="condition_code_in_project")]

    def is_missed_on(self, on: date) -> bool:
        """Return whether its day has passed and nobody reported it as met."""
        return self.state in TO_MEET and self.due is not None and self.due < on
