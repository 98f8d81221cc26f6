"""Threats and opportunities: what can happen, how likely, how much, and what is done about it."""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.engine.risk_matrix import APPETITE, Level, level, place
from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.lists.register_item import RegisterItem
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models.item import ProjectItem, euros, fraction


class RiskKind(models.TextChoices):
    THREAT = "threat", _("threat")
    OPPORTUNITY = "opportunity", _("opportunity")


class RiskCategory(models.TextChoices):
    TECHNICAL = "technical", _("technology")
    SUPPLIER = "supplier", _("supplier and contract")
    ORGANISATION = "organisation", _("organisation and people")
    LEGAL = "legal", _("law and permits")
    FINANCIAL = "financial", _("money")
    SECURITY = "security", _("information security")
    SAFETY = "safety", _("safety on the waterway")
    ENVIRONMENT = "environment", _("surroundings and weather")


class RiskResponse(models.TextChoices):
    AVOID = "avoid", _("avoid")
    MITIGATE = "mitigate", _("mitigate")
    TRANSFER = "transfer", _("transfer")
    ACCEPT = "accept", _("accept")
    ESCALATE = "escalate", _("escalate")
    EXPLOIT = "exploit", _("exploit")
    ENHANCE = "enhance", _("enhance")
    SHARE = "share", pgettext_lazy("risk response", "share")


ONLY_FOR = {
    RiskResponse.AVOID: RiskKind.THREAT,
    RiskResponse.MITIGATE: RiskKind.THREAT,
    RiskResponse.TRANSFER: RiskKind.THREAT,
    RiskResponse.EXPLOIT: RiskKind.OPPORTUNITY,
    RiskResponse.ENHANCE: RiskKind.OPPORTUNITY,
    RiskResponse.SHARE: RiskKind.OPPORTUNITY,
}
"""Responses that fit one kind; to accept and to escalate fit both."""


class RiskState(models.TextChoices):
    IDENTIFIED = "identified", _("identified")
    ANALYSED = "analysed", _("analysed")
    RESPONSE_PLANNED = "response_planned", _("response planned")
    IN_TREATMENT = "in_treatment", _("in treatment")
    ACCEPTED = "accepted", _("residual risk accepted")
    OCCURRED = "occurred", _("occurred")
    CLOSED = "closed", _("closed")


class Proximity(models.TextChoices):
    MONTH = "month", _("within a month")
    QUARTER = "quarter", _("within three months")
    YEAR = "year", _("within a year")
    LATER = "later", _("later")


class Trend(models.TextChoices):
    UP = "up", _("rising")
    STEADY = "steady", _("steady")
    DOWN = "down", _("falling")


CLOSED_RISKS = (RiskState.CLOSED, RiskState.OCCURRED)
RISK_LEVELS = {
    # Translators: the level of a risk.
    Level.LOW: pgettext_lazy("risk level", "low"),
    Level.MEDIUM: pgettext_lazy("risk level", "medium"),
    Level.HIGH: pgettext_lazy("risk level", "high"),
}
REVIEW_DAYS = 30
"""An open risk that nobody looked at for longer is not managed but listed."""
TREND_DAYS = 90
"""A change of weight is news for so long; after that the risk is steady."""
_ARROWS = {Trend.UP: "↑", Trend.STEADY: "→", Trend.DOWN: "↓"}


