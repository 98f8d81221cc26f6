"""One meeting of a body that decides, and who is there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, ScopeKey
from stuurbord.web.projects.models import Portfolio, Project, Versioned


class MeetingKind(models.TextChoices):
    PORTFOLIO_BOARD = "portfolio_board", _("portfolio board")
    PROJECT_BOARD = "project_board", _("project board")
    EXCEPTION = "exception", _("meeting on an exception")


class MeetingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("state of a meeting", "planned")
    INVITED = "invited", pgettext_lazy("state of a meeting", "invited")
    RUNNING = "running", pgettext_lazy("state of a meeting", "running")
    HELD = "held", pgettext_lazy("state of a meeting", "held")
    MINUTES_APPROVED = "minutes_approved", _("minutes approved")


ASKS_FOR_NOTHING = (MeetingState.MINUTES_APPROVED,)


class Meeting(Versioned):
    """A meeting; without a project it is one of the whole portfolio."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="meetings")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("Project")
    )
    kind = models.CharField(_("Kind"), max_length=16, choices=MeetingKind)
    title = models.CharField(_("Title"), max_length=200)
    body = models.CharField(_("Body"), max_length=200)
    """Who meets: ``Stuurgroep ASN``. Meetings of one body in one portfolio or project follow each other."""
    at = models.DateTimeField(pgettext_lazy("of a meeting", "Starts"))
    length_minutes = models.PositiveSmallIntegerField(
        _("Length, minutes"), default=120, validators=[MinValueValidator(5), MaxValueValidator(720)]
    )
    interval_days = models.PositiveSmallIntegerField(
        _("Meets every so many days"),
        default=28,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    place = models.CharField(_("Place"), max_length=200, blank=True)
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Chair")
    )
    secretary = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Secretary")
    )
    state = models.CharField(_("State"), max_length=16, choices=MeetingState, default=MeetingState.PLANNED)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", editable=False
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["portfolio", "state", "at"], name="meetings_coming")]
        constraints = [
            models.CheckConstraint(
                condition=Q(chair=None) | Q(secretary=None) | ~Q(chair=models.F("secretary")),
                name="chair_is_not_secretary",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {timezone.localtime(self.at):%d/%m/%Y}"

    @property
    def subject(self) -> str:
        """How the audit log names this meeting."""
        where = f"{self.portfolio.key}/{self.project.code}" if self.project else self.portfolio.key
        return f"meeting:{where}/{self.pk}"

    @property
    def scopes(self) -> tuple[ScopeKey, ...]:
        return self.project.scopes if self.project else self.portfolio.scopes

    @property
    def permission(self) -> Permission:
        """What it takes to set the agenda and write the minutes."""
        return Permission.EDIT_REGISTER if self.project_id else Permission.STEER_PORTFOLIO

    @property
    def ends(self) -> datetime:
        return self.at + timedelta(minutes=self.length_minutes)

    @property
    def takes_changes(self) -> bool:
        """Whether the agenda and the outcomes are still being written."""
        return self.state != MeetingState.MINUTES_APPROVED

    @property
    def is_over(self) -> bool:
        return self.state in (MeetingState.HELD, MeetingState.MINUTES_APPROVED)


class Presence(models.TextChoices):
    INVITED = "invited", pgettext_lazy("presence of a person", "invited")
    PRESENT = "present", pgettext_lazy("presence of a person", "present")
    EXCUSED = "excused", pgettext_lazy("presence of a person", "excused")


class Attendance(models.Model):
    """One person at one meeting."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Person"))
    presence = models.CharField(_("Presence"), max_length=8, choices=Presence, default=Presence.INVITED)

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="once_at_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.presence})"
