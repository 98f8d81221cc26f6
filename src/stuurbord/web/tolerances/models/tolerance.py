"""How far a project, a stage or a work package may be from what was promised before somebody must decide."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.registers.models.item import ProjectItem, line_of


class Target(models.TextChoices):
    """What is agreed about; the seven of the method."""

    TIME = "time", _("time")
    COST = "cost", _("cost")
    SCOPE = "scope", _("scope")
    QUALITY = "quality", _("quality")
    BENEFITS = "benefits", _("benefits")
    RISK = "risk", _("risk")
    SUSTAINABILITY = "sustainability", _("sustainability")


class Level(models.TextChoices):
    PROJECT = "project", _("project")
    STAGE = "stage", _("stage")
    WORK_PACKAGE = "work_package", _("work package")


class Unit(models.TextChoices):
    """How a target is counted."""

    DAYS = "days", _("days")
    FRACTION = "fraction", _("percent")
    EURO = "euro", _("euro")
    NUMBER = "number", _("number")


UNITS = {
    Target.TIME: Unit.DAYS,
    Target.COST: Unit.FRACTION,
    Target.SCOPE: Unit.NUMBER,
    Target.QUALITY: Unit.NUMBER,
    Target.BENEFITS: Unit.FRACTION,
    Target.RISK: Unit.EURO,
    Target.SUSTAINABILITY: Unit.FRACTION,
}


class Tolerance(ProjectItem):
    """One agreement. Time and cost of the project as a whole stand with the project itself, not here."""

    target = models.CharField(pgettext_lazy("of a tolerance", "Target"), max_length=16, choices=Target)
    level = models.CharField(_("Level"), max_length=12, choices=Level, default=Level.PROJECT)
    scope = models.CharField(_("Stage or work package"), max_length=40, blank=True)
    """The code of the gate that ends the stage, or the WBS code of the work package."""
    limit_days = models.PositiveIntegerField(_("At most, days"), null=True, blank=True)
    limit_fraction = models.DecimalField(
        _("At most, percent"),
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )
    limit_euro = models.DecimalField(
        _("At most, euro"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    limit_number = models.PositiveIntegerField(_("At most, number"), null=True, blank=True)
    criterion = models.TextField(_("In words"), blank=True)
    benefit = line_of("registers.Benefit", _("No. of the benefit"))
    attested_fraction = models.DecimalField(
        _("Attested deviation, percent"), max_digits=6, decimal_places=4, null=True, blank=True
    )
    """Worse than the goal is positive: where no register measures it."""
    attested_on = models.DateField(_("Attested on"), null=True, blank=True)
    agreed_on = models.DateField(_("Agreed on"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=300, blank=True)

    class Meta(ProjectItem.Meta):
        verbose_name = _("tolerance")
        constraints = [
            *ProjectItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "level", "scope", "target"],
                condition=Q(is_archived=False),
                name="one_tolerance_per_target",
            ),
        ]

    @property
    def unit(self) -> str:
        return UNITS[Target(self.target)]

    @property
    def title(self) -> str:
        """How people call it: what it is about and where."""
        name = str(self.get_target_display())
        return f"{name} {self.scope}" if self.scope else name

    @property
    def limit(self) -> Decimal | None:
        """What is allowed, in the unit of the target; None if only words say it."""
        value = {
            Unit.DAYS: self.limit_days,
            Unit.FRACTION: self.limit_fraction,
            Unit.EURO: self.limit_euro,
            Unit.NUMBER: self.limit_number,
        }[self.unit]
        return None if value is None else Decimal(value)
