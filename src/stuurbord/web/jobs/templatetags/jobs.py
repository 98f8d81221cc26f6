"""How a job is shown in any page: ``{% include "look/components/job.html" with job=job|job_told %}``."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from stuurbord.web.jobs.models import Job
from stuurbord.web.jobs.telling import Told, told

register = template.Library()


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A job with what is told of it."""

    pk: int
    told: Told


@register.filter
def job_told(job: Job) -> ShownJob:
    """Return what the component shows of a job."""
    return ShownJob(job.pk, told(job))
