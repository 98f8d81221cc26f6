"""A promise with a name: the revision it was made of never changes."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.projects.models import PlanRevision, Project


class NamedBaseline(models.Model):
    """What was promised, when, by whom and why; its dates, cost and work stand in the plan itself."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="named_baselines")
    slot = models.PositiveSmallIntegerField(_("Number"), validators=[MaxValueValidator(10)])
    """As in the plan and in Microsoft Project: 0 is the promise that counts."""
    name = models.CharField(_("Name"), max_length=120)
    reason = models.TextField(_("Reason"), blank=True)
    revision = models.ForeignKey(PlanRevision, models.PROTECT, related_name="baselines_of")
    """The revision whose dates were promised."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="baseline_name_in_project")]

    def __str__(self) -> str:
        return self.name
