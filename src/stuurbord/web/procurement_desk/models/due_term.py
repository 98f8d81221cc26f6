"""A term of a procurement file, kept as a row so that terms of all files are one indexed question."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.projects.models import Project


class TermKind(models.TextChoices):
    """What a term is about, in the order in which they come."""

    INSPECTION = "inspection", pgettext_lazy("term", "advice of the Inspectorate of Finance")
    DISPATCH = "dispatch", pgettext_lazy("term", "publication or invitation")
    QUESTIONS = "questions", pgettext_lazy("term", "additional information")
    REQUESTS = "requests", pgettext_lazy("term", "requests to take part due")
    TENDERS = "tenders", pgettext_lazy("term", "tenders due")
    OPENING = "opening", pgettext_lazy("term", "opening")
    VALIDITY = "validity", pgettext_lazy("term", "validity of tenders")
    EXAMINATION = "examination", pgettext_lazy("term", "examination of tenders")
    INFORMATION = "information", pgettext_lazy("term", "information to the tenderers")
    STANDSTILL = "standstill", pgettext_lazy("term", "standstill")
    NOTICE = "notice", pgettext_lazy("term", "notice after the award")
    BOND = "bond", pgettext_lazy("term", "bond")
    PAYMENT = "payment", pgettext_lazy("term", "payment")
    DEFAULT = "default", pgettext_lazy("term", "default")
    ACCEPTANCE = "acceptance", pgettext_lazy("term", "acceptance")
    END = "end", pgettext_lazy("term", "end of the contract")
    REPORTING = "reporting", pgettext_lazy("term", "yearly return")
    MODIFICATION = "modification", pgettext_lazy("term", "notice of a modification")


EXECUTION = (TermKind.BOND, TermKind.PAYMENT, TermKind.DEFAULT, TermKind.ACCEPTANCE, TermKind.END)
"""What the file holder minds; everything else the lawyer does."""
BY_HAND = (TermKind.REPORTING, TermKind.MODIFICATION)
"""Where nothing else in the file shows that it was done: somebody writes down the day."""


class Certainty(models.TextChoices):
    """Where the day of a term comes from."""

    LEGAL = "legal", pgettext_lazy("term", "set by law")
    NORM = "norm", pgettext_lazy("term", "planned or agreed")


class DueTerm(models.Model):
    """One term; it follows from the file, its tenders and contracts, and from what was written down as done.

    Texts are kept in every language of the product, by its code.
    """

    file = models.ForeignKey(ProcurementFile, models.CASCADE, related_name="due_terms")
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    """That of the file, so that what a reader may see is asked without a join."""
    key = models.CharField(max_length=60)
    """Which one, within the file."""
    kind = models.CharField(max_length=12, choices=TermKind)
    title = models.JSONField(encoder=DjangoJSONEncoder)
    due = models.DateField(null=True)
    """None: not known, for want of what ``missing`` tells."""
    missing = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    article = models.CharField(max_length=300, blank=True)
    is_verified = models.BooleanField(default=True)
    certainty = models.CharField(max_length=5, choices=Certainty)
    done_on = models.DateField(null=True)
    passes = models.BooleanField(default=False)
    """Whether it is over when its day is: nobody writes down that it was done."""
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """None: who leads the project."""
    is_confidential = models.BooleanField(default=False)
    """Whether it tells something of tenders: only who works on them sees it before the decision."""

    class Meta:
        ordering = [models.F("due").asc(nulls_last=True), "pk"]
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="due_term_key_in_file")]
        indexes = [
            models.Index(fields=["done_on", "due"]),
            models.Index(fields=["project", "due"]),
            models.Index(fields=["responsible", "due"]),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.key}: {self.due}"

    @property
    def is_by_hand(self) -> bool:
        return self.kind in BY_HAND
