"""The rows of the list of revisions: where each came from, when it ends, how much changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from stuurbord.plan import moment
from stuurbord.plan.calendar import DAY
from stuurbord.web.planning.models import Proposal
from stuurbord.web.projects.models import PlanRevision, Project


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A revision in the list.

    Attributes
    ----------
    proposal
        What it came from; None: from a file.
    finish
        Last day of the plan; ``days`` later than in the revision before.
    is_current
        It is the one that counts.
    """

    revision: PlanRevision
    proposal: Proposal | None
    finish: date | None
    days: int | None
    n_changes: int | None
    is_current: bool


def revision_rows(project: Project, revisions: Sequence[PlanRevision]) -> list[RevisionRow]:
    """Return rows for revisions with their figures, given the oldest first; the newest comes first."""
    made = Proposal.objects.filter(project=project, revision__isnull=False)
    proposals = {one.revision_id: one for one in made.only("number", "title", "source", "revision_id")}
    rows = []
    finish_before: int | None = None
    for revision in revisions:
        figures = revision.kept_figures
        days = None
        if finish_before is not None and figures.finish is not None:
            days = figures.finish // DAY - finish_before // DAY
        rows.append(
            RevisionRow(
                revision=revision,
                proposal=proposals.get(revision.pk),
                finish=None if figures.finish is None else moment(figures.finish).date(),
                days=days,
                n_changes=figures.n_changes,
                is_current=revision.pk == project.current_revision_id,
            )
        )
        finish_before = figures.finish
    return rows[::-1]


def as_of(revisions: Sequence[PlanRevision], on: date) -> PlanRevision | None:
    """Return the revision that counted at the end of a day; None: there was none yet."""
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))
    counted = [one for one in revisions if one.created_at < end]
    return counted[-1] if counted else None
