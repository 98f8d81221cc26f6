"""The quality of a schedule by the fourteen points of the DCMA, each with the tasks and links behind it."""

from stuurbord.engine.schedule_quality.assessment import schedule_quality
from stuurbord.engine.schedule_quality.result import Measure, Missing, Point, ScheduleQuality, Verdict
from stuurbord.engine.schedule_quality.settings import DurationBasis, PathLength, QualitySettings

__all__ = [
    "DurationBasis",
    "Measure",
    "Missing",
    "PathLength",
    "Point",
    "QualitySettings",
    "ScheduleQuality",
    "Verdict",
    "schedule_quality",
]
