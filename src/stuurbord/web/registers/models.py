"""The first registers of a project: risks, issues, milestones with their reported dates, decisions."""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.engine.risk_matrix import Level, level, place
from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.lists.register_item import RegisterItem
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.uncertainty import (
    FactorCorrelation,
    FactorLoading,
    ResponseAction,
    TaskEstimate,
    WeatherExposure,
)

__all__ = [
    "CLOSED_DECISIONS",
    "CLOSED_ISSUES",
    "CLOSED_RISKS",
    "REVIEW_DAYS",
    "RISK_LEVELS",
    "Decision",
    "DecisionState",
    "FactorCorrelation",
    "FactorLoading",
    "Issue",
    "IssueState",
    "Milestone",
    "MilestoneReport",
    "Priority",
    "RegisterItem",
    "ResponseAction",
    "Risk",
    "RiskResponse",
    "RiskState",
    "TaskEstimate",
    "WeatherExposure",
]


class RiskResponse(models.TextChoices):
    AVOID = "avoid", _("avoid")
    MITIGATE = "mitigate", _("mitigate")
    TRANSFER = "transfer", _("transfer")
    ACCEPT = "accept", _("accept")
    ESCALATE = "escalate", _("escalate")


class RiskState(models.TextChoices):
    IDENTIFIED = "identified", _("identified")
    ANALYSED = "analysed", _("analysed")
    RESPONSE_PLANNED = "response_planned", _("response planned")
    IN_TREATMENT = "in_treatment", _("in treatment")
    ACCEPTED = "accepted", _("residual risk accepted")
    OCCURRED = "occurred", _("occurred")
    CLOSED = "closed", _("closed")


CLOSED_RISKS = (RiskState.CLOSED, RiskState.OCCURRED)
RISK_LEVELS = {
    # Translators: the level of a risk.
    Level.LOW: pgettext_lazy("risk level", "low"),
    Level.MEDIUM: pgettext_lazy("risk level", "medium"),
    Level.HIGH: pgettext_lazy("risk level", "high"),
}
REVIEW_DAYS = 30
"""An open risk that nobody looked at for longer is not managed but listed."""


