"""The figures of the plan and of variants, from what is stored; what is stale is asked anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.web.forecasts.queries import is_uncertain
from stuurbord.web.forecasts.simulating import Question, question_about
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.queries import latest, settled
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.planning.models import PlanVariant
from stuurbord.web.planning.variant_comparison import Column
from stuurbord.web.planning.variant_figures import key_of, measured
from stuurbord.web.planning.variant_measuring import KIND, ask_figures
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import schedule_of

_MOST_KEPT: Final = 64
_kept: OrderedDict[tuple[int, str, bool], dict[str, Any]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Compared:
    """The plan and variants as columns, and the work that still computes one of them, if any does."""

    columns: tuple[Column, ...]
    job: Job | None
    is_uncertain: bool = True


def compared(project: Project, variants: Sequence[PlanVariant]) -> Compared:
    """Return the plan as it stands and these variants; figures that are being computed are None."""
    revision = current_revision(project)
    if revision is None:
        return Compared((), None)
    question = question_about(project, revision)
    uncertain = is_uncertain(project)
    job = None
    columns = [Column(None, _("The plan"), _of_plan(question, uncertain))]
    for variant in variants:
        if variant.figures_key != key_of(question, variant):
            job = _fresh(variant) or job
        is_known = variant.figures_key == key_of(question, variant)
        columns.append(Column(variant, variant.name, variant.figures if is_known else None))
    return Compared(tuple(columns), job, uncertain)


def _of_plan(question: Question, uncertain: bool) -> dict[str, Any]:
    key = question.revision.pk, question.key, uncertain
    with _lock:
        if found := _kept.get(key):
            _kept.move_to_end(key)
            return found
    schedule = schedule_of(question.revision.pk)
    made = measured(question, question.plan, schedule, is_uncertain=uncertain)
    with _lock:
        _kept[key] = made
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _fresh(variant: PlanVariant) -> Job | None:
    """Ask the figures of a variant, unless that failed; return the work if it is not done within a moment."""
    job = latest(KIND, variant.subject)
    if job is None or job.state == JobState.DONE:
        job = ask_figures(variant)
    job = settled(job)
    variant.refresh_from_db(fields=["figures", "figures_key"])
    return None if job.state == JobState.DONE else job
