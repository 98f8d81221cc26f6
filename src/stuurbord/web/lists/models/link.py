"""A link between two lines of any registers, or between a line and a task of its plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    """What one end is to the other."""

    RELATES = "relates", _("is related to")
    CAUSES = "causes", _("causes")
    SOLVES = "solves", _("solves")
    REPLACES = "replaces", _("replaces")
    BLOCKS = "blocks", _("blocks")


TASK = "taak"
PROJECT = "project"
NO_TASK = -1


class Link(models.Model):
    """From one end to the other; both ends show it, each to who may see that end.

    An end is a register's slug with the number of a line, `PROJECT` with the number of a project, or `TASK`
    with the number of a project and the uid of a task.
    """

    from_kind = models.CharField(max_length=60)
    from_id = models.BigIntegerField()
    to_kind = models.CharField(max_length=60)
    to_id = models.BigIntegerField()
    to_task = models.BigIntegerField(default=NO_TASK)
    kind = models.CharField(max_length=12, choices=LinkKind, default=LinkKind.RELATES)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["from_kind", "from_id"]),
            models.Index(fields=["to_kind", "to_id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["from_kind", "from_id", "to_kind", "to_id", "to_task", "kind"],
                name="one_link_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_kind} {self.from_id} → {self.to_kind} {self.to_id}"
