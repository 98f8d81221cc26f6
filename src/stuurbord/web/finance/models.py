"""A project's money per budget year and article, commitment and payment apart."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Project, Versioned


class ExpenditureKind(models.TextChoices):
    INVESTMENT = "investment", _("investment")
    OPERATING = "operating", _("operating cost")


def _euros(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)


class BudgetLine(Versioned):
    """One line of the budget. What is not known is empty, never zero."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="budget_lines", verbose_name=_("Project")
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    article = models.CharField(_("Budget article"), max_length=60, blank=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=ExpenditureKind, blank=True)
    budgeted_commitment = _euros(_("Commitment, budgeted"))
    committed = _euros(_("Committed"))
    forecast_commitment = _euros(_("Commitment, forecast"))
    budgeted_payment = _euros(_("Payment, budgeted"))
    paid = _euros(_("Paid"))
    forecast_payment = _euros(_("Payment, forecast"))

    class Meta:
        ordering = ["project__code", "year", "article", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "article", "kind"], name="one_budget_line_per_article"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """How people call the line: year, article and kind."""
        return " ".join(str(part) for part in (self.year, self.article, self.kind) if part)

    @property
    def subject(self) -> str:
        return f"budgetline:{self.project.portfolio.key}/{self.project.code}/{self.code}"
