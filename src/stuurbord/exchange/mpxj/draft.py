"""From the records of the child process to a draft of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, Final

from stuurbord.errors import N_, Severity, Where
from stuurbord.exchange.calendar_records import calendars_of
from stuurbord.exchange.clock_texts import instant_of
from stuurbord.exchange.gate_names import recognise_gates
from stuurbord.exchange.legal_facts import set_legal_fact
from stuurbord.exchange.mpxj.draft_calendars import calendar_of, one_line
from stuurbord.exchange.mpxj.scheduler import finish_of, is_primavera, rules_of
from stuurbord.exchange.own_columns import LEGAL_COLUMNS
from stuurbord.exchange.own_money import TaskMoney, set_own_money
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.calendar import DAY, HOUR, NONE
from stuurbord.plan.draft import AssignmentRow, BaselineRow, DependencyRow, PlanDraft, ResourceRow, TaskRow
from stuurbord.plan.draft.rows import GivenRow, PeriodRow
from stuurbord.plan.model import (
    ActivityKind,
    Constraint,
    Contour,
    DependencyKind,
    LagUnit,
    ResourceKind,
    TaskKind,
)

_CONSTRAINTS: Final = {
    "AS_SOON_AS_POSSIBLE": Constraint.ASAP,
    "AS_LATE_AS_POSSIBLE": Constraint.ALAP,
    "MUST_START_ON": Constraint.MSO,
    "MUST_FINISH_ON": Constraint.MFO,
    "START_NO_EARLIER_THAN": Constraint.SNET,
    "START_NO_LATER_THAN": Constraint.SNLT,
    "FINISH_NO_EARLIER_THAN": Constraint.FNET,
    "FINISH_NO_LATER_THAN": Constraint.FNLT,
}
_ON_A_DATE: Final = {
    "START_ON": (Constraint.SNET, Constraint.SNLT),
    "FINISH_ON": (Constraint.FNET, Constraint.FNLT),
}
"""Primavera's dates that logic may still overrule: one bound forward, one backward, in two constraints."""
_KINDS: Final = {
    "FIXED_DURATION": TaskKind.FIXED_DURATION,
    "FIXED_DURATION_AND_UNITS": TaskKind.FIXED_DURATION,
    "FIXED_WORK": TaskKind.FIXED_WORK,
}
_RESOURCES: Final = {"MATERIAL": ResourceKind.MATERIAL, "COST": ResourceKind.COST}
_ACTIVITIES: Final = {
    "RESOURCE_DEPENDENT": ActivityKind.RESOURCE_DEPENDENT,
    "START_MILESTONE": ActivityKind.START_MILESTONE,
    "START_FLAG": ActivityKind.START_MILESTONE,
    "FINISH_MILESTONE": ActivityKind.FINISH_MILESTONE,
    "FINISH_FLAG": ActivityKind.FINISH_MILESTONE,
    "LEVEL_OF_EFFORT": ActivityKind.LEVEL_OF_EFFORT,
    "HAMMOCK": ActivityKind.LEVEL_OF_EFFORT,
    "WBS_SUMMARY": ActivityKind.WBS_SUMMARY,
}


