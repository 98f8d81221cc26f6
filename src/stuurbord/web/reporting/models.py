"""Reports of projects: facts of one day, a person's words beside them, and the files once approved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.reports.project_reports import KINDS, Kind, ReportFacts
from stuurbord.web.projects.models import Project, Versioned


class ReportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a report", "draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a report", "submitted")
    FROZEN = "frozen", pgettext_lazy("state of a report", "approved and frozen")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a report", "withdrawn")


class ProjectReport(Versioned):
    """One report. Once approved its facts, words and files never change again."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=12)
    """``VR-001``: its own within the project."""
    language = models.CharField(max_length=2, default="nl")
    as_of = models.DateField(_("Status date"))
    period_from = models.DateField(_("From"))
    period_until = models.DateField(_("Until"))
    exception = models.CharField(max_length=50, blank=True)
    """Number of the exception that an exception report is about; empty: all that are open."""
    facts = models.TextField()
    """Canonical JSON of `stuurbord.reports.project_reports.ReportFacts`."""
    facts_sha256 = models.CharField(max_length=64)
    texts = models.JSONField(default=dict)
    """Section → what a person wrote."""
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author_name = models.CharField(max_length=200)
    writers = models.JSONField(default=list)
    """Numbers of the accounts that wrote in it: none of them approves it."""
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approver_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    """Why it was sent back or withdrawn."""
    docx = models.BinaryField(null=True)
    docx_sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="report_number_in_project")]
        indexes = [models.Index(fields=["project", "kind", "-as_of"])]

    def __str__(self) -> str:
        return f"{self.project.code} {self.number}"

    @property
    def kind_of(self) -> Kind:
        return KINDS[self.kind]

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"report:{self.project.portfolio.key}/{self.project.code}/{self.number}"

    @property
    def read_facts(self) -> ReportFacts:
        return ReportFacts.from_json(self.facts)

    @property
    def is_frozen(self) -> bool:
        return self.state == ReportState.FROZEN

    @property
    def is_draft(self) -> bool:
        return self.state == ReportState.DRAFT
