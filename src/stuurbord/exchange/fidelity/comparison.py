"""A plan recomputed without its stored dates, and compared with them; each deviation with its cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import Finding
from stuurbord.exchange.fidelity.causes import Cause
from stuurbord.exchange.fidelity.columns import (
    DATES,
    Dates,
    computed,
    float_field,
    is_equal,
    is_stored,
    stored,
    without_stored_dates,
)
from stuurbord.exchange.fidelity.evidence import Evidence
from stuurbord.exchange.fidelity.tallies import (
    Tallies,
    is_counted,
    is_scored,
    tallies,
    tallies_by_kind,
)
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Booleans


@dataclass(frozen=True, slots=True)
class Deviation:
    """One stored date or float that is not the recomputed one.

    Attributes
    ----------
    task_idx
        Position of the task in the plan.
    field
        As in `Schedule`.
    stored, computed
        Instants, or working seconds of float.
    """

    task_idx: int
    field: str
    stored: int
    computed: int
    cause: Cause


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How far a recomputation agrees with what the source stored.

    Attributes
    ----------
    n_tasks, n_scored
        Tasks that are no summaries and take part; of them those the scheduler had to date itself.
    counted, scored, kinds
        Tallies over both, and over the scored ones by kind of task.
    float_field
        Which float was compared, ``start_float`` or ``total_float``.
    seconds
        What the recomputation took.
    is_scored
        bool of shape (all tasks,): which are scored.
    """

    plan: Plan
    n_tasks: int
    n_scored: int
    counted: Tallies
    scored: Tallies
    kinds: dict[str, Tallies]
    float_field: str
    deviations: tuple[Deviation, ...]
    n_unexplained: int
    """Scored tasks with a deviation of which no cause could be established."""
    finish: int
    """Instant at which the last recomputed task ends, `NONE` if there is none."""
    seconds: float
    is_scored: Booleans

    @property
    def causes(self) -> dict[Cause, int]:
        """Cause → number of deviations, the most frequent first."""
        return dict(Counter(one.cause for one in self.deviations).most_common())


def compare(
    plan: Plan, findings: Iterable[Finding] = (), dated: Callable[[Plan], Dates] = critical_path
) -> Fidelity:
    """Recompute a plan and compare every date its source stored.

    Parameters
    ----------
    findings
        What was noticed in reading it: evidence for causes.
    dated
        The computation; it gets the plan without its stored dates.

    Raises
    ------
    InvalidPlan
        If the plan cannot be dated at all.
    """
    begun = perf_counter()
    dates = dated(without_stored_dates(plan))
    seconds = perf_counter() - begun
    counted = is_counted(plan, dates)
    scored = is_scored(plan, counted)
    findings = (*findings, *getattr(dates, "findings", ()))
    deviations = tuple(_deviations(plan, dates, counted, findings))
    unexplained = {one.task_idx for one in deviations if one.cause is Cause.UNEXPLAINED}
    return Fidelity(
        plan=plan,
        n_tasks=int(counted.sum()),
        n_scored=int(scored.sum()),
        counted=tallies(plan, dates, counted),
        scored=tallies(plan, dates, scored),
        kinds=tallies_by_kind(plan, dates, scored),
        float_field=float_field(plan),
        deviations=deviations,
        n_unexplained=int(scored[list(unexplained)].sum()),
        finish=int(dates.finish[counted].max()) if counted.any() else NONE,
        seconds=seconds,
        is_scored=scored,
    )


def _deviations(
    plan: Plan, dates: Dates, counted: Booleans, findings: Iterable[Finding]
) -> Iterator[Deviation]:
    """Yield every deviation, task by task."""
    fields = (*DATES, float_field(plan))
    differs = {field: counted & is_stored(plan, field) & ~is_equal(plan, dates, field) for field in fields}
    idx = np.flatnonzero(np.logical_or.reduce(list(differs.values())))
    if not len(idx):
        return
    evidence = Evidence(plan, dates, idx, findings)
    made: list[Deviation] = []
    for field, mask in differs.items():
        if not mask.any():
            continue
        candidates = evidence.causes(field, mask)
        theirs, ours = stored(plan, field), computed(dates, field)
        for one in np.flatnonzero(mask).tolist():
            cause = next((cause for cause, holds in candidates if holds[one]), Cause.UNEXPLAINED)
            made.append(Deviation(one, field, int(theirs[one]), int(ours[one]), cause))
    yield from sorted(made, key=lambda one: (one.task_idx, fields.index(one.field)))
