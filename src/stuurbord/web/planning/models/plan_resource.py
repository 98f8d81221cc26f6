"""Who stands behind the name of a resource in a plan: a plan names teams and functions, people report."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.projects.models import Project


class PlanResource(models.Model):
    """A resource that works in the plan of a project, by its name: numbers differ from file to file."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="plan_resources")
    name = models.CharField(_("Resource"), max_length=400)
    key = models.CharField(max_length=400, db_index=True)
    """The name as it is compared, see `stuurbord.web.planning.progress.owners.key_of`."""
    is_in_plan = models.BooleanField(default=True)
    is_said = models.BooleanField(default=False)
    """Whether a planner said who it is; as long as nobody did, the person with that very name is meant."""
    people = models.ManyToManyField(Person, related_name="+")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="resource_name_in_project")]

    def __str__(self) -> str:
        return self.name
