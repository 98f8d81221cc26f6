"""From the records of the child process to a draft of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from stuurbord.errors import N_, Severity, Where
from stuurbord.exchange.calendar_records import CalendarRecord, calendars_of, merged
from stuurbord.exchange.clock_texts import clock_range, instant_of
from stuurbord.exchange.gate_names import recognise_gates
from stuurbord.exchange.own_money import TaskMoney, set_own_money
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.calendar import DAY, HOUR, NONE, CalendarException, Ranges, WorkWeek
from stuurbord.plan.draft import AssignmentRow, BaselineRow, DependencyRow, PlanDraft, ResourceRow, TaskRow
from stuurbord.plan.model import (
    Constraint,
    Contour,
    DependencyKind,
    LagUnit,
    ResourceKind,
    SchedulingRules,
    TaskKind,
)

_CONSTRAINTS: Final = {
    "AS_SOON_AS_POSSIBLE": Constraint.ASAP,
    "AS_LATE_AS_POSSIBLE": Constraint.ALAP,
    "MUST_START_ON": Constraint.MSO,
    "MUST_FINISH_ON": Constraint.MFO,
    "START_ON": Constraint.MSO,
    "FINISH_ON": Constraint.MFO,
    "START_NO_EARLIER_THAN": Constraint.SNET,
    "START_NO_LATER_THAN": Constraint.SNLT,
    "FINISH_NO_EARLIER_THAN": Constraint.FNET,
    "FINISH_NO_LATER_THAN": Constraint.FNLT,
}
_KINDS: Final = {
    "FIXED_DURATION": TaskKind.FIXED_DURATION,
    "FIXED_DURATION_AND_UNITS": TaskKind.FIXED_DURATION,
    "FIXED_WORK": TaskKind.FIXED_WORK,
}
_RESOURCES: Final = {"MATERIAL": ResourceKind.MATERIAL, "COST": ResourceKind.COST}
_RANKS: Final = {"": 0, "DAILY": 1, "YEARLY": 2, "MONTHLY": 3, "WEEKLY": 4}
"""Which exception holds where several cover a day: the lowest, as in Microsoft Project."""
_SPAN_TYPES: Final = ("LEVEL_OF_EFFORT", "HAMMOCK")


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
        calendars, names = calendars_of(map(self._calendar, record["calendars"]), self.report)
        rows = self._without_empty_summaries(self._rows())
        tasks = [self._task(row, level, names) for row, level in rows]
        assignments = [self._assignment(row) for row in record["assignments"] if row["resource"] is not None]
        self._set_money(tasks, [row for row, _ in rows], assignments)
        if not any("gate" in row for row, _ in rows):
            recognise_gates(tasks, self.report)
        self._tell_what_is_not_read([row for row, _ in rows])
        return PlanDraft(
            name=record["name"] or self._summary_name(),
            start=self._instant(record["start"]),
            finish=self._instant(record["finish"]),
            from_finish=record["from_finish"],
            status_date=self._instant(record["status_date"]),
            rules=SchedulingRules(honors_constraints=record["honors_constraints"]),
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
                    "empty_summary", text, Severity.INFO, str(row["id"]), task=_line(row["name"])
                )
            else:
                kept.append((row, level))
        return kept[::-1]

    def _summary_name(self) -> str:
        own = (row["name"] for row in self.record["tasks"] if not row.get("null") and row["uid"] == 0)
        return next(own, "")

    def _task(self, row: dict[str, Any], level: int, calendars: dict[int, str]) -> TaskRow:
        place = str(row["id"] if row["id"] is not None else row["uid"])
        return TaskRow(
            row["uid"],
            _line(row["name"]),
            level,
            row["activity"] or row["wbs"],
            is_milestone=row["milestone"],
            is_manual=row["manual"] or row["external"],
            is_active=row["active"],
            is_elapsed=bool(row["duration"]) and row["duration"][1].startswith("e"),
            kind=_KINDS.get(row["kind"], TaskKind.FIXED_UNITS),
            is_effort_driven=row["effort_driven"],
            duration=self._seconds(row["duration"]),
            calendar="" if row["calendar"] is None else calendars.get(row["calendar"], f"#{row['calendar']}"),
            ignores_resource_calendar=row["ignores_resource_calendar"],
            constraint=_CONSTRAINTS.get(row["constraint"], Constraint.ASAP),
            constraint_date=self._instant(row["constraint_date"]),
            deadline=self._instant(row["deadline"]),
            leveling_delay=self._seconds(row["leveling_delay"]),
            percent_complete=min(max((row["percent_complete"] or 0) / 100, 0), 1),
            actual_start=self._instant(row["actual_start"]),
            actual_finish=self._instant(row["actual_finish"]),
            remaining_duration=self._seconds(row["remaining_duration"], NONE),
            resume=self._instant(row["resume"]),
            given_start=self._instant(row["start"]),
            given_finish=self._instant(row["finish"]),
            work=self._seconds(row["work"]),
            notes=row["notes"],
            gate=_line(row.get("gate", "")).strip(),
            baselines={int(number): self._baseline(one) for number, one in row["baselines"].items()},
            where=Where(self.report.file, task=place),
        )

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
            return DependencyRow(*ends, kind, round(amount * 100), LagUnit.PERCENT)
        lag_unit = LagUnit.ELAPSED if unit.startswith("e") else LagUnit.WORKING
        return DependencyRow(*ends, kind, self._seconds([amount, unit]), lag_unit)

    def _resources(self, calendars: dict[int, str]) -> list[ResourceRow]:
        return [
            ResourceRow(
                row["uid"],
                _line(row["name"]),
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

    def _assignment(self, row: dict[str, Any]) -> AssignmentRow:
        name = row["contour"].upper().replace(" ", "_")
        contour = Contour.FLAT if not name else Contour.__members__.get(name, Contour.CONTOURED)
        return AssignmentRow(
            -1 if row["uid"] is None else row["uid"],
            row["task"],
            row["resource"],
            1.0 if row["units"] is None else row["units"] / 100,
            self._seconds(row["work"]),
            self._seconds(row["remaining_work"], NONE),
            self._seconds(row["delay"]) + self._seconds(row["leveling_delay"]),
            contour,
            _cents(row["cost"]),
            _cents(row["actual_cost"]),
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
            place, name = str(row["id"]), _line(row["name"])
            if row["external"]:
                text = N_(
                    "“{task}” stands for a task in another project file; its dates are taken as they are."
                )
                self.report.tell("external_task", text, place=place, task=name)
            elif row["subproject"]:
                text = N_("“{task}” stands for another project; only this line of it is read.")
                self.report.tell("subproject", text, place=place, task=name)
            if row["second_constraint"]:
                text = N_("“{task}” has a second date constraint; only the first is read.")
                self.report.tell("second_constraint", text, place=place, task=name)
            if row["activity_type"] in _SPAN_TYPES:
                text = N_("“{task}” spans other tasks (level of effort); it is read as an ordinary task.")
                self.report.tell("level_of_effort", text, place=place, task=name)
        n_blank = sum(1 for row in self.record["tasks"] if row.get("null"))
        if n_blank:
            text = N_("Blank rows are left out: {count}.")
            self.report.tell("blank_rows", text, Severity.INFO, count=n_blank)
        for told in self.record["ignored"]:
            text = N_("The reader left something out: {what}.")
            self.report.tell("mpxj_ignored", text, what=told)

    def _calendar(self, record: dict[str, Any]) -> CalendarRecord:
        exceptions = sorted(record["exceptions"], key=lambda one: _RANKS.get(one["recurs"], 4))
        days = {
            number: ranges
            for number, one in enumerate(record["days"])
            if (ranges := self._ranges(one)) is not None
        }
        return CalendarRecord(
            record["uid"],
            _line(record["name"]) or f"#{record['uid']}",
            record["parent"],
            days,
            [
                CalendarException(first, last, self._ranges(one["hours"]) or (), one["name"])
                for one in exceptions
                if (first := _day(one["start"])) <= (last := _day(one["end"]))
            ],
            [
                WorkWeek(
                    _day(one["start"]), _day(one["end"]), tuple(map(self._ranges, one["days"])), one["name"]
                )
                for one in record["weeks"]
            ],
        )

    @staticmethod
    def _ranges(hours: list[list[str]] | None) -> Ranges | None:
        if hours is None:
            return None
        return merged(pair for one in hours if (pair := clock_range(*one)) is not None)

    @staticmethod
    def _instant(text: str) -> int:
        value = instant_of(text) if text else None
        return NONE if value is None else value

    def _seconds(self, amount: list[Any] | None, default: int = 0) -> int:
        if amount is None:
            return default
        value, unit = amount
        return round(float(value) * self.seconds.get(unit, HOUR))


def _line(text: str) -> str:
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text


def _cents(amount: float | None) -> int:
    return 0 if amount is None else round(amount * 100)


def _day(text: str) -> int:
    """Return a date as days since 1970-01-01, within what calendars are worked out for."""
    value = instant_of(text)
    return min(max(0 if value is None else value // DAY, -25_567), 84_005)
