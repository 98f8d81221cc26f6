"""What lies beyond a tolerance, raised by the figures themselves, until somebody decided about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.registers.models.item import OwnedItem, ProjectItem, euros, line_of
from stuurbord.web.tolerances.models.tolerance import Level, Target, Unit


class ExceptionState(models.TextChoices):
    RAISED = "raised", pgettext_lazy("state of an exception", "raised")
    REPORTED = "reported", pgettext_lazy("state of an exception", "reported")
    DECISION_ASKED = "decision_asked", _("decision asked")
    DECIDED = "decided", pgettext_lazy("state of an exception", "decided")
    CLOSED = "closed", pgettext_lazy("state of an exception", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an exception", "withdrawn")


CLOSED_EXCEPTIONS = (ExceptionState.CLOSED, ExceptionState.WITHDRAWN)


class Basis(models.TextChoices):
    """What the measured figure rests on."""

    SIMULATION = "simulation", _("simulation, P80")
    FORECAST = "forecast", _("forecast")
    REGISTER = "register", _("registers")


class ExceptionReport(OwnedItem):
    """One open exception per project, level, scope and target; ``due`` is the last useful date."""

    closed: ClassVar[tuple[str, ...]] = CLOSED_EXCEPTIONS

    title = models.CharField(_("Exception"), max_length=300)
    target = models.CharField(pgettext_lazy("of a tolerance", "Target"), max_length=16, choices=Target)
    level = models.CharField(_("Level"), max_length=12, choices=Level, default=Level.PROJECT)
    scope = models.CharField(_("Stage or work package"), max_length=40, blank=True)
    raised_on = models.DateField(_("Raised on"), null=True, blank=True)
    unit = models.CharField(_("Unit"), max_length=8, choices=Unit, blank=True)
    measured = models.DecimalField(_("Measured"), max_digits=18, decimal_places=4, null=True, blank=True)
    allowed = models.DecimalField(_("Allowed"), max_digits=18, decimal_places=4, null=True, blank=True)
    basis = models.CharField(_("Rests on"), max_length=12, choices=Basis, blank=True)
    cause = models.TextField(_("Cause"), blank=True)
    consequence = models.TextField(_("Consequence"), blank=True)
    recommendation = models.TextField(_("Recommendation"), blank=True)
    state = models.CharField(_("State"), max_length=16, choices=ExceptionState, default=ExceptionState.RAISED)
    outcome = models.TextField(_("Outcome"), blank=True)
    decision = line_of("registers.Decision", _("No. of the decision"))
    is_beyond = models.BooleanField(default=True, editable=False)
    """Whether the last measurement still lies beyond; kept by the figures, not by people."""
    measured_now = models.DecimalField(max_digits=18, decimal_places=4, null=True, editable=False)

    class Meta(OwnedItem.Meta):
        verbose_name = _("exception")
        constraints = [
            *OwnedItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "level", "scope", "target"],
                condition=Q(is_archived=False)
                & ~Q(state__in=[ExceptionState.CLOSED.value, ExceptionState.WITHDRAWN.value]),
                name="one_open_exception_per_target",
            ),
        ]


class ExceptionOption(ProjectItem):
    """One thing that can be done about an exception, with what it does to date, money and risk."""

    exception = line_of("tolerances.ExceptionReport", _("No. of the exception"), is_required=True)
    title = models.CharField(pgettext_lazy("of an exception", "Option"), max_length=300)
    effect_days = models.IntegerField(_("Effect on the date, days"), null=True, blank=True)
    effect_cost = euros(_("Effect on the cost, euro"))
    effect_risk = models.CharField(_("Effect on the risk"), max_length=300, blank=True)
    is_recommended = models.BooleanField(_("Recommended"), default=False)
