"""What each of the fourteen points is called, and what it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stuurbord.errors import N_


@dataclass(frozen=True, slots=True)
class PointText:
    """The name of a point for programs, its title, and what it counts."""

    name: str
    title: str
    about: str


POINTS: Final = {
    1: PointText("logic", N_("Logic"), N_("open tasks without predecessor or without successor")),
    2: PointText("leads", N_("Leads"), N_("links with a negative lag")),
    3: PointText("lags", N_("Lags"), N_("links with a positive lag")),
    4: PointText("link_kinds", N_("Kinds of links"), N_("links from finish to start")),
    5: PointText(
        "hard_constraints", N_("Hard constraints"), N_("open tasks with a date that stops the logic")
    ),
    6: PointText(
        "high_float", N_("High float"), N_("open tasks with more float than {high_days} working days")
    ),
    7: PointText("negative_float", N_("Negative float"), N_("open tasks that come too late for a promise")),
    8: PointText(
        "high_duration", N_("High duration"), N_("open tasks that take more than {high_days} working days")
    ),
    9: PointText(
        "invalid_dates", N_("Invalid dates"), N_("tasks expected before the status date, or done after it")
    ),
    10: PointText("resources", N_("Resources"), N_("open tasks without resource and without cost")),
    11: PointText("missed_tasks", N_("Missed tasks"), N_("promised tasks that finished later, or not yet")),
    12: PointText(
        "critical_path_test",
        N_("Critical path test"),
        N_("working days by which the end moves when a critical task takes {delay_days} more"),
    ),
    13: PointText(
        "critical_path_length_index",
        N_("Critical path length index"),
        N_("(length of the critical path + float of the end) ÷ length"),
    ),
    14: PointText(
        "baseline_execution_index",
        N_("Baseline execution index"),
        N_("tasks finished ÷ tasks that should have been"),
    ),
}
