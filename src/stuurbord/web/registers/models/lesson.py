"""What a project learned, so that the next one need not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.projects.models import ProjectKind
from stuurbord.web.registers.models.item import ProjectItem, other_person


class LessonCategory(models.TextChoices):
    PROCUREMENT = "procurement", _("procurement and contract")
    PLANNING = "planning", _("planning and estimates")
    TECHNOLOGY = "technology", _("technology")
    PEOPLE = "people", _("people and organisation")
    STEERING = "steering", _("steering and decisions")
    QUALITY = "quality", _("quality and tests")
    SECURITY = "security", _("information security")


class LessonState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ADOPTED = "adopted", pgettext_lazy("state of a lesson", "adopted")
    DROPPED = "dropped", _("dropped")


class Lesson(ProjectItem):
    title = models.CharField(_("Lesson"), max_length=300)
    category = models.CharField(_("Category"), max_length=12, choices=LessonCategory, blank=True)
    project_kind = models.CharField(_("For which projects"), max_length=20, choices=ProjectKind, blank=True)
    """Empty: for every kind."""
    what_happened = models.TextField(_("What happened"), blank=True)
    cause = models.TextField(_("Cause"), blank=True)
    recommendation = models.TextField(_("Recommendation"), blank=True)
    learned_on = models.DateField(_("Learned on"), null=True, blank=True)
    owner = other_person(_("Owner"))
    state = models.CharField(_("State"), max_length=12, choices=LessonState, default=LessonState.PROPOSED)
