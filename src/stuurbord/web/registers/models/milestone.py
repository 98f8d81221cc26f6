"""Gates and milestones, with what earlier reports said of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.lists.register_item import RegisterItem
from stuurbord.web.projects.models import Project


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
