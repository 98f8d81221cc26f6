"""What was computed of a revision once: a revision never changes, so neither do its figures."""

from __future__ import annotations

from django.db import models

from stuurbord.web.projects.models import PlanRevision


class RevisionFigures(models.Model):
    """The dates of a revision that lists and trends ask for; made when first asked, never edited."""

    revision = models.OneToOneField(
        PlanRevision, models.CASCADE, primary_key=True, related_name="kept_figures"
    )
    computed_of = models.CharField(max_length=80)
    """The content and the computation they were made of and with; another one: computed anew."""
    finish = models.BigIntegerField(null=True)
    """Last finish of the plan, as an instant; None if nothing takes part."""
    n_changes = models.PositiveIntegerField(null=True)
    """Changes since the revision before it; None for the first."""
    baselines = models.JSONField(default=list)
    """Numbers of the baselines in the plan."""
    milestones = models.JSONField(default=list)
    """[uid, name, gate, day since 1970-01-01, whether it was reached], in the order of the plan."""
