"""What somebody told of a task: kept as it was told, never changed, and not yet the plan."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.planning.models.proposal import Proposal
from stuurbord.web.projects.models import PlanRevision, Project

MOST_DAYS = 5_000
"""Working days that can remain: twenty years."""


class ReportSource(models.TextChoices):
    PAGE = "page", pgettext_lazy("source of a report", "page")
    SHEET = "sheet", pgettext_lazy("source of a report", "Excel")


class TaskReport(models.Model):
    """How far a task is on a day, by whom. Another word is another report."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="task_reports")
    task_uid = models.BigIntegerField()
    task_name = models.CharField(max_length=400)
    """As the plan called it then."""
    base = models.ForeignKey(PlanRevision, models.PROTECT, related_name="+")
    """The plan that the reporter saw."""
    as_of = models.DateField(_("Status date"))
    percent = models.PositiveSmallIntegerField(_("Done, %"), validators=[MaxValueValidator(100)])
    actual_start = models.DateField(_("Really begun on"), null=True, blank=True)
    actual_finish = models.DateField(_("Really finished on"), null=True, blank=True)
    remaining_days = models.DecimalField(
        _("Working days to go"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_DAYS)],
    )
    remark = models.CharField(_("Remark"), max_length=1000, blank=True)
    source = models.CharField(max_length=8, choices=ReportSource, default=ReportSource.PAGE)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Whose task it is, where that is known."""
    made_at = models.DateTimeField(auto_now_add=True)
    used_in = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="task_reports")
    """The proposal it went into last; what became of that tells what became of the report."""

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["project", "task_uid"])]

    def __str__(self) -> str:
        return f"{self.task_name} {self.percent} %"
