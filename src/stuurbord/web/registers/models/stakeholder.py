"""Who has a stake, who does what, and who is told what."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.registers.models.item import OwnedItem, ProjectItem, line_of, other_person

WEIGHTY = 4
"""From this influence or interest on, of 5, a stakeholder counts as weighty."""


class Attitude(models.TextChoices):
    OPPOSED = "opposed", _("opposed")
    RELUCTANT = "reluctant", _("reluctant")
    NEUTRAL = "neutral", _("neutral")
    SUPPORTIVE = "supportive", _("supportive")
    LEADING = "leading", _("leading")


class Strategy(models.TextChoices):
    """How one deals with a stakeholder of that influence and interest."""

    MANAGE = "manage", _("involve closely")
    SATISFY = "satisfy", _("keep satisfied")
    INFORM = "inform", _("keep informed")
    WATCH = "watch", _("keep an eye on")


def _of_five(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class Stakeholder(ProjectItem):
    """A person or a group with a stake in the project."""

    name = models.CharField(_("Stakeholder"), max_length=300)
    person = other_person(_("Contact"))
    organisation = models.CharField(_("Organisation"), max_length=200, blank=True)
    role = models.CharField(_("Role"), max_length=200, blank=True)
    influence = _of_five(_("Influence, 1 to 5"))
    interest = _of_five(_("Interest, 1 to 5"))
    attitude = models.CharField(_("Attitude now"), max_length=12, choices=Attitude, blank=True)
    desired = models.CharField(_("Attitude wanted"), max_length=12, choices=Attitude, blank=True)
    expectation = models.TextField(_("What they expect"), blank=True)
    approach = models.TextField(_("Approach"), blank=True)
    owner = other_person(_("Owner"))

    @property
    def strategy(self) -> str:
        """What influence and interest together ask for; empty if either is unknown."""
        if self.influence is None or self.interest is None:
            return ""
        if self.influence >= WEIGHTY:
            return Strategy.MANAGE if self.interest >= WEIGHTY else Strategy.SATISFY
        return Strategy.INFORM if self.interest >= WEIGHTY else Strategy.WATCH

    @property
    def strategy_written(self) -> str:
        return str(Strategy(self.strategy).label) if self.strategy else ""


class RaciRole(models.TextChoices):
    RESPONSIBLE = "responsible", pgettext_lazy("RACI", "R · does it")
    ACCOUNTABLE = "accountable", pgettext_lazy("RACI", "A · answers for it")
    CONSULTED = "consulted", pgettext_lazy("RACI", "C · is asked")
    INFORMED = "informed", pgettext_lazy("RACI", "I · is told")


class RaciAssignment(ProjectItem):
    """What one person is to one product or work package."""

    product = line_of("registers.Product", _("No. of the product"))
    work_package = models.CharField(_("Work package"), max_length=200, blank=True)
    """Where there is no product description; a WBS code or a name."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Person"))
    role = models.CharField(_("Role"), max_length=12, choices=RaciRole)
    remark = models.CharField(_("Remark"), max_length=300, blank=True)

    @property
    def subject_written(self) -> str:
        """The product or work package, in words."""
        return f"{self.product.code} {self.product.title}" if self.product else self.work_package


class CommunicationState(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    ENDED = "ended", _("ended")


class Frequency(models.TextChoices):
    ONCE = "once", _("once")
    WEEKLY = "weekly", _("weekly")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("every three months")
    GATE = "gate", _("at each gate")


class Communication(OwnedItem):
    """What one audience is told, how often and by whom; the owner sends, ``due`` is the next time."""

    closed: ClassVar[tuple[str, ...]] = (CommunicationState.ENDED,)

    title = models.CharField(_("Message"), max_length=300)
    stakeholder = line_of("registers.Stakeholder", _("No. of the stakeholder"))
    audience = models.CharField(_("Audience"), max_length=200, blank=True)
    channel = models.CharField(_("Channel"), max_length=200, blank=True)
    frequency = models.CharField(_("Frequency"), max_length=12, choices=Frequency, blank=True)
    last_on = models.DateField(_("Last time"), null=True, blank=True)
    state = models.CharField(
        _("State"), max_length=8, choices=CommunicationState, default=CommunicationState.PLANNED
    )
