"""What lies beyond a tolerance of a portfolio as a whole, until its board decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.projects.models import Portfolio, Versioned
from stuurbord.web.tolerances.models.exception_report import CLOSED_EXCEPTIONS, Basis, ExceptionState
from stuurbord.web.tolerances.models.tolerance import Target, Unit


def _by() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )


class PortfolioException(Versioned):
    """One open exception per portfolio and target; it follows the states of an exception of a project.

    It is no line of a register: those belong to a project.
    """

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="exceptions")
    code = models.CharField(_("No."), max_length=20)
    title = models.CharField(_("Exception"), max_length=300)
    target = models.CharField(pgettext_lazy("of a tolerance", "Target"), max_length=16, choices=Target)
    raised_on = models.DateField(_("Raised on"))
    unit = models.CharField(_("Unit"), max_length=8, choices=Unit)
    measured = models.DecimalField(_("Measured"), max_digits=18, decimal_places=4, null=True)
    allowed = models.DecimalField(_("Allowed"), max_digits=18, decimal_places=4, null=True)
    basis = models.CharField(_("Rests on"), max_length=12, choices=Basis)
    cause = models.TextField(_("Cause"), blank=True)
    consequence = models.TextField(_("Consequence"), blank=True)
    recommendation = models.TextField(_("Recommendation"), blank=True)
    due = models.DateField(_("Due"), null=True, blank=True)
    """The last day on which the decision still changes something."""
    state = models.CharField(_("State"), max_length=16, choices=ExceptionState, default=ExceptionState.RAISED)
    outcome = models.TextField(_("Outcome"), blank=True)
    reported_by = _by()
    asked_by = _by()
    decided_by = _by()
    decided_on = models.DateField(_("Decided on"), null=True, editable=False)
    is_beyond = models.BooleanField(default=True, editable=False)
    measured_now = models.DecimalField(max_digits=18, decimal_places=4, null=True, editable=False)

    class Meta:
        ordering = ["code"]
        verbose_name = _("exception")
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "code"], name="portfolio_exception_code_in_portfolio"
            ),
            models.UniqueConstraint(
                fields=["portfolio", "target"],
                condition=~Q(state__in=[one.value for one in CLOSED_EXCEPTIONS]),
                name="one_open_exception_per_portfolio_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"portfolioexception:{self.portfolio.key}/{self.code}"

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED_EXCEPTIONS


class PortfolioOption(models.Model):
    """One thing that can be done, and what that does to date, money and risk; waiting is the first."""

    exception = models.ForeignKey(PortfolioException, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(pgettext_lazy("of an exception", "Option"), max_length=300)
    effect_days = models.IntegerField(_("Effect on the date, days"), null=True, blank=True)
    effect_cost = models.DecimalField(
        _("Effect on the cost, euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    effect_risk = models.CharField(_("Effect on the risk"), max_length=300, blank=True)
    is_recommended = models.BooleanField(_("Recommended"), default=False)
    is_chosen = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["exception", "position"], name="one_option_per_position")
        ]

    def __str__(self) -> str:
        return self.title
