"""Ended jobs are history for a month; then they go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from stuurbord.web.jobs.models import UNDER_WAY, Job
from stuurbord.web.jobs.periodic import Periodic

KEEP: Final = timedelta(days=30)
_BATCH = 500


def delete_ended(now: datetime) -> None:
    """Delete jobs that ended over thirty days ago, in short transactions; the audit log still tells."""
    ended = Job.objects.exclude(state__in=UNDER_WAY).filter(finished_at__lt=now - KEEP)
    while numbers := list(ended.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        Job.objects.filter(pk__in=numbers).delete()


ENDED_JOBS = Periodic("ended_jobs", timedelta(hours=6), delete_ended)
