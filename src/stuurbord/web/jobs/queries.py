"""Reads of jobs, within what the reader may see."""

from __future__ import annotations

from time import monotonic, sleep
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from stuurbord.web.accounts.models import Scope
from stuurbord.web.accounts.permissions import scope_ids
from stuurbord.web.jobs.models import Job

NOTHING_BEFORE: Final = 0.4
"""Seconds in which no progress is shown: most work is done by then."""
_LOOK_EVERY: Final = 0.02


def visible_jobs(user: Any) -> QuerySet[Job]:
    """Return the jobs of the portfolios and projects that somebody may see, the newest first."""
    jobs = Job.objects.select_related("asked_by")
    portfolios, projects = scope_ids(user, Scope.PORTFOLIO), scope_ids(user, Scope.PROJECT)
    if portfolios is None or projects is None:
        return jobs
    return jobs.filter(Q(portfolio_id__in=portfolios) | Q(scope=Scope.PROJECT, scope_id__in=projects))


def job_for(user: Any, pk: int) -> Job:
    """Return a job the user may see, or 404."""
    return get_object_or_404(visible_jobs(user), pk=pk)


def latest(kind: str, subject: str) -> Job | None:
    """Return the last job of a kind on a subject, whatever became of it."""
    return Job.objects.filter(kind=kind, subject=subject).select_related("asked_by").first()


def settled(job: Job, seconds: float = NOTHING_BEFORE) -> Job:
    """Return the job when it has ended, or as it is after this time; never within a transaction."""
    until = monotonic() + seconds
    while job.is_under_way and monotonic() < until:
        sleep(_LOOK_EVERY)
        job.refresh_from_db()
    return job
