"""The figures of revisions, computed once per revision and kept in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from stuurbord.engine.critical_path import load_ahead
from stuurbord.plan import NONE, Plan
from stuurbord.plan.calendar import DAY
from stuurbord.plan.changes import difference
from stuurbord.web.planning.models import RevisionFigures
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of, schedule_of

COMPUTATION: Final = "1"
"""Another text here computes all figures anew: for when the same plan gives other dates."""
_FEW: Final = 2
"""More schedules than this are worth loading the compiled computation for."""


def revisions_with_figures(project: Project) -> list[PlanRevision]:
    """Return the revisions of a project with their ``kept_figures``, the oldest first.

    Only what nobody asked before is computed.
    """
    found = project.revisions.defer("document", "findings").select_related("kept_figures", "created_by")
    revisions = list(found.order_by("number"))
    missing = [at for at, revision in enumerate(revisions) if _is_missing(revision)]
    if not missing:
        return revisions
    if len(missing) > _FEW:
        load_ahead(max(revisions[at].n_tasks for at in missing))  # a history that nobody looked at before
    made = [_figures(revisions[at], revisions[at - 1] if at else None) for at in missing]
    _keep(made)
    by_revision = {one.revision_id: one for one in made}
    for revision in revisions:
        if revision.pk in by_revision:
            revision.kept_figures = by_revision[revision.pk]
    return revisions


def _is_missing(revision: PlanRevision) -> bool:
    kept = getattr(revision, "kept_figures", None)
    return kept is None or kept.computed_of != _key(revision)


def _key(revision: PlanRevision) -> str:
    return f"{COMPUTATION}:{revision.sha256}"


def _figures(revision: PlanRevision, former: PlanRevision | None) -> RevisionFigures:
    plan = plan_of(revision.pk)
    finish = schedule_of(revision.pk).project_finish
    return RevisionFigures(
        revision=revision,
        computed_of=_key(revision),
        finish=None if finish == NONE else finish,
        n_changes=None if former is None else len(difference(plan_of(former.pk), plan)),
        baselines=sorted(plan.baselines),
        milestones=_milestones(revision, plan),
    )


def _milestones(revision: PlanRevision, plan: Plan) -> list[list[Any]]:
    tasks, finish = plan.tasks, schedule_of(revision.pk).finish
    is_gate = np.array([bool(gate) for gate in tasks.gate], np.bool_)
    is_one = (tasks.is_milestone & ~tasks.is_summary) | is_gate
    is_reached = (tasks.actual_finish != NONE) | (tasks.percent_complete >= 1)
    return [
        [
            int(tasks.uid[idx]),
            tasks.name[idx],
            tasks.gate[idx],
            int(finish[idx]) // DAY,
            bool(is_reached[idx]),
        ]
        for idx in (is_one & (finish != NONE)).nonzero()[0].tolist()
    ]


def _keep(made: Sequence[RevisionFigures]) -> None:
    """Store figures; who computed the same at the same moment stored the same."""
    RevisionFigures.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["revision"],
        update_fields=["computed_of", "finish", "n_changes", "baselines", "milestones"],
    )
