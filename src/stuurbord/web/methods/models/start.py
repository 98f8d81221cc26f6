"""A project being started: what somebody has filled in so far. Nothing else exists of it yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.projects.models import Portfolio, Project


class StartDraft(models.Model):
    """One guided start of one person in one portfolio."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    """Step → field → what was filled in."""
    revision = models.PositiveIntegerField(default=1)
    """Optimistic lock: two tabs do not overwrite each other."""
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    """What it became."""
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return str(self.answers.get("idea", {}).get("name", self.pk))
