"""What the project is for, in figures: promised before, measured after."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.registers.models.item import OwnedItem, ProjectItem, line_of


def _measured(label: str, *, is_required: bool = False) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=16, decimal_places=2, null=not is_required, blank=not is_required
    )


class BenefitState(models.TextChoices):
    PROMISED = "promised", _("promised")
    MEASURING = "measuring", _("being measured")
    REALISED = "realised", _("realised")
    NOT_REALISED = "not_realised", _("not realised")
    DROPPED = "dropped", _("dropped")


class Benefit(OwnedItem):
    """A gain, or a price paid for it; ``due`` is the next measurement, also after the project."""

    closed: ClassVar[tuple[str, ...]] = (
        BenefitState.REALISED,
        BenefitState.NOT_REALISED,
        BenefitState.DROPPED,
    )

    title = models.CharField(_("Benefit"), max_length=300)
    is_disbenefit = models.BooleanField(_("Disbenefit"), default=False)
    """A price that is paid for the benefits: the other way round."""
    measure = models.CharField(pgettext_lazy("of a benefit", "Measure"), max_length=300, blank=True)
    unit = models.CharField(_("Unit"), max_length=40, blank=True)
    baseline_value = _measured(_("Value before"))
    baseline_on = models.DateField(_("Measured before on"), null=True, blank=True)
    target_value = _measured(_("Target value"))
    target_on = models.DateField(_("Target date"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=BenefitState, default=BenefitState.PROMISED)


class Measurement(ProjectItem):
    """What was measured of a benefit on a day. Never changed to look better: a new day is a new line."""

    benefit = line_of("registers.Benefit", _("No. of the benefit"), is_required=True)
    measured_on = models.DateField(_("Measured on"))
    value = _measured(_("Value"), is_required=True)
    source = models.CharField(_("Source"), max_length=300, blank=True)
    remark = models.TextField(_("Remark"), blank=True)
