"""What stands on the agenda of a meeting, what came of it, and what was left out."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.meetings.models.meeting import Meeting
from stuurbord.web.projects.models import Project, Versioned
from stuurbord.web.registers.models import ActionItem


class ItemKind(models.TextChoices):
    GATE = "gate", _("Gate")
    EXCEPTION = "exception", pgettext_lazy("on an agenda", "Exception")
    CHANGE = "change", _("Change request")
    ESCALATION = "escalation", _("Escalation")
    DECISION = "decision", _("Decision")
    ACTION = "action", pgettext_lazy("on an agenda", "Action")
    REPORT = "report", pgettext_lazy("on an agenda", "Report")
    FREE = "free", pgettext_lazy("on an agenda", "Other")


class Purpose(models.TextChoices):
    DECIDE = "decide", _("to decide")
    DISCUSS = "discuss", _("to discuss")
    INFORM = "inform", _("for information")


class ItemState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of an agenda item", "open")
    HANDLED = "handled", pgettext_lazy("state of an agenda item", "handled")
    CARRIED_OVER = "carried_over", pgettext_lazy("state of an agenda item", "carried over")


class AgendaItem(Versioned):
    """One item; it may stand for a line of a register or a gate of a project."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    """From 1; the order in which items are taken."""
    kind = models.CharField(_("Kind"), max_length=12, choices=ItemKind, default=ItemKind.FREE)
    source = models.CharField(max_length=60, blank=True)
    """Slug of the register that its line stands in."""
    line_id = models.BigIntegerField(null=True, blank=True)
    gate = models.CharField(max_length=20, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Project")
    )
    title = models.CharField(_("Title"), max_length=300)
    purpose = models.CharField(_("Purpose"), max_length=8, choices=Purpose, default=Purpose.DISCUSS)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=10, validators=[MaxValueValidator(480)])
    presenter = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Presenter")
    )
    note = models.TextField(_("What was said"), blank=True)
    outcome = models.TextField(_("Outcome"), blank=True)
    ruling = models.CharField(max_length=24, blank=True)
    """What was decided, in the words of the source: ``approved``, ``go``; empty if nothing was."""
    state = models.CharField(_("State"), max_length=12, choices=ItemState, default=ItemState.OPEN)
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to"
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.position} {self.title}"

    @property
    def key(self) -> str:
        """What it stands for, the same in every meeting; empty if it stands for itself."""
        return matter_key(self.source, self.line_id, self.project_id, self.gate)


class AgreedAction(models.Model):
    """An action that was agreed at a meeting: its line stands in the register of its project."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="agreed")
    action = models.OneToOneField(ActionItem, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.action.code


class SkippedMatter(models.Model):
    """Something that was proposed for a meeting and does not have to be on its agenda."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="skipped")
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "key"], name="skipped_once")]

    def __str__(self) -> str:
        return self.key


def matter_key(source: str, line_id: int | None, project_id: int | None, gate: str) -> str:
    """Return how a line or a gate is known to every agenda: ``wijzigingen:12``, ``poort:3:G2``."""
    if line_id is not None:
        return f"{source}:{line_id}"
    return f"poort:{project_id}:{gate}" if gate else ""
