"""All fourteen points of one plan."""

from __future__ import annotations

from typing import Final

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.schedule_quality.amounts import (
    high_duration,
    high_float,
    negative_float,
    without_resources,
)
from stuurbord.engine.schedule_quality.delay_test import delay_test
from stuurbord.engine.schedule_quality.logic import (
    hard_constraints,
    lags,
    leads,
    link_kinds,
    missing_logic,
)
from stuurbord.engine.schedule_quality.population import population
from stuurbord.engine.schedule_quality.progress import (
    execution_index,
    invalid_dates,
    missed_tasks,
    path_length_index,
)
from stuurbord.engine.schedule_quality.result import ScheduleQuality
from stuurbord.engine.schedule_quality.settings import QualitySettings
from stuurbord.plan.model import Plan

_POINTS: Final = (
    missing_logic,
    leads,
    lags,
    link_kinds,
    hard_constraints,
    high_float,
    negative_float,
    high_duration,
    invalid_dates,
    without_resources,
    missed_tasks,
    delay_test,
    path_length_index,
    execution_index,
)


def schedule_quality(plan: Plan, settings: QualitySettings | None = None) -> ScheduleQuality:
    """Judge a plan by the fourteen points of the DCMA.

    The plan is scheduled as its planner wrote it: a task that should have begun stays where it was
    planned, or point 9 would find nothing. It is scheduled twice; point 12 asks for it.

    Raises
    ------
    InvalidPlan
        If the plan cannot be dated.

    References
    ----------
    Defense Contract Management Agency, *Earned Value Management System Program Analysis Pamphlet*,
    DCMA-EA PAM 200.1 (2012), section 4; R. Winter, "DCMA 14-Point Schedule Assessment" (2011), for where
    the text can be read in several ways. The points are indicators: they do not prove a good plan.
    """
    settings = settings or QualitySettings()
    seen = population(plan, critical_path(plan), settings)
    points = tuple(point(seen) for point in _POINTS)
    return ScheduleQuality(points, settings, int(seen.is_counted.sum()), int(seen.is_link.sum()))