class Risk(RegisterItem):
    project = models.ForeignKey(Project, models.PROTECT, related_name="risks", verbose_name=_("Project"))
    title = models.CharField(_("Risk"), max_length=300)
    kind = models.CharField(_("Kind"), max_length=12, choices=RiskKind, default=RiskKind.THREAT, blank=True)
    category = models.CharField(_("Category"), max_length=12, choices=RiskCategory, blank=True)
    cause = models.TextField(_("Cause"), blank=True)
    event = models.TextField(_("Event"), blank=True)
    effect = models.TextField(_("Effect"), blank=True)
    probability = fraction(_("Probability"))
    impact_days = models.IntegerField(_("Impact, days"), null=True, blank=True)
    impact_cost = euros(_("Impact, euro"))
    inherent_probability = fraction(_("Probability before response"))
    inherent_days = models.IntegerField(_("Impact before response, days"), null=True, blank=True)
    inherent_cost = euros(_("Impact before response, euro"))
    residual_probability = fraction(_("Probability after response"))
    residual_days = models.IntegerField(_("Impact after response, days"), null=True, blank=True)
    residual_cost = euros(_("Impact after response, euro"))
    proximity = models.CharField(_("Proximity"), max_length=8, choices=Proximity, blank=True)
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
    milestones = models.CharField(_("Milestones that are hit"), max_length=200, blank=True)
    """Codes of milestones of the project."""
    impact_days_low = models.IntegerField(_("Least impact, days"), null=True, blank=True)
    impact_days_high = models.IntegerField(_("Largest impact, days"), null=True, blank=True)
    impact_cost_low = euros(_("Least impact, euro"))
    impact_cost_high = euros(_("Largest impact, euro"))
    repeats = models.CharField(_("Tasks done again"), max_length=500, blank=True)
    exclusive_group = models.CharField(_("Excludes each other"), max_length=40, blank=True)
    """Of the risks with the same word here at most one occurs."""
    depends_on = models.CharField(_("Depends on"), max_length=50, blank=True)
    """Code of the risk that has to occur first; ``not`` before it: that must not occur."""
    trend = models.CharField(_("Trend"), max_length=6, choices=Trend, default=Trend.STEADY, editable=False)
    """How its weight changed last, from its earlier versions; see `risk_trends`."""
    trend_since = models.DateField(_("Trend since"), null=True, editable=False)
    score_limit = models.PositiveSmallIntegerField(default=APPETITE, editable=False)
    """From this product of both classes on it lies above the appetite; see `risk_limits`."""
    cost_limit = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    """Above this expected cost, in euro, it lies above the appetite; None: no such limit."""

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="risk_code_in_project")]
        # All that the list counts, orders and weighs: of ten thousand risks it does not read the long texts.
        indexes = [
            models.Index(
                fields=[
                    *("project", "is_archived", "state", "probability", "impact_days", "impact_cost"),
                    *("score_limit", "cost_limit", "owner", "due", "reviewed_on", "response"),
                    *("trend", "trend_since", "code"),
                ],
                name="risk_facts_of_lists",
            )
        ]

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

    @property
    def is_above_appetite(self) -> bool:
        """Whether its score reaches the limit of its category, or its expected cost exceeds it."""
        by_score = self.classes is not None and self.classes[0] * self.classes[1] >= self.score_limit
        if self.cost_limit is None or self.probability is None or self.impact_cost is None:
            return by_score
        return by_score or self.probability * self.impact_cost > self.cost_limit

    @property
    def current_trend(self) -> str:
        """How it has moved lately."""
        is_news = self.trend_since and self.trend_since >= today() - timedelta(days=TREND_DAYS)
        return self.trend if is_news else Trend.STEADY

    @property
    def trend_written(self) -> str:
        """Only what moves has a word: in a list of a hundred risks nearly all stand still."""
        trend = Trend(self.current_trend)
        return _ARROWS[trend] if trend == Trend.STEADY else f"{_ARROWS[trend]} {trend.label}"


class Reach(models.TextChoices):
    PROJECT = "project", _("this project")
    PORTFOLIO = "portfolio", _("the whole portfolio")


class RiskAppetite(ProjectItem):
    """How much risk of one category is borne before somebody higher must know."""

    category = models.CharField(_("Category"), max_length=12, choices=RiskCategory)
    reach = models.CharField(_("Holds for"), max_length=10, choices=Reach, default=Reach.PROJECT)
    score_limit = models.PositiveSmallIntegerField(
        _("Limit, probability × impact"),
        default=APPETITE,
        validators=[MinValueValidator(1), MaxValueValidator(25)],
    )
    cost_limit = euros(_("Limit, expected cost in euro"))
    statement = models.TextField(_("In words"), blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
