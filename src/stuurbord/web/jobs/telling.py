"""What people read about a job: what it is, how far, how long it still takes, and why it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.jobs.kinds import KINDS
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.reader import reader

TOO_SOON_TO_TELL: Final = 0.03
"""Share below which the remaining time would be a guess."""


@dataclass(frozen=True, slots=True)
class Told:
    """A job as a page and its script show it.

    Attributes
    ----------
    percent
        0–100; None while nothing is known of it, so that the bar tells no number.
    line
        Step, count and remaining time: it changes all the time.
    announcement
        The same for who does not see: it changes seldom.
    """

    label: str
    state: str
    is_ended: bool
    percent: int | None
    line: str
    announcement: str

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state,
            "is_ended": self.is_ended,
            "percent": self.percent,
            "line": self.line,
            "announcement": self.announcement,
        }


def told(job: Job) -> Told:
    """Return how far a job is, in the reader's language."""
    has_share = job.state == JobState.DONE or job.share > 0
    percent = round(job.share * 100) if has_share else None
    label = label_of(job.kind)
    return Told(label, job.state, not job.is_under_way, percent, _line(job), _announcement(job, label))


def label_of(kind: str) -> str:
    """Return what people call a kind of work; of a kind that is gone, its code."""
    known = KINDS.get(kind)
    return _(known.label) if known else kind


def reason_of(job: Job) -> str:
    """Return why a job failed or stopped; empty if it did not."""
    return " ".join(finding.message(_) for finding in job.reasons)


def duration_of(job: Job) -> str:
    """Return how long a job ran, until now if it still does; empty if it never began."""
    if job.started_at is None:
        return ""
    return duration((job.finished_at or timezone.now()) - job.started_at)


def duration(length: timedelta) -> str:
    """Return ``0,3 s``, ``12 s``, ``3 min`` or ``2 u``, as precise as people want it."""
    seconds = max(length.total_seconds(), 0.0)
    if seconds < 9.95:
        return _("{n} s").format(n=reader().number(seconds, 1))
    if seconds < 99.5:
        return _("{n} s").format(n=reader().number(seconds))
    if seconds < 5970:
        return _("{n} min").format(n=reader().number(seconds / 60))
    return _("{n} h").format(n=reader().number(seconds / 3600))


def _line(job: Job) -> str:
    if job.state == JobState.QUEUED:
        return _waiting(job)
    if job.state != JobState.RUNNING:
        return _ended(job)
    if job.stop_asked:
        return _("Stopping.")
    parts = [_step(job), _count(job), _remaining(job)]
    return " · ".join(part for part in parts if part) or _("Running.")


def _waiting(job: Job) -> str:
    ahead = Job.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING), pk__lt=job.pk).count()
    if not ahead:
        return _("Waiting to begin.")
    text = ngettext(
        "Waiting; {n} piece of work comes first.", "Waiting; {n} pieces of work come first.", ahead
    )
    return text.format(n=reader().number(ahead))


def _ended(job: Job) -> str:
    reason = reason_of(job)
    if job.state == JobState.DONE:
        return _("Done in {duration}.").format(duration=duration_of(job))
    if job.state == JobState.FAILED:
        return _("Not done: {reason}").format(reason=reason)
    return reason or _("Stopped.")


def _step(job: Job) -> str:
    known = KINDS.get(job.kind)
    return _(known.steps[job.step]) if known and job.step in known.steps else ""


def _count(job: Job) -> str:
    if not job.n_total:
        return ""
    figures = reader()
    return _("{done} of {total}").format(done=figures.number(job.n_done), total=figures.number(job.n_total))


def _remaining(job: Job) -> str:
    """Return the time that remains if it goes on as it went; empty while that would be a guess."""
    if job.share < TOO_SOON_TO_TELL or job.started_at is None:
        return ""
    until_now = (job.heartbeat_at or timezone.now()) - job.started_at
    left = until_now * (1 - job.share) / job.share
    if left < timedelta(seconds=1):
        return _("almost done")
    whole = timedelta(seconds=max(round(left.total_seconds()), 1))
    return _("about {duration} to go").format(duration=_in_round_figures(whole))


def _in_round_figures(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    step = 1 if seconds < 10 else 5 if seconds < 60 else 10
    if step == 1:
        return _("{n} s").format(n=reader().number(seconds))
    return duration(_rounded(seconds, step))


def _rounded(seconds: int, step: int) -> timedelta:
    return timedelta(seconds=-(-seconds // step) * step)


def _announcement(job: Job, label: str) -> str:
    """Return what is said aloud: the state, and while it runs each quarter that is done."""
    if job.state != JobState.RUNNING or job.stop_asked:
        return f"{label}: {_line(job)}"
    quarter = int(job.share * 4) / 4
    if not quarter:
        return _("{work} is running.").format(work=label)
    return _("{work} is running, {share} done.").format(work=label, share=reader().percent(quarter))
