"""Finished projects with tracking, as cases on which a forecast is judged or fitted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.earned_value import PlannedCurve, ProgressSeries, TrackedProject, tracked_curve
from stuurbord.engine.forecast.evidence import Evidence, TaskHistory, gathered
from stuurbord.engine.forecast.parameters import FITTED, Parameters
from stuurbord.errors import StuurbordError
from stuurbord.exchange.progress_series import read_tracking_workbook
from stuurbord.plan.calendar import NONE

Floats = NDArray[np.float64]

LEAST_EARNED = 0.9
"""Of the budget: a finished project may have left some work out, but not more than a tenth of it."""


@dataclass(frozen=True, eq=False)
class Case:
    """One finished project: its last report tells what came of it, the earlier ones are judged.

    Attributes
    ----------
    fingerprint
        See `fingerprint`.
    evidence, evidence_without_tasks
        Of the rows that are judged.
    finish, cost
        The actual finish (instant) and cost (cents).
    standard
        Name of a published method → its forecasts on the judged rows, as the other program made them:
        float64 of shape (n_rows,), instants or cents, NaN where it made none.
    """

    code: str
    fingerprint: str
    project: TrackedProject
    curve: PlannedCurve
    evidence: Evidence
    evidence_without_tasks: Evidence
    finish: int
    cost: int
    standard: dict[str, Floats]

    @property
    def duration(self) -> int:
        """The actual duration in seconds on the clock."""
        return self.finish - self.project.series.baseline_start

    @property
    def n_rows(self) -> int:
        """How many forecasts are judged."""
        return len(self.evidence)

    def is_known_to(self, parameters: Parameters) -> bool:
        """Tell whether the parameters were fitted on this project, under this name or another."""
        return self.code.startswith(parameters.fitted_on) or self.fingerprint in parameters.fingerprints

    def is_same_project(self, other: Case) -> bool:
        """Tell whether two workbooks are of one project: the same facts, or the name of a fitted one."""
        return self._name == other._name or self.fingerprint == other.fingerprint

    @property
    def _name(self) -> str:
        """The code; of ``C2011-05 (2)``, a copy of a fitted project, that of the project."""
        return next((code for code in FITTED.fitted_on if self.code.startswith(code)), self.code)


def fingerprint(project: TrackedProject) -> str:
    """Return what tells a project from others whatever its file is called: a digest of facts of its baseline.

    Of start, finish, budget in cents and number of tasks; nothing can be read back from it.
    """
    series = project.series
    facts = series.baseline_start, series.baseline_finish, series.budget_at_completion
    told = " ".join(str(fact) for fact in (*facts, len(project.plan.tasks.name)))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def distinct(cases: Sequence[Case]) -> list[Case]:
    """Return each project once, whatever the names of its workbooks."""
    kept: list[Case] = []
    for case in cases:
        if not any(case.is_same_project(one) for one in kept):
            kept.append(case)
    return kept


def without(cases: Sequence[Case], left_out: Case) -> list[Case]:
    """Return the other projects, each once: no copy of the one left out, nor two of another."""
    return distinct([case for case in cases if not case.is_same_project(left_out)])


def cases_in(folder: Path) -> tuple[list[Case], list[str]]:
    """Return the cases in the workbooks of a folder, by name, and why others are none."""
    cases, refused = [], []
    for path in sorted(folder.glob("*.xlsx")):
        if path.name.startswith("~$"):
            continue  # what Excel leaves beside an open workbook
        try:
            cases.append(case_of(path))
        except (StuurbordError, ValueError, OSError) as problem:
            refused.append(f"{path.name}: {problem}")
    return cases, refused


def case_of(path: Path) -> Case:
    """Return the case in one workbook.

    Raises
    ------
    ValueError
        If its last report tells no cost or not all value earned, or nothing is reported before it.
    StuurbordError, OSError
        If it cannot be read.
    """
    project = read_tracking_workbook(path.read_bytes(), path.name).project
    series, n_rows = project.series, len(project.series)
    if n_rows < 2 or series.actual_cost[-1] in (NONE, 0):
        raise ValueError("no two reports, or no actual cost in the last")
    _refuse_unfinished(series)
    curve, prior = tracked_curve(project), FITTED.task_prior
    tasks = TaskHistory(project.plan, project.progress)
    last = n_rows - 2
    evidence = gathered(series, prior, last=last, curve=curve, tasks=tasks)
    if not evidence.has_spent.any():
        raise ValueError("no report before the last with earned value and actual cost")
    return Case(
        code=project.code,
        fingerprint=fingerprint(project),
        project=project,
        curve=curve,
        evidence=evidence,
        evidence_without_tasks=gathered(series, prior, last=last, curve=curve),
        finish=int(series.period_end[-1]),
        cost=int(series.actual_cost[-1]),
        standard=_standard(project, evidence.row.tolist()),
    )


def _refuse_unfinished(series: ProgressSeries) -> None:
    """Refuse a project of which the last report is not the end: it tells no outcome to be judged by."""
    earned = int(series.earned_value[-1])
    if earned == NONE:
        raise ValueError("unfinished: the last report has no earned value")
    share = earned / series.budget_at_completion
    if share < LEAST_EARNED:
        raise ValueError(f"unfinished: the last report has earned {share:.1%} of the budget")


def _standard(project: TrackedProject, rows: Sequence[int]) -> dict[str, Floats]:
    names = [name for name in project.reported if name.startswith(("finish_", "cost_"))]
    return {
        name: np.array([_number(project.reported[name][row]) for row in rows], np.float64)
        for name in names
        if name != "cost_variance"
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
