"""A project's money per budget year and article, commitment and payment apart."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from stuurbord.web.finance.models.euros import ExpenditureKind, euros
from stuurbord.web.projects.models import Project, Versioned

KIND_LETTERS = {ExpenditureKind.INVESTMENT: "I", ExpenditureKind.OPERATING: "E"}
_ARTICLE = Case(When(article="", then=Value("")), default=Concat(Value(" "), "article"))
_KIND = Case(
    *(When(kind=kind, then=Value(f" {letter}")) for kind, letter in KIND_LETTERS.items()),
    default=Value(""),
)


class BudgetLine(Versioned):
    """One line of the budget. What is not known is empty, never zero."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="budget_lines", verbose_name=_("Project")
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    article = models.CharField(_("Budget article"), max_length=60, blank=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=ExpenditureKind, blank=True)
    budgeted_commitment = euros(_("Commitment, budgeted"))
    committed = euros(_("Committed"))
    forecast_commitment = euros(_("Commitment, forecast"))
    budgeted_payment = euros(_("Payment, budgeted"))
    paid = euros(_("Paid"))
    forecast_payment = euros(_("Payment, forecast"))
    code = models.GeneratedField(
        expression=Concat(Cast("year", CharField(max_length=5)), _ARTICLE, _KIND),
        output_field=models.CharField(max_length=70),
        db_persist=True,
        verbose_name=_("Budget line"),
    )
    """By which other lists point at this line: ``2026 MB0-1MF4NB-WT I``."""

    class Meta:
        verbose_name = _("budget line")
        ordering = ["project__code", "year", "article", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "article", "kind"], name="one_budget_line_per_article"
            )
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.year, self.article, KIND_LETTERS.get(self.kind)) if part)

    @property
    def subject(self) -> str:
        """How the audit log names this line."""
        named = " ".join(str(part) for part in (self.year, self.article, self.kind) if part)
        return f"budgetline:{self.project.portfolio.key}/{self.project.code}/{named}"
