"""What a plan revision tells the gates, worked out once: a thousand plans are too much to open."""

from __future__ import annotations

from django.db import models

from stuurbord.web.projects.models import PlanRevision


class PlanFacts(models.Model):
    revision = models.OneToOneField(PlanRevision, models.CASCADE, primary_key=True, related_name="gate_facts")
    has_baseline = models.BooleanField()
    n_points_open = models.PositiveSmallIntegerField(null=True)
    """Of the fourteen points, those that are not met; None: too little is known to judge any."""
    n_points_unknown = models.PositiveSmallIntegerField(default=0)
    months = models.FloatField(null=True)
    """From first start to last finish."""

    def __str__(self) -> str:
        return f"r{self.revision_id}"
