"""Earned value and earned schedule: what was planned, done and spent, and what follows from it."""

from stuurbord.engine.earned_value.adherence import adherence
from stuurbord.engine.earned_value.baseline_work import (
    BaselineWork,
    baseline_work,
    joined,
    planned_per_task,
    work_curve,
)
from stuurbord.engine.earned_value.figures import Figures, Unknown
from stuurbord.engine.earned_value.forecasts import (
    CostMethod,
    DurationMethod,
    cost_forecasts,
    duration_forecasts,
    finish_instants,
)
from stuurbord.engine.earned_value.indices import Indices, indices
from stuurbord.engine.earned_value.plan_values import (
    PlanValues,
    ValueStatus,
    joined_indices,
    plan_values,
    project_indices,
    time_phased,
)
from stuurbord.engine.earned_value.planned_curve import PlannedCurve, series_curve
from stuurbord.engine.earned_value.series import (
    ProgressSeries,
    TaskProgress,
    ThreePointDurations,
    TrackedProject,
)
from stuurbord.engine.earned_value.task_values import task_indices
from stuurbord.engine.earned_value.tracked import tracked_curve, tracked_indices

__all__ = [
    "BaselineWork",
    "CostMethod",
    "DurationMethod",
    "Figures",
    "Indices",
    "PlanValues",
    "PlannedCurve",
    "ProgressSeries",
    "TaskProgress",
    "ThreePointDurations",
    "TrackedProject",
    "Unknown",
    "ValueStatus",
    "adherence",
    "baseline_work",
    "cost_forecasts",
    "duration_forecasts",
    "finish_instants",
    "indices",
    "joined",
    "joined_indices",
    "plan_values",
    "planned_per_task",
    "project_indices",
    "series_curve",
    "task_indices",
    "time_phased",
    "tracked_curve",
    "tracked_indices",
    "work_curve",
]
