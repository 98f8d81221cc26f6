"""What a project follows: its method since when, its roles, its own data, and what its brief says."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.methods.models.template import MethodTemplate
from stuurbord.web.projects.models import Project


class ProjectMethod(models.Model):
    """A project follows a version of a template from a day on; migrating and going back add a row."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="methods")
    template = models.ForeignKey(MethodTemplate, models.PROTECT, related_name="+")
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    """Where going back leads to."""
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    adopted_on = models.DateField()
    adopted_at = models.DateTimeField(auto_now_add=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(is_current=True), name="one_current_method_per_project"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.template_id}"


class ProjectRole(models.Model):
    """Who has a role of the method in a project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="method_roles")
    role = models.CharField(_("Role"), max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["role"]
        constraints = [models.UniqueConstraint(fields=["project", "role"], name="one_person_per_method_role")]

    def __str__(self) -> str:
        return f"{self.role}: {self.person_id}"


class ProjectData(models.Model):
    """The values of the custom fields of a project; those of a field that went are kept for going back."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="method_data")
    values = models.JSONField(default=dict)
    """Key → text, number as text, ISO date, flag."""
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.project_id)


class ProjectBrief(models.Model):
    """What the project brief says that stands nowhere else."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="brief")
    goal = models.TextField(_("Goal"), blank=True)
    why_now = models.TextField(_("Why now"), blank=True)
    size = models.CharField(_("Size"), max_length=10, blank=True)
    """``small``, ``medium`` or ``large``; empty while it is not known."""
    months = models.DecimalField(_("Months"), max_digits=6, decimal_places=1, null=True, blank=True)
    person_days = models.DecimalField(_("Person-days"), max_digits=9, decimal_places=1, null=True, blank=True)
    budget = models.DecimalField(_("Budget, euro"), max_digits=14, decimal_places=2, null=True, blank=True)

    def __str__(self) -> str:
        return str(self.project_id)
