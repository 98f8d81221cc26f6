"""What the fourteen points leave open, as settings that are printed with the answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DurationBasis(StrEnum):
    """Which duration counts as high (point 8)."""

    BASELINE = "baseline"
    """The promised duration; the planned one for a task without a promise."""
    PLANNED = "planned"
    """The planned duration, or what remains where that is more."""
    REMAINING = "remaining"


class PathLength(StrEnum):
    """To where the critical path is measured from the status date (point 13)."""

    BASELINE_FINISH = "baseline_finish"
    FORECAST_FINISH = "forecast_finish"


@dataclass(frozen=True, slots=True)
class QualitySettings:
    """Choices where the fourteen points can be read in several ways, and their limits.

    Attributes
    ----------
    counts_milestones
        Milestones, and tasks without duration, belong to the population of points 1, 5, 6, 7 and 11.
    excepts_ends
        The first task may lack a predecessor and the last one a successor (point 1).
    counts_links_of_finished
        Links into finished tasks count in points 2 to 4.
    counts_links_of_summaries
        Links from or to summaries count in points 2 to 4, and as logic of the task at their other end.
    duration_basis
        Which duration counts in point 8.
    shortest_with_resources
        Working seconds from which a task should have a resource or a cost (point 10); None: one day.
    path_length
        What the critical path length of point 13 is.
    index_counts_unpromised
        Tasks without a baseline date count as due in the execution index (point 14).
    high_days, delay_days, delay_tolerance_days
        Working days: from where float and duration are high (points 6 and 8), what point 12 adds, and how
        much less than the task the end may move.
    most_share, least_finish_to_start, least_index
        Fractions: the limit of the shares, of point 4, and of the two indices.
    """

    counts_milestones: bool = False
    excepts_ends: bool = True
    counts_links_of_finished: bool = False
    counts_links_of_summaries: bool = True
    duration_basis: DurationBasis = DurationBasis.BASELINE
    shortest_with_resources: int | None = None
    path_length: PathLength = PathLength.BASELINE_FINISH
    index_counts_unpromised: bool = True
    high_days: int = 44
    delay_days: int = 600
    delay_tolerance_days: int = 1
    most_share: float = 0.05
    least_finish_to_start: float = 0.90
    least_index: float = 0.95
