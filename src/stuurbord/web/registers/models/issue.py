"""What is the matter now: issues, some of them risks that occurred."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.lists.register_item import RegisterItem
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models.item import Priority, line_of


class IssueState(models.TextChoices):
    REGISTERED = "registered", _("registered")
    ASSESSED = "assessed", _("impact assessed")
    DECIDED = "decided", _("decided")
    EXECUTED = "executed", _("executed")
    CLOSED = "closed", _("closed")


CLOSED_ISSUES = (IssueState.CLOSED, IssueState.EXECUTED)


class Severity(models.TextChoices):
    """How much harm something does, whatever haste it asks for."""

    MINOR = "minor", _("minor")
    MAJOR = "major", _("major")
    CRITICAL = "critical", _("critical")


class Issue(RegisterItem):
    project = models.ForeignKey(Project, models.PROTECT, related_name="issues", verbose_name=_("Project"))
    title = models.CharField(_("Issue"), max_length=300)
    description = models.TextField(_("Description"), blank=True)
    risk = line_of("registers.Risk", _("From risk"))
    priority = models.CharField(_("Priority"), max_length=8, choices=Priority, blank=True)
    severity = models.CharField(_("Severity"), max_length=8, choices=Severity, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("Owner")
    )
    raised_on = models.DateField(_("Raised"), null=True, blank=True)
    due = models.DateField(_("Due"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=IssueState, default=IssueState.REGISTERED)
    is_legal_breach = models.BooleanField(_("Breach of the law"), default=False)
    """As long as it is open, the status of the project is “intervene”."""
    solution = models.TextField(_("Solution"), blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="issue_code_in_project")]

    @property
    def is_overdue(self) -> bool:
        return self.state not in CLOSED_ISSUES and self.due is not None and self.due < today()
