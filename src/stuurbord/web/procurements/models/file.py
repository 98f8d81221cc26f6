"""A procurement file and its lots."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.projects.models import Project, Versioned


class Stage(models.TextChoices):
    """How far a procurement is, in the order of the law."""

    NEED = "need", pgettext_lazy("procurement", "need")
    ESTIMATE = "estimate", pgettext_lazy("procurement", "estimate")
    PROCEDURE = "procedure", pgettext_lazy("procurement", "choice of procedure")
    SPECIFICATIONS = "specifications", pgettext_lazy("procurement", "specifications")
    PUBLICATION = "publication", pgettext_lazy("procurement", "publication")
    OPENING = "opening", pgettext_lazy("procurement", "opening")
    EXAMINATION = "examination", pgettext_lazy("procurement", "examination")
    NEGOTIATION = "negotiation", pgettext_lazy("procurement", "negotiation")
    AWARD_REPORT = "award_report", pgettext_lazy("procurement", "award report")
    DECISION = "decision", pgettext_lazy("procurement", "award decision")
    NOTICE = "notice", pgettext_lazy("procurement", "information to the tenderers")
    STANDSTILL = "standstill", pgettext_lazy("procurement", "standstill")
    CONCLUSION = "conclusion", pgettext_lazy("procurement", "conclusion")
    STARTED = "started", pgettext_lazy("procurement", "in execution")
    ENDED = "ended", pgettext_lazy("procurement", "ended")
    STOPPED = "stopped", pgettext_lazy("procurement", "stopped")

    def is_before(self, other: str) -> bool:
        """Return whether this stage comes before another."""
        stages = list(Stage)
        return stages.index(self) < stages.index(Stage(other))


CLOSED_STAGES = (Stage.ENDED, Stage.STOPPED)
"""Stages in which nothing more is to come."""

MOMENT_STAGES: dict[str, Stage] = {
    "published_on": Stage.PUBLICATION,
    "opened_at": Stage.OPENING,
    "awarded_on": Stage.DECISION,
    "informed_on": Stage.STANDSTILL,
    "concluded_on": Stage.CONCLUSION,
    "started_on": Stage.STARTED,
}
"""The stage that a moment brings a file to, where it has not come that far."""


class ProcurementFile(Versioned):
    """One procurement of a project, from need to end of contract.

    ``facts`` has the keys of `stuurbord.rulebooks.be_procurement.advise`; ``estimate`` follows from them.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="procurement_files")
    reference = models.CharField(pgettext_lazy("procurement", "Reference"), max_length=40, unique=True)
    title = models.CharField(pgettext_lazy("procurement", "Subject"), max_length=300)
    description = models.TextField(pgettext_lazy("procurement", "Description"), blank=True)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    estimate = models.DecimalField(
        pgettext_lazy("procurement", "Estimate, excluding VAT"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    stage = models.CharField(
        pgettext_lazy("procurement", "Stage"), max_length=16, choices=Stage, default=Stage.NEED
    )
    procedure = models.CharField(pgettext_lazy("procurement", "Procedure"), max_length=8, blank=True)
    """Code of the rule book; empty as long as nobody chose, or a choice waits for approval."""
    is_against = models.BooleanField(default=False)
    """Whether the rules bear the choice no longer: by other facts, another file or the law; see `turning`."""
    cpv = models.CharField(pgettext_lazy("procurement", "CPV code"), max_length=10, blank=True)
    buyer_reference = models.CharField(
        pgettext_lazy("procurement", "Reference of the buyer"), max_length=100, blank=True
    )
    published_on = models.DateField(pgettext_lazy("procurement", "Published on"), null=True, blank=True)
    requests_due = models.DateTimeField(
        pgettext_lazy("procurement", "Requests to take part due by"), null=True, blank=True
    )
    """Of a procedure in two phases; tenders are asked of who is selected."""
    tenders_due = models.DateTimeField(pgettext_lazy("procurement", "Tenders due by"), null=True, blank=True)
    opened_at = models.DateTimeField(pgettext_lazy("procurement", "Opened at"), null=True, blank=True)
    validity_days = models.PositiveIntegerField(
        pgettext_lazy("procurement", "Validity of tenders, calendar days"), null=True, blank=True
    )
    awarded_on = models.DateField(pgettext_lazy("procurement", "Awarded on"), null=True, blank=True)
    informed_on = models.DateField(
        pgettext_lazy("procurement", "Tenderers informed on"), null=True, blank=True
    )
    concluded_on = models.DateField(pgettext_lazy("procurement", "Concluded on"), null=True, blank=True)
    started_on = models.DateField(pgettext_lazy("procurement", "Order to start on"), null=True, blank=True)
    lawyer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("procurement", "Procurement lawyer"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("procurement", "File holder"),
    )

    class Meta:
        ordering = ["-reference"]
        indexes = [models.Index(fields=["stage", "tenders_due"]), models.Index(fields=["cpv"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def subject(self) -> str:
        """How the audit log names this file."""
        return f"procurement:{self.reference}"

    @property
    def is_closed(self) -> bool:
        return self.stage in CLOSED_STAGES


class ProcurementLot(models.Model):
    """One lot of a procurement."""

    file = models.ForeignKey(ProcurementFile, models.CASCADE, related_name="lots")
    number = models.PositiveIntegerField(pgettext_lazy("procurement", "Lot"))
    title = models.CharField(pgettext_lazy("procurement", "Subject"), max_length=300)
    estimate = models.DecimalField(
        pgettext_lazy("procurement", "Estimate, excluding VAT"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cpv = models.CharField(pgettext_lazy("procurement", "CPV code"), max_length=10, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="lot_number_in_file")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
