"""A what-if: changes to projects that are computed beside each other and change nothing themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.projects.models import Portfolio, Project, Versioned
from stuurbord.web.registers.models import Decision


class ScenarioState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a scenario", "draft")
    PROPOSED = "proposed", pgettext_lazy("state of a scenario", "proposed for decision")
    CHOSEN = "chosen", pgettext_lazy("state of a scenario", "chosen")
    DROPPED = "dropped", pgettext_lazy("state of a scenario", "dropped")


class ChangeKind(models.TextChoices):
    SHIFT = "shift", _("shift by days")
    POSTPONE = "postpone", _("postpone to a date")
    STOP = "stop", _("stop")
    BUDGET = "budget", _("change the budget")
    TAKE = "take", _("take a response")
    DROP = "drop", _("drop a response")
    PRIORITY = "priority", _("set the priority")


class Scenario(Versioned):
    """A set of changes with a name and the reason why it is looked at."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="scenarios")
    name = models.CharField(_("Name"), max_length=120)
    reason = models.TextField(_("Why this scenario"), blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    state = models.CharField(_("State"), max_length=10, choices=ScenarioState, default=ScenarioState.DRAFT)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    """Who brought it to a decision: may not choose it."""

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "name"], name="scenario_name_in_portfolio")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the audit log names this scenario."""
        return f"scenario:{self.portfolio.key}/{self.pk}"


class ScenarioChange(models.Model):
    """One change to one project; which field it fills depends on its kind."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="changes")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("Project"))
    kind = models.CharField(_("Change"), max_length=10, choices=ChangeKind)
    days = models.IntegerField(_("Days"), null=True, blank=True)
    """Calendar days later; negative is earlier."""
    until = models.DateField(_("Date"), null=True, blank=True)
    """Day on which what remains of the project begins."""
    euro = models.DecimalField(_("Euro"), max_digits=14, decimal_places=2, null=True, blank=True)
    """Added to the budget; negative is taken from it."""
    year = models.PositiveSmallIntegerField(_("Budget year"), null=True, blank=True)
    """In whose credit the euro lie."""
    response = models.CharField(_("Response"), max_length=40, blank=True)
    """Code of a response of the simulation."""
    rank = models.PositiveSmallIntegerField(_("Priority"), null=True, blank=True)
    """1 goes first: what exceeds the credit of a year falls on the highest number."""

    class Meta:
        ordering = ["project__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "project", "kind", "response"], name="one_scenario_change_of_a_kind"
            )
        ]


class ScenarioDecision(models.Model):
    """The decision that was asked of one project because of a scenario."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="decisions")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="scenario_link")

    class Meta:
        ordering = ["decision__project__code"]


class ResponseDraws(models.Model):
    """What a project's simulation gives with another set of responses, iteration by iteration.

    Kept so that nobody computes the same choice twice; of another run it says nothing.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    run_key = models.CharField(max_length=64)
    choice = models.CharField(max_length=64)
    """Hash of the codes that are chosen."""
    finish = models.BinaryField()
    cost = models.BinaryField()
    seconds = models.FloatField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "run_key", "choice"], name="one_draw_per_choice")
        ]
