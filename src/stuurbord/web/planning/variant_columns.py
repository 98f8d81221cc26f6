"""The figures of the plan and of variants, from what is stored; what is stale is asked anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.queries import is_uncertain
from stuurbord.web.forecasts.simulating import question_about
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.queries import NOTHING_BEFORE, latest, settled
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.planning.models import PlanVariant
from stuurbord.web.planning.variant_comparison import Column
from stuurbord.web.planning.variant_figures import key_of, measured
from stuurbord.web.planning.variant_measuring import KIND, ask_figures
from stuurbord.web.projects.models import PlanRevision, Project
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
    key, uncertain = _key(project, revision), is_uncertain(project)
    jobs = [_asked(one) for one in variants if one.figures_key != key_of(key, one)]
    columns = [Column(None, _("The plan"), _of_plan(project, revision, key, uncertain))]
    columns += [_column(key, variant) for variant in _settled(variants, jobs)]
    job = next((one for one in jobs if one.state != JobState.DONE), None)
    return Compared(tuple(columns), job, uncertain)


def _key(project: Project, revision: PlanRevision) -> str:
    """Return the key of what the forecast asks: mostly stored, so that no risk has to be read for it."""
    runs = SimulationRun.objects.filter(project=project, revision=revision, is_stale=False)
    return runs.values_list("key", flat=True).first() or question_about(project, revision).key


def _column(key: str, variant: PlanVariant) -> Column:
    is_known = variant.figures_key == key_of(key, variant)
    return Column(variant, variant.name, variant.figures if is_known else None)


def _of_plan(project: Project, revision: PlanRevision, key: str, uncertain: bool) -> dict[str, Any]:
    place = revision.pk, key, uncertain
    with _lock:
        if found := _kept.get(place):
            _kept.move_to_end(place)
            return found
    question = question_about(project, revision)
    made = measured(question, question.plan, schedule_of(revision.pk), is_uncertain=uncertain)
    with _lock:
        _kept[place] = made
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _asked(variant: PlanVariant) -> Job:
    """Ask the figures of a variant, unless that is under way or failed."""
    job = latest(KIND, variant.subject)
    return ask_figures(variant) if job is None or job.state == JobState.DONE else job


def _settled(variants: Sequence[PlanVariant], jobs: Sequence[Job]) -> Sequence[PlanVariant]:
    """Return the variants as they are a moment later, where work on them was asked."""
    until = monotonic() + NOTHING_BEFORE
    for job in jobs:
        settled(job, max(until - monotonic(), 0.0))
    if jobs:
        for variant in variants:
            variant.refresh_from_db(fields=["figures", "figures_key"])
    return variants
