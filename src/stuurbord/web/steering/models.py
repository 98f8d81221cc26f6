"""What management looks at: the state of each project, and snapshots that never change again."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.projects.models import Portfolio, Project


class ProjectState(models.Model):
    """A project's computed facts, refreshed in the transaction of every change, read by every dashboard.

    Nothing here is entered by people; `stuurbord.web.steering.refresh` can make all of it again.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="state")
    status = models.CharField(max_length=12)
    status_rank = models.PositiveSmallIntegerField()
    """Order of gravity, worst first, so that a list sorts in the database."""
    status_time = models.CharField(max_length=12)
    status_cost = models.CharField(max_length=12)
    reasons = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    is_judged = models.BooleanField(default=False)
    judged_until = models.DateField(null=True)
    """The last day on which the judgement that counts is valid."""
    chance_time = models.FloatField(null=True)
    """Chance to finish within baseline plus tolerance, 0–1; None without a simulation that holds."""
    chance_cost = models.FloatField(null=True)
    p50_finish = models.DateField(null=True)
    p80_finish = models.DateField(null=True)
    p50_cost = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    p80_cost = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    basis = models.CharField(max_length=12, default="forecast")
    """``simulation`` or ``forecast``: what the status in time rests on."""
    goal_milestone = models.CharField(max_length=40, blank=True)
    baseline_finish = models.DateField(null=True)
    forecast_finish = models.DateField(null=True)
    deviation_days = models.IntegerField(null=True)
    next_gate = models.CharField(max_length=40, blank=True)
    next_gate_on = models.DateField(null=True)
    gates = models.JSONField(default=list)
    """Each gate as ``[code, passed]`` in order, for the phase line."""
    slips = models.JSONField(default=list)
    """Deviation in days of the goal milestone in the last twelve reports, oldest first."""
    budget = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    forecast_cost = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    committed = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    paid = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    n_tasks = models.PositiveIntegerField(default=0)
    n_critical = models.PositiveIntegerField(default=0)
    progress = models.FloatField(null=True)
    status_date = models.DateField(null=True)
    n_open_risks = models.PositiveIntegerField(default=0)
    n_open_issues = models.PositiveIntegerField(default=0)
    top_risk = models.CharField(max_length=300, blank=True)
    top_risk_probability = models.DecimalField(max_digits=5, decimal_places=4, null=True)


class StoredSnapshot(models.Model):
    """A portfolio as of one day, as `stuurbord.reports.snapshot.Snapshot` writes it."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="snapshots")
    as_of = models.DateField()
    content = models.BinaryField()
    """Compressed canonical JSON."""
    sha256 = models.CharField(max_length=64)
    conclusion = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-as_of", "-pk"]
        indexes = [models.Index(fields=["portfolio", "-as_of"])]

    def __str__(self) -> str:
        return f"{self.portfolio.key} {self.as_of} {self.sha256[:8]}"
