"""What the elements of a task, its links and its baselines say."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Final

from stuurbord.exchange.mspdi.facts import Facts, Reading, remembered
from stuurbord.exchange.mspdi.fields import (
    ELAPSED_FORMATS,
    cents_of,
    duration_of,
    line_of,
    moment_of,
    number_of,
    tenths_of,
    truth_of,
    whole_of,
)
from stuurbord.plan.model import Constraint, DependencyKind, TaskKind


def _member(kind: type[IntEnum], default: int) -> Reading:
    """Return the reading of a value that the enumeration knows; every other one is the default."""
    numbers = frozenset(map(int, kind))

    def reading(text: str) -> int:
        value = whole_of(text)
        return value if value in numbers else default

    return remembered(reading)


def _is_elapsed(text: str) -> bool:
    return whole_of(text) in ELAPSED_FORMATS


def _is_working(text: str) -> bool:
    return whole_of(text) not in ELAPSED_FORMATS


def _level(text: str) -> int:
    return max(whole_of(text), 1)


def _share(text: str) -> float:
    return number_of(text) / 100


def _all(text: str) -> str:
    return text


def _trimmed(text: str) -> str:
    return line_of(text).strip()


@lru_cache(maxsize=8)
def task_facts(seconds_per_day: int) -> Facts:
    """Return the table of a task, in which a day of a duration has so many seconds."""
    yes, when = remembered(truth_of), remembered(moment_of)
    how_long = _how_long(seconds_per_day)
    return Facts(
        uid=("UID", whole_of),
        name=("Name", line_of),
        outline_level=("OutlineLevel", remembered(_level)),
        wbs=("WBS", line_of),
        is_milestone=("Milestone", yes),
        is_manual=("Manual", yes),
        is_active=("Active", yes),
        is_elapsed=("DurationFormat", remembered(_is_elapsed)),
        kind=("Type", _member(TaskKind, TaskKind.FIXED_UNITS)),
        is_effort_driven=("EffortDriven", yes),
        duration=("Duration", how_long),
        ignores_resource_calendar=("IgnoreResourceCalendar", yes),
        constraint=("ConstraintType", _member(Constraint, Constraint.ASAP)),
        constraint_date=("ConstraintDate", when),
        deadline=("Deadline", when),
        leveling_delay=("LevelingDelay", remembered(tenths_of)),
        leveling_is_working=("LevelingDelayFormat", remembered(_is_working)),
        percent_complete=("PercentComplete", remembered(_share)),
        actual_start=("ActualStart", when),
        actual_finish=("ActualFinish", when),
        remaining_duration=("RemainingDuration", how_long),
        resume=("Resume", when),
        stop=("Stop", when),
        is_external=("ExternalTask", yes),
        subproject=("SubprojectName", line_of),
        given_start=("Start", when),
        given_finish=("Finish", when),
        work=("Work", how_long),
        notes=("Notes", _all),
    )


def _how_long(seconds_per_day: int) -> Reading:
    return remembered(lambda text: duration_of(text, seconds_per_day))


MONEY: Final = Facts(
    total=("Cost", remembered(cents_of)),
    fixed=("FixedCost", remembered(cents_of)),
    actual=("ActualCost", remembered(cents_of)),
)
GIVEN: Final = Facts(
    early_start=("EarlyStart", remembered(moment_of)),
    early_finish=("EarlyFinish", remembered(moment_of)),
    late_start=("LateStart", remembered(moment_of)),
    late_finish=("LateFinish", remembered(moment_of)),
    total_float=("TotalSlack", remembered(tenths_of)),
    start_float=("StartSlack", remembered(tenths_of)),
    finish_float=("FinishSlack", remembered(tenths_of)),
    free_float=("FreeSlack", remembered(tenths_of)),
)
LINK: Final = Facts(
    predecessor=("PredecessorUID", whole_of),
    kind=("Type", _member(DependencyKind, DependencyKind.FS)),
    lag=("LinkLag", remembered(whole_of)),
    lag_format=("LagFormat", remembered(whole_of)),
    is_across=("CrossProject", remembered(truth_of)),
)
CUSTOM_TEXT: Final = Facts(number=("FieldID", remembered(whole_of)), text=("Value", _trimmed))


@lru_cache(maxsize=8)
def baseline_facts(seconds_per_day: int) -> Facts:
    """Return the table of a baseline of a task, in which a day of a duration has so many seconds."""
    when, how_long = remembered(moment_of), _how_long(seconds_per_day)
    return Facts(
        number=("Number", remembered(whole_of)),
        is_interim=("Interim", remembered(truth_of)),
        start=("Start", when),
        finish=("Finish", when),
        duration=("Duration", how_long),
        work=("Work", how_long),
        cost=("Cost", remembered(cents_of)),
    )
