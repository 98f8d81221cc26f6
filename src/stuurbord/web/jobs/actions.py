"""Ask for long work, and stop it: each checks a permission, changes, and writes its audit entry."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.models import Scope
from stuurbord.web.accounts.permissions import Permission, ScopeKey, may, require
from stuurbord.web.accounts.scopes import reference_of
from stuurbord.web.audit.chain import record
from stuurbord.web.jobs import here
from stuurbord.web.jobs.kinds import KINDS
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.queue import replace
from stuurbord.web.jobs.running import run_at_once

MOST_AT_ONCE: Final = 20
"""Requests for the same in one moment; each try lets one of them through."""


class InScope(Protocol):
    """A portfolio or a project: what work can be about."""

    @property
    def scopes(self) -> tuple[ScopeKey, ...]: ...


def ask(
    by: Any,
    kind: str,
    about: InScope,
    arguments: dict[str, Any] | None = None,
    subject: str = "",
    *,
    is_told: bool = True,
) -> Job:
    """Queue work of a kind about a portfolio or project.

    Work of this kind on this subject that still waits is replaced by the newer request; what runs goes on.
    The very same request is not queued twice: the one that waits is returned.

    Parameters
    ----------
    arguments
        What the function reads, as plain JSON.
    subject
        Where there is more than one subject in a project: ``project:ASN/P-001/what-if``.

    is_told
        Whether it is an action of a person, which the audit log tells; recomputing after a change is none.

    Raises
    ------
    NotPermitted
        If ``by`` lacks the kind's permission here.
    """
    require(by, KINDS[kind].permission, about.scopes)
    made = Job(
        kind=kind,
        subject=subject or _subject(about.scopes[0]),
        scope=about.scopes[0][0],
        scope_id=about.scopes[0][1],
        portfolio_id=next((one_id for scope, one_id in about.scopes if scope == Scope.PORTFOLIO), None),
        arguments=arguments or {},
        asked_by=by if by.pk else None,
        asked_by_name=str(by)[:200],
    )
    job = _queue(by if is_told else None, made)
    if settings.STUURBORD_JOBS == here.AT_ONCE:
        run_at_once(job)
        job.refresh_from_db()
    else:
        transaction.on_commit(here.wake)
    return job


def _subject(scope: ScopeKey) -> str:
    return f"{scope[0]}:{reference_of(scope)}"


def _queue(teller: Any, made: Job) -> Job:
    for _try in range(MOST_AT_ONCE):
        # A conflict means that somebody asked the same in this very moment: his waits now, and is replaced.
        with suppress(IntegrityError), transaction.atomic():
            return _queue_or_find(teller, made)
    raise VersionConflict(_("Many people ask the same at this moment. Try again."))


def _queue_or_find(teller: Any, made: Job) -> Job:
    same = Job.objects.filter(kind=made.kind, subject=made.subject, state=JobState.QUEUED)
    if waiting := same.select_for_update().first():
        if waiting.arguments == made.arguments:
            return waiting
        replace(waiting)
    made.pk = None
    made.save(force_insert=True)
    if teller is not None:
        _tell(teller, "job.ask", made)
    return made


def stop(by: Any, job: Job) -> Job:
    """Stop work: at once if it waits, at its next look if it runs.

    Raises
    ------
    NotPermitted
        If ``by`` neither asked for it nor may stop this kind here.
    VersionConflict
        If it has ended already.
    """
    if not may_stop(by, job):
        require(by, _to_stop(job), job.scopes)
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if not locked.is_under_way:
            raise VersionConflict(_("This work has ended already; there is nothing to stop."))
        if locked.state == JobState.QUEUED:
            locked.state, locked.finished_at = JobState.STOPPED, timezone.now()
        locked.stop_asked = True
        locked.save(update_fields=["state", "finished_at", "stop_asked"])
        _tell(by, "job.stop", locked)
    return locked


def may_stop(by: Any, job: Job) -> bool:
    """Return whether somebody may stop a job: he asked for it and may still look in, or may stop any."""
    is_own = job.asked_by_id is not None and job.asked_by_id == by.pk
    if is_own and may(by, Permission.VIEW, job.scopes):
        return True
    return may(by, _to_stop(job), job.scopes)


def _to_stop(job: Job) -> Permission:
    """Return what somebody needs to stop work of others; a kind that is gone is the portfolio's."""
    known = KINDS.get(job.kind)
    return known.to_stop if known else Permission.IMPORT_PORTFOLIO


def _tell(by: Any, action: str, job: Job) -> None:
    record(
        by,
        action,
        job.subject,
        {"work": job.kind, "job": job.pk, "arguments": job.arguments},
        portfolio_id=job.portfolio_id,
        project_id=job.scope_id if job.scope == Scope.PROJECT else None,
    )