@dataclass(slots=True)
class RecordReader:
    """Makes one project's records into a draft.

    Parameters
    ----------
    seconds
        What one of each of MPXJ's time units means in this project.
    """

    record: dict[str, Any]
    report: ReadingReport
    seconds: dict[str, int]

    @classmethod
    def of(cls, record: dict[str, Any], file: str) -> RecordReader:
        day = (record["minutes_per_day"] or 480) * 60
        month = (record["days_per_month"] or 20) * day
        week = (record["minutes_per_week"] or 2400) * 60
        working = {"m": 60, "h": HOUR, "d": day, "w": week, "mo": month, "y": 12 * month}
        clock = {"em": 60, "eh": HOUR, "ed": DAY, "ew": 7 * DAY, "emo": 30 * DAY, "ey": 365 * DAY}
        return cls(record, ReadingReport(file), working | clock)

    def draft(self) -> PlanDraft:
        """Return the draft with what was noticed."""
        record = self.record
        calendars, names = calendars_of(map(calendar_of, record["calendars"]), self.report)
        rows = self._without_empty_summaries(self._rows())
        tasks = [self._task(row, level, names) for row, level in rows]
        assignments = self._assignments([row for row, _ in rows])
        self._set_money(tasks, [row for row, _ in rows], assignments)
        if not any("gate" in row for row, _ in rows):
            recognise_gates(tasks, self.report)
        self._tell_what_is_not_read([row for row, _ in rows])
        return PlanDraft(
            name=record["name"] or self._summary_name(),
            start=self._instant(record["start"]),
            finish=finish_of(record),
            from_finish=record["from_finish"],
            status_date=self._instant(record["status_date"]),
            rules=rules_of(record, self._seconds(record["rules"]["critical_limit"])),
            seconds_per_day=self.seconds["d"],
            seconds_per_week=self.seconds["w"],
            days_per_month=record["days_per_month"] or 20,
            currency=record["currency"] or "EUR",
            author=record["author"],
            calendar=names.get(record["calendar"], calendars[0].name if calendars else ""),
            calendars=calendars,
            tasks=tasks,
            dependencies=[self._link(row) for row in record["links"]],
            resources=self._resources(names),
            assignments=assignments,
            findings=self.report.findings(),
        )

    def _rows(self) -> list[tuple[dict[str, Any], int]]:
        """Return the tasks of the plan with their outline level; the project's own row is none."""
        levels: dict[int | None, int] = {None: 0}
        rows = []
        for row in self.record["tasks"]:
            if row.get("null"):
                continue
            if row["uid"] == 0 and row["level"] == 0:
                levels[0] = 0
                continue
            levels[row["uid"]] = levels.get(row["parent"], 0) + 1
            rows.append((row, levels[row["uid"]]))
        return rows

    def _without_empty_summaries(
        self, rows: list[tuple[dict[str, Any], int]]
    ) -> list[tuple[dict[str, Any], int]]:
        """Leave out summaries with nothing below them, which Primavera's work breakdown may have."""
        linked = {uid for link in self.record["links"] for uid in (link["predecessor"], link["successor"])}
        kept: list[tuple[dict[str, Any], int]] = []
        for row, level in reversed(rows):
            has_parts = bool(kept) and kept[-1][1] > level
            if row["summary"] and not has_parts and row["uid"] not in linked:
                text = N_("“{task}” has nothing below it in the work breakdown; it is left out.")
                self.report.tell(
                    "empty_summary", text, Severity.INFO, str(row["id"]), task=one_line(row["name"])
                )
            else:
                kept.append((row, level))
        return kept[::-1]

    def _summary_name(self) -> str:
        own = (row["name"] for row in self.record["tasks"] if not row.get("null") and row["uid"] == 0)
        return next(own, "")

    def _task(self, row: dict[str, Any], level: int, calendars: dict[int, str]) -> TaskRow:
        place = str(row["id"] if row["id"] is not None else row["uid"])
        first, second = self._constraints(row)
        task = TaskRow(
            row["uid"],
            one_line(row["name"]),
            level,
            row["activity"] or row["wbs"],
            is_milestone=row["milestone"],
            is_manual=row["manual"] or row["external"],
            is_active=row["active"],
            is_elapsed=bool(row["duration"]) and row["duration"][1].startswith("e"),
            kind=_KINDS.get(row["kind"], TaskKind.FIXED_UNITS),
            is_effort_driven=row["effort_driven"],
            duration=self._duration(row),
            calendar="" if row["calendar"] is None else calendars.get(row["calendar"], f"#{row['calendar']}"),
            ignores_resource_calendar=row["ignores_resource_calendar"],
            constraint=first[0],
            constraint_date=first[1],
            second_constraint=second[0],
            second_constraint_date=second[1],
            deadline=self._instant(row["deadline"]),
            leveling_delay=self._seconds(row["leveling_delay"]),
            leveling_is_working=_is_working(row["leveling_delay"]),
            percent_complete=min(max((row["percent_complete"] or 0) / 100, 0), 1),
            actual_start=self._instant(row["actual_start"]),
            actual_finish=self._instant(row["actual_finish"]),
            remaining_duration=self._seconds(row["remaining_duration"], NONE),
            resume=self._instant(row["resume"]),
            stop=self._instant(row["stop"] or row["suspended"]),
            activity=_ACTIVITIES.get(row["activity_type"], ActivityKind.TASK_DEPENDENT),
            expected_finish=self._instant(row["expected_finish"]) if self._uses_expected_finish() else NONE,
            is_external=row["external"],
            subproject=PureWindowsPath(row["subproject"]).name,
            subproject_task=(row["subproject_task"] or 0) if row["external"] else -1,
            given_start=self._instant(row["start"]),
            given_finish=self._instant(row["finish"]),
            work=self._seconds(row["work"]),
            notes=row["notes"],
            gate=one_line(row.get("gate", "")).strip(),
            baselines={int(number): self._baseline(one) for number, one in row["baselines"].items()},
            given=self._given(row),
            where=Where(self.report.file, task=place),
        )
        for column in LEGAL_COLUMNS:
            set_legal_fact(task, column, one_line(row.get(column.column, "")), self.report)
        return task

    def _duration(self, row: dict[str, Any]) -> int:
        """Return the duration; for Primavera what remains counts, and MPXJ measures between dates instead."""
        duration = self._seconds(row["duration"])
        if not is_primavera(self.record) or row["actual_finish"] or row["remaining_duration"] is None:
            return duration
        remaining = self._seconds(row["remaining_duration"])
        if not row["actual_start"]:
            return remaining
        return duration if duration >= remaining else self._seconds(row["actual_duration"]) + remaining

    def _constraints(self, row: dict[str, Any]) -> tuple[tuple[Constraint, int], tuple[Constraint, int]]:
        """Return two constraints with their dates, as far as there are.

        A date to start or finish on takes the place of two, and what other projects ask of an activity is
        a constraint as well.
        """
        date = self._instant(row["constraint_date"])
        found = [
            (kind, date)
            for kind in _ON_A_DATE.get(
                row["constraint"], (_CONSTRAINTS.get(row["constraint"], Constraint.ASAP),)
            )
        ]
        second = _CONSTRAINTS.get(row["second_constraint"], Constraint.ASAP)
        found.append((second, self._instant(row["second_constraint_date"])))
        if not self.record["rules"]["ignores_other_projects"]:
            early, late = map(self._instant, row["external_dates"])
            found += [(Constraint.SNET, early)] * (early != NONE) + [(Constraint.FNLT, late)] * (late != NONE)
        found = [pair for pair in found if pair[0] != Constraint.ASAP]
        if len(found) > 2:
            text = N_("“{task}” has more than two date constraints; the first two are read.")
            self.report.tell("second_constraint", text, place=str(row["id"]), task=one_line(row["name"]))
        first, other = [*found, (Constraint.ASAP, NONE), (Constraint.ASAP, NONE)][:2]
        return first, other

    def _uses_expected_finish(self) -> bool:
        return bool(self.record["rules"]["uses_expected_finish"])

    def _given(self, row: dict[str, Any]) -> GivenRow:
        """Return what the file says was computed.

        Microsoft Project stores two floats, the smaller of which is the total, and of what has begun the
        one at its finish; Primavera stores the total.
        MPXJ fills in the rest, which is nobody's answer, and a total for what is finished, which has none.
        """
        *dates, total, at_start, at_finish, free = row["given"]
        floats = [self._seconds(one, NONE) for one in (total, at_start, at_finish, free)]
        if is_primavera(self.record):
            floats[1:3] = [NONE, NONE]
            if row["actual_finish"]:
                floats[0] = floats[3] = NONE
        elif floats[0] == NONE and NONE not in floats[1:3]:
            floats[0] = floats[2] if row["actual_start"] else min(floats[1:3])
        return GivenRow(*map(self._instant, dates), *floats)

    def _baseline(self, one: list[Any]) -> BaselineRow:
        start, finish, duration, work, cost = one
        return BaselineRow(
            self._instant(start),
            self._instant(finish),
            self._seconds(duration, NONE),
            self._seconds(work, NONE),
            NONE if cost is None else round(cost * 100),
        )

    def _link(self, row: dict[str, Any]) -> DependencyRow:
        amount, unit = row["lag"] or (0.0, "d")
        kind = DependencyKind[row["kind"]]
        ends = row["predecessor"], row["successor"]
        if unit in ("%", "e%"):
            share = LagUnit.PERCENT if unit == "%" else LagUnit.ELAPSED_PERCENT
            return DependencyRow(*ends, kind, round(amount * 100), share)
        lag_unit = LagUnit.ELAPSED if unit.startswith("e") else LagUnit.WORKING
        return DependencyRow(*ends, kind, self._seconds([amount, unit]), lag_unit)

    def _resources(self, calendars: dict[int, str]) -> list[ResourceRow]:
        return [
            ResourceRow(
                row["uid"],
                one_line(row["name"]),
                _RESOURCES.get(row["kind"], ResourceKind.WORK),
                "" if row["calendar"] is None else calendars.get(row["calendar"], ""),
                1.0 if row["max_units"] is None else row["max_units"] / 100,
                self._cents_per_hour(row["rate"]),
            )
            for row in self.record["resources"]
            if row["name"] or row["uid"] != 0  # number 0 without a name is Microsoft Project's placeholder
        ]

    def _cents_per_hour(self, rate: list[Any] | None) -> int:
        if rate is None:
            return 0
        amount, unit = rate
        return round(float(amount) * 100 * HOUR / self.seconds.get(unit, HOUR))

    def _assignments(self, tasks: list[dict[str, Any]]) -> list[AssignmentRow]:
        """Return who works on what; nobody's work counts where it tells how a task is interrupted."""
        found = []
        kinds = {row["uid"]: row["kind"] for row in self.record["resources"]}
        for row in self.record["assignments"]:
            is_work = row["resource"] is None or kinds.get(row["resource"]) not in _RESOURCES
            periods = [self._period(one) for one in row.get("periods", ())] if is_work else []
            if row["resource"] is not None or periods:
                found.append(self._assignment(row, periods))
        for row in tasks:
            if "splits" in row:
                runs = [PeriodRow(self._instant(one), self._instant(end), 0) for one, end in row["splits"]]
                found.append(AssignmentRow(-1, row["uid"], periods=runs))
        return found

    def _period(self, one: list[Any]) -> PeriodRow:
        start, finish, work, is_actual, _ = one
        return PeriodRow(self._instant(start), self._instant(finish), self._seconds(work), is_actual)

    def _assignment(self, row: dict[str, Any], periods: list[PeriodRow]) -> AssignmentRow:
        name = row["contour"].upper().replace(" ", "_")
        contour = Contour.FLAT if not name else Contour.__members__.get(name, Contour.CONTOURED)
        return AssignmentRow(
            -1 if row["uid"] is None else row["uid"],
            row["task"],
            -1 if row["resource"] is None else row["resource"],
            1.0 if row["units"] is None else row["units"] / 100,
            self._seconds(row["work"]),
            self._seconds(row["remaining_work"], NONE),
            self._seconds(row["delay"]),
            contour,
            0 if row["resource"] is None else _cents(row["cost"]),
            0 if row["resource"] is None else _cents(row["actual_cost"]),
            self._seconds(row["leveling_delay"]),
            periods,
        )

    def _set_money(
        self, tasks: list[TaskRow], rows: list[dict[str, Any]], assignments: list[AssignmentRow]
    ) -> None:
        assigned: Counter[int] = Counter()
        for one in assignments:
            assigned[one.task_uid] += one.cost
        money = [
            TaskMoney(
                NONE if row["cost"] is None else _cents(row["cost"]),
                _cents(row["fixed_cost"]),
                _cents(row["actual_cost"]),
            )
            for row in rows
        ]
        set_own_money(tasks, money, assigned)

    def _tell_what_is_not_read(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            place, name = str(row["id"]), one_line(row["name"])
            if row["external"]:
                text = N_(
                    "“{task}” stands for a task in another project file; its dates are taken as they are."
                )
                self.report.tell("external_task", text, place=place, task=name)
            elif row["subproject"]:
                text = N_("“{task}” stands for another project; only this line of it is read.")
                self.report.tell("subproject", text, place=place, task=name)
        n_blank = sum(1 for row in self.record["tasks"] if row.get("null"))
        if n_blank:
            text = N_("Blank rows are left out: {count}.")
            self.report.tell("blank_rows", text, Severity.INFO, count=n_blank)
        for told in self.record["ignored"]:
            text = N_("The reader left something out: {what}.")
            self.report.tell("mpxj_ignored", text, what=told)

    @staticmethod
    def _instant(text: str) -> int:
        value = instant_of(text) if text else None
        return NONE if value is None else value

    def _seconds(self, amount: list[Any] | None, default: int = 0) -> int:
        if amount is None:
            return default
        value, unit = amount
        return round(float(value) * self.seconds.get(unit, HOUR))


def _is_working(amount: list[Any] | None) -> bool:
    """Tell whether a delay is counted in working time; nothing is counted in nothing."""
    return bool(amount) and amount[0] != 0 and not amount[1].startswith("e")  # type: ignore[index]


def _cents(amount: float | None) -> int:
    return 0 if amount is None else round(amount * 100)
