"""Earned value and earned schedule: what was planned, done and spent, and what follows from it."""

from stuurbord.engine.earned_value.series import (
    ProgressSeries,
    TaskProgress,
    ThreePointDurations,
    TrackedProject,
)

__all__ = ["ProgressSeries", "TaskProgress", "ThreePointDurations", "TrackedProject"]
