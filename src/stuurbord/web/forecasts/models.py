"""Simulations that were run, so that a page reads an answer instead of computing one."""

from __future__ import annotations

from django.db import models

from stuurbord.web.projects.models import PlanRevision, Project


class SimulationRun(models.Model):
    """What the simulation of one plan revision gave. The last of each revision is kept, as its history."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="simulations")
    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="simulations")
    key = models.CharField(max_length=64)
    """Hash of everything that was read: plan, uncertainty, goal, seed, iterations, version of the engine."""
    is_stale = models.BooleanField(default=False)
    """Something it read has changed since; a new run is on its way."""
    goal_uid = models.BigIntegerField(default=-1)
    """The task whose finish is simulated; −1 for the plan as a whole."""
    seed = models.BigIntegerField()
    iterations = models.PositiveIntegerField()
    seconds = models.FloatField()
    n_tasks = models.PositiveIntegerField()
    n_risks = models.PositiveIntegerField()
    has_uncertainty = models.BooleanField()
    planned_finish = models.BigIntegerField()
    """Instant, in seconds; without any uncertainty."""
    planned_cost = models.FloatField()
    finish = models.BinaryField()
    """Instants per iteration, as `stuurbord.web.forecasts.packing` writes them."""
    cost = models.BinaryField()
    """Euro per iteration."""
    answers = models.JSONField()
    """Milestones, drivers, responses, the proposal and the curve of spending, as plain data."""
    p50_finish = models.BigIntegerField(null=True)
    """The main figures as plain numbers, see `stuurbord.web.forecasts.simulated`; instants and euro."""
    p80_finish = models.BigIntegerField(null=True)
    p50_cost = models.FloatField(null=True)
    p80_cost = models.FloatField(null=True)
    limit_day = models.DateField(null=True)
    """The last day within the tolerance when the chance was counted."""
    most_euro = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    """The largest amount within the tolerance when the chance was counted."""
    chance_time = models.FloatField(null=True)
    chance_cost = models.FloatField(null=True)
    findings = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "revision"], name="one_simulation_per_revision")
        ]
        indexes = [models.Index(fields=["project", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.project_id} r{self.revision_id} {self.key[:8]}"
