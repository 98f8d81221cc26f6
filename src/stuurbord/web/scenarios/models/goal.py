"""What the organisation wants to reach, and which projects bring it nearer."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.projects.models import Portfolio, Project, Versioned
from stuurbord.web.registers.models import Benefit

MOST_WEIGHT = 3


class Goal(Versioned):
    """A strategic goal of a portfolio, with what shows that it is reached."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="goals")
    code = models.CharField(_("Code"), max_length=20)
    title = models.CharField(_("Goal"), max_length=200)
    measure = models.CharField(pgettext_lazy("of a goal", "Measure"), max_length=200, blank=True)
    target = models.CharField(_("Target"), max_length=200, blank=True)
    due = models.DateField(_("To be reached by"), null=True, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    weight = models.PositiveSmallIntegerField(
        pgettext_lazy("of a goal", "Weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["portfolio", "code"], name="goal_code_in_portfolio")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def subject(self) -> str:
        """How the audit log names this goal."""
        return f"goal:{self.portfolio.key}/{self.code}"


class Contribution(Versioned):
    """How much a project brings a goal nearer: 0 not at all, 3 decisive. Taken away, it is archived."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="contributions")
    project = models.ForeignKey(Project, models.PROTECT, related_name="contributions")
    weight = models.PositiveSmallIntegerField(
        _("Contribution, 0 to 3"), validators=[MaxValueValidator(MOST_WEIGHT)]
    )
    why = models.CharField(_("How it contributes"), max_length=300, blank=True)
    benefit = models.ForeignKey(
        Benefit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Benefit that shows it"),
    )

    class Meta:
        ordering = ["-weight", "project__code"]
        constraints = [models.UniqueConstraint(fields=["goal", "project"], name="one_contribution_per_goal")]
