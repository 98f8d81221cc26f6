"""Tasks, dependencies and baselines of a plan as MSPDI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.exchange.mspdi.fields import (
    DAYS_FORMAT,
    ELAPSED_DAYS_FORMAT,
    ELAPSED_PERCENT_FORMAT,
    PERCENT_FORMAT,
    TENTH_OF_MINUTE,
    date_text,
    duration_text,
)
from stuurbord.exchange.mspdi.markup import Markup
from stuurbord.exchange.own_columns import LEGAL_COLUMNS, legal_texts
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import LagUnit, Plan

TEXT_FIELDS: Final[tuple[int, ...]] = (
    *(188743731 + step for step in (0, 3, 6, 9, 12, 15, 16, 17, 18, 19)),
    *range(188743997, 188744017),
)
"""Numbers of the custom fields Text1 to Text30."""
GATE_FIELD = TEXT_FIELDS[0]
"""The column in which gates are written."""
LEGAL_FIELDS: Final[Mapping[str, int]] = MappingProxyType(
    {one.column: TEXT_FIELDS[at] for at, one in enumerate(LEGAL_COLUMNS, start=1)}
)
"""The fields in which the law behind a period is written, by column."""
_NO_CALENDAR = -1
_LAG_FORMATS: Final = {
    LagUnit.WORKING: DAYS_FORMAT,
    LagUnit.ELAPSED: ELAPSED_DAYS_FORMAT,
    LagUnit.PERCENT: PERCENT_FORMAT,
    LagUnit.ELAPSED_PERCENT: ELAPSED_PERCENT_FORMAT,
}
_COMPUTED = {
    "EarlyStart": "early_start",
    "EarlyFinish": "early_finish",
    "LateStart": "late_start",
    "LateFinish": "late_finish",
}
_FLOATS = {
    "FreeSlack": "free_float",
    "TotalSlack": "total_float",
    "StartSlack": "start_float",
    "FinishSlack": "finish_float",
}


@dataclass(slots=True)
class TaskWriter:
    """Writes the element ``Tasks``.

    Parameters
    ----------
    uids
        Task position → number in the file; 0 is kept for the project summary.
    """

    plan: Plan
    schedule: Schedule | None
    uids: list[int]
    calendar_uid: dict[int, int]
    gate_field: int = GATE_FIELD
    legal_fields: Mapping[str, int] = field(default_factory=lambda: LEGAL_FIELDS)
    _numbers: list[str] = field(init=False)
    _links: dict[int, list[int]] = field(init=False)
    _assigned: list[int] = field(init=False)
    _totals: list[int] = field(init=False)
    _actual_totals: list[int] = field(init=False)

    def __post_init__(self) -> None:
        plan = self.plan
        self._numbers = outline_numbers(plan)
        self._links = defaultdict(list)
        for row, successor in enumerate(plan.dependencies.successor_idx.tolist()):
            self._links[successor].append(row)
        cost = np.zeros(len(plan.tasks), np.int64)
        worked_on = plan.assignments.resource_idx >= 0
        np.add.at(cost, plan.assignments.task_idx[worked_on], plan.assignments.cost[worked_on])
        self._assigned = cost.tolist()
        self._totals = rolled_up(plan, plan.tasks.cost.tolist())
        self._actual_totals = rolled_up(plan, plan.tasks.actual_cost.tolist())

    def write(self, markup: Markup) -> None:
        with markup.element("Tasks"):
            self._write_project_summary(markup)
            for idx in range(len(self.plan.tasks)):
                with markup.element("Task"):
                    self._write_task(markup, idx)

    def _write_project_summary(self, markup: Markup) -> None:
        start, finish = self.plan.start, self.plan.finish
        if self.schedule is not None:
            start, finish = self.schedule.project_start, self.schedule.project_finish
        with markup.element("Task"):
            markup.put_all(UID=0, ID=0, Name=self.plan.name, Type=1, IsNull=0, WBS="0", OutlineNumber="0")
            markup.put_all(OutlineLevel=0, Priority=500, Start=date_text(start), Finish=date_text(finish))
            markup.put_all(Milestone=0, Summary=1)

    def _write_task(self, markup: Markup, idx: int) -> None:
        tasks = self.plan.tasks
        is_summary = bool(tasks.is_summary[idx])
        markup.put_all(
            UID=self.uids[idx],
            ID=idx + 1,
            Name=tasks.name[idx],
            Active=bool(tasks.is_active[idx]),
            Manual=bool(tasks.is_manual[idx]),
            Type=int(tasks.kind[idx]),
            IsNull=0,
            WBS=tasks.wbs[idx],
            OutlineNumber=self._numbers[idx],
            OutlineLevel=int(tasks.outline_level[idx]),
            Priority=500,
        )
        self._write_dates(markup, idx)
        markup.put_all(
            Work=duration_text(int(tasks.work[idx])),
            Stop=date_text(int(tasks.stop[idx])),
            Resume=date_text(int(tasks.resume[idx])),
            ResumeValid=0,
            EffortDriven=bool(tasks.is_effort_driven[idx]),
            Recurring=0,
            Estimated=0,
            Milestone=bool(tasks.is_milestone[idx]),
            Summary=is_summary,
        )
        if self._is_scheduled(idx):
            markup.put("Critical", bool(self.schedule.is_critical[idx]))  # type: ignore[union-attr]
        self._write_place_elsewhere(markup, idx)
        self._write_computed(markup, idx)
        self._write_progress_and_money(markup, idx)
        self._write_limits(markup, idx)
        markup.put("Notes", tasks.notes[idx] or None)
        for row in self._links[idx]:
            self._write_link(markup, row)
        own = {self.gate_field: tasks.gate[idx]}
        own |= {self.legal_fields[name]: text for name, text in legal_texts(tasks, idx).items()}
        for number, value in own.items():
            if value:
                with markup.element("ExtendedAttribute"):
                    markup.put_all(FieldID=str(number), Value=value)
        for number in sorted(self.plan.baselines):
            self._write_baseline(markup, number, idx)

    def _write_dates(self, markup: Markup, idx: int) -> None:
        tasks = self.plan.tasks
        given_start, given_finish = int(tasks.given_start[idx]), int(tasks.given_finish[idx])
        start, finish = given_start, given_finish
        if self.schedule is not None and self.schedule.start[idx] != NONE:
            start, finish = int(self.schedule.start[idx]), int(self.schedule.finish[idx])
        duration = duration_text(int(tasks.duration[idx]))
        markup.put_all(Start=date_text(start), Finish=date_text(finish), Duration=duration)
        if tasks.is_manual[idx]:
            markup.put_all(
                ManualStart=date_text(given_start),
                ManualFinish=date_text(given_finish),
                ManualDuration=duration,
            )
        markup.put("DurationFormat", self._duration_format(idx))

    def _duration_format(self, idx: int) -> int:
        return ELAPSED_DAYS_FORMAT if self.plan.tasks.is_elapsed[idx] else DAYS_FORMAT

    def _is_scheduled(self, idx: int) -> bool:
        return self.schedule is not None and bool(self.schedule.start[idx] != NONE)

    def _write_place_elsewhere(self, markup: Markup, idx: int) -> None:
        """Write whose task or plan this line stands for."""
        tasks = self.plan.tasks
        if not tasks.is_external[idx]:
            if tasks.subproject[idx]:
                markup.put_all(IsSubproject=1, SubprojectName=tasks.subproject[idx])
            return
        number = int(tasks.subproject_task[idx])
        place = f"{tasks.subproject[idx]}\\{number}" if number >= 0 else tasks.subproject[idx]
        markup.put_all(ExternalTask=1, ExternalTaskProject=place or None)

    def _write_computed(self, markup: Markup, idx: int) -> None:
        """Write early and late dates and floats: the schedule's, or those the source gave."""
        is_scheduled = self._is_scheduled(idx)
        source = self.schedule if is_scheduled else self.plan.given
        if source is None or not (is_scheduled or len(self.plan.given)):
            return
        for name, column in _COMPUTED.items():
            markup.put(name, date_text(int(getattr(source, column)[idx])))
        for name, column in _FLOATS.items():
            values = getattr(source, column, None)
            if values is not None and values[idx] != NONE:
                markup.put(name, _tenths(int(values[idx])))

    def _write_progress_and_money(self, markup: Markup, idx: int) -> None:
        tasks = self.plan.tasks
        duration, remaining = int(tasks.duration[idx]), int(tasks.remaining_duration[idx])
        complete = float(tasks.percent_complete[idx])
        done = round(duration * complete) if remaining == NONE else max(duration - remaining, 0)
        markup.put_all(
            FixedCost=int(tasks.cost[idx]) - self._assigned[idx],
            FixedCostAccrual=3,
            PercentComplete=round(complete * 100),
            Cost=self._totals[idx],
            ActualStart=date_text(int(tasks.actual_start[idx])),
            ActualFinish=date_text(int(tasks.actual_finish[idx])),
            ActualDuration=duration_text(done),
            ActualCost=self._actual_totals[idx],
            RemainingDuration=duration_text(remaining),
        )

    def _write_limits(self, markup: Markup, idx: int) -> None:
        tasks = self.plan.tasks
        constraint = int(tasks.constraint[idx])
        markup.put_all(
            ConstraintType=constraint,
            CalendarUID=self.calendar_uid.get(int(tasks.calendar_idx[idx]), _NO_CALENDAR),
            ConstraintDate=date_text(int(tasks.constraint_date[idx])),
            Deadline=date_text(int(tasks.deadline[idx])),
            LevelAssignments=1,
            LevelingCanSplit=1,
            LevelingDelay=_tenths(int(tasks.leveling_delay[idx])),
            LevelingDelayFormat=DAYS_FORMAT if tasks.leveling_is_working[idx] else ELAPSED_DAYS_FORMAT,
            IgnoreResourceCalendar=bool(tasks.ignores_resource_calendar[idx]),
        )

    def _write_link(self, markup: Markup, row: int) -> None:
        links = self.plan.dependencies
        unit, lag = LagUnit(int(links.lag_unit[row])), int(links.lag[row])
        with markup.element("PredecessorLink"):
            markup.put_all(
                PredecessorUID=self.uids[int(links.predecessor_idx[row])],
                Type=int(links.kind[row]),
                CrossProject=0,
                LinkLag=round(lag / 100) if unit.is_share else _tenths(lag),
                LagFormat=_LAG_FORMATS[unit],
            )

    def _write_baseline(self, markup: Markup, number: int, idx: int) -> None:
        one = self.plan.baselines[number]
        values = [int(column[idx]) for column in (one.start, one.finish, one.duration, one.work, one.cost)]
        if all(value == NONE for value in values):
            return
        start, finish, duration, work, cost = values
        with markup.element("Baseline"):
            markup.put_all(
                Number=number,
                Start=date_text(start),
                Finish=date_text(finish),
                Duration=duration_text(duration),
                DurationFormat=None if duration == NONE else self._duration_format(idx),
                Work=duration_text(work),
                Cost=None if cost == NONE else cost,
            )


def _tenths(seconds: int) -> int:
    """Return tenths of minutes, in which MSPDI counts lags, delays and floats."""
    return round(seconds / TENTH_OF_MINUTE)


def outline_numbers(plan: Plan) -> list[str]:
    """Return 1, 1.1, 1.2 … from the tree, whatever codes the plan shows."""
    n_children = [0] * (len(plan.tasks) + 1)
    numbers: list[str] = []
    for parent in plan.tasks.parent_idx.tolist():
        n_children[parent] += 1  # the top counts at position −1
        own = str(n_children[parent])
        numbers.append(own if parent < 0 else f"{numbers[parent]}.{own}")
    return numbers


def rolled_up(plan: Plan, own: list[int]) -> list[int]:
    """Return each task's own amount plus that of its active parts."""
    totals = list(own)
    parents, is_active = plan.tasks.parent_idx.tolist(), plan.tasks.is_active.tolist()
    for idx in range(len(totals) - 1, -1, -1):
        if parents[idx] >= 0 and is_active[idx]:
            totals[parents[idx]] += totals[idx]
    return totals
