"""Who has a plan open now."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.projects.models import Project


class Presence(models.Model):
    """The last sign of life of somebody on a plan, and whether he has edits that are not kept yet."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    n_edits = models.PositiveIntegerField(default=0)
    tasks = models.JSONField(default=list)
    """Uids of the tasks that these edits touch."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="one_presence_per_plan")]
