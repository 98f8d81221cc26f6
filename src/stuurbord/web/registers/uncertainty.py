"""What is uncertain about a project beside its risks: responses, estimates, shared causes, weather.

Tasks are named as people write them (a uid or a WBS code); `risk_models` finds them in the current plan.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.lists.register_item import RegisterItem
from stuurbord.web.projects.models import Project, Versioned


class ResponseState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", pgettext_lazy("state of a response", "done")
    DROPPED = "dropped", _("dropped")


CLOSED_RESPONSES = (ResponseState.DONE, ResponseState.DROPPED)


def _share(label: str) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )


def _correlation(label: str) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=5, decimal_places=4, validators=[MinValueValidator(-1), MaxValueValidator(1)]
    )


def _point(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=16, decimal_places=4, null=True, blank=True)


class ResponseAction(RegisterItem):
    """What can be done about a risk; a simulation tells what it brings."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="response_actions", verbose_name=_("Project")
    )
    risk = models.CharField(_("Risk no."), max_length=40)
    """Code of the risk in the same project."""
    name = models.CharField(_("Measure"), max_length=300)
    cost = models.DecimalField(_("Cost, euro"), max_digits=14, decimal_places=2, null=True, blank=True)
    probability_after = _share(_("Probability afterwards"))
    impact_left = _share(_("Part of the impact that is left"))
    is_chosen = models.BooleanField(_("Chosen"), default=False)
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="response_actions",
        verbose_name=_("Owner"),
    )
    due = models.DateField(_("Due"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=ResponseState, default=ResponseState.PROPOSED)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="response_code_in_project")]

    @property
    def is_overdue(self) -> bool:
        return self.state not in CLOSED_RESPONSES and self.due is not None and self.due < today()


class EstimateQuantity(models.TextChoices):
    DURATION = "duration", _("duration")
    COST = "cost", _("cost")


class EstimateUnit(models.TextChoices):
    PERCENT = "percent", _("percent of what remains")
    DAYS = "days", _("working days")
    EURO = "euro", _("euro")


class EstimateShape(models.TextChoices):
    PERT = "pert", _("PERT")
    TRIANGULAR = "triangular", _("triangular")
    UNIFORM = "uniform", _("uniform")
    LOGNORMAL = "lognormal", _("lognormal (P10 and P90)")
    DISCRETE = "discrete", _("separate values")
    REFERENCE = "reference", _("reference class")


class TaskEstimate(Versioned):
    """The spread of what remains of one task, or of all tasks below a WBS code."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="estimates", verbose_name=_("Project"))
    task = models.CharField(_("Tasks"), max_length=500)
    quantity = models.CharField(_("Of what"), max_length=10, choices=EstimateQuantity)
    shape = models.CharField(_("Shape"), max_length=12, choices=EstimateShape, blank=True)
    unit = models.CharField(_("Unit"), max_length=10, choices=EstimateUnit, blank=True)
    low = _point(_("Low"))
    likely = _point(_("Likely"))
    high = _point(_("High"))
    reference_class = models.CharField(_("Reference class"), max_length=60, blank=True)
    low_chance = _share(_("Chance of low"))
    high_chance = _share(_("Chance of high"))

    class Meta:
        ordering = ["task", "quantity"]
        constraints = [
            models.UniqueConstraint(fields=["project", "task", "quantity"], name="one_estimate_per_task")
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.quantity}"


class FactorLoading(Versioned):
    """Tasks that share a cause with others, here or in another project: their spread moves together."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="factor_loadings", verbose_name=_("Project")
    )
    factor = models.CharField(_("Shared cause"), max_length=40)
    """Projects that name the same cause move together."""
    name = models.CharField(_("Name"), max_length=200, blank=True)
    tasks = models.CharField(_("Tasks"), max_length=500)
    quantity = models.CharField(_("Of what"), max_length=10, choices=EstimateQuantity)
    loading = _correlation(_("Strength"))

    class Meta:
        ordering = ["factor", "tasks"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "factor", "tasks", "quantity"], name="one_loading_per_tasks"
            )
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.tasks}"


class FactorCorrelation(Versioned):
    """How far two shared causes move together."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="factor_correlations", verbose_name=_("Project")
    )
    factor = models.CharField(_("Shared cause"), max_length=40)
    other = models.CharField(_("Other cause"), max_length=40)
    correlation = _correlation(_("Correlation"))

    class Meta:
        ordering = ["factor", "other"]
        constraints = [
            models.UniqueConstraint(fields=["project", "factor", "other"], name="one_correlation_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.other}"


class WeatherExposure(RegisterItem):
    """A kind of weather: the chance per month that a working day is lost, and the tasks out in it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="weather", verbose_name=_("Project"))
    name = models.CharField(_("Name"), max_length=200, blank=True)
    tasks = models.CharField(_("Tasks"), max_length=500, blank=True)
    january = _share(_("January"))
    february = _share(_("February"))
    march = _share(_("March"))
    april = _share(_("April"))
    may = _share(_("May"))
    june = _share(_("June"))
    july = _share(_("July"))
    august = _share(_("August"))
    september = _share(_("September"))
    october = _share(_("October"))
    november = _share(_("November"))
    december = _share(_("December"))

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="weather_code_in_project")]
