"""The queue: which job is next, whose it is, and what becomes of jobs whose process died.

Every function is one short transaction. A job belongs to the attempt that claimed it: whatever an earlier
attempt still says is not heard.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from stuurbord.errors import N_, Finding, Severity
from stuurbord.web.jobs.kinds import KINDS
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.work import Progress

LEASE: Final = timedelta(seconds=30)
"""A running job that has been silent this long is nobody's; its process speaks every five seconds."""
MOST_ATTEMPTS: Final = 2

REPLACED: Final = Finding(
    "job_replaced", N_("A newer request for the same took its place."), severity=Severity.INFO
)
ABANDONED: Final = Finding(
    "job_abandoned", N_("The process that did this work ended, also at the second attempt."), Severity.ERROR
)


def claim() -> Job | None:
    """Return the oldest job that can begin, now running and ours; None if there is none."""
    _recover()
    try:
        with transaction.atomic():
            job = _next()
            if job is not None:
                job.state, job.attempt = JobState.RUNNING, job.attempt + 1
                job.started_at = job.heartbeat_at = timezone.now()
                job.save(update_fields=["state", "attempt", "started_at", "heartbeat_at"])
            return job
    except IntegrityError:  # another process began one on the same subject in this very moment
        return None


def _next() -> Job | None:
    same = Job.objects.filter(state=JobState.RUNNING, kind=OuterRef("kind"), subject=OuterRef("subject"))
    waiting = Job.objects.filter(~Exists(same), state=JobState.QUEUED, kind__in=KINDS)
    return waiting.order_by("pk").select_for_update(skip_locked=True).first()


def mine(job: Job) -> QuerySet[Job]:
    """Return the row of a job for as long as this attempt is the one that runs it."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)


def beat(job: Job, progress: Progress) -> bool:
    """Write how far a job is, and that its process lives; return whether it is still ours."""
    facts = {name: getattr(progress, name) for name in ("share", "n_done", "n_total", "step")}
    return bool(mine(job).update(heartbeat_at=timezone.now(), **facts))


def end(job: Job, state: JobState, findings: Iterable[Finding] = (), **facts: Any) -> bool:
    """End a running job; return whether it was still ours to end."""
    records = [one.to_record() for one in findings]
    return bool(mine(job).update(state=state, findings=records, finished_at=timezone.now(), **facts))


@transaction.atomic
def give_back(job: Job) -> None:
    """Let another process begin anew with a job, because this one ends; the attempt does not count."""
    if stored := mine(job).select_for_update().first():
        _queue_again(stored)
        Job.objects.filter(pk=job.pk).update(attempt=F("attempt") - 1)


def replace(job: Job) -> None:
    """End a job that a newer request made needless."""
    job.state, job.findings, job.finished_at = JobState.STOPPED, [REPLACED.to_record()], timezone.now()
    job.error_code = REPLACED.code
    job.save(update_fields=["state", "findings", "error_code", "finished_at"])


def _recover() -> None:
    """Give jobs of which the process died a second attempt, and end them after that."""
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=timezone.now() - LEASE)
    if not silent.exists():
        return
    with transaction.atomic():
        for job in silent.select_for_update(skip_locked=True):
            if job.stop_asked:
                end(job, JobState.STOPPED)
            elif job.attempt >= MOST_ATTEMPTS:
                end(job, JobState.FAILED, [ABANDONED], error_code=ABANDONED.code)
            else:
                _queue_again(job)


def _queue_again(job: Job) -> None:
    if Job.objects.filter(kind=job.kind, subject=job.subject, state=JobState.QUEUED).exists():
        replace(job)
        return
    job.state, job.started_at = JobState.QUEUED, None
    job.share, job.n_done, job.n_total, job.step = 0.0, 0, 0, ""
    job.save(update_fields=["state", "started_at", "share", "n_done", "n_total", "step"])
