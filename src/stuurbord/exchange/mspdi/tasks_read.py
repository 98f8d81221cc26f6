"""Tasks, dependencies and baselines of MSPDI."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from lxml import etree

from stuurbord.errors import N_, Severity, Where
from stuurbord.exchange.mspdi.fields import ELAPSED_FORMATS, PERCENT_FORMATS, TENTH_OF_MINUTE, Cells, Row
from stuurbord.exchange.own_money import TaskMoney
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.calendar import NONE
from stuurbord.plan.draft import BaselineRow, DependencyRow, TaskRow
from stuurbord.plan.draft.rows import GivenRow
from stuurbord.plan.model import Constraint, DependencyKind, LagUnit, TaskKind


@dataclass(slots=True)
class TaskReader:
    """Takes ``Task`` elements one by one."""

    report: ReadingReport
    seconds_per_day: int = 8 * 3600
    tasks: list[TaskRow] = field(default_factory=list)
    dependencies: list[DependencyRow] = field(default_factory=list)
    money: list[TaskMoney] = field(default_factory=list)
    calendar_uids: list[int] = field(default_factory=list)
    texts: list[dict[int, str]] = field(default_factory=list)
    """Per task its custom fields: number of the field → text."""
    project_name: str = ""
    """The name of the project summary task."""
    n_blank: int = 0
    _across: list[tuple[DependencyRow, TaskRow, str]] = field(default_factory=list)
    """Links that come from another project file: the link, its successor, and the other file."""

    def add(self, element: etree._Element, cells: Cells) -> None:
        """Take one element; the project summary and blank rows are no tasks of the plan."""
        row = Row(element, self.report, cells=cells)
        row.place = (row.text("ID") or row.text("UID")).strip()[:20]
        if row.is_true("IsNull"):
            self.n_blank += 1
        elif row.whole("UID") == 0 and row.whole("OutlineLevel") == 0:
            self.project_name = row.line("Name")
        else:
            self._add(row)

    def _add(self, row: Row) -> None:
        task = self._task(row)
        self._tell_placeholders(row, task)
        self.tasks.append(task)
        self.money.append(TaskMoney(row.cents("Cost", NONE), row.cents("FixedCost"), row.cents("ActualCost")))
        self.calendar_uids.append(row.whole("CalendarUID", -1))
        custom = (Row(one, self.report, row.place) for one in row.lists.get("ExtendedAttribute", []))
        self.texts.append({one.whole("FieldID"): one.line("Value").strip() for one in custom})
        for element in row.lists.get("PredecessorLink", []):
            one = Row(element, self.report, row.place)
            link = self._link(one, task)
            self.dependencies.append(link)
            if one.is_true("CrossProject"):
                self._across.append((link, task, one.line("CrossProjectName")[:120]))

    def drop_links_from_elsewhere(self) -> None:
        """Leave out the links whose predecessor is in another file, unless a line here stands for it.

        Their numbers are those of the other file, which may by chance exist here as well.
        """
        external = {task.uid for task in self.tasks if task.is_external}
        dropped = set()
        for link, task, other in self._across:
            if link.predecessor_uid in external:
                continue
            dropped.add(id(link))
            text = N_("“{task}” depends on a task in another project file ({other}); that link is ignored.")
            self.report.tell("cross_project_link", text, place=task.where.task, task=task.name, other=other)
        self.dependencies = [link for link in self.dependencies if id(link) not in dropped]

    def _task(self, row: Row) -> TaskRow:
        is_manual = row.is_true("Manual")
        task = TaskRow(
            row.whole("UID"),
            row.line("Name"),
            max(row.whole("OutlineLevel", 1), 1),
            row.line("WBS"),
            is_milestone=row.is_true("Milestone"),
            is_manual=is_manual,
            is_active=row.is_true("Active", True),
            is_elapsed=row.whole("DurationFormat", 7) in ELAPSED_FORMATS,
            kind=_member(TaskKind, row.whole("Type"), TaskKind.FIXED_UNITS),
            is_effort_driven=row.is_true("EffortDriven"),
            duration=self._seconds(row, "Duration", self._seconds(row, "ManualDuration", 0)),
            ignores_resource_calendar=row.is_true("IgnoreResourceCalendar"),
            constraint=_member(Constraint, row.whole("ConstraintType"), Constraint.ASAP),
            constraint_date=row.instant("ConstraintDate"),
            deadline=row.instant("Deadline"),
            leveling_delay=row.whole("LevelingDelay") * TENTH_OF_MINUTE,
            leveling_is_working=_is_working(row.whole("LevelingDelay"), row.whole("LevelingDelayFormat", 8)),
            percent_complete=row.number("PercentComplete") / 100,
            actual_start=row.instant("ActualStart"),
            actual_finish=row.instant("ActualFinish"),
            remaining_duration=self._seconds(row, "RemainingDuration", NONE),
            resume=row.instant("Resume"),
            stop=row.instant("Stop"),
            is_external=row.is_true("ExternalTask"),
            subproject=row.line("SubprojectName"),
            given_start=row.instant("Start"),
            given_finish=row.instant("Finish"),
            work=self._seconds(row, "Work", 0),
            notes=row.text("Notes"),
            baselines=self._baselines(row),
            given=_given(row),
            where=Where(self.report.file, task=row.place),
        )
        if task.is_external:
            self._take_place_elsewhere(row, task)
        if is_manual:
            self._take_manual_dates(row, task)
        return task

    @staticmethod
    def _take_place_elsewhere(row: Row, task: TaskRow) -> None:
        """Set whose task it stands for: the file, and after it the number of the line in that file."""
        task.is_manual = True
        place = row.line("ExternalTaskProject")
        file, _, number = place.rpartition("\\")
        if file and number.isdecimal() and len(number) < _MOST_DIGITS:
            task.subproject, task.subproject_task = file, int(number)
        else:
            task.subproject = place or task.subproject

    def _seconds(self, row: Row, name: str, default: int) -> int:
        return row.seconds(name, self.seconds_per_day, default)

    def _take_manual_dates(self, row: Row, task: TaskRow) -> None:
        """Let the dates somebody typed count; beside them stand those a calculation would give."""
        for column, name in (("given_start", "ManualStart"), ("given_finish", "ManualFinish")):
            typed, stored = row.instant(name), getattr(task, column)
            if typed == NONE:
                continue
            if stored not in (NONE, typed):
                text = N_("“{task}” is planned by hand and has two pairs of dates; the typed ones count.")
                self.report.tell("two_manual_dates", text, Severity.INFO, row.place, task=task.name)
            setattr(task, column, typed)

    def _baselines(self, row: Row) -> dict[int, BaselineRow]:
        found = {}
        for element in row.lists.get("Baseline", []):
            one = Row(element, self.report, row.place)
            number = one.whole("Number")
            if 0 <= number <= 10 and not one.is_true("Interim"):
                found[number] = BaselineRow(
                    one.instant("Start"),
                    one.instant("Finish"),
                    self._seconds(one, "Duration", NONE),
                    self._seconds(one, "Work", NONE),
                    one.cents("Cost", NONE),
                )
        return found

    def _link(self, row: Row, task: TaskRow) -> DependencyRow:
        lag_format, lag = row.whole("LagFormat", 7), row.whole("LinkLag")
        if lag_format in PERCENT_FORMATS:
            if lag_format in ELAPSED_FORMATS and lag:
                text = N_("A lag of task {number} is an elapsed percentage; it is read as a percentage.")
                self.report.tell("elapsed_percent_lag", text, Severity.INFO, row.place, number=row.place)
            unit, amount = LagUnit.PERCENT, lag * 100
        else:
            unit = LagUnit.ELAPSED if lag_format in ELAPSED_FORMATS else LagUnit.WORKING
            amount = lag * TENTH_OF_MINUTE
        kind = _member(DependencyKind, row.whole("Type", DependencyKind.FS), DependencyKind.FS)
        return DependencyRow(row.whole("PredecessorUID"), task.uid, kind, amount, unit, task.where)

    def _tell_placeholders(self, row: Row, task: TaskRow) -> None:
        if task.is_external:
            text = N_("“{task}” stands for a task in another project file; its dates are taken as they are.")
            self.report.tell("external_task", text, place=row.place, task=task.name)
        elif row.is_true("IsSubproject") or "Project" in row.lists:
            text = N_("“{task}” stands for another project; only this line of it is read.")
            self.report.tell("subproject", text, place=row.place, task=task.name)


def _is_working(delay: int, unit: int) -> bool:
    """Tell whether a levelling delay is counted in working time; no delay is counted in nothing."""
    return delay != 0 and unit not in ELAPSED_FORMATS


_MOST_DIGITS: Final = 9
_COMPUTED: Final = ("EarlyStart", "EarlyFinish", "LateStart", "LateFinish")
_FLOATS: Final = ("TotalSlack", "StartSlack", "FinishSlack", "FreeSlack")


def _given(row: Row) -> GivenRow | None:
    """Return what the file says was computed; floats stand in tenths of minutes."""
    dates = [row.instant(name) for name in _COMPUTED]
    floats = [row.whole(name, NONE) for name in _FLOATS]
    if dates == _NOTHING == floats:
        return None
    return GivenRow(*dates, *(one if one == NONE else one * TENTH_OF_MINUTE for one in floats))


_NOTHING: Final = [NONE] * 4
_KINDS: Final[tuple[type[IntEnum], ...]] = (Constraint, DependencyKind, TaskKind)
_NUMBERS: Final = {kind: frozenset(map(int, kind)) for kind in _KINDS}


def _member(kind: type[IntEnum], value: int, default: int) -> int:
    """Return a value that the enumeration knows."""
    return value if value in _NUMBERS[kind] else default
