"""Run jobs: one after the other, each from its claim to its end, whatever happens in between."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Event
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections, transaction
from django.utils import timezone, translation

from stuurbord.errors import N_, Finding, Severity, Stopped, StuurbordError
from stuurbord.web.jobs.kinds import KINDS
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.pulse import Pulse
from stuurbord.web.jobs.queue import claim, end, give_back, mine
from stuurbord.web.jobs.work import Work

LOOK_EVERY: Final = 2.0
"""Seconds between two looks at the queue when nobody wakes the runner."""
UNEXPECTED: Final = Finding(
    "unexpected_error",
    N_("Something unexpected went wrong; the log of the server says what."),
    Severity.ERROR,
)
_log = logging.getLogger(__name__)


def run_waiting(leaving: Event) -> int:
    """Run what waits until nothing does or this process leaves; return how many jobs ran."""
    n_run = 0
    while not leaving.is_set() and (job := claim()) is not None:
        run(job, leaving)
        n_run += 1
    return n_run


def run_until(leaving: Event, wait: Callable[[float], Any]) -> int:
    """Run jobs as they come until ``leaving``; return how many.

    Parameters
    ----------
    wait
        Sleeps so many seconds, unless something wakes it.
    """
    n_run = 0
    while not leaving.is_set():
        try:
            n_run += run_waiting(leaving)
        except DatabaseError:  # it may be restarting; whoever looks after it sees this line
            _log.exception("the queue of jobs cannot be read")
        finally:
            close_old_connections()
        wait(LOOK_EVERY)
    connections.close_all()
    return n_run


def run_at_once(job: Job) -> None:
    """Run a job within the call that asked for it: for tests, which see one transaction only."""
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempt=1, started_at=timezone.now(), heartbeat_at=timezone.now()
    )
    job.refresh_from_db()
    _run(job, Work(job), Event(), nullcontext())


def run(job: Job, leaving: Event) -> None:
    """Run one claimed job to its end."""
    work = Work(job)
    _run(job, work, leaving, Pulse(work, leaving))


def _run(job: Job, work: Work, leaving: Event, pulse: AbstractContextManager[object]) -> None:
    language = job.asked_by.language if job.asked_by else settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            with pulse:
                keep = KINDS[job.kind].function(work)
            _keep(job, work, keep)
    except Stopped as error:
        _stopped(job, leaving, error)
    except StuurbordError as error:
        end(job, JobState.FAILED, _findings(error), error_code=error.code)
    except Exception:  # noqa: BLE001 - the runner outlives whatever a job does
        _log.exception("job %s (%s of %s) failed", job.pk, job.kind, job.subject)
        end(job, JobState.FAILED, [UNEXPECTED], error_code=UNEXPECTED.code)


def _keep(job: Job, work: Work, keep: Callable[[], str]) -> None:
    """Store the answer and end the job together, if this attempt still speaks for it."""
    with transaction.atomic():
        if mine(job).select_for_update().first() is None:
            return
        told = work.progress
        end(job, JobState.DONE, result=keep(), share=1.0, n_done=told.n_total, n_total=told.n_total)


def _stopped(job: Job, leaving: Event, error: Stopped) -> None:
    """End what somebody stopped; what only this process gave up is for another."""
    is_asked = mine(job).values_list("stop_asked", flat=True).first()
    if is_asked or not leaving.is_set():
        end(job, JobState.STOPPED, [_finding(error)], error_code=error.code)
    else:
        give_back(job)


def _findings(error: StuurbordError) -> list[Finding]:
    return list(getattr(error, "findings", ())) or [_finding(error)]


def _finding(error: StuurbordError) -> Finding:
    # A sentence that is complete already: its braces, if any, are no fields.
    text = str(error).replace("{", "{{").replace("}", "}}")
    return Finding(error.code, text, Severity.ERROR)
