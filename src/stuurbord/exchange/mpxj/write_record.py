"""A plan as records from which the child process builds what MPXJ writes as Primavera.

Primavera knows no dates typed by hand, elapsed durations, percentages as lags, links of summaries or
inactive tasks: each is told, or turned into what comes nearest.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import N_, Finding
from stuurbord.exchange.mpxj.write_calendars import calendar_record
from stuurbord.plan.calendar import (
    HOUR,
    NONE,
    ROUND_THE_CLOCK,
    OutsideHorizon,
    moment,
    working_time,
)
from stuurbord.plan.model import (
    ActivityKind,
    Constraint,
    DependencyKind,
    FloatKind,
    LagCalendar,
    LagUnit,
    OutOfSequence,
    Plan,
    ResourceKind,
    RuleProfile,
    TaskKind,
)

_CONSTRAINTS: Final = {
    Constraint.ALAP: "AS_LATE_AS_POSSIBLE",
    Constraint.MSO: "MUST_START_ON",
    Constraint.MFO: "MUST_FINISH_ON",
    Constraint.SNET: "START_NO_EARLIER_THAN",
    Constraint.SNLT: "START_NO_LATER_THAN",
    Constraint.FNET: "FINISH_NO_EARLIER_THAN",
    Constraint.FNLT: "FINISH_NO_LATER_THAN",
}
_KINDS: Final = {
    TaskKind.FIXED_UNITS: "FIXED_UNITS",
    TaskKind.FIXED_DURATION: "FIXED_DURATION",
    TaskKind.FIXED_WORK: "FIXED_WORK",
}
_LAG_CALENDARS: Final = {
    LagCalendar.PREDECESSOR: "PREDECESSOR",
    LagCalendar.SUCCESSOR: "SUCCESSOR",
    LagCalendar.PROJECT: "PROJECT_DEFAULT",
    LagCalendar.ROUND_THE_CLOCK: "TWENTY_FOUR_HOUR",
}
_FLOATS: Final = {
    FloatKind.SMALLEST: "SMALLEST_SLACK",
    FloatKind.START: "START_SLACK",
    FloatKind.FINISH: "FINISH_SLACK",
}
_RESOURCES: Final = {ResourceKind.WORK: "WORK", ResourceKind.MATERIAL: "MATERIAL", ResourceKind.COST: "COST"}
_DATES: Final = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
_LINK_NAMES: Final = {
    DependencyKind.FS: "FINISH_START",
    DependencyKind.SS: "START_START",
    DependencyKind.FF: "FINISH_FINISH",
    DependencyKind.SF: "START_FINISH",
}
_PERCENT: Final = 10_000
_LOSSES: Final = {
    "inactive": N_("Inactive tasks are left out: {count}."),
    "manual": N_("Tasks planned by hand are written with a mandatory start: {count}."),
    "summary_links": N_("Links from or to summaries are left out: {count}."),
    "summary_work": N_("Assignments of summaries are left out: {count}."),
    "constraints": N_("Date constraints of summaries, and third ones, are left out: {count}."),
    "elapsed_lags": N_("Lags on the clock are written as working time: {count}."),
    "leveling": N_("Levelling delays are left out: {count}."),
    "patterns": N_("Work patterns are left out; the work counts as even: {count}."),
    "baselines": N_("Baselines are left out: {count}."),
}
_CODES: Final = {
    "inactive": "inactive_left_out",
    "manual": "manual_as_mandatory",
    "summary_links": "summary_links_left_out",
    "summary_work": "summary_work_left_out",
    "constraints": "constraints_left_out",
    "elapsed_lags": "elapsed_lags_converted",
    "leveling": "leveling_left_out",
    "patterns": "patterns_left_out",
    "baselines": "baselines_left_out",
}


@dataclass(slots=True)
class PlanRecord:
    """Makes the record of one plan.

    Parameters
    ----------
    schedule
        The computed dates of the plan, written beside what it says.
    """

    plan: Plan
    schedule: Schedule
    losses: Counter[str] = field(default_factory=Counter)

    def record(self) -> dict[str, Any]:
        """Return the plan as plain data; `findings` tells afterwards what it does not hold."""
        plan = self.plan
        self.losses["patterns"] += len(set(plan.periods.assignment_idx.tolist()))
        self.losses["baselines"] += len(plan.baselines)
        clocks = [*plan.calendars, ROUND_THE_CLOCK] if plan.tasks.is_elapsed.any() else plan.calendars
        links = self._links()
        return {
            "name": plan.name,
            "start": _text(plan.start),
            "status_date": _text(plan.start if plan.status_date == NONE else plan.status_date),
            "must_finish_by": _text(plan.finish) if plan.rules.profile == RuleProfile.P6 else "",
            "finish": _text(self.schedule.project_finish),
            "currency": plan.currency,
            "minutes_per_day": plan.seconds_per_day // 60,
            "minutes_per_week": plan.seconds_per_week // 60,
            "days_per_month": plan.days_per_month,
            "rules": self._rules(),
            "calendars": [calendar_record(one) for one in clocks],
            "calendar": plan.calendar_idx,
            "tasks": self._tasks(),
            "links": links,
            "resources": self._resources(),
            "assignments": self._assignments(),
        }

    def findings(self) -> tuple[Finding, ...]:
        """Return what Primavera has no place for."""
        return tuple(
            Finding(_CODES[what], text, fields={"count": self.losses[what]})
            for what, text in _LOSSES.items()
            if self.losses[what]
        )

    def _rules(self) -> dict[str, Any]:
        rules = self.plan.rules
        return {
            "out_of_sequence": OutOfSequence(rules.out_of_sequence).name,
            "lag_calendar": _LAG_CALENDARS[LagCalendar(rules.lag_calendar)],
            "float_kind": _FLOATS[FloatKind(rules.float_kind)],
            "critical_limit": rules.critical_limit / HOUR,
            "critical_kind": "LONGEST_PATH" if rules.longest_path else "TOTAL_FLOAT",
            "lag_from_early_start": not rules.lag_from_actual_start,
        }

    def _takes_part(self, idx: int) -> bool:
        return bool(self.schedule.start[idx] != NONE)

    def _tasks(self) -> list[dict[str, Any]]:
        codes = self._codes()
        found = []
        for idx in range(len(self.plan.tasks)):
            if self._takes_part(idx):
                found.append(self._task(idx, codes[idx]))
            else:
                self.losses["inactive"] += 1
        return found

    def _codes(self) -> list[str]:
        """Return the codes people see; one that occurs twice gets the task's number behind it."""
        tasks = self.plan.tasks
        times = Counter(tasks.wbs)
        rows = zip(tasks.wbs, tasks.uid.tolist(), strict=True)
        return [code if code and times[code] == 1 else f"{code}#{uid}" for code, uid in rows]

    def _task(self, idx: int, code: str) -> dict[str, Any]:
        tasks, schedule = self.plan.tasks, self.schedule
        constraints = self._constraints(idx)
        self.losses["leveling"] += bool(tasks.leveling_delay[idx])
        parent = int(tasks.parent_idx[idx])
        is_by_hand = bool(tasks.is_manual[idx]) and not tasks.is_summary[idx]
        length = self._manual_length(idx) if is_by_hand else int(tasks.duration[idx]) / HOUR
        has_begun = tasks.actual_start[idx] != NONE or tasks.actual_finish[idx] != NONE
        return {
            "uid": int(tasks.uid[idx]),
            "name": tasks.name[idx],
            "code": code,
            "parent": None if parent < 0 else int(tasks.uid[parent]),
            "summary": bool(tasks.is_summary[idx]),
            "activity_type": self._activity(idx),
            "kind": _KINDS[TaskKind(tasks.kind[idx])],
            "duration": length,
            "remaining": self._remaining(idx) / HOUR if has_begun else length,
            "calendar": self._calendar(idx),
            "constraints": constraints,
            "expected_finish": _text(tasks.expected_finish[idx]),
            "percent": float(tasks.percent_complete[idx]) * 100,
            "actual_start": _text(tasks.actual_start[idx]),
            "actual_finish": _text(tasks.actual_finish[idx]),
            "suspended": _text(tasks.stop[idx]) if self.plan.rules.profile == RuleProfile.P6 else "",
            "resume": _text(tasks.resume[idx]) if self.plan.rules.profile == RuleProfile.P6 else "",
            "dates": {name: _text(getattr(schedule, name)[idx]) for name in _DATES},
            "total_float": int(schedule.total_float[idx]) / HOUR,
            "free_float": int(schedule.free_float[idx]) / HOUR,
            "notes": tasks.notes[idx],
        }

    def _calendar(self, idx: int) -> int | None:
        tasks = self.plan.tasks
        if tasks.is_elapsed[idx]:
            return len(self.plan.calendars)
        return None if tasks.calendar_idx[idx] < 0 else int(tasks.calendar_idx[idx])

    def _activity(self, idx: int) -> str:
        tasks = self.plan.tasks
        kind = ActivityKind(tasks.activity[idx])
        is_moment = tasks.is_milestone[idx] and not tasks.duration[idx]
        if kind == ActivityKind.TASK_DEPENDENT and is_moment and not tasks.is_summary[idx]:
            kind = ActivityKind.FINISH_MILESTONE
        return kind.name

    def _remaining(self, idx: int) -> int:
        tasks = self.plan.tasks
        if tasks.actual_finish[idx] != NONE:
            return 0
        if tasks.actual_start[idx] != NONE and tasks.remaining_duration[idx] != NONE:
            return int(tasks.remaining_duration[idx])
        return round(int(tasks.duration[idx]) * (1 - float(tasks.percent_complete[idx])))

    def _manual_length(self, idx: int) -> float:
        """Return the hours between the dates typed by hand, which the duration need not agree with."""
        span = self._between(int(self.schedule.start[idx]), int(self.schedule.finish[idx]), idx)
        return (int(self.plan.tasks.duration[idx]) if span is None else span) / HOUR

    def _between(self, start: int, finish: int, idx: int) -> int | None:
        """Return the working seconds between two instants on a task's calendar."""
        calendars, position = self.plan.calendars, int(self.plan.tasks.calendar_idx[idx])
        calendar = calendars[self.plan.calendar_idx if position < 0 else position]
        first, last = min(start, finish) // 86_400 - 366, max(start, finish) // 86_400 + 366
        if last - first > 100 * 366:
            return None
        try:
            return int(
                working_time(calendar, first // 366 * 366, last // 366 * 366 + 366).between(start, finish)
            )
        except OutsideHorizon:
            return None

    def _constraints(self, idx: int) -> list[list[str]]:
        """Return up to two constraints; a deadline is Primavera's *finish on or before*."""
        tasks = self.plan.tasks
        found: list[tuple[int, int]] = []
        if tasks.is_manual[idx] and tasks.actual_start[idx] == NONE and not tasks.is_summary[idx]:
            self.losses["manual"] += 1
            found.append((Constraint.MSO, int(self.schedule.start[idx])))
        elif not tasks.is_manual[idx]:
            found.append((int(tasks.constraint[idx]), int(tasks.constraint_date[idx])))
            found.append((int(tasks.second_constraint[idx]), int(tasks.second_constraint_date[idx])))
        if tasks.deadline[idx] != NONE:
            found.append((Constraint.FNLT, int(tasks.deadline[idx])))
        found = [pair for pair in found if pair[0] != Constraint.ASAP]
        kept = [] if tasks.is_summary[idx] else found[:2]
        self.losses["constraints"] += len(found) - len(kept)
        return [[_CONSTRAINTS[Constraint(kind)], _text(date)] for kind, date in kept]

    def _links(self) -> list[dict[str, Any]]:
        links, tasks = self.plan.dependencies, self.plan.tasks
        found = []
        for idx in range(len(links)):
            before, after = int(links.predecessor_idx[idx]), int(links.successor_idx[idx])
            if not (self._takes_part(before) and self._takes_part(after)):
                continue
            if tasks.is_summary[before] or tasks.is_summary[after]:
                self.losses["summary_links"] += 1
                continue
            found.append(
                {
                    "predecessor": int(tasks.uid[before]),
                    "successor": int(tasks.uid[after]),
                    "kind": _LINK_NAMES[DependencyKind(links.kind[idx])],
                    "lag": self._lag(idx, before, after) / HOUR,
                }
            )
        return found

    def _lag(self, idx: int, before: int, after: int) -> int:
        """Return a lag in working seconds; a percentage is worked out, and time on the clock as well."""
        links = self.plan.dependencies
        lag, unit = int(links.lag[idx]), LagUnit(int(links.lag_unit[idx]))
        if unit.is_share:
            lag = round(int(self.plan.tasks.duration[before]) * lag / _PERCENT)
        if unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT) and lag:
            from_start = links.kind[idx] in (DependencyKind.SS, DependencyKind.SF)
            since = int((self.schedule.start if from_start else self.schedule.finish)[before])
            worked = self._between(since, since + lag, after)
            self.losses["elapsed_lags"] += 1
            return lag if worked is None else worked
        return lag

    def _resources(self) -> list[dict[str, Any]]:
        rows = self.plan.resources
        return [
            {
                "uid": int(rows.uid[idx]),
                "name": rows.name[idx],
                "kind": _RESOURCES[ResourceKind(rows.kind[idx])],
                "calendar": None if rows.calendar_idx[idx] < 0 else int(rows.calendar_idx[idx]),
                "max_units": float(rows.max_units[idx]) * 100,
            }
            for idx in range(len(rows))
        ]

    def _assignments(self) -> list[dict[str, Any]]:
        rows, tasks = self.plan.assignments, self.plan.tasks
        found = []
        for idx in range(len(rows)):
            task, resource = int(rows.task_idx[idx]), int(rows.resource_idx[idx])
            if resource < 0 or not self._takes_part(task):
                continue
            if tasks.is_summary[task]:
                self.losses["summary_work"] += 1
                continue
            self.losses["leveling"] += bool(rows.leveling_delay[idx])
            remaining = int(rows.remaining_work[idx])
            found.append(
                {
                    "task": int(tasks.uid[task]),
                    "resource": int(self.plan.resources.uid[resource]),
                    "units": float(rows.units[idx]) * 100,
                    "work": int(rows.work[idx]) / HOUR,
                    "remaining_work": (int(rows.work[idx]) if remaining == NONE else remaining) / HOUR,
                    "delay": int(rows.delay[idx]) / HOUR,
                    "cost": int(rows.cost[idx]) / 100,
                    "actual_cost": int(rows.actual_cost[idx]) / 100,
                }
            )
        return found


def _text(value: Any) -> str:
    return "" if value == NONE else moment(int(value)).isoformat()
