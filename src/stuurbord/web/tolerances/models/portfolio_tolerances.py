"""What was agreed for a portfolio: what each project may use unless it agreed otherwise, and all together."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Portfolio, Versioned
from stuurbord.web.tolerances.models.tolerance import Target

_SHARE = [MinValueValidator(0), MaxValueValidator(1)]


def _share(label: str) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=5, decimal_places=4, null=True, blank=True, validators=_SHARE
    )


def _euro(label: str) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class PortfolioTolerances(Versioned):
    """Empty is: the rule book's own threshold, or nothing agreed."""

    moves_forecasts: ClassVar[bool] = False
    """What is agreed changes how a simulation is judged, not what it says."""

    portfolio = models.OneToOneField(Portfolio, models.PROTECT, related_name="tolerances")
    on_track_from = _share(_("On track from this chance"))
    adjust_from = _share(_("Adjust from this chance, intervene below it"))
    max_changes = models.PositiveIntegerField(_("Scope: approved changes"), null=True, blank=True)
    max_findings = models.PositiveIntegerField(_("Quality: severe findings open"), null=True, blank=True)
    max_benefit_loss = _share(_("Benefits: share of the target not reached"))
    max_risk_euro = _euro(_("Risk: expected cost, euro"))
    max_sustainability_loss = _share(_("Sustainability: share worse than the goal"))
    all_days = models.PositiveIntegerField(_("Time: days the last finish is late"), null=True, blank=True)
    all_cost = _share(_("Cost: percent above the budgets together"))
    all_changes = models.PositiveIntegerField(_("Scope: approved changes"), null=True, blank=True)
    all_findings = models.PositiveIntegerField(_("Quality: severe findings open"), null=True, blank=True)
    all_benefit_loss = _share(_("Benefits: share of the target not reached"))
    all_risk_euro = _euro(_("Risk: expected cost, euro"))
    all_sustainability_loss = _share(_("Sustainability: share worse than the goal"))
    sure_cost = models.DecimalField(max_digits=16, decimal_places=2, null=True, editable=False)
    """P80 of the cost of all projects together; kept, since ten thousand draws of each are added for it."""
    sure_cost_of = models.CharField(max_length=64, blank=True, editable=False)
    """Of which runs and forecasts, as a SHA-256."""

    def __str__(self) -> str:
        return f"{self.portfolio.key} v{self.version}"

    def limit_of(self, target: str) -> float | None:
        """Return what a project of this portfolio may use of a target unless it agreed otherwise."""
        name = LIMITS.get(target)
        return getattr(self, name) if name else None

    def limit_together(self, target: str) -> Decimal | None:
        """Return what all projects of this portfolio together may use; None if nothing was agreed."""
        value = getattr(self, LIMITS_TOGETHER[Target(target)])
        return None if value is None else Decimal(value)


LIMITS = {
    Target.SCOPE: "max_changes",
    Target.QUALITY: "max_findings",
    Target.BENEFITS: "max_benefit_loss",
    Target.RISK: "max_risk_euro",
    Target.SUSTAINABILITY: "max_sustainability_loss",
}
LIMITS_TOGETHER = {
    Target.TIME: "all_days",
    Target.COST: "all_cost",
    Target.SCOPE: "all_changes",
    Target.QUALITY: "all_findings",
    Target.BENEFITS: "all_benefit_loss",
    Target.RISK: "all_risk_euro",
    Target.SUSTAINABILITY: "all_sustainability_loss",
}
