"""Portfolio → programme → project, and the plan revisions of a project."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.models import Person, Scope
from stuurbord.web.accounts.permissions import ScopeKey


class Versioned(models.Model):
    """A record people decide on: it has a version (optimistic lock) and is archived, never deleted."""

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    is_archived = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Portfolio(Versioned):
    """What a steering committee steers as a whole."""

    key = models.SlugField(_("Key"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    organisation = models.CharField(_("Organisation"), max_length=200, blank=True)
    meeting = models.CharField(_("Meeting"), max_length=200, blank=True)
    """The body the steering pack is for."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def scopes(self) -> tuple[ScopeKey, ...]:
        return ((Scope.PORTFOLIO, self.pk),)


class Programme(models.Model):
    """Projects that together serve one goal."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="programmes")
    name = models.CharField(_("Name"), max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "name"], name="programme_name_in_portfolio")
        ]

    def __str__(self) -> str:
        return self.name


class ProjectKind(models.TextChoices):
    APPLICATION = "application", _("bespoke application")
    INFRASTRUCTURE = "infrastructure", _("infrastructure")
    PROGRAMME = "programme", _("programme")
    AI = "ai", _("AI project")
    FRAMEWORK_CONTRACT = "framework_contract", _("framework agreement")
    ORGANISATION = "organisation", _("organisation")


class Stage(models.TextChoices):
    IDEA = "idea", _("idea")
    STARTUP = "startup", _("start-up")
    PLANNING = "planning", _("planning")
    AWARD = "award", _("award")
    EXECUTION = "execution", _("execution")
    CLOSING = "closing", _("closing")
    AFTERCARE = "aftercare", _("aftercare")
    CLOSED = "closed", _("closed")
    SUSPENDED = "suspended", _("suspended")
    STOPPED = "stopped", _("stopped")


class JudgedStatus(models.TextChoices):
    ADJUST = "adjust", _("Adjust")
    INTERVENE = "intervene", _("Intervene")


class Project(Versioned):
    """A project, or a programme steered as one, with its tolerances."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="projects")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="projects")
    code = models.CharField(_("Code"), max_length=40)
    name = models.CharField(_("Name"), max_length=300)
    short_name = models.CharField(_("Short name"), max_length=60, blank=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=ProjectKind, blank=True)
    stage = models.CharField(_("Stage"), max_length=20, choices=Stage, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="owned_projects")
    manager = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="managed_projects"
    )
    description = models.TextField(_("Description"), blank=True)
    goal_gate = models.CharField(_("Goal gate"), max_length=20, default="G4")
    time_tolerance_days = models.PositiveIntegerField(_("Tolerance in time, days"), null=True, blank=True)
    cost_tolerance = models.DecimalField(
        _("Tolerance in cost"),
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )
    judged_status = models.CharField(max_length=12, choices=JudgedStatus, blank=True)
    judged_reason = models.CharField(max_length=300, blank=True)
    judged_until = models.DateField(null=True, blank=True)
    """The last day on which the judgement counts; None: until it is withdrawn."""
    plan_file = models.CharField(max_length=255, blank=True)
    reference_class = models.CharField(_("Reference class"), max_length=60, blank=True)
    """For unfinished tasks without an estimate of their own."""
    contingency_days = models.PositiveIntegerField(_("Contingency, days"), null=True, blank=True)
    contingency_cost = models.DecimalField(
        _("Contingency, euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    current_revision = models.ForeignKey(
        "PlanRevision", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "code"], name="project_code_in_portfolio")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def scopes(self) -> tuple[ScopeKey, ...]:
        return ((Scope.PROJECT, self.pk), (Scope.PORTFOLIO, self.portfolio_id))

    @property
    def subject(self) -> str:
        """How the audit log names this project."""
        return f"project:{self.portfolio.key}/{self.code}"


class PlanRevision(models.Model):
    """One immutable version of a project's plan, with where it came from."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.BinaryField()
    """The plan as `stuurbord.plan.document.pack` writes it."""
    sha256 = models.CharField(max_length=64)
    """Hash of the plan's content."""
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    reader = models.CharField(max_length=80)
    findings = models.JSONField(default=list)
    status_date = models.DateField(null=True)
    n_tasks = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="revision_number_in_project")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} r{self.number}"
