"""Finished projects with tracking, as cases on which a forecast is judged or fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.earned_value import PlannedCurve, TrackedProject, tracked_curve
from stuurbord.engine.forecast.evidence import Evidence, TaskHistory, gathered
from stuurbord.engine.forecast.parameters import FITTED
from stuurbord.errors import StuurbordError
from stuurbord.exchange.progress_series import read_tracking_workbook
from stuurbord.plan.calendar import NONE

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Case:
    """One finished project: its last report tells what came of it, the earlier ones are judged.

    Attributes
    ----------
    evidence, evidence_without_tasks
        Of the rows that are judged.
    finish, cost
        The actual finish (instant) and cost (cents).
    standard
        Name of a published method → its forecasts on the judged rows, as the other program made them:
        float64 of shape (n_rows,), instants or cents, NaN where it made none.
    """

    code: str
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


def cases_in(folder: Path) -> tuple[list[Case], list[str]]:
    """Return the cases in the workbooks of a folder, by name, and why others are none."""
    cases, refused = [], []
    for path in sorted(folder.glob("*.xlsx")):
        if path.name.startswith("~$"):
            continue  # what Excel leaves beside an open workbook
        try:
            cases.append(case_of(path))
        except (StuurbordError, ValueError) as problem:
            refused.append(f"{path.name}: {problem}")
    return cases, refused


def case_of(path: Path) -> Case:
    """Return the case in one workbook.

    Raises
    ------
    ValueError
        If its last report tells no cost, or nothing is reported before it.
    StuurbordError
        If it cannot be read.
    """
    project = read_tracking_workbook(path.read_bytes(), path.name).project
    series, n_rows = project.series, len(project.series)
    if n_rows < 2 or series.actual_cost[-1] in (NONE, 0):
        raise ValueError("no two reports, or no actual cost in the last")
    curve, prior = tracked_curve(project), FITTED.task_prior
    tasks = TaskHistory(project.plan, project.progress)
    last = n_rows - 2
    evidence = gathered(series, prior, last=last, curve=curve, tasks=tasks)
    if not evidence.has_spent.any():
        raise ValueError("no report before the last with earned value and actual cost")
    return Case(
        code=project.code,
        project=project,
        curve=curve,
        evidence=evidence,
        evidence_without_tasks=gathered(series, prior, last=last, curve=curve),
        finish=int(series.period_end[-1]),
        cost=int(series.actual_cost[-1]),
        standard=_standard(project, evidence.row.tolist()),
    )


def _standard(project: TrackedProject, rows: Sequence[int]) -> dict[str, Floats]:
    names = [name for name in project.reported if name.startswith(("finish_", "cost_"))]
    return {
        name: np.array([_number(project.reported[name][row]) for row in rows], np.float64)
        for name in names
        if name != "cost_variance"
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