class Risk(RegisterItem):
    project = models.ForeignKey(Project, models.PROTECT, related_name="risks", verbose_name=_("Project"))
    title = models.CharField(_("Risk"), max_length=300)
    cause = models.TextField(_("Cause"), blank=True)
    event = models.TextField(_("Event"), blank=True)
    effect = models.TextField(_("Effect"), blank=True)
    probability = models.DecimalField(
        _("Probability"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    impact_days = models.IntegerField(_("Impact, days"), null=True, blank=True)
    impact_cost = models.DecimalField(
        _("Impact, euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    response = models.CharField(_("Response"), max_length=12, choices=RiskResponse, blank=True)
    measure = models.TextField(_("Measure"), blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="risks", verbose_name=_("Owner")
    )
    due = models.DateField(_("Due"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=20, choices=RiskState, default=RiskState.IDENTIFIED)
    reviewed_on = models.DateField(_("Reviewed"), null=True, blank=True)
    tasks = models.CharField(_("Tasks that are hit"), max_length=500, blank=True)
    """Uids and WBS codes of the plan, as people write them."""
    impact_days_low = models.IntegerField(_("Least impact, days"), null=True, blank=True)
    impact_days_high = models.IntegerField(_("Largest impact, days"), null=True, blank=True)
    impact_cost_low = models.DecimalField(
        _("Least impact, euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    impact_cost_high = models.DecimalField(
        _("Largest impact, euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    repeats = models.CharField(_("Tasks done again"), max_length=500, blank=True)
    exclusive_group = models.CharField(_("Excludes each other"), max_length=40, blank=True)
    """Of the risks with the same word here at most one occurs."""
    depends_on = models.CharField(_("Depends on"), max_length=50, blank=True)
    """Code of the risk that has to occur first; ``not`` before it: that must not occur."""

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="risk_code_in_project")]

    @property
    def classes(self) -> tuple[int, int] | None:
        """Its place in the risk matrix; None if a class is not known, or it is an opportunity."""
        probability = None if self.probability is None else float(self.probability)
        return place(probability, self.impact_days)

    @property
    def classes_written(self) -> str:
        return "" if self.classes is None else "{} × {}".format(*self.classes)

    @property
    def level(self) -> str:
        return "" if self.classes is None else level(self.classes[0] * self.classes[1])

    def get_level_display(self) -> str:
        return str(RISK_LEVELS[self.level]) if self.level else ""

    @property
    def is_overdue(self) -> bool:
        return self.state not in CLOSED_RISKS and self.due is not None and self.due < today()

    @property
    def is_review_late(self) -> bool:
        if self.state in CLOSED_RISKS or self.reviewed_on is None:
            return False
        return self.reviewed_on < today() - timedelta(days=REVIEW_DAYS)


class IssueState(models.TextChoices):
    REGISTERED = "registered", _("registered")
    ASSESSED = "assessed", _("impact assessed")
    DECIDED = "decided", _("decided")
    EXECUTED = "executed", _("executed")
    CLOSED = "closed", _("closed")


CLOSED_ISSUES = (IssueState.CLOSED, IssueState.EXECUTED)


class Priority(models.TextChoices):
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class Issue(RegisterItem):
    project = models.ForeignKey(Project, models.PROTECT, related_name="issues", verbose_name=_("Project"))
    title = models.CharField(_("Issue"), max_length=300)
    description = models.TextField(_("Description"), blank=True)
    priority = models.CharField(_("Priority"), max_length=8, choices=Priority, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("Owner")
    )
    raised_on = models.DateField(_("Raised"), null=True, blank=True)
    due = models.DateField(_("Due"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=IssueState, default=IssueState.REGISTERED)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="issue_code_in_project")]

    @property
    def is_overdue(self) -> bool:
        return self.state not in CLOSED_ISSUES and self.due is not None and self.due < today()


class Milestone(RegisterItem):
    """A gate or milestone. Dates given by people stand beside those the plan gives; the plan forecasts."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones", verbose_name=_("Project"))
    name = models.CharField(_("Milestone"), max_length=300)
    is_gate = models.BooleanField(_("Gate"), default=False)
    baseline = models.DateField(_("Baseline"), null=True, blank=True)
    forecast = models.DateField(_("Forecast"), null=True, blank=True)
    actual = models.DateField(_("Actual"), null=True, blank=True)
    task = models.CharField(_("Task"), max_length=60, blank=True)
    """The uid or WBS code of the plan task that dates this milestone."""
    planned_baseline = models.DateField(null=True, editable=False)
    planned_forecast = models.DateField(null=True, editable=False)
    planned_actual = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="milestone_code_in_project")]

    @property
    def promised_on(self):
        """The original promise: what people wrote down, else the plan's baseline."""
        return self.baseline or self.planned_baseline

    @property
    def passed_on(self):
        return self.actual or self.planned_actual

    @property
    def expected_on(self):
        """When it passed, else what the plan computes, else what people expect."""
        return self.passed_on or self.planned_forecast or self.forecast

    @property
    def deviation_days(self) -> int | None:
        """Calendar days from promise to expectation; late is positive."""
        if self.promised_on is None or self.expected_on is None:
            return None
        return (self.expected_on - self.promised_on).days


class MilestoneReport(models.Model):
    """What an earlier report said of a milestone: never changed afterwards."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="reports")
    reported_on = models.DateField()
    forecast = models.DateField()

    class Meta:
        ordering = ["reported_on"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "reported_on"], name="one_report_per_date")
        ]


class DecisionState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    DECIDED = "decided", _("decided")
    EXECUTED = "executed", _("executed")
    WITHDRAWN = "withdrawn", _("withdrawn")


CLOSED_DECISIONS = (DecisionState.EXECUTED, DecisionState.WITHDRAWN)


class Decision(RegisterItem):
    project = models.ForeignKey(Project, models.PROTECT, related_name="decisions", verbose_name=_("Project"))
    question = models.CharField(_("Question"), max_length=300)
    recommendation = models.TextField(_("Recommendation"), blank=True)
    effect_on_date = models.CharField(_("Effect on the date"), max_length=200, blank=True)
    effect_on_cost = models.DecimalField(
        _("Effect on the cost, euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    without_decision = models.TextField(_("Without a decision"), blank=True)
    due = models.DateField(_("Last useful date"), null=True, blank=True)
    body = models.CharField(_("Competent body"), max_length=200, blank=True)
    state = models.CharField(
        _("State"), max_length=12, choices=DecisionState, default=DecisionState.REQUESTED
    )
    outcome = models.TextField(_("Outcome"), blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)

    class Meta:
        ordering = ["due", "code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="decision_code_in_project")]

    @property
    def is_overdue(self) -> bool:
        return self.state == DecisionState.REQUESTED and self.due is not None and self.due < today()
