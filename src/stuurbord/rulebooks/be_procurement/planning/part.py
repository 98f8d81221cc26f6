"""The steps of a procurement as tasks of a plan: links, durations in three points, legal periods, risks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from stuurbord.plan import (
    Calendar,
    Constraint,
    DependencyKind,
    DependencyRow,
    LagUnit,
    Plan,
    PlanDraft,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.calendar import DAY, HOUR, NONE
from stuurbord.plan.holidays import flemish_administration
from stuurbord.plan.legal_periods import LAST_MINUTE, last_days
from stuurbord.plan.model import table
from stuurbord.plan.uncertainty import Estimates, Impacts, Quantity, Repeats, RiskEvents, RiskModel, Shape
from stuurbord.rulebooks.be_procurement.planning.steps import (
    CALENDAR,
    PlanningRisk,
    PlanningStep,
    procedure_risks,
)
from stuurbord.rulebooks.rule_pack.model import said

_YEARS: Final = 12
"""So far public holidays are known in the calendar of last days."""
_LEAST_DAYS: Final = 5
"""A shorter period may hold fewer than two working days, which the pattern of two rows does not see to."""


@dataclass(frozen=True, slots=True)
class PlanPart:
    """Rows for a plan; the plan must have the calendar.

    Attributes
    ----------
    tasks
        In order: a summary where it has a title, then a row per step, and one for the last day of each legal
        period.
    calendar
        On which last days fall: `stuurbord.plan.legal_periods.last_days`.
    uncertainty
        Three points of the rows, and what may happen to them.
    first, last
        Numbers of the rows that begin and end the procurement: the first step, and the order to start.
    """

    tasks: tuple[TaskRow, ...]
    dependencies: tuple[DependencyRow, ...]
    calendar: Calendar
    uncertainty: RiskModel
    first: int
    last: int


def plan_part(
    steps: Sequence[PlanningStep],
    start: date,
    *,
    first_uid: int = 1,
    title: str = "",
    outline_level: int = 1,
    language: str = "nl",
    seconds_per_day: int = 8 * HOUR,
    code: str = "",
) -> PlanPart:
    """Return the rows of a procurement that begins on a day.

    A legal period is a task that runs its days on the clock from the event, followed by a milestone on its
    last day: the first working day on or after the day on which they have run, to its last minutes. What
    waits for the period waits for that milestone. So the dates follow Regulation 1182/71 wherever the plan
    moves them.

    Parameters
    ----------
    first_uid
        Number of the first row; the others count on.
    title
        Of a summary above the steps; empty for none.
    code
        Stands before the numbers of the risks, so that two procurements in one plan keep theirs apart.

    Raises
    ------
    ValueError
        If there are no steps, or one has a legal minimum of fewer than five days.
    """
    if not steps:
        raise ValueError("a procurement without steps is no part of a plan")
    if short := [one.step for one in steps if 0 < one.legal_minimum < _LEAST_DAYS]:
        raise ValueError(f"legal minimum of {', '.join(short)} < {_LEAST_DAYS} days")
    rows = _Rows(steps, first_uid, title, outline_level, language, seconds_per_day, last_days_from(start))
    tasks = rows.tasks(start)
    model = RiskModel(estimates=rows.estimates(), **_risks(procedure_risks(steps), rows, code, language))
    first = rows.row_of[steps[0].step]
    last = rows.row_of.get("S27", rows.last_of[steps[-1].step])
    return PlanPart(tuple(tasks), tuple(rows.dependencies()), rows.calendar, model, first, last)


def last_days_from(start: date) -> Calendar:
    """Return the calendar of last days around the years of a procurement that begins on a day.

    The years begin on a round one, so that procurements of one plan share a calendar as a rule.
    """
    first = start.year - start.year % 5
    return last_days(first, first + _YEARS)


def as_plan(part: PlanPart, start: date, name: str, calendar: Calendar | None = None) -> Plan:
    """Return a plan of a procurement alone, on the calendar of the Flemish administration unless given."""
    calendar = calendar or flemish_administration(start.year - 1, start.year + 6)
    plan, _findings = freeze(
        PlanDraft(
            name=name,
            start=_opening(start),
            calendar=calendar.name,
            calendars=[calendar, part.calendar],
            tasks=list(part.tasks),
            dependencies=list(part.dependencies),
        )
    )
    return plan


@dataclass(slots=True)
class _Rows:
    steps: Sequence[PlanningStep]
    first_uid: int
    title: str
    outline_level: int
    language: str
    seconds_per_day: int
    calendar: Calendar
    row_of: dict[str, int] = field(default_factory=dict)
    last_of: dict[str, int] = field(default_factory=dict)
    """Step → the row that others wait for: that of the last day, where there is one."""

    def __post_init__(self) -> None:
        uid = self.first_uid + bool(self.title)
        for one in self.steps:
            self.row_of[one.step] = uid
            uid += bool(one.legal_minimum)
            self.last_of[one.step] = uid
            uid += 1

    def tasks(self, start: date) -> list[TaskRow]:
        level = self.outline_level + bool(self.title)
        made = [TaskRow(self.first_uid, self.title, self.outline_level)] if self.title else []
        for one in self.steps:
            made.append(self._row(one, level, start))
            if one.legal_minimum:
                made.append(self._last_day(one, level))
        return made

    def _row(self, one: PlanningStep, level: int, start: date) -> TaskRow:
        is_first = not one.after
        return TaskRow(
            self.row_of[one.step],
            said(one.name, self.language),
            level,
            is_elapsed=one.unit == CALENDAR,
            duration=self.seconds(one, one.typical),
            constraint=Constraint.SNET if is_first else Constraint.ASAP,
            constraint_date=_opening(start) if is_first else NONE,
            legal_basis=one.article,
            legal_minimum=one.legal_minimum,
            legal_is_unverified=bool(one.article) and not one.verified,
            step=one.step,
        )

    def _last_day(self, one: PlanningStep, level: int) -> TaskRow:
        return TaskRow(
            self.last_of[one.step],
            said(one.last_day or one.name, self.language),
            level,
            is_milestone=True,
            duration=LAST_MINUTE,
            calendar=self.calendar.name,
            legal_basis=one.article,
            step=one.step,
        )

    def dependencies(self) -> list[DependencyRow]:
        made = []
        for one in self.steps:
            uid = self.row_of[one.step]
            for link in one.after:
                if link.kind == DependencyKind.FS:
                    made.append(DependencyRow(self.last_of[link.step], uid))
                else:
                    before = self.row_of[link.step]
                    made.append(DependencyRow(before, uid, link.kind, link.share * 100, LagUnit.PERCENT))
            if one.legal_minimum:
                made.append(DependencyRow(uid, self.last_of[one.step]))
        return made

    def estimates(self) -> Estimates:
        """Return three points per row; what the law fixes is certain, whatever else the plan supposes."""
        points: list[tuple[int, str, int, int, int]] = []
        for one in self.steps:
            days = (one.minimum, one.typical, one.maximum)
            if not one.legal_maximum:
                low, likely, high = (self.seconds(one, day) for day in days)
                points.append((self.row_of[one.step], one.step, low, likely, high))
            if one.legal_minimum:
                points.append((self.last_of[one.step], one.step, LAST_MINUTE, LAST_MINUTE, LAST_MINUTE))
        columns: dict[str, list[Any]] = {
            "task_uid": [uid for uid, *_rest in points],
            "where": [step for _uid, step, *_rest in points],
            "is_amount": [True] * len(points),
        }
        for at, name in enumerate(("low", "likely", "high"), start=2):
            columns[name] = [float(one[at]) for one in points]
        made: Estimates = table(Estimates, columns, len(points))
        return made

    def seconds(self, one: PlanningStep, days: int) -> int:
        return days * (DAY if one.unit == CALENDAR else self.seconds_per_day)


def _risks(risks: Sequence[PlanningRisk], rows: _Rows, code: str, language: str) -> dict[str, Any]:
    delayed = [(at, one) for at, one in enumerate(risks) if one.delays]
    repeated = [(at, step) for at, one in enumerate(risks) for step in one.repeats]
    head = f"{code}:" if code else ""
    events: dict[str, list[Any]] = {
        "code": [f"{head}{one.key}" for one in risks],
        "name": [said(one.name, language) for one in risks],
        "probability": [one.probability for one in risks],
    }
    impacts: dict[str, list[Any]] = {
        "event_idx": [at for at, _one in delayed],
        "task_uid": [rows.row_of[one.delays] for _at, one in delayed],
        "quantity": [int(Quantity.DURATION)] * len(delayed),
        "shape": [int(Shape.TRIANGULAR)] * len(delayed),
    }
    for at, name in enumerate(("low", "likely", "high")):
        impacts[name] = [float(one.delay[at] * DAY) for _at, one in delayed]
    repeats: dict[str, list[Any]] = {
        "event_idx": [at for at, _step in repeated],
        "task_uid": [rows.row_of[step] for _at, step in repeated],
    }
    return {
        "events": table(RiskEvents, events, len(risks)),
        "impacts": table(Impacts, impacts, len(delayed)),
        "repeats": table(Repeats, repeats, len(repeated)),
    }


def _opening(day: date) -> int:
    return instant(datetime.combine(day, time(8)))
