"""What people still do, take for granted or wait for: actions, assumptions, dependencies between projects."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.clock import today
from stuurbord.web.registers.models.item import OwnedItem, Priority, other_person


class ActionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of an action", "open")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", pgettext_lazy("state of an action", "done")
    DROPPED = "dropped", _("dropped")


CLOSED_ACTIONS = (ActionState.DONE, ActionState.DROPPED)


class ActionItem(OwnedItem):
    """Something that somebody promised to do, by a date."""

    closed: ClassVar[tuple[str, ...]] = CLOSED_ACTIONS

    title = models.CharField(pgettext_lazy("one line", "Action"), max_length=300)
    description = models.TextField(_("Description"), blank=True)
    priority = models.CharField(_("Priority"), max_length=8, choices=Priority, blank=True)
    source = models.CharField(_("Comes from"), max_length=200, blank=True)
    """The number of a risk, an issue or a decision, or the meeting it was agreed in."""
    state = models.CharField(_("State"), max_length=12, choices=ActionState, default=ActionState.OPEN)
    done_on = models.DateField(_("Done on"), null=True, blank=True)


class AssumptionState(models.TextChoices):
    ASSUMED = "assumed", _("taken for granted")
    CONFIRMED = "confirmed", _("confirmed")
    REFUTED = "refuted", _("refuted")


class Certainty(models.TextChoices):
    LOW = "low", _("uncertain")
    MEDIUM = "medium", _("likely")
    HIGH = "high", _("almost certain")


class Assumption(OwnedItem):
    """What the plan takes for true without proof."""

    closed: ClassVar[tuple[str, ...]] = (AssumptionState.CONFIRMED, AssumptionState.REFUTED)

    title = models.CharField(_("Assumption"), max_length=300)
    certainty = models.CharField(_("Certainty"), max_length=8, choices=Certainty, blank=True)
    consequence = models.TextField(_("If it proves false"), blank=True)
    validation = models.TextField(_("How it is checked"), blank=True)
    validated_by = other_person(_("Checked by"))
    validated_on = models.DateField(_("Checked on"), null=True, blank=True)
    state = models.CharField(
        _("State"), max_length=12, choices=AssumptionState, default=AssumptionState.ASSUMED
    )


class DependencyState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("agreed")
    DELIVERED = "delivered", _("delivered")
    DROPPED = "dropped", _("dropped")


class ProjectDependency(OwnedItem):
    """What this project receives from another one, or from a party outside."""

    closed: ClassVar[tuple[str, ...]] = (DependencyState.DELIVERED, DependencyState.DROPPED)

    title = models.CharField(_("What is received"), max_length=300)
    giver = models.CharField(_("Giving project"), max_length=40, blank=True)
    """Code of a project in the same portfolio."""
    outsider = models.CharField(_("Giver outside the portfolio"), max_length=200, blank=True)
    needed_for = models.CharField(_("Needed for"), max_length=60, blank=True)
    """Uid or WBS code of the task, or code of the milestone, that waits for it."""
    agreed_on = models.DateField(_("Agreed date"), null=True, blank=True)
    forecast = models.DateField(_("Forecast"), null=True, blank=True)
    delivered_on = models.DateField(_("Delivered on"), null=True, blank=True)
    consequence = models.TextField(_("If it comes late"), blank=True)
    state = models.CharField(
        _("State"), max_length=12, choices=DependencyState, default=DependencyState.PROPOSED
    )

    @property
    def giver_name(self) -> str:
        """Who gives, as one column shows it."""
        return self.giver or self.outsider

    @property
    def late_days(self) -> int | None:
        """Calendar days from the agreed date to the one expected; None if either is unknown."""
        expected = self.delivered_on or self.forecast
        return (expected - self.agreed_on).days if expected and self.agreed_on else None

    @property
    def is_late(self) -> bool:
        """Whether it is expected after the agreed date, or that date has passed."""
        if self.state in self.closed or self.agreed_on is None:
            return False
        return self.agreed_on < today() or (self.late_days or 0) > 0
