"""A status date that was announced, and until when it can be reported on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import Project, Versioned


class StatusRound(Versioned):
    """The question how far the work is on a day; of a project one at a time is open."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="status_rounds")
    status_date = models.DateField(_("Status date"))
    report_by = models.DateField(_("Report by"))
    note = models.CharField(_("Note"), max_length=400, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-status_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(closed_at=None), name="one_open_round_per_project"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.status_date}"
