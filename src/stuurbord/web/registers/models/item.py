"""What lines of the registers of a project have in common: a project, an owner, a date by which."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.lists.register_item import RegisterItem
from stuurbord.web.projects.models import Project


class Priority(models.TextChoices):
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class ProjectItem(RegisterItem):
    """A line of a project; its number is its own within the project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("Project"))

    class Meta:
        abstract = True
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="%(class)s_code_in_project")]


class OwnedItem(ProjectItem):
    """A line that somebody answers for, by a date."""

    closed: ClassVar[tuple[str, ...]] = ()
    """The states in which it asks for nothing any more."""

    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    due = models.DateField(_("Due"), null=True, blank=True)

    class Meta(ProjectItem.Meta):
        abstract = True

    @property
    def is_overdue(self) -> bool:
        return self.state not in self.closed and self.due is not None and self.due < today()


def fraction(label: str) -> models.DecimalField:
    """Return a field for a probability or a share: 0 to 1."""
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )


def euros(label: str) -> models.DecimalField:
    """Return a field for an amount in euro."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)


def other_person(label: str) -> models.ForeignKey:
    """Return a field for somebody other than the owner."""
    return models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def line_of(model: str, label: str, *, is_required: bool = False) -> models.ForeignKey:
    """Return a field for a line of another register in the same project; people write its number."""
    return models.ForeignKey(
        model,
        models.PROTECT,
        null=not is_required,
        blank=not is_required,
        related_name="+",
        verbose_name=label,
    )
