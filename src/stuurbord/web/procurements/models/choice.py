"""The procedure that somebody chose, beside what the rule book said of it. Only ever added to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.procurements.models.advice import KeptAdvice
from stuurbord.web.procurements.models.file import ProcurementFile


class ChoiceVerdict(models.TextChoices):
    """What the rule book says of one procedure."""

    ALLOWED = "allowed", pgettext_lazy("procedure", "Allowed")
    CONDITIONAL = "conditional", pgettext_lazy("procedure", "Allowed under conditions")
    UNKNOWN = "unknown", pgettext_lazy("procedure", "Undetermined")
    REFUSED = "refused", pgettext_lazy("procedure", "Not allowed")


class ProcedureChoice(models.Model):
    """One choice; the database refuses to change or remove it, see `procurements.append_only`."""

    file = models.ForeignKey(ProcurementFile, models.PROTECT, related_name="choices")
    number = models.PositiveIntegerField()
    """Its own within the file."""
    procedure = models.CharField(max_length=8)
    verdict = models.CharField(max_length=12, choices=ChoiceVerdict)
    reason = models.TextField(blank=True)
    advice = models.ForeignKey(KeptAdvice, models.PROTECT, related_name="choices")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    is_imported = models.BooleanField(default=False)
    """Taken over from a notice: it was made before, by others, and asks nobody's approval here."""
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="procedure_choice_number_in_file")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}: {self.procedure}"

    @property
    def needs_approval(self) -> bool:
        """Whether it stands only once somebody else approved it."""
        return self.verdict == ChoiceVerdict.REFUSED and not self.is_imported

    @property
    def is_marked(self) -> bool:
        """Whether it stays visible on the file for ever: it does not follow from the rules.

        A notice that tells too little to judge what was chosen marks nothing.
        """
        return self.verdict == ChoiceVerdict.REFUSED or (
            self.verdict == ChoiceVerdict.UNKNOWN and not self.is_imported
        )
