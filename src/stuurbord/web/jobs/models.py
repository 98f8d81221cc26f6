"""Work that takes longer than a page may: asked, running, ended, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.errors import Finding
from stuurbord.web.accounts.models import Scope
from stuurbord.web.accounts.permissions import ScopeKey


class JobState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("state of a job", "waiting")
    RUNNING = "running", pgettext_lazy("state of a job", "running")
    DONE = "done", pgettext_lazy("state of a job", "done")
    FAILED = "failed", pgettext_lazy("state of a job", "failed")
    STOPPED = "stopped", pgettext_lazy("state of a job", "stopped")


UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """One piece of long work on one subject. The row is its queue, its progress and its history.

    It names its scope by number, as a membership does, so that this room need not know projects.
    """

    kind = models.CharField(max_length=40)
    """As registered with `stuurbord.web.jobs.kinds.register`."""
    subject = models.CharField(max_length=200)
    """What it is about, as the audit log names it: ``project:ASN/P-001``."""
    scope = models.CharField(max_length=12, choices=Scope)
    scope_id = models.BigIntegerField()
    portfolio_id = models.BigIntegerField(null=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """Empty: the command line, or the system itself."""
    asked_by_name = models.CharField(max_length=200)
    stop_asked = models.BooleanField(default=False)
    share = models.FloatField(default=0.0)
    """How much is done, 0–1."""
    n_done = models.PositiveBigIntegerField(default=0)
    n_total = models.PositiveBigIntegerField(default=0)
    """Of how many; 0 where nothing is counted."""
    step = models.CharField(max_length=40, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    """Which run this is: whoever ran an earlier attempt no longer speaks for the job."""
    result = models.CharField(max_length=200, blank=True)
    """Where the answer is, in the words of the kind."""
    error_code = models.CharField(max_length=60, blank=True)
    findings = models.JSONField(default=list)
    """Why it failed or stopped, as `Finding` records."""
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    """When the process that runs it last said so."""
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(state=JobState.QUEUED),
                name="one_waiting_job_per_subject",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(state=JobState.RUNNING),
                name="one_running_job_per_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"]),
            models.Index(fields=["portfolio_id", "-id"]),
            models.Index(fields=["kind", "subject", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def scopes(self) -> tuple[ScopeKey, ...]:
        """Where a role must reach to see this job."""
        own = (self.scope, self.scope_id)
        above = () if self.portfolio_id is None else ((Scope.PORTFOLIO, self.portfolio_id),)
        return own, *above

    @property
    def is_under_way(self) -> bool:
        """Waiting or running."""
        return self.state in UNDER_WAY

    @property
    def reasons(self) -> list[Finding]:
        """Why it failed or stopped."""
        return [Finding.from_record(one) for one in self.findings]


class PeriodicRun(models.Model):
    """When something that comes back is due, and who does it now. One row per name; see `periodic`."""

    name = models.CharField(max_length=40, primary_key=True)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    """Nobody else begins before this moment; afterwards whoever claimed it is taken for dead."""
    claim = models.CharField(max_length=32, blank=True)
    """Drawn at random by who claimed it: a claim that was taken over no longer speaks."""
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    n_failed = models.PositiveIntegerField(default=0)
    """Failures in a row."""

    def __str__(self) -> str:
        return self.name
