"""What holds in a portfolio where a project agreed on nothing of its own: thresholds and limits."""

from __future__ import annotations

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


class PortfolioTolerances(Versioned):
    """Empty is: the rule book's own threshold, or nothing agreed."""

    portfolio = models.OneToOneField(Portfolio, models.PROTECT, related_name="tolerances")
    on_track_from = _share(_("On track from this chance"))
    adjust_from = _share(_("Adjust from this chance, intervene below it"))
    max_changes = models.PositiveIntegerField(_("Scope: approved changes"), null=True, blank=True)
    max_findings = models.PositiveIntegerField(_("Quality: severe findings open"), null=True, blank=True)
    max_benefit_loss = _share(_("Benefits: share of the target not reached"))
    max_risk_euro = models.DecimalField(
        _("Risk: expected cost, euro"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    max_sustainability_loss = _share(_("Sustainability: share worse than the goal"))

    def __str__(self) -> str:
        return f"{self.portfolio.key} v{self.version}"

    def limit_of(self, target: str) -> float | None:
        """Return what a project of this portfolio may use of a target unless it agreed otherwise."""
        name = LIMITS.get(target)
        return getattr(self, name) if name else None


LIMITS = {
    Target.SCOPE: "max_changes",
    Target.QUALITY: "max_findings",
    Target.BENEFITS: "max_benefit_loss",
    Target.RISK: "max_risk_euro",
    Target.SUSTAINABILITY: "max_sustainability_loss",
}
