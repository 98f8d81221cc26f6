"""The answer of a quality assessment: per point its value, its limit, a verdict, and what lies behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from stuurbord.engine.schedule_quality.settings import QualitySettings


class Verdict(StrEnum):
    """Whether a point is met. Unknown is not met, and not failed."""

    PASS = "pass"  # noqa: S105 - a verdict, no secret
    FAIL = "fail"
    UNKNOWN = "unknown"


class Measure(StrEnum):
    """What the value of a point is."""

    SHARE = "share"
    """Fraction of the population, 0–1."""
    COUNT = "count"
    INDEX = "index"
    DAYS = "days"
    """Working days."""


class Missing(StrEnum):
    """Which fact a point would need."""

    OPEN_TASKS = "open_tasks"
    LINKS = "links"
    STATUS_DATE = "status_date"
    BASELINE = "baseline"
    DUE_TASKS = "due_tasks"
    """No task was promised by the status date."""
    RESOURCES = "resources"
    """Neither resources nor costs in the whole plan."""
    TIME_LEFT = "time_left"
    """The end lies before the status date."""


@dataclass(frozen=True, slots=True)
class Point:
    """One of the fourteen points.

    Attributes
    ----------
    number
        1–14.
    value, limit
        In the unit of ``measure``; ``value`` is None where a fact is missing.
    at_least
        The value has to reach the limit; otherwise it has to stay within it.
    n_population
        Tasks or links that were looked at.
    task_idx, link_idx
        Positions of what speaks against the plan; at point 12 the task that was lengthened.
    missing
        Facts without which there is no verdict.
    facts
        Figures behind an index: days, counts, instants.
    """

    number: int
    measure: Measure
    value: float | None
    limit: float
    n_population: int = 0
    at_least: bool = False
    task_idx: tuple[int, ...] = ()
    link_idx: tuple[int, ...] = ()
    missing: tuple[Missing, ...] = ()
    facts: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def verdict(self) -> Verdict:
        """Whether the value keeps to its limit."""
        if self.value is None or self.missing:
            return Verdict.UNKNOWN
        is_met = self.value >= self.limit if self.at_least else self.value <= self.limit
        return Verdict.PASS if is_met else Verdict.FAIL


@dataclass(frozen=True, slots=True)
class ScheduleQuality:
    """All fourteen points, and the settings they were judged by.

    Attributes
    ----------
    n_open_tasks, n_links
        Tasks that are still to be done (no summaries, milestones by the settings), and links that count.
    """

    points: tuple[Point, ...]
    settings: QualitySettings
    n_open_tasks: int
    n_links: int

    def count(self, verdict: Verdict) -> int:
        """Return how many points have this verdict."""
        return sum(point.verdict is verdict for point in self.points)
